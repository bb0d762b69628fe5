"""주식현재가 호가/예상체결, v1_국내주식-011: ten levels a side and the auction's indication."""

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.evening_book import evening_book
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.figures import (
    price_sign,
    quoted_board,
    quoted_listing,
    session_code,
    session_fields,
)
from kis_desktop.simulator.server.overtime_rows import shown_evening
from kis_desktop.simulator.server.replies import Reply, done
from kis_desktop.simulator.server.wire_text import clock, rate, share, won, yes
from kis_desktop.simulator.views import BookLevel, BookView, Phase, Snapshot

_LEVELS = range(1, 11)
_BY_LEVEL = ("askp", "bidp", "askp_rsqn", "bidp_rsqn", "askp_rsqn_icdc", "bidp_rsqn_icdc")
_EXPECTED = {
    Phase.PRE_HOURS: "311",
    Phase.OPENING_AUCTION: "311",
    Phase.CLOSING_AUCTION: "121",
}
"""ANTC_MKOP_CLS_CODE: 311 장전예상시작, 121 장후예상시작; what a VI has no document tells"""
_OUTPUT1 = FieldBlock(
    " ".join(["aspr_acpt_hour", *(f"{name}{level}=0" for name in _BY_LEVEL for level in _LEVELS)])
    + """
    total_askp_rsqn=0 total_bidp_rsqn=0 total_askp_rsqn_icdc=0 total_bidp_rsqn_icdc=0
    ovtm_total_askp_icdc=0 ovtm_total_bidp_icdc=0 ovtm_total_askp_rsqn=0 ovtm_total_bidp_rsqn=0
    ntby_aspr_rsqn=0 new_mkop_cls_code
"""
)
_OUTPUT2 = FieldBlock("""
    antc_mkop_cls_code stck_prpr=0 stck_oprc=0 stck_hgpr=0 stck_lwpr=0 stck_sdpr=0 antc_cnpr=0
    antc_cntg_vrss_sign=3 antc_cntg_vrss=0 antc_cntg_prdy_ctrt=0.00 antc_vol=0 stck_shrn_iscd
    vi_cls_code=N
""")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    snapshot = call.market.snapshot(listing.symbol, quoted_board(call))
    book = call.market.book(listing.symbol, quoted_board(call))
    values = {
        "aspr_acpt_hour": clock(book.time),
        "total_askp_rsqn": won(book.total_ask),
        "total_bidp_rsqn": won(book.total_bid),
        "total_askp_rsqn_icdc": won(book.total_ask_change),
        "total_bidp_rsqn_icdc": won(book.total_bid_change),
        "ntby_aspr_rsqn": won(book.total_bid - book.total_ask),
        "new_mkop_cls_code": session_code(book.phase),
    }
    evening = evening_book(
        call.market, listing, shown_evening(call.market, listing, call.now), call.now
    )
    values |= {
        "ovtm_total_askp_rsqn": won(evening.total_ask),
        "ovtm_total_bidp_rsqn": won(evening.total_bid),
        "ovtm_total_askp_icdc": won(evening.total_ask_change),
        "ovtm_total_bidp_icdc": won(evening.total_bid_change),
    }
    values |= _side("askp", book.asks) | _side("bidp", book.bids)
    expected = {
        "stck_prpr": won(snapshot.last),
        "stck_sdpr": won(snapshot.base),
        "stck_shrn_iscd": listing.symbol,
        "antc_mkop_cls_code": _EXPECTED.get(book.phase, ""),
        "vi_cls_code": yes(book.phase is Phase.VI_AUCTION),
    }
    expected |= session_fields(snapshot) | _indication(book, snapshot)
    return done({"output1": _OUTPUT1.filled(values), "output2": _OUTPUT2.filled(expected)})


def _side(name: str, levels: tuple[BookLevel, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, level in zip(_LEVELS, levels, strict=False):
        values[f"{name}{number}"] = won(level.price)
        values[f"{name}_rsqn{number}"] = won(level.size)
        values[f"{name}_rsqn_icdc{number}"] = won(level.change)
    return values


def _indication(book: BookView, snapshot: Snapshot) -> dict[str, str]:
    if book.indicative_price is None:
        return {}
    return {
        "antc_cnpr": won(book.indicative_price),
        "antc_cntg_vrss_sign": price_sign(snapshot, book.indicative_price),
        "antc_cntg_vrss": won(book.indicative_change),
        "antc_cntg_prdy_ctrt": rate(share(book.indicative_change, snapshot.base)),
        "antc_vol": won(book.indicative_size),
    }


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/inquire-asking-price-exp-ccn",
    real=("FHKST01010200",),
    paper=("FHKST01010200",),
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
    answer=_answer,
    example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"},
)
