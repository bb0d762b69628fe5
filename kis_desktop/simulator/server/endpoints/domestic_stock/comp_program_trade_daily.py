"""프로그램매매 종합현황(일별), 국내주식-115: a market's days in a span, newest first, at most 100.

Rates are percent of the market's volume or turnover.
"""

from datetime import timedelta

from kis_desktop.catalogue import loader
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.figures import BOARDS
from kis_desktop.simulator.server.flow_rows import MARKETS, asked_day, flows
from kis_desktop.simulator.server.index_rows import points
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.program_rows import program_row
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import sign

_LAYOUT = layout("domestic_stock/comp_program_trade_daily")
_ROWS = 100
_USUAL_SPAN = timedelta(days=45)
_LONGEST_SPAN = timedelta(days=160)


def _answer(call: Call) -> Reply:
    group = MARKETS.get(call.text("FID_MRKT_CLS_CODE").upper())
    board = BOARDS.get(call.text("FID_COND_MRKT_DIV_CODE"))
    if group is None or board is None:
        raise CallRefused(invalid_input("FID_MRKT_CLS_CODE"))
    end = min(asked_day(call, "FID_INPUT_DATE_2"), call.market.trade_date)
    start = call.day("FID_INPUT_DATE_1") if call.text("FID_INPUT_DATE_1") else end - _USUAL_SPAN
    start = max(start, end - _LONGEST_SPAN)
    names = [field.name for field in loader.endpoint(_LAYOUT.id).outputs["output"].fields]
    levels = {bar.day: bar for bar in call.market.index_bars(group, start, end)}
    rows = []
    for sums in flows(call).markets.days(group, start, end, board)[-_ROWS:]:
        bar = levels[sums.day]
        change = bar.close - bar.base
        rows.append(
            {
                "stck_bsop_date": sums.day,
                "bstp_nmix_prpr": points(bar.close),
                "bstp_nmix_prdy_vrss": points(change),
                "prdy_vrss_sign": sign(change),
                **program_row(names, sums),
            }
        )
    return _LAYOUT.done({"output": reversed(rows)})


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_MRKT_CLS_CODE": "K",
        "FID_INPUT_DATE_1": "20261102",
        "FID_INPUT_DATE_2": "20261119",
    },
)
