"""What the other markets and the facts may ask the Korean exchanges of shares."""

from datetime import date, datetime
from typing import Protocol

from kis_desktop.simulator.clock import MarketClock
from kis_desktop.simulator.history import History
from kis_desktop.simulator.universe import Listing, Universe
from kis_desktop.simulator.views import (
    Board,
    BookView,
    DayBar,
    IndexTick,
    IndexView,
    MinuteBar,
    Phase,
    Print,
    Snapshot,
)


class Shares(Protocol):
    """The part of `Market` that the rest of the simulator builds on; see there."""

    clock: MarketClock
    universe: Universe

    @property
    def trade_date(self) -> date: ...
    def phase(self) -> Phase: ...
    def listing(self, symbol: str) -> Listing: ...
    def history(self, symbol: str) -> History: ...
    def glance(self, symbol: str) -> Snapshot: ...
    def overview(self) -> tuple[Snapshot, ...]: ...
    def snapshot(self, symbol: str, board: Board = Board.KRX) -> Snapshot: ...
    def book(self, symbol: str, board: Board = Board.KRX) -> BookView: ...
    def recent_prints(
        self, symbol: str, count: int, board: Board = Board.KRX
    ) -> tuple[Print, ...]: ...
    def daily_bars(
        self, symbol: str, start: date, end: date, period: str = "D", board: Board = Board.KRX
    ) -> tuple[DayBar, ...]: ...
    def minute_bars(
        self, symbol: str, day: date, until: datetime | None = None, board: Board = Board.KRX
    ) -> tuple[MinuteBar, ...]: ...
    def index(self, code: str) -> IndexView: ...
    def index_bars(
        self, code: str, start: date, end: date, period: str = "D"
    ) -> tuple[DayBar, ...]: ...
    def index_minutes(self, code: str, day: date | None = None) -> tuple[MinuteBar, ...]: ...
    def index_ticks(self, code: str, every: int, count: int) -> tuple[IndexTick, ...]: ...
