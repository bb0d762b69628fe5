"""시간외잔량 순위, v1_국내주식-093: what waits after hours and was traded at the closing prices.

Nobody keeps apart what is traded at a closing price: before the open it is a part of the opening
auction's volume, after the close of the closing one's, once those sessions have begun.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kis_desktop.simulator import noise
from kis_desktop.simulator.hours import MINUTE
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.evening_ranks import RankedEvening, evenings_of
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import (
    PAGE,
    Ranked,
    as_quoted,
    best,
    candidates,
    quote_fields,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import moment

_LAYOUT = layout("domestic_stock/after_hour_balance")
_LOOKED_AT = 2 * PAGE
_BEFORE_OPEN, _AFTER_CLOSE = 0.04, 0.03


@dataclass(frozen=True, slots=True)
class _Waiting:
    one: RankedEvening
    asks: int
    bids: int
    before: int
    """traded at the closing price before the open"""
    after: int
    """and after the close"""


_KEYS: dict[str, Callable[[_Waiting], int]] = {
    "1": lambda one: one.before,
    "2": lambda one: one.after,
    "3": lambda one: one.asks,
    "4": lambda one: one.bids,
}


def _answer(call: Call) -> Reply:
    key = _KEYS[call.choice("FID_RANK_SORT_CLS_CODE", *_KEYS)]
    traded = best(candidates(call, funds=False), _volume, _LOOKED_AT)
    seen = [_waiting(call, one) for one in evenings_of(call, traded)]
    seen.sort(key=key, reverse=True)
    rows = [
        {
            **quote_fields(as_quoted(call, one.one.ranked).snapshot),
            "stck_shrn_iscd": one.one.ranked.listing.symbol,
            "data_rank": rank,
            "hts_kor_isnm": one.one.ranked.listing.name,
            "ovtm_total_askp_rsqn": one.asks,
            "ovtm_total_bidp_rsqn": one.bids,
            "mkob_otcp_vol": one.before,
            "mkfa_otcp_vol": one.after,
        }
        for rank, one in enumerate(seen[:PAGE], start=1)
    ]
    for row in rows:
        del row["acml_vol"]
    return _LAYOUT.done({"output": rows})


def _volume(one: Ranked) -> int:
    return one.snapshot.volume


def _waiting(call: Call, one: RankedEvening) -> _Waiting:
    book, symbol = one.book(call), one.ranked.listing.symbol
    day = call.market.trade_date
    path = call.market.history(symbol).path(day)
    key = noise.key(call.market.others.around.seed, symbol, day, "closing price")
    before, after = path.hours.auction, path.hours.close + 10 * MINUTE
    volumes = (
        int(part * volume * (0.5 + noise.uniform(key, 0, lane)))
        if call.now >= moment(day, begin)
        else 0
        for lane, (begin, volume, part) in enumerate(
            (
                (before, path.opening_volume, _BEFORE_OPEN),
                (after, path.closing_volume, _AFTER_CLOSE),
            )
        )
    )
    return _Waiting(one, book.total_ask, book.total_bid, *volumes)


ENDPOINT = served(
    "domestic_stock/after_hour_balance",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20176",
        "FID_RANK_SORT_CLS_CODE": "1",
        "FID_DIV_CLS_CODE": "0",
        "FID_INPUT_ISCD": "0000",
        "FID_TRGT_EXLS_CLS_CODE": "0",
        "FID_TRGT_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_RANK_SORT_CLS_CODE"),
)
