"""All that is kept of the trader's charts: the grid with its cells, templates, favourites."""

from __future__ import annotations

import msgspec

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.chart_setup import ChartSetup, PaneSetup, StudySetup

FIRST_FAVOURITES = (
    Interval.MINUTE_1,
    Interval.MINUTE_3,
    Interval.MINUTE_5,
    Interval.MINUTE_15,
    Interval.MINUTE_60,
    Interval.DAY,
    Interval.WEEK,
    Interval.MONTH,
)


class StudySet(msgspec.Struct, frozen=True):
    """Indicators with their panes: a template by its name, or what one symbol alone has."""

    name: str
    studies: tuple[StudySetup, ...] = ()
    panes: tuple[PaneSetup, ...] = ()


class KeptCell(msgspec.Struct, frozen=True):
    """One chart of the grid; an empty symbol follows the linked one."""

    symbol: str = ""
    setup: ChartSetup = ChartSetup()


class GridSync(msgspec.Struct, frozen=True):
    """What all charts of the grid have in common."""

    symbol: bool = False
    interval: bool = False
    crosshair: bool = True
    range: bool = False


class KeptGrid(msgspec.Struct, frozen=True):
    """Charts beside each other: `layout` is one of `viewmodels.grid_layout`, by its name."""

    layout: str = "1"
    cells: tuple[KeptCell, ...] = (KeptCell(),)
    active: int = 0
    sync: GridSync = GridSync()


class KeptCharts(msgspec.Struct, frozen=True):
    """Everything. `symbols` are the indicators that one symbol has in the place of the chart's."""

    grid: KeptGrid = KeptGrid()
    symbols: tuple[StudySet, ...] = ()
    templates: tuple[StudySet, ...] = ()
    favourites: tuple[Interval, ...] = FIRST_FAVOURITES

    def own_studies(self, symbol: str) -> StudySet | None:
        """The indicators that this symbol alone has; None where it has the chart's."""
        return next((one for one in self.symbols if one.name == symbol), None)

    def with_own_studies(self, symbol: str, own: StudySet | None) -> KeptCharts:
        """The same with other indicators for this symbol alone, or none of its own."""
        rest = tuple(one for one in self.symbols if one.name != symbol)
        return msgspec.structs.replace(self, symbols=rest if own is None else (*rest, own))

    def with_template(self, template: StudySet) -> KeptCharts:
        """The same with a template; one of this name is replaced in its place."""
        names = [one.name for one in self.templates]
        if template.name not in names:
            return msgspec.structs.replace(self, templates=(*self.templates, template))
        kept = tuple(template if one.name == template.name else one for one in self.templates)
        return msgspec.structs.replace(self, templates=kept)

    def without_template(self, name: str) -> KeptCharts:
        """The same without the template of this name."""
        kept = tuple(one for one in self.templates if one.name != name)
        return msgspec.structs.replace(self, templates=kept)
