"""주식현재가 시간외시간별체결, v1_국내주식-025: the prints of an evening, newest first.

Since 2026-09-14 an evening is the KRX's after-market, before it 시간외단일가. Best quotes
beside a print are a tick away from it.
"""

from itertools import islice

from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_listing
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.overtime_rows import (
    Evening,
    EveningPrint,
    Fields,
    evening_head,
    last_size,
    shown_evening,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import LIMIT_DOWN, LIMIT_UP, share

ROWS = 30
_LAYOUT = layout("domestic_stock/inquire_time_overtimeconclusion")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    shown = shown_evening(call.market, listing, call.now)
    head = evening_head(shown) | {
        "ovtm_untp_antc_vol": last_size(shown),
        "uplm_sign": LIMIT_UP,
        "lslm_sign": LIMIT_DOWN,
    }
    grid = PriceGrid(shown.bar.base, etp=listing.is_etp)
    rows = [_row(shown, one, grid) for one in islice(reversed(shown.prints), ROWS)]
    return _LAYOUT.done({"output1": head, "output2": rows})


def _row(evening: Evening, one: EveningPrint, grid: PriceGrid) -> Fields:
    change = one.price - evening.bar.close
    return {
        "stck_cntg_hour": one.time,
        "stck_prpr": one.price,
        "prdy_vrss": change,
        "prdy_vrss_sign": evening.sign_of(one.price),
        "prdy_ctrt": share(change, evening.bar.close),
        "askp": min(one.price + grid.tick(one.price), evening.limits.high),
        "bidp": max(one.price - grid.tick(one.price - 1), evening.limits.low),
        "acml_vol": one.volume,
        "cntg_vol": one.size,
    }


ENDPOINT = served(
    "domestic_stock/inquire_time_overtimeconclusion",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_HOUR_CLS_CODE": "1",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
)
