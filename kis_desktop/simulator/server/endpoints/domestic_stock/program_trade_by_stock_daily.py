"""종목별 프로그램매매추이(일별): thirty days up to one, newest first; today's as it stands."""

from itertools import pairwise

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.flow_rows import (
    ROWS,
    asked_day,
    day_fields,
    flows,
    last_bars,
    program_fields,
    rate_field,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/program_trade_by_stock_daily")


def _answer(call: Call) -> Reply:
    symbol = quoted_listing(call).symbol
    bars = last_bars(call, symbol, asked_day(call, "FID_INPUT_DATE_1"), ROWS + 1)
    told = flows(call).programs_until(symbol, bars, quoted_board(call))
    rows = [
        day_fields(bar)
        | rate_field(bar)
        | program_fields(now)
        | {
            "acml_vol": bar.volume,
            "acml_tr_pbmn": bar.turnover,
            "whol_ntby_vol_icdc": now.whole.net - before.whole.net,
            "whol_ntby_tr_pbmn_icdc2": now.whole.net_amount - before.whole.net_amount,
        }
        for bar, (before, now) in zip(bars[1:], pairwise(told), strict=True)
    ]
    return _LAYOUT.done({"output": reversed(rows)})


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_DATE_1": "20261118",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
)
