"""ELW 지표순위, 국내주식-169: by ratio, leverage, strike, intrinsic or time value."""

from collections.abc import Callable

from kis_desktop.simulator.markets.elw.market import WarrantView
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_choice import of_ranking
from kis_desktop.simulator.server.elw_rows import ranked, view_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/indicator"
_LAYOUT = layout(_ID)
_MOST = 100
_KEYS: dict[str, Callable[[WarrantView], float]] = {
    "0": lambda one: one.warrant.ratio,
    "1": lambda one: one.gauges.leverage,
    "2": lambda one: one.traded.pricing.strike,
    "3": lambda one: one.gauges.intrinsic,
    "4": lambda one: one.gauges.time_value,
}


def _answer(call: Call) -> Reply:
    key = _KEYS.get(call.text("FID_RANK_SORT_CLS_CODE"), _KEYS["0"])
    views = ranked(of_ranking(call), key)[:_MOST]
    return _LAYOUT.done({"output": [chosen(_ID, "output", view_values(one)) for one in views]})


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_COND_SCR_DIV_CODE": "20279",
        "FID_UNAS_INPUT_ISCD": "000000",
        "FID_INPUT_ISCD": "00000",
        "FID_DIV_CLS_CODE": "0",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_BLNG_CLS_CODE": "0",
    },
)
