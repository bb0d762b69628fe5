"""The simulated market behind one door: time, prices, books, history, orders, accounts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from kis_desktop.simulator.clock import MarketClock
from kis_desktop.simulator.views import (
    BookView,
    BuyingPower,
    Cash,
    DayBar,
    FillRecord,
    MinuteBar,
    OrderEvent,
    OrderRecord,
    Position,
    Print,
    Side,
    Snapshot,
)


class Account(Protocol):
    """An account as the server sees it."""

    number: str
    hts_id: str

    def cash(self) -> Cash: ...
    def positions(self) -> tuple[Position, ...]: ...
    def buying_power(self, symbol: str, price: int | None, order_type: str) -> BuyingPower: ...
    def sellable(self, symbol: str) -> int: ...
    def orders(
        self, start: date | None = None, end: date | None = None
    ) -> tuple[OrderRecord, ...]:
        """All numbered requests of trade dates in [start, end], oldest first."""
        ...

    def open_orders(self) -> tuple[OrderRecord, ...]: ...
    def find_order(self, number: str) -> OrderRecord | None:
        """By number of the current day, compared as integers."""
        ...

    def fills(
        self, start: date | None = None, end: date | None = None
    ) -> tuple[FillRecord, ...]: ...


@dataclass(slots=True)
class Listeners:
    """Whom the market tells; called during `advance`, `place`, `amend`, `cancel`."""

    on_print: Callable[[str, tuple[Print, ...]], None] | None = None
    on_book: Callable[[str], None] | None = None
    on_order: Callable[[OrderEvent], None] | None = None


class Market:
    """Single-threaded, no asyncio, no wire formats; prices int won, times KST."""

    def __init__(
        self, *, seed: int, clock: MarketClock, instruments: int | None = None
    ) -> None:
        self.clock = clock
        self.listeners = Listeners()
        raise NotImplementedError

    def advance(self) -> None: ...
    def wake(self, symbol: str) -> None: ...
    def set_print_rate(self, prints_per_second: float | None) -> None: ...
    def glance(self, symbol: str) -> Snapshot:
        """As `snapshot`, without waking: cheap over the whole universe (rankings)."""
        raise NotImplementedError

    def snapshot(self, symbol: str) -> Snapshot:
        raise NotImplementedError

    def book(self, symbol: str) -> BookView:
        raise NotImplementedError

    def recent_prints(self, symbol: str, count: int) -> tuple[Print, ...]:
        """Newest first."""
        raise NotImplementedError

    def daily_bars(
        self, symbol: str, start: date, end: date, period: str = "D"
    ) -> tuple[DayBar, ...]:
        raise NotImplementedError

    def minute_bars(
        self, symbol: str, day: date, until: datetime | None = None
    ) -> tuple[MinuteBar, ...]:
        raise NotImplementedError

    @property
    def accounts(self) -> tuple[Account, ...]:
        raise NotImplementedError

    def account(self, number: str) -> Account | None:
        raise NotImplementedError

    def place(
        self,
        account: str,
        symbol: str,
        side: Side,
        order_type: str,
        quantity: int,
        price: int,
        exchange: str = "KRX",
    ) -> OrderRecord:
        raise NotImplementedError

    def amend(
        self, account: str, original_no: str, *, quantity: int | None, price: int, order_type: str
    ) -> OrderRecord:
        raise NotImplementedError

    def cancel(self, account: str, original_no: str, *, quantity: int | None) -> OrderRecord:
        raise NotImplementedError

    def reset(self) -> None: ...

    def state(self) -> dict[str, object]:
        raise NotImplementedError
