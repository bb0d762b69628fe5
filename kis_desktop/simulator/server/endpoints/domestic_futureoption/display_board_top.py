"""국내선물 기초자산 시세, 국내선물-021: what lies beneath a future, and the future itself."""

from kis_desktop.simulator.markets.domestic_futureoption.products import Group
from kis_desktop.simulator.markets.domestic_futureoption.standing import Standing
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_rows import (
    asked_instrument,
    change_fields,
    points,
    standing_of,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign

_LAYOUT = layout("domestic_futureoption/display_board_top")
_MONTHS = 7


def _answer(call: Call) -> Reply:
    instrument = asked_instrument(call)
    standing = standing_of(call, instrument)
    change = standing.spot.level - standing.spot.base
    derivatives = call.market.others.derivatives
    product = instrument.contract.product
    listed = derivatives.futures(product, _MONTHS) if product.future_volume else ()
    today = standing.quote.trade_date
    return _LAYOUT.done(
        {
            "output1": {
                "unas_prpr": points(standing.spot.level),
                "unas_prdy_vrss": points(change),
                "unas_prdy_vrss_sign": sign(round(change)),
                "unas_prdy_ctrt": share(change, standing.spot.base),
                "unas_acml_vol": _volume(call, standing),
                "hts_kor_isnm": instrument.contract.name,
                **change_fields(standing),
            },
            "output2": [{"hts_rmnn_dynu": (one.contract.last - today).days + 1} for one in listed],
        }
    )


def _volume(call: Call, standing: Standing) -> int:
    """Shares of an index in thousands; of a commodity nobody counts."""
    product = standing.contract.product
    if product.group is Group.INDEX:
        return call.market.index(product.underlying).volume // 1_000
    if product.group is Group.SHARE:
        return call.market.glance(product.underlying).volume
    return 0


ENDPOINT = served(
    "domestic_futureoption/display_board_top",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "F", "FID_INPUT_ISCD": "A01612"},
    other={"FID_INPUT_ISCD": "A05612"},
    required=("FID_INPUT_ISCD",),
)
