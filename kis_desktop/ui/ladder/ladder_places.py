"""Where things stand in the ladder, in pixels: rows by place, columns by zone."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

_CANCEL_WIDTH = 24  # a target of its own beside our orders
_NARROW = 300  # pixels, below which our orders are taken back by the keyboard alone
_OWN_SHARE, _LEAST_OWN = 0.19, 58
_NARROW_OWN = 36


class Zone(enum.Enum):
    """What a point of a row belongs to."""

    CANCEL_BUY = "cancel_buy"
    OWN_BUY = "own_buy"
    BID = "bid"
    PRICE = "price"
    ASK = "ask"
    OWN_SELL = "own_sell"
    CANCEL_SELL = "cancel_sell"


@dataclass(frozen=True, slots=True)
class Spot:
    """A row's place and what of it."""

    place: int
    zone: Zone


@dataclass(frozen=True, slots=True)
class Places:
    """The geometry of one size. `top` is the place of the first row, `count` how many there are."""

    width: int
    height: int
    row_height: int
    price_width: int
    top: int
    count: int

    @property
    def visible(self) -> int:
        """Rows that are shown whole."""
        return max(self.height // self.row_height, 1)

    @property
    def rows(self) -> range:
        """The places that are shown."""
        return range(self.top, min(self.top + self.visible, self.count))

    @property
    def cancels(self) -> bool:
        """Whether there is room for a target that takes our orders back."""
        return self.width >= _NARROW

    @property
    def padding(self) -> int:
        """Between a number and the edge of its cell."""
        return 6 if self.cancels else 2

    def edges(self) -> tuple[int, int, int, int, int, int]:
        """Where the five columns begin and the last one ends."""
        own = max(round(self.width * _OWN_SHARE), _LEAST_OWN) if self.cancels else _NARROW_OWN
        price = self.price_width + 2 * self.padding
        size = max((self.width - price - 2 * own) // 2, 0)
        left = own + size
        return 0, own, left, left + price, left + price + size, self.width

    def row(self, place: int) -> QRect:
        """A row, from edge to edge."""
        return QRect(0, (place - self.top) * self.row_height, self.width, self.row_height)

    def cell(self, place: int, zone: Zone) -> QRect:
        """One cell of a row; our orders' cells without the target that cancels them."""
        rect = self.row(place)
        edges = self.edges()
        cancel = _CANCEL_WIDTH if self.cancels else 0
        spans = {
            Zone.CANCEL_BUY: (0, cancel),
            Zone.OWN_BUY: (cancel, edges[1]),
            Zone.BID: (edges[1], edges[2]),
            Zone.PRICE: (edges[2], edges[3]),
            Zone.ASK: (edges[3], edges[4]),
            Zone.OWN_SELL: (edges[4], edges[5] - cancel),
            Zone.CANCEL_SELL: (edges[5] - cancel, edges[5]),
        }
        left, right = spans[zone]
        return QRect(left, rect.top(), right - left, rect.height())

    def spot(self, point: QPoint) -> Spot | None:
        """What stands at a point; None outside of the rows that are shown whole."""
        if point.y() < 0 or not 0 <= point.x() < self.width:
            return None
        place = self.top + point.y() // self.row_height
        if place not in self.rows:
            return None
        for zone in Zone:
            if self.cell(place, zone).contains(point):
                return Spot(place, zone)
        return None
