"""선물옵션 시세, v1_국내선물-006: one contract, the market's index and the index beneath it."""

from kis_desktop.simulator.markets.domestic_futureoption.products import Group
from kis_desktop.simulator.markets.domestic_futureoption.standing import Standing
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_rows import (
    asked_by_night,
    asked_instrument,
    basis,
    change_fields,
    fine,
    index_fields,
    interest_fields,
    limit_fields,
    market_basis,
    percent,
    points,
    session_fields,
    standing_of,
    theory_fields,
    traded_fields,
)
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/inquire_price")
_NAMES = {"0001": "종합", "1001": "KOSDAQ", "2001": "KOSPI200", "3003": "KOSDAQ150"}
_INDEX = ("bstp_nmix_prpr", "bstp_nmix_prdy_vrss", "prdy_vrss_sign", "bstp_nmix_prdy_ctrt")


def _answer(call: Call) -> Reply:
    instrument = asked_instrument(call)
    standing = standing_of(call, instrument, night=asked_by_night(call))
    low, high = instrument.extremes(call.now)
    greeks = standing.greeks
    wide_low, wide_high = standing.widest_limits
    output1: Values = {
        "hts_kor_isnm": instrument.contract.name,
        **change_fields(standing),
        "futs_prdy_clpr": points(standing.quote.base),
        **traded_fields(standing),
        **interest_fields(standing),
        **session_fields(standing),
        **limit_fields(standing),
        "basis": basis(standing),
        "futs_sdpr": points(standing.quote.base),
        **theory_fields(standing),
        "crbr_aply_mxpr": points(wide_high),
        "crbr_aply_llam": points(wide_low),
        "futs_last_tr_date": standing.contract.last,
        "hts_rmnn_dynu": standing.days_left,
        "futs_lstn_medm_hgpr": points(high),
        "futs_lstn_medm_lwpr": points(low),
        "delta_val": fine(greeks["delta"]),
        "gama": fine(greeks["gama"]),
        "theta": fine(greeks["theta"]),
        "vega": fine(greeks["vega"]),
        "rho": fine(greeks["rho"]),
        "hist_vltl": percent(standing.realized),
        "hts_ints_vltl": percent(standing.implied),
        "mrkt_basis": market_basis(standing),
        "acpr": points(standing.contract.strike),
    }
    whole, part = _indices(standing)
    return _LAYOUT.done(
        {
            "output1": output1,
            "output2": _index(call, whole),
            "output3": _index(call, part),
        }
    )


def _indices(standing: Standing) -> tuple[str, str]:
    product = standing.contract.product
    on_kosdaq = product.group is Group.INDEX and product.underlying == "3003"
    return ("1001", "3003") if on_kosdaq else ("0001", "2001")


def _index(call: Call, code: str) -> Values:
    return {
        "bstp_cls_code": code,
        "hts_kor_isnm": _NAMES[code],
        **index_fields(call.market, code, _INDEX),
    }


ENDPOINT = served(
    "domestic_futureoption/inquire_price",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "O", "FID_INPUT_ISCD": "B01612555"},
    other={"FID_COND_MRKT_DIV_CODE": "F", "FID_INPUT_ISCD": "A05701"},
    required=("FID_INPUT_ISCD",),
)
