"""주식현재가 투자자, v1_국내주식-012: the last thirty days, newest first; today's as it stands.

KIS tells today's after the close; here it is told all day.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.flow_rows import day_fields, flows, investor_fields, last_bars
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/inquire_investor")


def _answer(call: Call) -> Reply:
    symbol = quoted_listing(call).symbol
    bars = last_bars(call, symbol, call.market.trade_date)
    told = flows(call).investors_until(symbol, bars, quoted_board(call))
    rows = [
        day_fields(bar) | investor_fields(_LAYOUT.id, "output", day.by_investor)
        for bar, day in zip(bars, told, strict=True)
    ]
    return _LAYOUT.done({"output": reversed(rows)})


ENDPOINT = served(
    _LAYOUT.id, _answer, example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"}
)
