"""What a trader has drawn on a chart: a kind, points in time and price, and how it looks.

A drawing belongs to an instrument, not to a chart: it is at the same moments and prices whatever
interval is shown. What a kind looks like is the screen's business; a kind that is not known here
is kept as it is.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from decimal import Decimal

import msgspec

MOST_POINTS = 2000
MOST_DRAWINGS = 1000  # of one instrument
LONGEST_TEXT = 500
WIDTHS = range(1, 7)  # pixels
FIRST_TIME, LAST_TIME = -2_208_988_800, 7_258_118_400  # the years 1900 to 2200
_HIGHEST_PRICE = Decimal(10) ** 12
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ID = re.compile(r"[0-9A-Za-z_-]{1,40}")


class Ink(enum.StrEnum):
    """The colours of the palette; each theme has its own shade of them."""

    BLUE = "blue"
    RED = "red"
    GREEN = "green"
    AMBER = "amber"
    VIOLET = "violet"
    TEAL = "teal"
    PINK = "pink"
    GREY = "grey"


class Dash(enum.StrEnum):
    """How a line is broken."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


class DrawingPoint(msgspec.Struct, frozen=True):
    """A moment in UTC epoch seconds and a price; both exact. Raises `ValueError`."""

    time: int
    price: Decimal

    def __post_init__(self) -> None:
        if not FIRST_TIME <= self.time <= LAST_TIME:
            raise ValueError(f"time {self.time}: 1900 to 2200 wanted")
        if not self.price.is_finite() or abs(self.price) > _HIGHEST_PRICE:
            raise ValueError(f"price {self.price}: a number up to {_HIGHEST_PRICE:,} wanted")


class DrawingStyle(msgspec.Struct, frozen=True):
    """`ink` is a name of the palette or "#RRGGBB"; `width` in pixels; `text` stands beside a line,
    or is the drawing itself. Raises `ValueError`.
    """

    ink: str = Ink.BLUE.value
    width: int = 2
    dash: Dash = Dash.SOLID
    text: str = ""

    def __post_init__(self) -> None:
        if self.ink not in set(Ink) and not _HEX.fullmatch(self.ink):
            raise ValueError(f"ink {self.ink!r}: one of {', '.join(Ink)} or #RRGGBB wanted")
        if self.width not in WIDTHS:
            raise ValueError(f"width {self.width}: {WIDTHS[0]} to {WIDTHS[-1]} pixels wanted")
        if len(self.text) > LONGEST_TEXT:
            raise ValueError(f"text of {len(self.text)} characters: up to {LONGEST_TEXT} wanted")


class Drawing(msgspec.Struct, frozen=True):
    """One drawing. A locked one is not moved, a hidden one not shown. Raises `ValueError`."""

    id: str
    kind: str
    points: tuple[DrawingPoint, ...]
    style: DrawingStyle = DrawingStyle()
    locked: bool = False
    hidden: bool = False

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"id {self.id!r}: up to 40 letters, digits, '-' and '_' wanted")
        if not _NAME.fullmatch(self.kind):
            raise ValueError(f"kind {self.kind!r}: a name such as trend_line wanted")
        if not 1 <= len(self.points) <= MOST_POINTS:
            raise ValueError(f"{len(self.points)} points: 1 to {MOST_POINTS} wanted")

    def at(self, points: Iterable[DrawingPoint]) -> Drawing:
        """The same drawing elsewhere."""
        return msgspec.structs.replace(self, points=tuple(points))

    def copied(self, id_: str) -> Drawing:
        """Another one of the same shape, free to be moved."""
        return msgspec.structs.replace(self, id=id_, locked=False, hidden=False)

    def styled(self, style: DrawingStyle) -> Drawing:
        """The same drawing in another look."""
        return msgspec.structs.replace(self, style=style)


def check_drawings(drawings: tuple[Drawing, ...]) -> None:
    """Raises `ValueError` when an id stands twice, or there are more than a chart can have."""
    if len(drawings) > MOST_DRAWINGS:
        raise ValueError(f"{len(drawings)} drawings: up to {MOST_DRAWINGS} wanted")
    seen: set[str] = set()
    for drawing in drawings:
        if drawing.id in seen:
            raise ValueError(f"drawing {drawing.id} stands twice")
        seen.add(drawing.id)
