"""What is seen of an instrument: on the KRX, on the NXT, or on both as one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kis_desktop.simulator.book import Book
from kis_desktop.simulator.exchange import Exchange
from kis_desktop.simulator.history import History
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.unified import UnifiedTape, merged_book, shown_boards
from kis_desktop.simulator.venue import NXT_SHARE, Venue
from kis_desktop.simulator.views import TRADING, Board, DayBar, MinuteBar, Phase, Print, Side
from kis_desktop.simulator.volatility import ViMark


@dataclass(frozen=True, slots=True)
class Sight:
    """Tape, book and phase of one board; no book of an instrument that sleeps."""

    tape: Tape | UnifiedTape
    book: Book | None
    phase: Phase
    vi: ViMark | None


@dataclass(frozen=True, slots=True)
class Change:
    """What has happened on one board since the last time."""

    symbol: str
    board: Board
    prints: tuple[Print, ...]
    touched: bool
    """whether the book has changed"""


class Sights:
    """The boards of all that is awake; the unified ones begin with the first look."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._unified: dict[str, UnifiedTape | None] = {}
        """None: looked at on a day before, to begin anew"""

    @property
    def others(self) -> tuple[tuple[str, Board], ...]:
        """What is looked at beside the KRX."""
        nxt = [(symbol, Board.NXT) for symbol in self._exchange.awake_on(Board.NXT)]
        return (*nxt, *((symbol, Board.UNIFIED) for symbol in self._unified))

    def end_day(self) -> None:
        """The tapes of both exchanges begin anew."""
        self._unified = dict.fromkeys(self._unified)

    def see(self, symbol: str, board: Board) -> Sight:
        """A board; wakes. An issue that is not on the NXT is the KRX's. Raises `Refused`."""
        exchange = self._exchange
        if board is not Board.UNIFIED:
            return _sight(exchange.venue(symbol, board))
        krx = exchange.venue(symbol)
        if not exchange.trades_on_nxt(symbol):
            return _sight(krx)
        nxt = exchange.venue(symbol, Board.NXT)
        return _both(krx, nxt, self._tape(symbol, krx, nxt))

    def peek(self, symbol: str, board: Board) -> Sight:
        """As `see`, but what sleeps sleeps on. Raises `Refused`."""
        exchange = self._exchange
        if board is not Board.UNIFIED:
            return _sight(exchange.peek(symbol, board))
        krx = exchange.peek(symbol)
        if not exchange.trades_on_nxt(symbol):
            return _sight(krx)
        nxt = exchange.peek(symbol, Board.NXT)
        return _both(krx, nxt, self._unified.get(symbol) or UnifiedTape(krx.tape, nxt.tape))

    def minute_bars(self, symbol: str, board: Board) -> tuple[MinuteBar, ...]:
        """Today's minutes. Raises `Refused`."""
        exchange = self._exchange
        if board is not Board.UNIFIED:
            return exchange.venue(symbol, board).tape.minute_bars()
        bars = exchange.venue(symbol).tape.minute_bars()
        if not exchange.trades_on_nxt(symbol):
            return bars
        return summed(bars, exchange.venue(symbol, Board.NXT).tape.minute_bars())

    def day_bar(self, symbol: str, board: Board) -> DayBar | None:
        """Today so far, None before the first print; the KRX's wakes nothing. Raises `Refused`."""
        if board is Board.KRX or not self._exchange.trades_on_nxt(symbol):
            return self._exchange.tape(symbol).day_bar()
        tape = self.see(symbol, board).tape
        if not tape.open:
            return None
        return DayBar(
            day=tape.day,
            open=tape.open,
            high=tape.high,
            low=tape.low,
            close=tape.last,
            volume=tape.volume,
            turnover=tape.turnover,
            base=tape.base,
        )

    def changes(self, venues: Iterable[Venue]) -> Iterator[Change]:
        """What has happened in these venues, and in the unified boards over them."""
        seen: dict[str, dict[Board, Change]] = {}
        for venue in venues:
            symbol = venue.path.listing.symbol
            change = Change(symbol, venue.board, venue.tape.take_fresh(), venue.touched)
            venue.touched = False
            if symbol in self._unified:
                seen.setdefault(symbol, {})[venue.board] = change
            yield change
        for symbol, by_board in seen.items():
            yield self._unified_change(symbol, by_board)

    def _unified_change(self, symbol: str, by_board: dict[Board, Change]) -> Change:
        touched = any(change.touched for change in by_board.values())
        known = self._unified[symbol]
        if known is None:
            self.see(symbol, Board.UNIFIED)
            return Change(symbol, Board.UNIFIED, (), touched)
        prints = {board: change.prints for board, change in by_board.items()}
        merged = known.take(prints.get(Board.KRX, ()), prints.get(Board.NXT, ()))
        return Change(symbol, Board.UNIFIED, merged, touched)

    def _tape(self, symbol: str, krx: Venue, nxt: Venue) -> UnifiedTape:
        known = self._unified.get(symbol)
        if known is None:
            known = self._unified[symbol] = UnifiedTape(krx.tape, nxt.tape)
        return known


