"""주식현재가 당일시간대별체결, v1_국내주식-023: thirty prints up to a time, newest first."""

from kis_desktop.simulator.server.call import Call, CallRefused, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.figures import (
    change_fields,
    market_name,
    price_sign,
    quoted_board,
    quoted_listing,
)
from kis_desktop.simulator.server.replies import Reply, done, invalid_input
from kis_desktop.simulator.server.wire_text import clock_of_microseconds, rate, share, won
from kis_desktop.simulator.views import Print, Snapshot

ROWS = 30
_END_OF_DAY = "235959"
_LOOK_BACK = 20_000
"""prints of the day that are looked through"""
_HEAD = FieldBlock("""
    stck_prpr=0 prdy_vrss=0 prdy_vrss_sign prdy_ctrt=0.00 acml_vol=0 prdy_vol=0
    rprs_mrkt_kor_name
""")
_ROW = FieldBlock("""
    stck_cntg_hour stck_pbpr=0 stck_prpr=0 prdy_vrss=0 prdy_vrss_sign prdy_ctrt=0.00 askp=0
    bidp=0 tday_rltv=0.00 acml_vol=0 cnqn=0
""")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    until = call.text("FID_INPUT_HOUR_1") or _END_OF_DAY
    if len(until) != len("HHMMSS") or not until.isdecimal():
        raise CallRefused(invalid_input("FID_INPUT_HOUR_1"))
    snapshot = call.market.snapshot(listing.symbol, quoted_board(call))
    prints = call.market.recent_prints(listing.symbol, _LOOK_BACK, quoted_board(call))
    asked = [entry for entry in prints if clock_of_microseconds(entry.at) <= until][:ROWS]
    head = change_fields(snapshot) | {
        "acml_vol": won(snapshot.volume),
        "prdy_vol": won(snapshot.previous_volume),
        "rprs_mrkt_kor_name": market_name(listing),
    }
    rows = [_row(entry, snapshot) for entry in asked]
    return done({"output1": _HEAD.filled(head), "output2": rows})


def _row(entry: Print, snapshot: Snapshot) -> dict[str, str]:
    return _ROW.filled(
        {
            "stck_cntg_hour": clock_of_microseconds(entry.at),
            "stck_pbpr": won(entry.price),
            "stck_prpr": won(entry.price),
            "prdy_vrss": won(entry.change),
            "prdy_vrss_sign": price_sign(snapshot, entry.price),
            "prdy_ctrt": rate(share(entry.change, entry.price - entry.change)),
            "askp": won(entry.ask),
            "bidp": won(entry.bid),
            "tday_rltv": rate(entry.strength),
            "acml_vol": won(entry.volume),
            "cnqn": won(entry.size),
        }
    )


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/inquire-time-itemconclusion",
    real=("FHPST01060000",),
    paper=("FHPST01060000",),
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
    answer=_answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_HOUR_1": "153000",
    },
)
