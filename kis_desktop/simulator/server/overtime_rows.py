"""How an instrument stands after hours: the evening that runs or the last one that was.

Today's after-market is what the exchange trades in it. Until 16:00 the evening of the trading day
before is told, as a terminal does over the day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kis_desktop.simulator.hours import MINUTE, hours
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.overtime import OvertimeLimits, overtime_limits, overtime_prints
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import DayBar, moment

Fields = dict[str, Value]
_AFTER_MARKET = "3"
"""MARKET_CLS_CODE of its prints"""
_LOOK_BACK = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class EveningPrint:
    """One print with the evening's volume after it."""

    time: datetime
    price: int
    size: int
    volume: int
    turnover: int


@dataclass(frozen=True, slots=True)
class Evening:
    """One evening of one instrument; without a print it stands at the close."""

    bar: DayBar
    """the day's regular session"""
    limits: OvertimeLimits
    prints: tuple[EveningPrint, ...]
    """oldest first"""
    open: int
    high: int
    low: int
    last: int
    volume: int
    turnover: int
    live: bool = False
    """whether the exchange trades it now"""

    @property
    def change(self) -> int:
        """Against the close of the regular session."""
        return self.last - self.bar.close

    @property
    def change_sign(self) -> str:
        """전일 대비 부호 of the last price."""
        return self.sign_of(self.last)

    def sign_of(self, price: int) -> str:
        """전일 대비 부호 of a price."""
        return sign(
            price - self.bar.close,
            at_limit_up=price == self.limits.high,
            at_limit_down=price == self.limits.low,
        )


def shown_evening(market: Market, listing: Listing, now: datetime) -> Evening:
    """The evening that runs, today's once it is over, or that of the trading day before."""
    today = market.trade_date
    bars = market.daily_bars(listing.symbol, today - _LOOK_BACK, today)
    begun = now >= moment(today, hours(today).close + 30 * MINUTE)
    if not begun or bars[-1].day != today:
        past = [bar for bar in bars if bar.day < today]
        return past_evening(market, listing, past[-1])
    if not hours(today).has_after_market:
        return past_evening(market, listing, bars[-1], until=now)
    return _live_evening(market, listing, bars[-1])


def past_evening(
    market: Market, listing: Listing, bar: DayBar, until: datetime | None = None
) -> Evening:
    """The evening of a day, or what of it has passed."""
    told = overtime_prints(market.others.around.seed, listing, bar)
    prints = tuple(
        EveningPrint(moment(bar.day, one.at), one.price, one.size, one.volume, one.turnover)
        for one in told
        if until is None or moment(bar.day, one.at) <= until
    )
    return _evening(listing, bar, prints, [one.price for one in prints])


def _live_evening(market: Market, listing: Listing, bar: DayBar) -> Evening:
    begin = moment(bar.day, hours(bar.day).close + 30 * MINUTE)
    minutes = [one for one in market.minute_bars(listing.symbol, bar.day) if one.time >= begin]
    volume = sum(one.volume for one in minutes)
    turnover = sum(one.turnover for one in minutes)
    prints: list[EveningPrint] = []
    left, paid = volume, turnover
    for one in market.recent_prints(listing.symbol, 100):
        if one.market != _AFTER_MARKET or left < one.size:
            break
        prints.append(EveningPrint(one.time, one.price, one.size, left, paid))
        left, paid = left - one.size, paid - one.size * one.price
    limits = overtime_limits(bar, etp=listing.is_etp)
    return Evening(
        bar=bar,
        limits=limits,
        prints=tuple(reversed(prints)),
        open=minutes[0].open if minutes else 0,
        high=max((one.high for one in minutes), default=0),
        low=min((one.low for one in minutes), default=0),
        last=minutes[-1].close if minutes else bar.close,
        volume=volume,
        turnover=turnover,
        live=True,
    )


def _evening(
    listing: Listing, bar: DayBar, prints: tuple[EveningPrint, ...], prices: list[int]
) -> Evening:
    return Evening(
        bar=bar,
        limits=overtime_limits(bar, etp=listing.is_etp),
        prints=prints,
        open=prices[0] if prices else 0,
        high=max(prices, default=0),
        low=min(prices, default=0),
        last=prices[-1] if prices else bar.close,
        volume=prints[-1].volume if prints else 0,
        turnover=prints[-1].turnover if prints else 0,
    )


def evening_fields(evening: Evening) -> Fields:
    """Price, change, volume and turnover of an evening, the change against that day's close."""
    return {
        "ovtm_untp_prpr": evening.last,
        "ovtm_untp_prdy_vrss": evening.change,
        "ovtm_untp_prdy_vrss_sign": evening.change_sign,
        "ovtm_untp_prdy_ctrt": share(evening.change, evening.bar.close),
        "ovtm_untp_vol": evening.volume,
        "ovtm_untp_tr_pbmn": evening.turnover,
    }


def evening_head(evening: Evening) -> Fields:
    """With limits, open, high and low, and as the indication what the last print matched."""
    last = evening.prints[-1] if evening.prints else None
    price = last.price if last else evening.last
    return evening_fields(evening) | {
        "ovtm_untp_mxpr": evening.limits.high,
        "ovtm_untp_llam": evening.limits.low,
        "ovtm_untp_oprc": evening.open,
        "ovtm_untp_hgpr": evening.high,
        "ovtm_untp_lwpr": evening.low,
        "ovtm_untp_antc_cnpr": price,
        "ovtm_untp_antc_cntg_vrss": price - evening.bar.close,
        "ovtm_untp_antc_cntg_vrss_sign": evening.sign_of(price),
        "ovtm_untp_antc_cntg_ctrt": share(price - evening.bar.close, evening.bar.close),
    }


def last_size(evening: Evening) -> int:
    """Of the last print."""
    return evening.prints[-1].size if evening.prints else 0


def evenings(market: Market, listing: Listing, shown: Evening, count: int) -> list[Evening]:
    """The one shown and those before it, newest first."""
    day: date = shown.bar.day
    bars = market.daily_bars(
        listing.symbol, day - timedelta(days=2 * count + 14), day - timedelta(days=1)
    )
    past = [past_evening(market, listing, bar) for bar in reversed(bars[-(count - 1) :])]
    return [shown, *past]
