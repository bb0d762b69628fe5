"""Both exchanges seen as one (통합): a merged book and a merged tape."""

from collections import deque
from datetime import date

from msgspec.structs import replace

from kis_desktop.simulator.book import Book, BookSide, Resting
from kis_desktop.simulator.tape import KEPT_PRINTS, Tape
from kis_desktop.simulator.views import TRADING, Board, Phase, Print, PrintSide


class UnifiedTape:
    """Begins with the sums of both tapes, goes on with the prints of both in their order."""

    def __init__(self, krx: Tape, nxt: Tape) -> None:
        latest = nxt if _is_later(nxt, krx) else krx
        self.symbol = krx.symbol
        self.day: date = krx.day
        self.base = krx.base
        self.last, self.last_size = latest.last, latest.last_size
        traded = [tape for tape in (krx, nxt) if tape.open]
        opened = min(traded, key=lambda tape: tape.open_at, default=krx)
        top = max(traded, key=lambda tape: tape.high, default=krx)
        bottom = min(traded, key=lambda tape: tape.low, default=krx)
        self.open, self.open_at = opened.open, opened.open_at
        self.high, self.high_at = top.high, top.high_at
        self.low, self.low_at = bottom.low, bottom.low_at
        self.volume = krx.volume + nxt.volume
        self.turnover = krx.turnover + nxt.turnover
        self.buy_volume = krx.buy_volume + nxt.buy_volume
        self.sell_volume = krx.sell_volume + nxt.sell_volume
        self.buy_count = krx.buy_count + nxt.buy_count
        self.sell_count = krx.sell_count + nxt.sell_count
        known = sorted([*krx.recent, *nxt.recent], key=lambda one: one.at)[-KEPT_PRINTS:]
        self.recent: deque[Print] = deque(self._recalled(known), maxlen=KEPT_PRINTS)

    def take(self, krx: tuple[Print, ...], nxt: tuple[Print, ...]) -> tuple[Print, ...]:
        """What both have printed since the last call, with the figures of both together."""
        merged = sorted([*krx, *nxt], key=lambda one: one.at)
        return tuple(self._added(one) for one in merged)

    def _added(self, one: Print) -> Print:
        if one.open:
            self._note_price(one)
        self.last_size = one.size
        self.volume += one.size
        self.turnover += one.price * one.size
        if one.side is PrintSide.BUY:
            self.buy_volume += one.size
            self.buy_count += 1
        elif one.side is PrintSide.SELL:
            self.sell_volume += one.size
            self.sell_count += 1
        shown = self._with_figures(one)
        self.recent.append(shown)
        return shown

    def _note_price(self, one: Print) -> None:
        self.last = one.price
        if not self.open:
            self.open = self.high = self.low = one.price
            self.open_at = self.high_at = self.low_at = one.at
        if one.price > self.high:
            self.high, self.high_at = one.price, one.at
        if one.price < self.low:
            self.low, self.low_at = one.price, one.at

    def _recalled(self, prints: list[Print]) -> list[Print]:
        """Prints of before, with figures counted back from those of now."""
        volume, turnover = self.volume, self.turnover
        recalled: list[Print] = []
        for one in reversed(prints):
            recalled.append(replace(self._with_figures(one), volume=volume, turnover=turnover))
            volume -= one.size
            turnover -= one.price * one.size
        recalled.reverse()
        return recalled

    def _with_figures(self, one: Print) -> Print:
        return replace(
            one,
            volume=self.volume,
            turnover=self.turnover,
            open=self.open,
            high=self.high,
            low=self.low,
            open_at=self.open_at,
            high_at=self.high_at,
            low_at=self.low_at,
            buy_volume=self.buy_volume,
            sell_volume=self.sell_volume,
            buy_count=self.buy_count,
            sell_count=self.sell_count,
        )


def shown_boards(krx: Phase, nxt: Phase) -> tuple[Board, ...]:
    """Whose quotes the unified book shows: of all that trade, else of the one that gathers."""
    trading = tuple(
        board for board, phase in ((Board.KRX, krx), (Board.NXT, nxt)) if phase in TRADING
    )
    if trading:
        return trading
    return (Board.NXT,) if nxt is Phase.AFTER_AUCTION else (Board.KRX,)


def merged_book(books: list[Book]) -> Book:
    """The sizes of all books; where one's bids reach another's asks, what arbitrage leaves."""
    merged = Book()
    for book in books:
        for side, into in ((book.asks, merged.asks), (book.bids, merged.bids)):
            for price, level in side.levels.items():
                into.add(price, Resting(level.size))
    while merged.asks.keys and merged.bids.keys and merged.bids.best >= merged.asks.best:
        size = min(merged.bids.best_size, merged.asks.best_size)
        _take_best(merged.bids, size)
        _take_best(merged.asks, size)
    return merged


def _take_best(side: BookSide, size: int) -> None:
    side.consume(side.best, size, side.best, lambda *_: None)


def _is_later(tape: Tape, other: Tape) -> bool:
    return bool(tape.recent) and (not other.recent or tape.recent[-1].at > other.recent[-1].at)
