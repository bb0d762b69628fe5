"""종목별일별매수매도체결량: shares traded at the ask and at the bid by day, week, month or year.

Newest first, at most 100 rows; the sums are those of the rows. What call auctions trade is on
neither side.
"""

from datetime import date, timedelta
from itertools import groupby

from kis_desktop.simulator.history import period_start
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.flow_rows import Fields, asked_day, flows
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/inquire_daily_trade_volume")
_ROWS = 100
_SPANS = {"D": 1.6, "W": 7.0, "M": 15.0, "Y": 20.0}
"""calendar days that a row may stand for, when no first day is asked for"""


def _answer(call: Call) -> Reply:
    symbol, board = quoted_listing(call).symbol, quoted_board(call)
    period = call.choice("FID_PERIOD_DIV_CODE", *_SPANS)
    end = asked_day(call, "FID_INPUT_DATE_2")
    usual = end - timedelta(days=int(_SPANS[period] * _ROWS))
    start = call.day("FID_INPUT_DATE_1") if call.text("FID_INPUT_DATE_1") else usual
    days = flows(call).tape_sides(symbol, period_start(max(start, usual), period), end, board)

    def period_of(row: tuple[date, int, int]) -> date:
        return period_start(row[0], period)

    found = [list(grouped) for _, grouped in groupby(days, period_of)][-_ROWS:]
    rows: list[Fields] = [
        {
            "stck_bsop_date": of_row[-1][0],
            "total_seln_qty": sum(sold for _, _, sold in of_row),
            "total_shnu_qty": sum(bought for _, bought, _ in of_row),
        }
        for of_row in found
    ]
    head = {
        "shnu_cnqn_smtn": sum(bought for of_row in found for _, bought, _ in of_row),
        "seln_cnqn_smtn": sum(sold for of_row in found for _, _, sold in of_row),
    }
    return _LAYOUT.done({"output1": head, "output2": reversed(rows)})


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_PERIOD_DIV_CODE": "D",
        "FID_INPUT_DATE_1": "20261102",
        "FID_INPUT_DATE_2": "20261119",
    },
)
