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
_OLD_WIDTH = 46
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
    bought, sold = entry.buy_volume, entry.sell_volume
    text = (
        f"{entry.symbol}^{clock_of_microseconds(entry.at)}^{price}^{change_sign}^{change}"
        f"^{rate(share(change, figures.base))}^{rate(entry.vwap)}"
        f"^{entry.open}^{entry.high}^{entry.low}^{entry.ask}^{entry.bid}"
        f"^{entry.size}^{entry.volume}^{entry.turnover}"
        f"^{entry.sell_count}^{entry.buy_count}^{entry.buy_count - entry.sell_count}"
        f"^{rate(entry.strength)}^{sold}^{bought}^{_ACTIVE_SIDES[entry.side]}"
        f"^{rate(share(bought, bought + sold))}"
        f"^{rate(share(entry.volume, figures.previous_volume))}"
        f"^{clock_of_microseconds(entry.open_at)}^{sign(price - opened)}^{price - opened}"
        f"^{clock_of_microseconds(entry.high_at)}^{sign(price - highest)}^{price - highest}"
        f"^{clock_of_microseconds(entry.low_at)}^{sign(price - lowest)}^{price - lowest}"
        f"^{figures.day:%Y%m%d}^20^{'Y' if figures.halted else 'N'}"
        f"^{entry.ask_size}^{entry.bid_size}^{entry.total_ask}^{entry.total_bid}"
        f"^{rate(share(entry.volume, figures.listed_shares))}"
        f"^^^0^^{entry.vi_reference or entry.open}"
    )
    return text if width == _OLD_WIDTH else f"{text}^{entry.market}"
