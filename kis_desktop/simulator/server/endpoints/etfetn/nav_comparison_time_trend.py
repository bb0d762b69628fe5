"""NAV 비교추이(분), v1_국내주식-070: price and value by minutes of today, newest first, 30 rows."""

from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.fund_rows import asked_fund, compared_fields
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("etfetn/nav_comparison_time_trend")
_ROWS = 30
_LONGEST = 7200  # seconds


def _answer(call: Call) -> Reply:
    symbol = asked_fund(call).symbol
    seconds = call.number("FID_HOUR_CLS_CODE")
    if not 0 < seconds <= _LONGEST:
        raise CallRefused(invalid_input("FID_HOUR_CLS_CODE"))
    base = call.market.base_price(symbol)
    points = call.market.others.funds.minutes(symbol, max(seconds // 60, 1), _ROWS)
    rows = [
        {
            **compared_fields(call, point, base),
            "bsop_hour": point.time,
            "stck_prpr": point.price,
        }
        for point in reversed(points)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "etfetn/nav_comparison_time_trend",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "E",
        "FID_INPUT_ISCD": "069500",
        "FID_HOUR_CLS_CODE": "60",
    },
)
