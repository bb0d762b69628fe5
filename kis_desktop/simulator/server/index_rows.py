"""Fields of an index that several endpoints and channels share.

Levels are points with two decimals, volumes thousands of shares, turnovers million won.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from kis_desktop.simulator import noise
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.replies import invalid_input
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import DayBar, IndexTick, IndexView, Refused

_THOUSAND, _MILLION = 1_000, 1_000_000
_CODE_WIDTH = 4
ALL = "0000"
"""전체, where a part of the market is asked for"""

Fields = dict[str, Value]


@dataclass(frozen=True, slots=True)
class YearRange:
    """The highest and lowest level of the calendar year, hundredths of a point."""

    high: int
    high_day: date
    low: int
    low_day: date


def index_code(text: str) -> str:
    """A code as clients write it; the master puts a digit before it."""
    return text.strip()[-_CODE_WIDTH:]


def asked_index(call: Call, name: str = "FID_INPUT_ISCD", *, whole: str = "") -> IndexView:
    """The index of a request, `whole` for 0000 (전체); raises CallRefused for an unknown one."""
    code = index_code(call.text(name))
    try:
        return call.market.index(whole if whole and code == ALL else code)
    except Refused as error:
        raise CallRefused(invalid_input(name)) from error


def points(level: int | None) -> float:
    """Hundredths of a point as points."""
    return (level or 0) / 100


def thousands(volume: int) -> int:
    """Shares as the index TRs count them."""
    return volume // _THOUSAND


def millions(turnover: int) -> int:
    """Won as the index TRs count them."""
    return turnover // _MILLION


def current_fields(shown: IndexView) -> Fields:
    """지수 현재가, 전일 대비, 거래량, 거래 대금."""
    return {
        "bstp_nmix_prpr": points(shown.value),
        "bstp_nmix_prdy_vrss": points(shown.change),
        "prdy_vrss_sign": sign(shown.change),
        "bstp_nmix_prdy_ctrt": shown.change_rate,
        "acml_vol": thousands(shown.volume),
        "acml_tr_pbmn": millions(shown.turnover),
    }


def session_fields(shown: IndexView) -> Fields:
    """시가, 고가, 저가."""
    return {
        "bstp_nmix_oprc": points(shown.open),
        "bstp_nmix_hgpr": points(shown.high),
        "bstp_nmix_lwpr": points(shown.low),
    }


def issue_fields(shown: IndexView) -> Fields:
    """How many issues have risen, fallen, stand at their limits."""
    return {
        "ascn_issu_cnt": shown.risen,
        "uplm_issu_cnt": shown.at_limit_up,
        "stnr_issu_cnt": shown.unchanged,
        "down_issu_cnt": shown.fallen,
        "lslm_issu_cnt": shown.at_limit_down,
    }


def previous_bar(market: Market, shown: IndexView) -> DayBar:
    """The trading day before."""
    end = shown.trade_date - timedelta(days=1)
    return market.index_bars(shown.code, end - timedelta(days=14), end)[-1]


def previous_fields(market: Market, shown: IndexView) -> Fields:
    """전일 거래량, 전일 거래 대금."""
    bar = previous_bar(market, shown)
    return {"prdy_vol": thousands(bar.volume), "prdy_tr_pbmn": millions(bar.turnover)}


def year_range(market: Market, shown: IndexView) -> YearRange:
    """Over all days of the year so far."""
    today = shown.trade_date
    bars = market.index_bars(shown.code, today.replace(month=1, day=1), today)
    if not bars:
        return YearRange(shown.base, today, shown.base, today)
    top, bottom = max(bars, key=lambda bar: bar.high), min(bars, key=lambda bar: bar.low)
    return YearRange(top.high, top.day, bottom.low, bottom.day)


def year_fields(market: Market, shown: IndexView) -> Fields:
    """연중 최고가, 최저가."""
    year = year_range(market, shown)
    return {
        "dryy_bstp_nmix_hgpr": points(year.high),
        "dryy_bstp_nmix_hgpr_date": year.high_day,
        "dryy_bstp_nmix_lwpr": points(year.low),
        "dryy_bstp_nmix_lwpr_date": year.low_day,
    }


def tick_fields(tick: IndexTick, before: IndexTick | None, base: int) -> Fields:
    """A level with what has been traded since the one before."""
    change = tick.value - base
    return {
        "bstp_nmix_prpr": points(tick.value),
        "bstp_nmix_prdy_vrss": points(change),
        "prdy_vrss_sign": sign(change),
        "bstp_nmix_prdy_ctrt": share(change, base),
        "acml_vol": thousands(tick.volume),
        "acml_tr_pbmn": millions(tick.turnover),
        "cntg_vol": thousands(tick.volume) - (thousands(before.volume) if before else 0),
    }


def waiting_sizes(market: Market, shown: IndexView) -> tuple[int, int]:
    """Shares offered and bid in all books of an index: reckoned, for most books are never made.

    About a seventh of a day's volume, more on the side that the issues move to.
    """
    usual = previous_bar(market, shown).volume / 7
    moved = shown.risen + shown.fallen
    tilt = 0.5 + 0.35 * ((shown.risen - shown.fallen) / moved if moved else 0.0)
    minute = shown.time.hour * 60 + shown.time.minute
    key = noise.key(market.others.around.seed, "waiting", shown.code, shown.trade_date)
    offered, bid = (0.85 + 0.3 * noise.uniform(key, minute, lane) for lane in (0, 1))
    return int(usual * (1.5 - tilt) * offered), int(usual * (0.5 + tilt) * bid)
