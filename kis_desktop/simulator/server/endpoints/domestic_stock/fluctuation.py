"""등락률 순위, v1_국내주식-088: by the change since the close, the open, the day's low or high.

With FID_INPUT_CNT_1 days the rows tell of that period too; they are sorted by the day.
"""

from datetime import date, timedelta

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.figures import price_sign
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.rankings import Key, Ranked, candidates, quote_fields, top
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import DayBar

_LAYOUT = layout("domestic_stock/fluctuation")
_LONGEST_STREAK = 60  # calendar days
_MOST_DAYS = 250


def _since(price: int | None, last: int) -> float | None:
    return None if not price else (last - price) * 100 / price


def _since_low(one: Ranked) -> float | None:
    return _since(one.snapshot.low, one.snapshot.last)


def _since_high(one: Ranked) -> float | None:
    return _since(one.snapshot.high, one.snapshot.last)


def _since_open(one: Ranked) -> float | None:
    return _since(one.snapshot.open, one.snapshot.last)


def _span(one: Ranked) -> float | None:
    """변동율: the day's range in percent of the close before."""
    snapshot = one.snapshot
    if snapshot.high is None or snapshot.low is None:
        return None
    return (snapshot.high - snapshot.low) * 100 / snapshot.base


def _falling(key: Key) -> Key:
    def turned(one: Ranked) -> float | None:
        value = key(one)
        return None if value is None else -value

    return turned


def _change(one: Ranked) -> float:
    return one.snapshot.change_rate


_KEYS: dict[tuple[str, str], Key] = {
    ("0", "0"): _since_low,
    ("0", "1"): _change,
    ("1", "0"): _falling(_since_high),
    ("1", "1"): _falling(_change),
}
"""by sort code and FID_PRC_CLS_CODE (0 since the low or the high, 1 since the close)"""
_OTHER_KEYS: dict[str, Key] = {"2": _since_open, "3": _falling(_since_open), "4": _span}


def _answer(call: Call) -> Reply:
    sort = call.choice("FID_RANK_SORT_CLS_CODE", "0", "1", *_OTHER_KEYS)
    by_close = "1" if call.text("FID_PRC_CLS_CODE") == "1" else "0"
    key = _OTHER_KEYS.get(sort) or _KEYS[sort, by_close]
    lowest, highest = _bound(call, "FID_RSFL_RATE1"), _bound(call, "FID_RSFL_RATE2")
    found = [
        one
        for one in candidates(call)
        if (lowest is None or one.rate >= lowest) and (highest is None or one.rate <= highest)
    ]
    days = min(max(call.number("FID_INPUT_CNT_1"), 0), _MOST_DAYS)
    rows = [_row(call.market, rank, one, days) for rank, one in top(call, found, key)]
    return _LAYOUT.done({"output": rows})


def _row(market: Market, rank: int, one: Ranked, days: int) -> dict[str, Value]:
    snapshot = one.snapshot
    last, opened = snapshot.last, snapshot.open
    back = timedelta(days=_LONGEST_STREAK + 2 * days)
    bars = market.daily_bars(
        one.listing.symbol, snapshot.trade_date - back, snapshot.trade_date - timedelta(days=1)
    )
    rises, falls = _streaks(bars, snapshot.change)
    period = bars[-days:] if days else ()
    since = period[0].base if period else snapshot.base
    highest, lowest = _extremes(period, one)
    return {
        **quote_fields(snapshot),
        "stck_shrn_iscd": one.listing.symbol,
        "data_rank": rank,
        "hts_kor_isnm": one.listing.name,
        "stck_hgpr": snapshot.high or 0,
        "hgpr_hour": snapshot.high_time,
        "acml_hgpr_date": highest,
        "stck_lwpr": snapshot.low or 0,
        "lwpr_hour": snapshot.low_time,
        "acml_lwpr_date": lowest,
        "lwpr_vrss_prpr_rate": _since_low(one) or 0.0,
        "dsgt_date_clpr_vrss_prpr_rate": share(last - since, since),
        "cnnt_ascn_dynu": rises,
        "hgpr_vrss_prpr_rate": _since_high(one) or 0.0,
        "cnnt_down_dynu": falls,
        "oprc_vrss_prpr_sign": sign(last - opened) if opened else price_sign(snapshot, last),
        "oprc_vrss_prpr": last - opened if opened else 0,
        "oprc_vrss_prpr_rate": _since_open(one) or 0.0,
        "prd_rsfl": last - since if period else 0,
        "prd_rsfl_rate": share(last - since, since) if period else 0.0,
    }


def _streaks(bars: tuple[DayBar, ...], change: int) -> tuple[int, int]:
    """For how many days, today's included, it has risen, and fallen, without a break."""
    moves = [change, *(bar.close - bar.base for bar in reversed(bars))]
    rises = next((number for number, move in enumerate(moves) if move <= 0), len(moves))
    falls = next((number for number, move in enumerate(moves) if move >= 0), len(moves))
    return rises, falls


def _extremes(period: tuple[DayBar, ...], one: Ranked) -> tuple[date, date]:
    """The days of the highest high and the lowest low of a period that ends today."""
    snapshot = one.snapshot
    today = snapshot.trade_date
    highs = [(bar.high, bar.day) for bar in period] + [(snapshot.high or snapshot.last, today)]
    lows = [(bar.low, bar.day) for bar in period] + [(snapshot.low or snapshot.last, today)]
    highest = max(highs)[1]
    lowest = min(lows, key=lambda low: (low[0], -low[1].toordinal()))[1]
    return highest, lowest


def _bound(call: Call, name: str) -> float | None:
    text = call.text(name)
    if not text:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise CallRefused(invalid_input(name)) from error


ENDPOINT = served(
    "domestic_stock/fluctuation",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20170",
        "FID_INPUT_ISCD": "0000",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_INPUT_CNT_1": "5",
        "FID_PRC_CLS_CODE": "1",
        "FID_TRGT_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
        "FID_DIV_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_RANK_SORT_CLS_CODE"),
)
