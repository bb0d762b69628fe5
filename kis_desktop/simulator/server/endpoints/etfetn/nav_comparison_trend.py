"""NAV 비교추이(종목), v1_국내주식-069: price and value of a fund now."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import (
    change_fields,
    limit_fields,
    session_fields,
    traded_fields,
)
from kis_desktop.simulator.server.fund_rows import Fields, asked_fund, nav_fields, nav_span
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("etfetn/nav_comparison_trend")


def _answer(call: Call) -> Reply:
    symbol = asked_fund(call).symbol
    snapshot = call.market.snapshot(symbol)
    nav = call.market.others.funds.nav(symbol)
    price: Fields = {
        **change_fields(snapshot),
        **traded_fields(snapshot),
        **session_fields(snapshot),
        **limit_fields(snapshot),
        "stck_prdy_clpr": snapshot.base,
    }
    value: Fields = {**nav_fields(nav), **nav_span(nav), "prdy_clpr_nav": nav.base}
    return _LAYOUT.done({"output1": price, "output2": value})


ENDPOINT = served(
    "etfetn/nav_comparison_trend",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "069500"},
    other={"FID_INPUT_ISCD": "360750"},
)
