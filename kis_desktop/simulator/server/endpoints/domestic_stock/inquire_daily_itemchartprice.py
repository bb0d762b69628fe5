"""국내주식기간별시세, v1_국내주식-016: up to 100 bars of a period, newest first."""

from datetime import timedelta

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.figures import (
    change_fields,
    limit_fields,
    market_value,
    quoted_board,
    quoted_listing,
    session_fields,
    traded_fields,
)
from kis_desktop.simulator.server.replies import Reply, done
from kis_desktop.simulator.server.wire_text import day, rate, share, sign, won
from kis_desktop.simulator.views import DayBar, Snapshot

ROWS = 100
_FORTNIGHT = timedelta(days=14)
_HEAD = FieldBlock("""
    prdy_vrss=0 prdy_vrss_sign prdy_ctrt=0.00 stck_prdy_clpr=0 acml_vol=0 acml_tr_pbmn=0
    hts_kor_isnm stck_prpr=0 stck_shrn_iscd prdy_vol=0 stck_mxpr=0 stck_llam=0 stck_oprc=0
    stck_hgpr=0 stck_lwpr=0 stck_prdy_oprc=0 stck_prdy_hgpr=0 stck_prdy_lwpr=0 askp=0 bidp=0
    prdy_vrss_vol=0 vol_tnrt=0.00 stck_fcam=0 lstn_stcn=0 cpfn=0 hts_avls=0 per=0.00 eps=0.00
    pbr=0.00 itewhol_loan_rmnd_ratem=0.00
""")
_ROW = FieldBlock("""
    stck_bsop_date stck_clpr=0 stck_oprc=0 stck_hgpr=0 stck_lwpr=0 acml_vol=0 acml_tr_pbmn=0
    flng_cls_code=00 prtt_rate=0.00 mod_yn=N prdy_vrss_sign prdy_vrss=0 revl_issu_reas
""")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    period = call.choice("FID_PERIOD_DIV_CODE", "D", "W", "M", "Y")
    call.switch("FID_ORG_ADJ_PRC")
    start, end = call.day("FID_INPUT_DATE_1"), call.day("FID_INPUT_DATE_2")
    snapshot = call.market.snapshot(listing.symbol, quoted_board(call))
    bars = call.market.daily_bars(listing.symbol, start, end, period, quoted_board(call))[-ROWS:]
    head = {
        "stck_prdy_clpr": won(snapshot.base),
        "hts_kor_isnm": listing.name,
        "stck_shrn_iscd": listing.symbol,
        "prdy_vol": won(snapshot.previous_volume),
        "askp": won(snapshot.ask),
        "bidp": won(snapshot.bid),
        "prdy_vrss_vol": won(snapshot.volume - snapshot.previous_volume),
        "vol_tnrt": rate(share(snapshot.volume, listing.listed_shares)),
        "lstn_stcn": won(listing.listed_shares),
        "hts_avls": won(market_value(listing, snapshot)),
    }
    head |= change_fields(snapshot) | traded_fields(snapshot)
    head |= session_fields(snapshot) | limit_fields(snapshot)
    head |= _previous_day(call, listing.symbol, snapshot)
    rows = [_row(bar) for bar in reversed(bars)]
    return done({"output1": _HEAD.filled(head), "output2": rows})


def _previous_day(call: Call, symbol: str, snapshot: Snapshot) -> dict[str, str]:
    today = snapshot.trade_date
    bars = call.market.daily_bars(symbol, today - _FORTNIGHT, today - timedelta(days=1))
    if not bars:
        return {}
    bar = bars[-1]
    return {
        "stck_prdy_oprc": won(bar.open),
        "stck_prdy_hgpr": won(bar.high),
        "stck_prdy_lwpr": won(bar.low),
    }


def _row(bar: DayBar) -> dict[str, str]:
    change = bar.close - bar.base
    return _ROW.filled(
        {
            "stck_bsop_date": day(bar.day),
            "stck_clpr": won(bar.close),
            "stck_oprc": won(bar.open),
            "stck_hgpr": won(bar.high),
            "stck_lwpr": won(bar.low),
            "acml_vol": won(bar.volume),
            "acml_tr_pbmn": won(bar.turnover),
            "prdy_vrss_sign": sign(change),
            "prdy_vrss": won(change),
        }
    )


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/inquire-daily-itemchartprice",
    real=("FHKST03010100",),
    paper=("FHKST03010100",),
    required=(
        "FID_COND_MRKT_DIV_CODE",
        "FID_INPUT_ISCD",
        "FID_INPUT_DATE_1",
        "FID_INPUT_DATE_2",
        "FID_PERIOD_DIV_CODE",
        "FID_ORG_ADJ_PRC",
    ),
    answer=_answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_DATE_1": "20261001",
        "FID_INPUT_DATE_2": "20261120",
        "FID_PERIOD_DIV_CODE": "D",
        "FID_ORG_ADJ_PRC": "0",
    },
)
