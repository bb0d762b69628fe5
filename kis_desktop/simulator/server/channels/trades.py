"""국내주식 실시간체결가 H0STCNT0, H0NXCNT0, H0UNCNT0: one print as a record of 46 or 47 fields.

Field order: portal document 실시간-003, the same for both exchanges and for both as one. Field
47, MARKET_CLS_CODE, came at the end on 2026-09-14; which place it took is our reading.
"""

from dataclasses import dataclass
from datetime import date

from kis_desktop.simulator.server.wire_text import clock_of_microseconds, rate, share, sign
from kis_desktop.simulator.views import Board, Print, PrintSide, Snapshot

CHANNEL = "H0STCNT0"
CHANNELS = {CHANNEL: Board.KRX, "H0NXCNT0": Board.NXT, "H0UNCNT0": Board.UNIFIED}
WIDTHS = (46, 47)
_ACTIVE_SIDES = {PrintSide.BUY: "1", PrintSide.AUCTION: "3", PrintSide.SELL: "5"}
"""CCLD_DVSN"""


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What a record holds beside the print: the same all day."""

    day: date
    base: int
    limit_up: int
    limit_down: int
    previous_volume: int
    listed_shares: int
    halted: bool

    @classmethod
    def of(cls, snapshot: Snapshot, listed_shares: int, *, halted: bool) -> "DayFigures":
        """The figures of a snapshot's day."""
        return cls(
            snapshot.trade_date,
            snapshot.base,
            snapshot.limit_up,
            snapshot.limit_down,
            snapshot.previous_volume,
            listed_shares,
            halted,
        )


def trade_record(entry: Print, figures: DayFigures, width: int) -> str:
    """The fields of one print, joined; VI_STND_PRC is the opening price where no VI is reckoned."""
    price, change = entry.price, entry.change
    opened, highest, lowest = (entry.open or price), (entry.high or price), (entry.low or price)
    change_sign = sign(
        change,
        at_limit_up=price == figures.limit_up,
        at_limit_down=price == figures.limit_down,
    )
    fields = (
        entry.symbol,
        clock_of_microseconds(entry.at),
        price,
        change_sign,
        change,
        rate(share(change, figures.base)),
        rate(entry.vwap),
        entry.open,
        entry.high,
        entry.low,
        entry.ask,
        entry.bid,
        entry.size,
        entry.volume,
        entry.turnover,
        entry.sell_count,
        entry.buy_count,
        entry.buy_count - entry.sell_count,
        rate(entry.strength),
        entry.sell_volume,
        entry.buy_volume,
        _ACTIVE_SIDES[entry.side],
        rate(share(entry.buy_volume, entry.buy_volume + entry.sell_volume)),
        rate(share(entry.volume, figures.previous_volume)),
        clock_of_microseconds(entry.open_at),
        sign(price - opened),
        price - opened,
        clock_of_microseconds(entry.high_at),
        sign(price - highest),
        price - highest,
        clock_of_microseconds(entry.low_at),
        sign(price - lowest),
        price - lowest,
        figures.day.strftime("%Y%m%d"),
        "20",
        "Y" if figures.halted else "N",
        entry.ask_size,
        entry.bid_size,
        entry.total_ask,
        entry.total_bid,
        rate(share(entry.volume, figures.listed_shares)),
        "",
        "",
        "0",
        "",
        entry.vi_reference or entry.open,
    )
    text = "^".join(map(str, fields))
    return text if width == len(fields) else f"{text}^{entry.market}"
