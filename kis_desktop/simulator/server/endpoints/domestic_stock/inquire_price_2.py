"""주식현재가 시세2, v1_국내주식-054: one instrument's figures of the day against its standing."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import (
    change_fields,
    limit_fields,
    market_name,
    new_extreme,
    quoted_board,
    quoted_listing,
    sector_code,
    sector_name,
    session_fields,
    traded_fields,
    warning_name,
)
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Snapshot

_LAYOUT = layout("domestic_stock/inquire_price_2")
_NONE, _UPPER, _LOWER = "0", "1", "2"
_CREDIT_RATES = {20: 45.0, 30: 50.0, 40: 55.0}
"""what has to be paid of a purchase on a loan, by the margin rate; percent"""
_HIGHEST_CREDIT_RATE = 60.0


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    board = quoted_board(call)
    seen = call.market.snapshot(listing.symbol, board)
    values: dict[str, Value] = {
        **change_fields(seen),
        **traded_fields(seen),
        **session_fields(seen),
        **limit_fields(seen),
        **_against(seen),
        **_standing(listing),
        "new_hgpr_lwpr_cls_code": new_extreme(seen),
        "mxpr_llam_cls_code": _at_limit(seen),
        "vi_cls_code": call.market.vi(listing.symbol, board) is not None,
        "stck_sdpr": seen.base,
        "stck_prdy_clpr": seen.base,
        "prdy_vrss_vol_rate": seen.volume_rate,
        "prdy_vol": seen.previous_volume,
    }
    return _LAYOUT.done({"output": values})


def _against(seen: Snapshot) -> dict[str, Value]:
    """The last price against open, high and low, and these in percent of the base price."""
    values: dict[str, Value] = {}
    for name, price in (("oprc", seen.open), ("hgpr", seen.high), ("lwpr", seen.low)):
        apart = 0 if price is None else seen.last - price
        values |= {
            f"{name}_vrss_prpr": apart,
            f"{name}_vrss_prpr_sign": sign(apart),
            f"prdy_clpr_vrss_{name}_rate": share((price or seen.base) - seen.base, seen.base),
        }
    return values


def _standing(listing: Listing) -> dict[str, Value]:
    return {
        "rprs_mrkt_kor_name": market_name(listing),
        "crdt_able_yn": listing.credit,
        "elw_pblc_yn": listing.kospi200 not in {"", " ", "0"},
        "crdt_rate": _credit_rate(listing),
        "marg_rate": float(listing.margin_rate),
        "mang_issu_yn": listing.administrative,
        "divi_app_cls_code": _NONE,
        "short_over_yn": listing.overheated,
        "mrkt_warn_cls_code": listing.alert,
        "invt_caful_yn": listing.alert != "00",
        "stange_runup_yn": False,
        "ssts_hot_yn": False,
        "low_current_yn": False,
        "short_over_cls_code": "1" if listing.overheated else _NONE,
        "mrkt_warn_cls_name": warning_name(listing),
        "bstp_cls_code": sector_code(listing),
        "insn_pbnt_yn": False,
        "bstp_kor_isnm": sector_name(listing),
        "sltr_yn": False,
        "trht_yn": listing.halted,
        "oprc_rang_cont_yn": False,
        "vlnt_fin_cls_code": _NONE,
    }


def _credit_rate(listing: Listing) -> float:
    if not listing.credit:
        return 0.0
    return _CREDIT_RATES.get(listing.margin_rate, _HIGHEST_CREDIT_RATE)


def _at_limit(seen: Snapshot) -> str:
    if seen.last == seen.limit_up:
        return _UPPER
    return _LOWER if seen.last == seen.limit_down else _NONE


ENDPOINT = served(
    "domestic_stock/inquire_price_2",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"},
    other={"FID_INPUT_ISCD": "069500"},
)
