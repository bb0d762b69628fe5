"""A market with a clock moved by hand and an ear on everything that it tells."""

from __future__ import annotations

from datetime import datetime

from kis_desktop.simulator.account_view import Account
from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.views import Board, OrderEvent, OrderRecord, Print, Side

SAMSUNG, HYNIX, KODEX = "005930", "000660", "069500"
ACCOUNT = "12345678-01"


def kst(text: str) -> datetime:
    """An instant of 2026-11-20 like 10:12 or 15:19:50, or of a day given before it."""
    day, _, time = text.rpartition(" ")
    return datetime.fromisoformat(f"{day or '2026-11-20'}T{time}").replace(tzinfo=KST)


class Hand:
    """A monotonic function that moves when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Floor:
    """The market under test."""

    def __init__(self, start: str = "10:12", seed: int = 7, instruments: int | None = 60) -> None:
        self.hand = Hand()
        self.clock = MarketClock(monotonic=self.hand, start=kst(start))
        self.market = Market(seed=seed, clock=self.clock, instruments=instruments)
        self.prints: list[Print] = []
        self.nxt_prints: list[Print] = []
        self.books: list[str] = []
        self.events: list[OrderEvent] = []
        self.market.listeners.on_print = lambda _, prints: self.prints.extend(prints)
        self.market.listeners.on_book = self.books.append
        self.market.listeners.on_other_print = self._on_other_print
        self.market.listeners.on_order = self.events.append

    def _on_other_print(self, board: Board, _: str, prints: tuple[Print, ...]) -> None:
        if board is Board.NXT:
            self.nxt_prints.extend(prints)

    @property
    def account(self) -> Account:
        account = self.market.account(ACCOUNT)
        assert account is not None
        return account

    def go(self, seconds: float) -> None:
        """Lets time pass and the market live through it."""
        self.hand.seconds += seconds
        self.market.advance()

    def go_to(self, time: str) -> None:
        """Lets time pass until an instant."""
        self.go((kst(time) - self.clock.now()).total_seconds())

    def buy(
        self, quantity: int, price: int, kind: str = "00", symbol: str = SAMSUNG
    ) -> OrderRecord:
        return self.market.place(ACCOUNT, symbol, Side.BUY, kind, quantity, price)

    def sell(
        self, quantity: int, price: int, kind: str = "00", symbol: str = SAMSUNG
    ) -> OrderRecord:
        return self.market.place(ACCOUNT, symbol, Side.SELL, kind, quantity, price)

    def order(self, number: str) -> OrderRecord:
        record = self.account.find_order(number)
        assert record is not None
        return record

    def bid(self, symbol: str = SAMSUNG, level: int = 0) -> int:
        return self.market.book(symbol).bids[level].price

    def ask(self, symbol: str = SAMSUNG, level: int = 0) -> int:
        return self.market.book(symbol).asks[level].price
