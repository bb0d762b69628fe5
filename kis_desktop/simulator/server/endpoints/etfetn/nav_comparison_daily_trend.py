"""NAV 비교추이(일), v1_국내주식-071: price and value at the closes, newest first, 100 at most."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.fund_rows import asked_fund, compared_fields
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("etfetn/nav_comparison_daily_trend")
_ROWS = 100


def _answer(call: Call) -> Reply:
    symbol = asked_fund(call).symbol
    start, end = call.day("FID_INPUT_DATE_1"), call.day("FID_INPUT_DATE_2")
    bars = {bar.day: bar for bar in call.market.daily_bars(symbol, start, end)}
    points = call.market.others.funds.days(symbol, start, end)[-_ROWS:]
    rows = [
        {
            **compared_fields(call, point, bars[point.time.date()].base),
            "stck_bsop_date": point.time.date(),
            "stck_clpr": point.price,
        }
        for point in reversed(points)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "etfetn/nav_comparison_daily_trend",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "069500",
        "FID_INPUT_DATE_1": "20261001",
        "FID_INPUT_DATE_2": "20261120",
    },
)
