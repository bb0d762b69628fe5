"""주식현재가 시세, v1_국내주식-008: one instrument's figures of the day."""

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.figures import (
    change_fields,
    limit_fields,
    market_name,
    market_value,
    quoted_board,
    quoted_listing,
    session_fields,
    status_code,
    traded_fields,
)
from kis_desktop.simulator.server.replies import Reply, done
from kis_desktop.simulator.server.wire_text import day, rate, share, won, yes
from kis_desktop.simulator.views import Snapshot

_OUTPUT = FieldBlock("""
    iscd_stat_cls_code marg_rate=0.00 rprs_mrkt_kor_name new_hgpr_lwpr_cls_code bstp_kor_isnm
    temp_stop_yn=N oprc_rang_cont_yn=N clpr_rang_cont_yn=N crdt_able_yn=N grmn_rate_cls_code
    elw_pblc_yn=N stck_prpr=0 prdy_vrss=0 prdy_vrss_sign prdy_ctrt=0.00 acml_tr_pbmn=0
    acml_vol=0 prdy_vrss_vol_rate=0.00 stck_oprc=0 stck_hgpr=0 stck_lwpr=0 stck_mxpr=0
    stck_llam=0 stck_sdpr=0 wghn_avrg_stck_prc=0.00 hts_frgn_ehrt=0.00 frgn_ntby_qty=0
    pgtr_ntby_qty=0 pvt_scnd_dmrs_prc=0 pvt_frst_dmrs_prc=0 pvt_pont_val=0 pvt_frst_dmsp_prc=0
    pvt_scnd_dmsp_prc=0 dmrs_val=0 dmsp_val=0 cpfn=0 rstc_wdth_prc=0 stck_fcam=0 stck_sspr=0
    aspr_unit=0 hts_deal_qty_unit_val=1 lstn_stcn=0 hts_avls=0 per=0.00 pbr=0.00 stac_month
    vol_tnrt=0.00 eps=0.00 bps=0.00 d250_hgpr=0 d250_hgpr_date d250_hgpr_vrss_prpr_rate=0.00
    d250_lwpr=0 d250_lwpr_date d250_lwpr_vrss_prpr_rate=0.00 stck_dryy_hgpr=0
    dryy_hgpr_vrss_prpr_rate=0.00 dryy_hgpr_date stck_dryy_lwpr=0 dryy_lwpr_vrss_prpr_rate=0.00
    dryy_lwpr_date w52_hgpr=0 w52_hgpr_vrss_prpr_ctrt=0.00 w52_hgpr_date w52_lwpr=0
    w52_lwpr_vrss_prpr_ctrt=0.00 w52_lwpr_date whol_loan_rmnd_rate=0.00 ssts_yn=N stck_shrn_iscd
    fcam_cnnm cpfn_cnnm apprch_rate=0.00 frgn_hldn_qty=0 vi_cls_code=N ovtm_vi_cls_code=N
    last_ssts_cntg_qty=0 invt_caful_yn=N mrkt_warn_cls_code short_over_yn=N sltr_yn=N
    mang_issu_cls_code=N
""")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    snapshot = call.market.snapshot(listing.symbol, quoted_board(call))
    values = {
        "iscd_stat_cls_code": status_code(listing),
        "marg_rate": rate(listing.margin_rate),
        "rprs_mrkt_kor_name": market_name(listing),
        "temp_stop_yn": yes(listing.halted),
        "crdt_able_yn": yes(listing.credit),
        "prdy_vrss_vol_rate": rate(snapshot.volume_rate),
        "stck_sdpr": won(snapshot.base),
        "wghn_avrg_stck_prc": rate(snapshot.vwap),
        "rstc_wdth_prc": won(snapshot.limit_up - snapshot.base),
        "aspr_unit": won(snapshot.tick),
        "lstn_stcn": won(listing.listed_shares),
        "hts_avls": won(market_value(listing, snapshot)),
        "vol_tnrt": rate(share(snapshot.volume, listing.listed_shares)),
        "stck_shrn_iscd": listing.symbol,
        "mrkt_warn_cls_code": listing.alert,
        "mang_issu_cls_code": yes(listing.administrative),
        "short_over_yn": yes(listing.overheated),
        "vi_cls_code": yes(call.market.vi(listing.symbol, quoted_board(call)) is not None),
    }
    values |= change_fields(snapshot) | traded_fields(snapshot)
    values |= session_fields(snapshot) | limit_fields(snapshot)
    values |= _pivots(snapshot) | _extremes(snapshot)
    return done({"output": _OUTPUT.filled(values)})


def _pivots(snapshot: Snapshot) -> dict[str, str]:
    """피벗: from today's high, low and last, nothing before the first print."""
    if snapshot.high is None or snapshot.low is None:
        return {}
    high, low = snapshot.high, snapshot.low
    point = (high + low + snapshot.last) // 3
    return {
        "pvt_pont_val": won(point),
        "pvt_frst_dmrs_prc": won(2 * point - low),
        "pvt_scnd_dmrs_prc": won(point + high - low),
        "pvt_frst_dmsp_prc": won(2 * point - high),
        "pvt_scnd_dmsp_prc": won(point - high + low),
    }


def _extremes(snapshot: Snapshot) -> dict[str, str]:
    """250 days, the year, 52 weeks: price, day and how far the last price is from it."""
    values: dict[str, str] = {}
    for price_key, rate_key, date_key, price, when in (
        (
            "d250_hgpr",
            "d250_hgpr_vrss_prpr_rate",
            "d250_hgpr_date",
            snapshot.high_250,
            snapshot.high_250_date,
        ),
        (
            "d250_lwpr",
            "d250_lwpr_vrss_prpr_rate",
            "d250_lwpr_date",
            snapshot.low_250,
            snapshot.low_250_date,
        ),
        (
            "stck_dryy_hgpr",
            "dryy_hgpr_vrss_prpr_rate",
            "dryy_hgpr_date",
            snapshot.high_year,
            snapshot.high_year_date,
        ),
        (
            "stck_dryy_lwpr",
            "dryy_lwpr_vrss_prpr_rate",
            "dryy_lwpr_date",
            snapshot.low_year,
            snapshot.low_year_date,
        ),
        (
            "w52_hgpr",
            "w52_hgpr_vrss_prpr_ctrt",
            "w52_hgpr_date",
            snapshot.high_52w,
            snapshot.high_52w_date,
        ),
        (
            "w52_lwpr",
            "w52_lwpr_vrss_prpr_ctrt",
            "w52_lwpr_date",
            snapshot.low_52w,
            snapshot.low_52w_date,
        ),
    ):
        values[price_key] = won(price)
        values[rate_key] = rate(share(snapshot.last - price, price))
        values[date_key] = day(when)
    return values


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/inquire-price",
    real=("FHKST01010100",),
    paper=("FHKST01010100",),
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
    answer=_answer,
    example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"},
)
