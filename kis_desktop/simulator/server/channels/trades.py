"""국내주식 실시간체결가 H0STCNT0, H0NXCNT0, H0UNCNT0: one print as a record of 46 or 47 fields.

Field order: portal document 실시간-003, the same for both exchanges and for both as one. Field
47, MARKET_CLS_CODE, came at the end on 2026-09-14; which place it took is our reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from kis_desktop.simulator.hours import MINUTE
from kis_desktop.simulator.server.wire_text import clock_of_microseconds, day, rate, share, sign
from kis_desktop.simulator.views import Board, MinuteBar, Print, PrintSide, Snapshot

CHANNEL = "H0STCNT0"
CHANNELS = {CHANNEL: Board.KRX, "H0NXCNT0": Board.NXT, "H0UNCNT0": Board.UNIFIED}
WIDTHS = (46, 47)
_OLD_WIDTH = 46
_ACTIVE_SIDES = {PrintSide.BUY: "1", PrintSide.AUCTION: "3", PrintSide.SELL: "5"}
"""CCLD_DVSN"""
_SESSIONS = {"1": "10", "2": "20", "3": "30", "5": "31"}
"""NEW_MKOP_CLS_CODE by MARKET_CLS_CODE: before, in and after the session; 31 is at its close"""


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
    opening: int = 0
    """when the day before opened, microseconds since midnight"""
    volumes_before: tuple[int, ...] = ()
    """cumulative, at the end of each minute of the day before"""

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        listed_shares: int,
        *,
        halted: bool,
        before: Sequence[MinuteBar] = (),
    ) -> "DayFigures":
        """The figures of a snapshot's day; `before` are the minutes of the trading day before."""
        opening = _since_midnight(before[0].time) if before else 0
        return cls(
            snapshot.trade_date,
            snapshot.base,
            snapshot.limit_up,
            snapshot.limit_down,
            snapshot.previous_volume,
            listed_shares,
            halted,
            opening,
            _by_minute(before, opening),
        )

    def volume_before(self, at: int) -> int:
        """What the day before had traded at the same time; of all of it after its end."""
        passed = (at - self.opening) // MINUTE
        if passed < 0 or not self.volumes_before:
            return 0
        return self.volumes_before[min(passed, len(self.volumes_before) - 1)]


def _by_minute(bars: Sequence[MinuteBar], opening: int) -> tuple[int, ...]:
    """Cumulative volumes, with the minutes in which nothing was traded."""
    reached: list[int] = []
    for bar in bars:
        missing = (_since_midnight(bar.time) - opening) // MINUTE - len(reached)
        reached += [reached[-1] if reached else 0] * missing
        reached.append(bar.cumulative_volume)
    return tuple(reached)


def _since_midnight(time: datetime) -> int:
    return (time.hour * 60 + time.minute) * MINUTE


def trade_record(entry: Print, figures: DayFigures, width: int) -> str:
    """The fields of one print, joined; VI_STND_PRC is the opening price where no VI is reckoned."""
    price, change, volume = entry.price, entry.change, entry.volume
    from_open = price - (entry.open or price)
    from_high = price - (entry.high or price)
    from_low = price - (entry.low or price)
    change_sign = sign(
        change,
        at_limit_up=price == figures.limit_up,
        at_limit_down=price == figures.limit_down,
    )
    bought, sold = entry.buy_volume, entry.sell_volume
    before = figures.volume_before(entry.at)
    text = (
        f"{entry.symbol}^{clock_of_microseconds(entry.at)}^{price}^{change_sign}^{change}"
        f"^{rate(share(change, figures.base))}^{entry.vwap:.2f}"
        f"^{entry.open}^{entry.high}^{entry.low}^{entry.ask}^{entry.bid}"
        f"^{entry.size}^{volume}^{entry.turnover}"
        f"^{entry.sell_count}^{entry.buy_count}^{entry.buy_count - entry.sell_count}"
        f"^{entry.strength:.2f}^{sold}^{bought}^{_ACTIVE_SIDES[entry.side]}"
        f"^{share(bought, bought + sold):.2f}"
        f"^{share(volume, figures.previous_volume):.2f}"
        f"^{clock_of_microseconds(entry.open_at)}^{sign(from_open)}^{from_open}"
        f"^{clock_of_microseconds(entry.high_at)}^{sign(from_high)}^{from_high}"
        f"^{clock_of_microseconds(entry.low_at)}^{sign(from_low)}^{from_low}"
        f"^{_day_text(figures.day)}^{_SESSIONS[entry.market]}^{'Y' if figures.halted else 'N'}"
        f"^{entry.ask_size}^{entry.bid_size}^{entry.total_ask}^{entry.total_bid}"
        f"^{share(volume, figures.listed_shares):.2f}"
        f"^{before}^{share(volume, before):.2f}^0^^{entry.vi_reference or entry.open}"
    )
    return text if width == _OLD_WIDTH else f"{text}^{entry.market}"


@lru_cache(maxsize=16)
def _day_text(value: date) -> str:
    return day(value)
