"""주식현재가 투자자, v1_국내주식-012: the last thirty days, newest first; today's as it stands.

KIS tells today's after the close; here it is told all day. W is an ELW.
"""

from datetime import timedelta

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.flow_rows import (
    ROWS,
    WARRANTS,
    Fields,
    day_fields,
    flows,
    investor_fields,
    last_bars,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/inquire_investor")


def _answer(call: Call) -> Reply:
    if call.text("FID_COND_MRKT_DIV_CODE") == WARRANTS and not call.paper:
        return _LAYOUT.done({"output": reversed(_of_warrant(call))})
    symbol = quoted_listing(call).symbol
    bars = last_bars(call, symbol, call.market.trade_date)
    told = flows(call).investors_until(symbol, bars, quoted_board(call))
    rows = [
        day_fields(bar) | investor_fields(_LAYOUT.id, "output", day.by_investor)
        for bar, day in zip(bars, told, strict=True)
    ]
    return _LAYOUT.done({"output": reversed(rows)})


def _of_warrant(call: Call) -> list[Fields]:
    code = call.text("FID_INPUT_ISCD")
    one = call.market.others.warrants.find(code, call.now)
    today = call.market.trade_date
    bars = one.course.bars(today - timedelta(days=2 * ROWS), today, call.now)[-ROWS:]
    return [
        day_fields(bar)
        | investor_fields(
            _LAYOUT.id,
            "output",
            flows(call).contracts(one.code, bar.day, bar.volume, bar.turnover, warrants=True),
        )
        for bar in bars
    ]


ENDPOINT = served(
    _LAYOUT.id, _answer, example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"}
)
