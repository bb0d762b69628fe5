"""국내주식 공매도 일별추이: short sales of a share by day, newest first, at most 100 days.

A day is told once its regular session is over. 기준 sums and the cumulative figures run from the
first day asked for; amounts are won.
"""

from datetime import timedelta
from itertools import accumulate

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import change_fields, quoted_board, quoted_listing
from kis_desktop.simulator.server.flow_rows import (
    ROWS,
    asked_day,
    day_fields,
    flows,
    range_fields,
    rate_field,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, won

_LAYOUT = layout("domestic_stock/daily_short_sale")
_ROWS = 100


def _answer(call: Call) -> Reply:
    symbol = quoted_listing(call).symbol
    end = asked_day(call, "FID_INPUT_DATE_2")
    asked = call.text("FID_INPUT_DATE_1")
    start = call.day("FID_INPUT_DATE_1") if asked else end - timedelta(days=ROWS * 3 // 2)
    sold = flows(call).short_sales(symbol, start, end)[-_ROWS:]
    bars = {bar.day: bar for bar in call.market.daily_bars(symbol, start, end)}
    rows = []
    for one, volume, turnover, quantity, amount in zip(
        sold,
        accumulate(day.volume for day in sold),
        accumulate(day.turnover for day in sold),
        accumulate(day.quantity for day in sold),
        accumulate(day.amount for day in sold),
        strict=True,
    ):
        bar = bars[one.day]
        rows.append(
            day_fields(bar)
            | rate_field(bar)
            | range_fields(bar)
            | {
                "acml_vol": one.volume,
                "stnd_vol_smtn": volume,
                "ssts_cntg_qty": one.quantity,
                "ssts_vol_rlim": share(one.quantity, one.volume),
                "acml_ssts_cntg_qty": quantity,
                "acml_ssts_cntg_qty_rlim": share(quantity, volume),
                "acml_tr_pbmn": one.turnover,
                "stnd_tr_pbmn_smtn": turnover,
                "ssts_tr_pbmn": one.amount,
                "ssts_tr_pbmn_rlim": share(one.amount, one.turnover),
                "acml_ssts_tr_pbmn": amount,
                "acml_ssts_tr_pbmn_rlim": share(amount, turnover),
                "avrg_prc": one.amount // one.quantity if one.quantity else 0,
            }
        )
    snapshot = call.market.snapshot(symbol, quoted_board(call))
    head = change_fields(snapshot) | {
        "acml_vol": won(snapshot.volume),
        "prdy_vol": won(snapshot.previous_volume),
    }
    return _LAYOUT.done({"output1": head, "output2": reversed(rows)})


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_DATE_1": "20261102",
        "FID_INPUT_DATE_2": "20261119",
    },
)
