"""Turns tapes and books into the views that the market shows."""

from datetime import date, datetime, timedelta

from kis_desktop.simulator.book import SHOWN_LEVELS, Book
from kis_desktop.simulator.history import Extreme, History
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.unified import UnifiedTape
from kis_desktop.simulator.views import (
    AUCTIONS,
    BookLevel,
    BookView,
    Phase,
    Snapshot,
    moment,
)

AnyTape = Tape | UnifiedTape


class BookDisplay:
    """Views of one book, each with the changes since the view before."""

    def __init__(self) -> None:
        self._asks: dict[int, int] = {}
        self._bids: dict[int, int] = {}
        self._totals = (0, 0)

    def view(self, book: Book, tape: AnyTape, phase: Phase, time: datetime) -> BookView:
        """The book as it stands; in an auction, what would be left after the indicated match."""
        crossing = book.crossing(tape.last) if phase in AUCTIONS else None
        if crossing is None:
            asks, bids = book.asks.best_levels(SHOWN_LEVELS), book.bids.best_levels(SHOWN_LEVELS)
        else:
            asks, bids = book.after_crossing(crossing[1])
        total_ask, total_bid = book.asks.total, book.bids.total
        shown = BookView(
            symbol=tape.symbol,
            time=time,
            phase=phase,
            asks=_levels(asks, self._asks),
            bids=_levels(bids, self._bids),
            total_ask=total_ask,
            total_bid=total_bid,
            total_ask_change=total_ask - self._totals[0],
            total_bid_change=total_bid - self._totals[1],
            indicative_price=crossing[0] if crossing else None,
            indicative_size=crossing[1] if crossing else 0,
            indicative_change=crossing[0] - tape.base if crossing else 0,
            volume=tape.volume,
        )
        self._asks, self._bids = dict(asks), dict(bids)
        self._totals = total_ask, total_bid
        return shown


def _levels(levels: list[tuple[int, int]], before: dict[int, int]) -> tuple[BookLevel, ...]:
    return tuple(BookLevel(price, size, size - before.get(price, 0)) for price, size in levels)


def snapshot_of(
    tape: AnyTape,
    book: Book | None,
    history: History,
    grid: PriceGrid,
    phase: Phase,
    time: datetime,
) -> Snapshot:
    """The current figures; without a book its quotes are unknown."""
    traded = bool(tape.open)
    year = tape.day.replace(month=1, day=1)
    high_250, low_250 = _extremes(history, tape, tape.day - timedelta(days=365))
    high_year, low_year = _extremes(history, tape, year)
    high_52w, low_52w = _extremes(history, tape, tape.day - timedelta(weeks=52))
    change = tape.last - tape.base
    return Snapshot(
        symbol=tape.symbol,
        trade_date=tape.day,
        time=time,
        phase=phase,
        last=tape.last,
        base=tape.base,
        change=change,
        change_rate=change * 100 / tape.base,
        open=tape.open if traded else None,
        high=tape.high if traded else None,
        low=tape.low if traded else None,
        open_time=moment(tape.day, tape.open_at) if traded else None,
        high_time=moment(tape.day, tape.high_at) if traded else None,
        low_time=moment(tape.day, tape.low_at) if traded else None,
        last_size=tape.last_size,
        volume=tape.volume,
        turnover=tape.turnover,
        buy_volume=tape.buy_volume,
        sell_volume=tape.sell_volume,
        buy_count=tape.buy_count,
        sell_count=tape.sell_count,
        strength=tape.buy_volume * 100 / tape.sell_volume if tape.sell_volume else 0.0,
        vwap=tape.turnover / tape.volume if tape.volume else None,
        ask=(book.asks.best or None) if book else None,
        ask_size=book.asks.best_size if book else 0,
        bid=(book.bids.best or None) if book else None,
        bid_size=book.bids.best_size if book else 0,
        total_ask=book.asks.total if book else 0,
        total_bid=book.bids.total if book else 0,
        limit_up=grid.limit_up,
        limit_down=grid.limit_down,
        tick=grid.tick(tape.last),
        previous_volume=history.previous_volume(tape.day),
        high_250=high_250.price,
        high_250_date=high_250.day,
        low_250=low_250.price,
        low_250_date=low_250.day,
        high_year=high_year.price,
        high_year_date=high_year.day,
        low_year=low_year.price,
        low_year_date=low_year.day,
        high_52w=high_52w.price,
        high_52w_date=high_52w.day,
        low_52w=low_52w.price,
        low_52w_date=low_52w.day,
    )


def _extremes(history: History, tape: AnyTape, start: date) -> tuple[Extreme, Extreme]:
    """High and low since a day, today's included."""
    high, low = history.extremes(start, tape.day - timedelta(days=1))
    if tape.open and tape.high >= high.price:
        high = Extreme(tape.high, tape.day)
    if tape.open and tape.low <= low.price:
        low = Extreme(tape.low, tape.day)
    return high, low
