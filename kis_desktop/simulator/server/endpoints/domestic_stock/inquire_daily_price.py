"""주식현재가 일자별, v1_국내주식-010: the last thirty days, weeks or months, newest first."""

from datetime import timedelta
from itertools import pairwise

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.figures import quoted_listing
from kis_desktop.simulator.server.replies import Reply, done
from kis_desktop.simulator.server.wire_text import day, rate, share, sign, won
from kis_desktop.simulator.views import DayBar

ROWS = 30
_SPANS = {
    "D": timedelta(days=70),
    "W": timedelta(days=7 * (ROWS + 2)),
    "M": timedelta(days=31 * (ROWS + 2)),
}
"""long enough for one row more than is given"""
_ROW = FieldBlock("""
    stck_bsop_date stck_oprc=0 stck_hgpr=0 stck_lwpr=0 stck_clpr=0 acml_vol=0
    prdy_vrss_vol_rate=0.00 prdy_vrss=0 prdy_vrss_sign prdy_ctrt=0.00 hts_frgn_ehrt=0.00
    frgn_ntby_qty=0 flng_cls_code=00 acml_prtt_rate=0.00
""")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    period = call.choice("FID_PERIOD_DIV_CODE", *_SPANS)
    call.switch("FID_ORG_ADJ_PRC")
    today = call.now.date()
    bars = call.market.daily_bars(listing.symbol, today - _SPANS[period], today, period)
    pairs = list(pairwise(bars))[-ROWS:]
    return done({"output": [_row(bar, before) for before, bar in reversed(pairs)]})


def _row(bar: DayBar, before: DayBar) -> dict[str, str]:
    change = bar.close - bar.base
    return _ROW.filled(
        {
            "stck_bsop_date": day(bar.day),
            "stck_oprc": won(bar.open),
            "stck_hgpr": won(bar.high),
            "stck_lwpr": won(bar.low),
            "stck_clpr": won(bar.close),
            "acml_vol": won(bar.volume),
            "prdy_vrss_vol_rate": rate(share(bar.volume - before.volume, before.volume)),
            "prdy_vrss": won(change),
            "prdy_vrss_sign": sign(change),
            "prdy_ctrt": rate(share(change, bar.base)),
        }
    )


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/inquire-daily-price",
    real=("FHKST01010400",),
    paper=("FHKST01010400",),
    required=(
        "FID_COND_MRKT_DIV_CODE",
        "FID_INPUT_ISCD",
        "FID_PERIOD_DIV_CODE",
        "FID_ORG_ADJ_PRC",
    ),
    answer=_answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_PERIOD_DIV_CODE": "D",
        "FID_ORG_ADJ_PRC": "0",
    },
)
