"""주식현재가 시간외일자별주가, v1_국내주식-026: thirty evenings, newest first.

Since 2026-09-14 an evening is the KRX's after-market, before it 시간외단일가.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_listing
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.overtime_rows import (
    Evening,
    Fields,
    evening_fields,
    evening_head,
    evenings,
    last_size,
    shown_evening,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign

ROWS = 30
_LAYOUT = layout("domestic_stock/inquire_daily_overtimeprice")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    shown = shown_evening(call.market, listing, call.now)
    head = evening_head(shown) | {"ovtm_untp_antc_vol": last_size(shown)}
    rows = [_row(one) for one in evenings(call.market, listing, shown, ROWS)]
    return _LAYOUT.done({"output1": head, "output2": rows})


def _row(evening: Evening) -> Fields:
    bar = evening.bar
    change = bar.close - bar.base
    return evening_fields(evening) | {
        "stck_bsop_date": bar.day,
        "stck_clpr": bar.close,
        "prdy_vrss": change,
        "prdy_vrss_sign": sign(change),
        "prdy_ctrt": share(change, bar.base),
        "acml_vol": bar.volume,
    }


ENDPOINT = served(
    "domestic_stock/inquire_daily_overtimeprice",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"},
)
