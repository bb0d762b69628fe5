"""호가잔량 순위, v1_국내주식-089: whose books hold most bids over asks.

Books are looked at of the most traded alone: making those of all that sleep takes seconds.
"""

from collections.abc import Callable

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import (
    PAGE,
    candidates,
    quote_fields,
    top_with_books,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.views import Snapshot

_LAYOUT = layout("domestic_stock/quote_balance")
_LOOKED_AT = 2 * PAGE


def _bid_share(snapshot: Snapshot) -> float:
    """매수 잔량 비율: bids in percent of asks."""
    return share(snapshot.total_bid, snapshot.total_ask)


def _ask_share(snapshot: Snapshot) -> float:
    """매도 잔량 비율: asks in percent of bids."""
    return share(snapshot.total_ask, snapshot.total_bid)


_KEYS: dict[str, Callable[[Snapshot], float]] = {
    "0": lambda one: one.total_bid - one.total_ask,
    "1": lambda one: one.total_ask - one.total_bid,
    "2": _bid_share,
    "3": _ask_share,
}


def _answer(call: Call) -> Reply:
    key = _KEYS[call.choice("FID_RANK_SORT_CLS_CODE", *_KEYS)]
    seen = top_with_books(call, candidates(call), lambda one: one.snapshot.volume, size=_LOOKED_AT)
    best = sorted((one for _, one in seen), key=lambda one: key(one.snapshot), reverse=True)
    rows = [
        {
            **quote_fields(one.snapshot),
            "mksc_shrn_iscd": one.listing.symbol,
            "data_rank": rank,
            "hts_kor_isnm": one.listing.name,
            "total_askp_rsqn": one.snapshot.total_ask,
            "total_bidp_rsqn": one.snapshot.total_bid,
            "total_ntsl_bidp_rsqn": one.snapshot.total_bid - one.snapshot.total_ask,
            "shnu_rsqn_rate": _bid_share(one.snapshot),
            "seln_rsqn_rate": _ask_share(one.snapshot),
        }
        for rank, one in enumerate(best[:PAGE], start=1)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/quote_balance",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20172",
        "FID_INPUT_ISCD": "0000",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_DIV_CLS_CODE": "0",
        "FID_TRGT_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_RANK_SORT_CLS_CODE"),
)
