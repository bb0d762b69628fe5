"""국내주식업종기간별시세, v1_국내주식-021: up to 50 bars of an index, newest first."""

from kis_desktop.simulator.server.call import Call, CallRefused, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.replies import Reply, done, invalid_input
from kis_desktop.simulator.server.wire_text import day, rate, sign, won
from kis_desktop.simulator.views import DayBar, IndexView, Refused

ROWS = 50
_HEAD = FieldBlock("""
    bstp_nmix_prdy_vrss=0.00 prdy_vrss_sign bstp_nmix_prdy_ctrt=0.00 prdy_nmix=0.00 acml_vol=0
    acml_tr_pbmn=0 hts_kor_isnm bstp_nmix_prpr=0.00 bstp_cls_code prdy_vol=0 bstp_nmix_oprc=0.00
    bstp_nmix_hgpr=0.00 bstp_nmix_lwpr=0.00 futs_prdy_oprc=0.00 futs_prdy_hgpr=0.00
    futs_prdy_lwpr=0.00
""")
_ROW = FieldBlock("""
    stck_bsop_date bstp_nmix_prpr=0.00 bstp_nmix_oprc=0.00 bstp_nmix_hgpr=0.00 bstp_nmix_lwpr=0.00
    acml_vol=0 acml_tr_pbmn=0 mod_yn=N
""")


def _answer(call: Call) -> Reply:
    code = call.text("FID_INPUT_ISCD")
    period = call.choice("FID_PERIOD_DIV_CODE", "D", "W", "M", "Y")
    start, end = call.day("FID_INPUT_DATE_1"), call.day("FID_INPUT_DATE_2")
    try:
        shown = call.market.index(code)
        bars = call.market.index_bars(code, start, end, period)[-ROWS:]
    except Refused as error:
        raise CallRefused(invalid_input("FID_INPUT_ISCD")) from error
    rows = [_row(bar) for bar in reversed(bars)]
    return done({"output1": _head(shown), "output2": rows})


def _head(shown: IndexView) -> dict[str, str]:
    return _HEAD.filled(
        {
            "bstp_nmix_prdy_vrss": _points(shown.change),
            "prdy_vrss_sign": sign(shown.change),
            "bstp_nmix_prdy_ctrt": rate(shown.change_rate),
            "prdy_nmix": _points(shown.base),
            "acml_vol": won(shown.volume),
            "acml_tr_pbmn": won(shown.turnover),
            "hts_kor_isnm": shown.name,
            "bstp_nmix_prpr": _points(shown.value),
            "bstp_nmix_oprc": _points(shown.open),
            "bstp_nmix_hgpr": _points(shown.high),
            "bstp_nmix_lwpr": _points(shown.low),
        }
    )


def _row(bar: DayBar) -> dict[str, str]:
    return _ROW.filled(
        {
            "stck_bsop_date": day(bar.day),
            "bstp_nmix_prpr": _points(bar.close),
            "bstp_nmix_oprc": _points(bar.open),
            "bstp_nmix_hgpr": _points(bar.high),
            "bstp_nmix_lwpr": _points(bar.low),
            "acml_vol": won(bar.volume),
            "acml_tr_pbmn": won(bar.turnover),
        }
    )


def _points(level: int | None) -> str:
    """Hundredths of a point as points."""
    return rate((level or 0) / 100)


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/inquire-daily-indexchartprice",
    real=("FHKUP03500100",),
    paper=("FHKUP03500100",),
    required=(
        "FID_COND_MRKT_DIV_CODE",
        "FID_INPUT_ISCD",
        "FID_INPUT_DATE_1",
        "FID_INPUT_DATE_2",
        "FID_PERIOD_DIV_CODE",
    ),
    answer=_answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "U",
        "FID_INPUT_ISCD": "0001",
        "FID_INPUT_DATE_1": "20261001",
        "FID_INPUT_DATE_2": "20261120",
        "FID_PERIOD_DIV_CODE": "D",
    },
)
