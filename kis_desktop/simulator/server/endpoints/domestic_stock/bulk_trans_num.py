"""대량체결건수 상위, 국내주식-107: how many large prints were bought and sold actively.

A large print has at least FID_INPUT_PRICE_1 won. How many prints are how large falls exponentially,
so that the share of the large ones follows from the mean.
"""

import math

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.rankings import (
    RANGE_PRICES,
    Ranked,
    candidates,
    quote_fields,
    top,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/bulk_trans_num")
_SOLD_MOST = "1"


def _multiple(one: Ranked, least: int) -> float:
    """The least amount of a large print in parts of the mean."""
    prints = one.snapshot.buy_count + one.snapshot.sell_count
    return least * prints / one.snapshot.turnover if one.snapshot.turnover else 0.0


def _counts(one: Ranked, least: int) -> tuple[int, int]:
    """How many large prints were bought and sold actively."""
    part = math.exp(-_multiple(one, least))
    return int(one.snapshot.buy_count * part), int(one.snapshot.sell_count * part)


def _net_volume(one: Ranked, least: int) -> int:
    multiple = _multiple(one, least)
    net = one.snapshot.buy_volume - one.snapshot.sell_volume
    return int(net * (1 + multiple) * math.exp(-multiple))


def _answer(call: Call) -> Reply:
    side = 1 if call.choice("FID_RANK_SORT_CLS_CODE", "0", _SOLD_MOST) == _SOLD_MOST else 0
    least = call.number("FID_INPUT_PRICE_1")
    found = candidates(call, price_names=RANGE_PRICES)
    rows = [
        _row(rank, one, least)
        for rank, one in top(call, found, lambda one: _counts(one, least)[side])
    ]
    return _LAYOUT.done({"output": rows})


def _row(rank: int, one: Ranked, least: int) -> dict[str, Value]:
    bought, sold = _counts(one, least)
    return {
        **quote_fields(one.snapshot),
        "mksc_shrn_iscd": one.listing.symbol,
        "data_rank": rank,
        "hts_kor_isnm": one.listing.name,
        "shnu_cntg_csnu": bought,
        "seln_cntg_csnu": sold,
        "ntby_cnqn": _net_volume(one, least),
    }


ENDPOINT = served(
    "domestic_stock/bulk_trans_num",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "11909",
        "FID_INPUT_ISCD": "0000",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_DIV_CLS_CODE": "0",
        "FID_INPUT_PRICE_1": "10000000",
        "FID_TRGT_EXLS_CLS_CODE": "0",
        "FID_TRGT_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_RANK_SORT_CLS_CODE"),
)
