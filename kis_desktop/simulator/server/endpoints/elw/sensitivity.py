"""ELW 민감도 순위, 국내주식-170: by theory, a greek or volatility, the highest first.

The published codes name 로 twice, as 3 and as 5; 3 is taken for theta, which has none.
"""

from collections.abc import Callable

from kis_desktop.simulator.markets.elw.market import WarrantView
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_choice import between, of_ranking
from kis_desktop.simulator.server.elw_rows import ranked, view_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/sensitivity"
_LAYOUT = layout(_ID)
_MOST = 100
_KEYS: dict[str, Callable[[WarrantView], float]] = {
    "0": lambda one: one.gauges.theory,
    "1": lambda one: one.gauges.delta,
    "2": lambda one: one.gauges.gamma,
    "3": lambda one: one.gauges.theta,
    "4": lambda one: one.gauges.vega,
    "5": lambda one: one.gauges.rho,
    "6": lambda one: one.implied,
    "7": lambda one: one.traded.underlying.swing(one.quote.trade_date, 90),
}


def _answer(call: Call) -> Reply:
    key = _KEYS.get(call.text("FID_RANK_SORT_CLS_CODE"), _KEYS["0"])
    views = ranked(_chosen(call), key)[:_MOST]
    return _LAYOUT.done({"output": [chosen(_ID, "output", view_values(one)) for one in views]})


def _chosen(call: Call) -> list[WarrantView]:
    return between(call, of_ranking(call), "FID_INPUT_RMNN_DYNU_1", "", lambda one: one.days_left)


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_COND_SCR_DIV_CODE": "20285",
        "FID_UNAS_INPUT_ISCD": "000000",
        "FID_INPUT_ISCD": "00000",
        "FID_DIV_CLS_CODE": "0",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_BLNG_CLS_CODE": "0",
    },
)
