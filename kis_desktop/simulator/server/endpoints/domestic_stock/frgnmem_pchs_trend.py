"""종목별 외국계 순매수추이: what foreign houses had traded at the last prints, newest first.

With the code of a house instead of 99999 the same of that house.
"""

from itertools import pairwise

from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.flow_rows import ROWS, flows, last_moments, moment_fields
from kis_desktop.simulator.server.house_rows import of_house
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/frgnmem_pchs_trend")


def _answer(call: Call) -> Reply:
    symbol, board = quoted_listing(call).symbol, quoted_board(call)
    base = call.market.snapshot(symbol, board).base
    moments = last_moments(call, symbol, ROWS + 1)
    told = [
        of_house(day, call.text("FID_INPUT_ISCD_2"))
        for day in flows(call).houses_until(symbol, moments, board)
    ]
    known = [one for one in told if one is not None]
    if len(known) < len(told):
        raise CallRefused(invalid_input("FID_INPUT_ISCD_2"))
    rows = [
        moment_fields(one, base)
        | {
            "frgn_seln_vol": sold,
            "frgn_shnu_vol": bought,
            "glob_ntby_qty": bought - sold,
            "frgn_ntby_qty_icdc": bought - sold - (before[0] - before[1]),
        }
        for one, (before, (bought, sold)) in zip(moments[1:], pairwise(known), strict=True)
    ]
    return _LAYOUT.done({"output": reversed(rows)})


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_ISCD_2": "99999",
    },
)