def better_venue(krx: Venue, nxt: Venue, side: Side) -> Venue:
    """Where a share is had cheaper, sold dearer; the KRX where both are alike."""
    if nxt.phase not in TRADING or krx.phase not in TRADING:
        return krx
    if side is Side.BUY:
        ours, theirs = krx.book.asks.best, nxt.book.asks.best
        return nxt if theirs and (not ours or theirs < ours) else krx
    return nxt if nxt.book.bids.best > krx.book.bids.best else krx


def past_minutes(history: History, day: date, board: Board) -> tuple[MinuteBar, ...]:
    """Minutes of a past day; the NXT's are the KRX's with its part of the volume."""
    bars = history.minutes(day)
    if board is Board.KRX:
        return bars
    nxt = tuple(
        replace(
            bar,
            volume=int(bar.volume * NXT_SHARE),
            turnover=int(bar.turnover * NXT_SHARE),
            cumulative_volume=int(bar.cumulative_volume * NXT_SHARE),
            cumulative_turnover=int(bar.cumulative_turnover * NXT_SHARE),
        )
        for bar in bars
    )
    return nxt if board is Board.NXT else summed(bars, nxt)


def past_bars(bars: list[DayBar], board: Board) -> list[DayBar]:
    """Past days; the NXT's are the KRX's with its part of the volume."""
    if board is Board.KRX:
        return bars
    part = NXT_SHARE if board is Board.NXT else 1 + NXT_SHARE
    return [
        replace(bar, volume=int(bar.volume * part), turnover=int(bar.turnover * part))
        for bar in bars
    ]


def summed(krx: tuple[MinuteBar, ...], nxt: tuple[MinuteBar, ...]) -> tuple[MinuteBar, ...]:
    """Minutes of both exchanges as one."""
    by_time: dict[object, list[MinuteBar]] = {}
    for bar in (*krx, *nxt):
        by_time.setdefault(bar.time, []).append(bar)
    volume = turnover = 0
    bars: list[MinuteBar] = []
    for _, both in sorted(by_time.items(), key=lambda entry: entry[1][0].time):
        volume += sum(bar.volume for bar in both)
        turnover += sum(bar.turnover for bar in both)
        bars.append(
            MinuteBar(
                time=both[0].time,
                open=both[0].open,
                high=max(bar.high for bar in both),
                low=min(bar.low for bar in both),
                close=both[0].close,
                volume=sum(bar.volume for bar in both),
                turnover=sum(bar.turnover for bar in both),
                cumulative_volume=volume,
                cumulative_turnover=turnover,
            )
        )
    return tuple(bars)


def _sight(venue: Venue) -> Sight:
    return Sight(venue.tape, venue.book, venue.phase, venue.vi)


def _both(krx: Venue, nxt: Venue, tape: UnifiedTape) -> Sight:
    shown = [{Board.KRX: krx, Board.NXT: nxt}[one] for one in shown_boards(krx.phase, nxt.phase)]
    book = merged_book([venue.book for venue in shown]) if len(shown) > 1 else shown[0].book
    return Sight(tape, book, shown[0].phase, shown[0].vi)
