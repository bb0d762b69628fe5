"""주식현재가 시세, v1_국내주식-008: one instrument's figures of the day.

디저항 and 디지지 are DeMark's, of today's bar; 접근도 belongs to warrants alone. 보증금 비율
구분 is the margin rate, 대용가 our own table of it.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import (
    change_fields,
    limit_fields,
    market_name,
    market_value,
    new_extreme,
    quoted_board,
    quoted_listing,
    sector_name,
    session_fields,
    status_code,
    traded_fields,
)
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.share_facts import flow_fields, pledge_price, worth_fields
from kis_desktop.simulator.server.wire_text import rate, share, won
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Snapshot

_LAYOUT = layout("domestic_stock/inquire_price")
_ONE_SHARE = 1


def _answer(call: Call) -> Reply:
    listing, board = quoted_listing(call), quoted_board(call)
    snapshot = call.market.snapshot(listing.symbol, board)
    values: dict[str, Value] = {
        **_standing(listing),
        **change_fields(snapshot),
        **traded_fields(snapshot),
        **session_fields(snapshot),
        **limit_fields(snapshot),
        **_pivots(snapshot),
        **_extremes(snapshot),
        **flow_fields(call.market, listing, board),
        **_worth(call, listing, snapshot),
        "new_hgpr_lwpr_cls_code": new_extreme(snapshot),
        "prdy_vrss_vol_rate": snapshot.volume_rate,
        "stck_sdpr": snapshot.base,
        "wghn_avrg_stck_prc": rate(snapshot.vwap),
        "rstc_wdth_prc": snapshot.limit_up - snapshot.base,
        "stck_sspr": pledge_price(listing, snapshot.base),
        "aspr_unit": snapshot.tick,
        "hts_deal_qty_unit_val": _ONE_SHARE,
        "hts_avls": market_value(listing, snapshot),
        "vol_tnrt": share(snapshot.volume, listing.listed_shares),
        "vi_cls_code": call.market.vi(listing.symbol, board) is not None,
    }
    return _LAYOUT.done({"output": values})


def _standing(listing: Listing) -> dict[str, Value]:
    in_kospi200 = listing.kospi200 not in {"", " ", "0"}
    return {
        "iscd_stat_cls_code": status_code(listing),
        "marg_rate": float(listing.margin_rate),
        "rprs_mrkt_kor_name": market_name(listing),
        "bstp_kor_isnm": sector_name(listing),
        "temp_stop_yn": listing.halted,
        "oprc_rang_cont_yn": False,
        "clpr_rang_cont_yn": False,
        "crdt_able_yn": listing.credit,
        "grmn_rate_cls_code": str(listing.margin_rate),
        "elw_pblc_yn": in_kospi200,
        "lstn_stcn": listing.listed_shares,
        "ssts_yn": in_kospi200,
        "stck_shrn_iscd": listing.symbol,
        "ovtm_vi_cls_code": False,
        "invt_caful_yn": listing.alert != "00",
        "mrkt_warn_cls_code": listing.alert,
        "short_over_yn": listing.overheated,
        "sltr_yn": False,
        "mang_issu_cls_code": listing.administrative,
    }


def _worth(call: Call, listing: Listing, snapshot: Snapshot) -> dict[str, Value]:
    worth = call.market.others.companies.valuation(listing.symbol, snapshot.last)
    if worth is None:
        return {}
    values = worth_fields(call.market, listing, snapshot.last)
    return values | {
        "bps": worth.bps,
        "stac_month": f"{worth.closing_month:02}",
        "fcam_cnnm": f"{worth.face_value:,}",
        "cpfn_cnnm": f"{values['cpfn']:,} 억",
    }


def _pivots(snapshot: Snapshot) -> dict[str, str]:
    """피벗: from today's high, low and last, nothing before the first print."""
    if snapshot.open is None or snapshot.high is None or snapshot.low is None:
        return {}
    high, low, last = snapshot.high, snapshot.low, snapshot.last
    point = (high + low + last) // 3
    weighted = 2 * last if last == snapshot.open else 2 * (low if last < snapshot.open else high)
    others = high + low if last == snapshot.open else last + (high if last < snapshot.open else low)
    middle = (weighted + others) // 2
    return {
        "pvt_pont_val": won(point),
        "pvt_frst_dmrs_prc": won(2 * point - low),
        "pvt_scnd_dmrs_prc": won(point + high - low),
        "pvt_frst_dmsp_prc": won(2 * point - high),
        "pvt_scnd_dmsp_prc": won(point - high + low),
        "dmrs_val": won(middle - low),
        "dmsp_val": won(middle - high),
    }


def _extremes(snapshot: Snapshot) -> dict[str, Value]:
    """250 days, the year, 52 weeks: price, day and how far the last price is from it."""
    one = snapshot
    values: dict[str, Value] = {}
    for names, price, day in (
        ("d250_hgpr d250_hgpr_vrss_prpr_rate d250_hgpr_date", one.high_250, one.high_250_date),
        ("d250_lwpr d250_lwpr_vrss_prpr_rate d250_lwpr_date", one.low_250, one.low_250_date),
        ("stck_dryy_hgpr dryy_hgpr_vrss_prpr_rate dryy_hgpr_date", one.high_year,
         one.high_year_date),
        ("stck_dryy_lwpr dryy_lwpr_vrss_prpr_rate dryy_lwpr_date", one.low_year,
         one.low_year_date),
        ("w52_hgpr w52_hgpr_vrss_prpr_ctrt w52_hgpr_date", one.high_52w, one.high_52w_date),
        ("w52_lwpr w52_lwpr_vrss_prpr_ctrt w52_lwpr_date", one.low_52w, one.low_52w_date),
    ):  # fmt: skip
        price_key, rate_key, date_key = names.split()
        values |= {price_key: price, rate_key: share(one.last - price, price), date_key: day}
    return values


ENDPOINT = served(
    "domestic_stock/inquire_price",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"},
    other={"FID_INPUT_ISCD": "069500"},
)
