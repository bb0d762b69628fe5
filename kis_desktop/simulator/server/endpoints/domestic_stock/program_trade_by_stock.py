"""종목별 프로그램매매추이(체결): programs' trading at the last prints of a share, newest first."""

from itertools import pairwise

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.flow_rows import (
    ROWS,
    flows,
    last_moments,
    moment_fields,
    program_fields,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/program_trade_by_stock")


def _answer(call: Call) -> Reply:
    symbol = quoted_listing(call).symbol
    base = call.market.snapshot(symbol, quoted_board(call)).base
    moments = last_moments(call, symbol, ROWS + 1)
    told = flows(call).programs_until(symbol, moments, quoted_board(call))
    rows = [
        moment_fields(one, base)
        | program_fields(now)
        | {
            "whol_ntby_vol_icdc": now.whole.net - before.whole.net,
            "whol_ntby_tr_pbmn_icdc": now.whole.net_amount - before.whole.net_amount,
        }
        for one, (before, now) in zip(moments[1:], pairwise(told), strict=True)
    ]
    return _LAYOUT.done({"output": reversed(rows)})


ENDPOINT = served(
    _LAYOUT.id, _answer, example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"}
)
