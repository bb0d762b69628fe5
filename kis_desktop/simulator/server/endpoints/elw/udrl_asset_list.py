"""ELW 기초자산 목록조회, 국내주식-185: what warrants are on, all or those of one issuer.

FID_RANK_SORT_CLS_CODE: 0 by name, 1 most calls, 2 most puts, 3 risen most, 4 fallen most,
5 dearest, 6 by code.
"""

from collections.abc import Callable
from typing import Any

from kis_desktop.simulator.markets.elw.market import WarrantView
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_choice import listed_views, of_terms
from kis_desktop.simulator.server.elw_rows import terms_values, underlying_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/udrl_asset_list"
_LAYOUT = layout(_ID)
_Group = list[WarrantView]
_ORDERS: dict[str, Callable[[_Group], Any]] = {
    "1": lambda group: -sum(one.warrant.is_call for one in group),
    "2": lambda group: -sum(not one.warrant.is_call for one in group),
    "3": lambda group: -group[0].standing.change_rate,
    "4": lambda group: group[0].standing.change_rate,
    "5": lambda group: -group[0].standing.price,
    "6": lambda group: group[0].warrant.underlying,
}


def _answer(call: Call) -> Reply:
    groups: dict[str, _Group] = {}
    for one in of_terms(listed_views(call), call, issuer="FID_INPUT_ISCD"):
        groups.setdefault(one.warrant.underlying, []).append(one)
    order = _ORDERS.get(
        call.text("FID_RANK_SORT_CLS_CODE"), lambda group: group[0].warrant.underlying_name
    )
    rows = [
        chosen(_ID, "output", terms_values(group[0]) | underlying_values(group[0]))
        for group in sorted(groups.values(), key=order)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_SCR_DIV_CODE": "11541",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_INPUT_ISCD": "00000",
    },
)
