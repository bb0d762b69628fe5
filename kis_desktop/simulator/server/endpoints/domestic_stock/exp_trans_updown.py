"""예상체결 상승/하락상위, v1_국내주식-103: what a call auction would match, or has matched.

Until the closing auction begins its price is the last one.
"""

from collections.abc import Callable

from kis_desktop.simulator.auctions import Indication
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import price_sign
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.rankings import (
    SHARES,
    Peeked,
    Ranked,
    candidates,
    top_with_books,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("domestic_stock/exp_trans_updown")
_CLOSING = "1"
_UNCHANGED = "2"


def _rate(one: Ranked, seen: Indication) -> float:
    return share(seen.price - one.snapshot.base, one.snapshot.base)


def _change(one: Ranked, seen: Indication) -> float:
    return seen.price - one.snapshot.base


def _amount(_: Ranked, seen: Indication) -> float:
    return seen.price * seen.size


_KEYS: dict[str, Callable[[Ranked, Indication], float | None]] = {
    "0": _rate,
    "1": _change,
    _UNCHANGED: lambda one, seen: seen.size if seen.price == one.snapshot.base else None,
    "3": lambda one, seen: -_rate(one, seen),
    "4": lambda one, seen: -_change(one, seen),
    "5": lambda _, seen: seen.size,
    "6": _amount,
}


def _answer(call: Call) -> Reply:
    key = _KEYS[call.choice("FID_RANK_SORT_CLS_CODE", *_KEYS)]
    closing = call.text("FID_MKOP_CLS_CODE") == _CLOSING
    least = call.number("FID_PBMN")
    indicated: dict[str, Indication] = {}
    found = candidates(call, SHARES, price_names=("FID_APLY_RANG_PRC_1", ""))
    for one in found:
        seen = call.market.indicated(one.listing.symbol, closing=closing)
        if seen is None and closing and one.snapshot.open is not None:
            seen = Indication(call.now, one.snapshot.last, one.snapshot.last_size)
        if seen is not None and seen.price * seen.size >= least:
            indicated[one.listing.symbol] = seen

    def by(one: Ranked) -> float | None:
        seen = indicated.get(one.listing.symbol)
        return None if seen is None else key(one, seen)

    ranked = top_with_books(call, found, by)
    return _LAYOUT.done({"output": [_row(one, indicated[one.listing.symbol]) for _, one in ranked]})


def _row(one: Peeked, seen: Indication) -> dict[str, Value]:
    snapshot, book = one.snapshot, one.book
    change = seen.price - snapshot.base
    return {
        "stck_shrn_iscd": one.listing.symbol,
        "hts_kor_isnm": one.listing.name,
        "stck_prpr": seen.price,
        "prdy_vrss": change,
        "prdy_vrss_sign": price_sign(snapshot, seen.price),
        "prdy_ctrt": share(change, snapshot.base),
        "stck_sdpr": snapshot.base,
        "seln_rsqn": book.asks[0].size if book.asks else 0,
        "askp": book.asks[0].price if book.asks else 0,
        "bidp": book.bids[0].price if book.bids else 0,
        "shnu_rsqn": book.bids[0].size if book.bids else 0,
        "cntg_vol": seen.size,
        "antc_tr_pbmn": seen.price * seen.size,
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
    }


ENDPOINT = served(
    "domestic_stock/exp_trans_updown",
    _answer,
    of_whole_market=True,
    example={
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20182",
        "FID_INPUT_ISCD": "0000",
        "FID_DIV_CLS_CODE": "0",
        "FID_BLNG_CLS_CODE": "0",
        "FID_MKOP_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_RANK_SORT_CLS_CODE"),
)
