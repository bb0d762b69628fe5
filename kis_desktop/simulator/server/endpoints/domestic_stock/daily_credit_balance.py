"""국내주식 신용잔고 일별추이: loans on a share by day of settlement, thirty, newest first.

Shares and 10,000 won (the portal names no unit). A trade settles on the second trading day after.
"""

from datetime import date, timedelta

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator.credit import LOAN_PERCENT
from kis_desktop.simulator.facts.flow_days import CreditDay
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_listing
from kis_desktop.simulator.server.flow_rows import ROWS, Fields, asked_day, flows, range_fields
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate, share, sign
from kis_desktop.simulator.views import DayBar

_LAYOUT = layout("domestic_stock/daily_credit_balance")
_SPAN = timedelta(days=ROWS * 2 + 20)
_UNIT = 10_000


def _answer(call: Call) -> Reply:
    symbol = quoted_listing(call).symbol
    until = asked_day(call, "FID_INPUT_DATE_1")
    days = flows(call).credit_days(symbol, until - _SPAN, until)
    settled = [(day, _settlement(day.bar.day)) for day in days]
    rows = [_row(day, paid) for day, paid in settled if paid <= until][-ROWS:]
    return _LAYOUT.done({"output": reversed(rows)})


def _settlement(day: date) -> date:
    return next_trading_day(next_trading_day(day))


def _lent(shares: int, bar: DayBar) -> int:
    return shares * bar.close * LOAN_PERCENT // 100 // _UNIT


def _row(one: CreditDay, settled: date) -> Fields:
    bar = one.bar
    change = bar.close - bar.base
    return {
        "deal_date": bar.day,
        "stck_prpr": bar.close,
        "prdy_vrss_sign": sign(change),
        "prdy_vrss": change,
        "prdy_ctrt": share(change, bar.base),
        "acml_vol": bar.volume,
        "stlm_date": settled,
        "whol_loan_new_stcn": one.loan_new,
        "whol_loan_rdmp_stcn": one.loan_repaid,
        "whol_loan_rmnd_stcn": one.loan_standing,
        "whol_loan_new_amt": _lent(one.loan_new, bar),
        "whol_loan_rdmp_amt": _lent(one.loan_repaid, bar),
        "whol_loan_rmnd_amt": one.loan_amount // _UNIT,
        "whol_loan_rmnd_rate": one.loan_rate,
        "whol_loan_gvrt": share(one.loan_new, bar.volume),
        "whol_stln_new_stcn": one.short_new,
        "whol_stln_rdmp_stcn": one.short_repaid,
        "whol_stln_rmnd_stcn": one.short_standing,
        "whol_stln_new_amt": one.short_new * bar.close // _UNIT,
        "whol_stln_rdmp_amt": one.short_repaid * bar.close // _UNIT,
        "whol_stln_rmnd_amt": one.short_amount // _UNIT,
        "whol_stln_rmnd_rate": rate(one.short_rate, 4),
        "whol_stln_gvrt": rate(share(one.short_new, bar.volume), 4),
        **range_fields(bar),
    }


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20476",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_DATE_1": "20261118",
    },
)
