"""당사 대주가능 종목, 국내주식-195: the shares that are lent here to be sold short, and how many.

A share's limit follows from what is held here; what is used is what individuals have borrowed of
it. In the order of their codes; all on one page, as at KIS.
"""

from datetime import date

from kis_desktop.simulator.server.call import Call, find_listing
from kis_desktop.simulator.server.flow_rows import Fields, flows
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Continuation, Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import padded
from kis_desktop.simulator.universe import Listing

_LAYOUT = layout("domestic_stock/lendable_by_company")
_MARKETS = {"02": "KOSPI", "03": "KOSDAQ"}
_WORTH = 70
"""percent of the close that a share counts for as a deposit (대용가)"""


def _answer(call: Call) -> Reply:
    asked = call.text("PDNO")
    one = find_listing(call.market, asked) if asked else None
    listings = call.market.universe.listings if not asked else (one,) if one else ()
    market = _MARKETS.get(call.text("EXCG_DVSN_CD"))
    wanted = call.text("THCO_STLN_PSBL_YN") != "N"
    found = [
        listing
        for listing in listings
        if listing.credit is wanted and market in (None, listing.market) and not listing.is_etp
    ]
    found.sort(key=lambda listing: listing.symbol)
    day = call.market.trade_date
    limits = flows(call).short_limits(tuple(found))
    rows = [
        _row(call, listing, day, limit, used)
        for listing, (limit, used) in zip(found, limits, strict=True)
    ]
    limit = sum(limit for limit, _ in limits)
    used = sum(used for _, used in limits)
    totals = {
        "tot_stup_lmt_qty": limit,
        "brch_lmt_qty": limit // 10,
        "rqst_psbl_qty": limit - used,
    }
    return _LAYOUT.done(
        {"output1": rows, "output2": totals},
        continuation=Continuation.LAST,
        before={"ctx_area_fk200": padded("", 200), "ctx_area_nk100": padded("", 100)},
    )


def _row(call: Call, listing: Listing, day: date, limit: int, used: int) -> Fields:
    base = call.market.base_price(listing.symbol)
    return {
        "pdno": listing.symbol,
        "prdt_name": listing.name,
        "papr": call.market.others.companies.face_on(listing.symbol, day),
        "bfdy_clpr": base,
        "sbst_prvs": base * _WORTH // 100,
        "tr_stop_dvsn_name": "거래정지" if listing.halted else "정상",
        "psbl_yn_name": "가능" if listing.credit else "불가",
        "lmt_qty1": limit,
        "use_qty1": used,
        "trad_psbl_qty2": limit - used,
        "rght_type_cd": "00",
        "bass_dt": day,
        "psbl_yn": listing.credit,
    }


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={"EXCG_DVSN_CD": "00", "THCO_STLN_PSBL_YN": "Y", "INQR_DVSN_1": "0"},
)
