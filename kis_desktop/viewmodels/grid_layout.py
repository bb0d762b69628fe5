"""How charts can stand beside each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GridLayout:
    """`cells` charts, row by row over `columns` columns; `name` is how it is kept."""

    name: str
    rows: int
    columns: int

    @property
    def cells(self) -> int:
        """How many charts there are."""
        return self.rows * self.columns


LAYOUTS: tuple[GridLayout, ...] = (
    GridLayout("1", 1, 1),
    GridLayout("2h", 1, 2),
    GridLayout("2v", 2, 1),
    GridLayout("3", 1, 3),
    GridLayout("4", 2, 2),
    GridLayout("6", 2, 3),
    GridLayout("8", 2, 4),
    GridLayout("9", 3, 3),
    GridLayout("12", 3, 4),
    GridLayout("16", 4, 4),
)


def grid_layout(name: str) -> GridLayout:
    """The layout of this name; a single chart where this program knows none of it."""
    return next((one for one in LAYOUTS if one.name == name), LAYOUTS[0])


def fitting_layout(layout: GridLayout, charts: int) -> GridLayout:
    """The layout for fewer charts than it has cells: the same while its last row keeps one, which
    is as wide as the row then.
    """
    if layout.rows > 1 and charts > (layout.rows - 1) * layout.columns:
        return layout
    return next(one for one in LAYOUTS if one.cells >= charts)
