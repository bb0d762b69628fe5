"""국내주식 실시간예상체결 H0STANC0, H0NXANC0, H0UNANC0: what a call auction would match now.

Field order: portal document 실시간-041, 45 fields: those of a trade without the VI price. Price and
size are the indicated ones, the day's other figures as they are.
"""

from kis_desktop.simulator.server.wire_text import clock, rate, share, sign, yes
from kis_desktop.simulator.views import Board, BookView, Snapshot

CHANNELS = {"H0STANC0": Board.KRX, "H0NXANC0": Board.NXT, "H0UNANC0": Board.UNIFIED}
_AUCTION = "3"
_WIDTHS = {Board.KRX: 45, Board.NXT: 46, Board.UNIFIED: 46}
"""the other boards' end with VI_STND_PRC"""


def indication_record(book: BookView, day: Snapshot, board: Board, *, halted: bool) -> str | None:
    """The fields, joined; None while nothing would match."""
    price = book.indicative_price
    if price is None:
        return None
    change = book.indicative_change
    ask = book.asks[0] if book.asks else None
    bid = book.bids[0] if book.bids else None
    bought = share(day.buy_volume, day.buy_volume + day.sell_volume)
    fields = (
        book.symbol,
        clock(book.time),
        price,
        sign(change, at_limit_up=price == day.limit_up, at_limit_down=price == day.limit_down),
        change,
        rate(share(change, day.base)),
        rate(day.vwap),
        day.open or 0,
        day.high or 0,
        day.low or 0,
        ask.price if ask else 0,
        bid.price if bid else 0,
        book.indicative_size,
        day.volume,
        day.turnover,
        day.sell_count,
        day.buy_count,
        day.buy_count - day.sell_count,
        rate(day.strength),
        day.sell_volume,
        day.buy_volume,
        _AUCTION,
        rate(bought),
        rate(day.volume_rate),
        *_against(price, day.open, clock(day.open_time)),
        *_against(price, day.high, clock(day.high_time)),
        *_against(price, day.low, clock(day.low_time)),
        day.trade_date.strftime("%Y%m%d"),
        "20",
        yes(halted),
        ask.size if ask else 0,
        bid.size if bid else 0,
        book.total_ask,
        book.total_bid,
        "0.00",
        "",
        "",
        "0",
        "",
        "",
    )
    return "^".join(map(str, fields[: _WIDTHS[board]]))


def _against(price: int, other: int | None, at: str) -> tuple[str, str, int]:
    """Time, sign and difference of a price of the day; nought before there is one."""
    if other is None:
        return ("", "3", 0)
    return (at, sign(price - other), price - other)
