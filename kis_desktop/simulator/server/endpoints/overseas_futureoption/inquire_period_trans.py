"""해외선물옵션 기간계좌거래내역, 해외선물-014: how the cash of a period moved.

Every settlement of a day and currency is one row (결제); on the first trading day of a month some
dollars are paid in or out (입출금). The balances run over all of them up to what is there today.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter

from kis_desktop.simulator import noise
from kis_desktop.simulator.dealing import DealFill
from kis_desktop.simulator.hours import HISTORY_START
from kis_desktop.simulator.markets.overseas_futureoption.account import value_of
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_futures_rows import (
    account_of,
    asked_currencies,
    contract_of,
    customer,
    futures,
    money_text,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Side

_LAYOUT = layout("overseas_futureoption/inquire_period_trans")
_ROWS = 50
_SATURDAY = 5
_ZERO = Decimal(0)
_MOVES, _SETTLEMENTS = "2", "3"
_LARGEST = 4_000
"""dollars that are paid at once"""


@dataclass(slots=True)
class _Settled:
    """What one day settled in one currency."""

    day: date
    currency: str
    amount: Decimal = _ZERO
    """profit of futures and premiums of options, before fees"""
    fees: Decimal = _ZERO
    paid: Decimal = _ZERO
    """in; below nought: out"""

    @property
    def net(self) -> Decimal:
        return self.amount - self.fees + self.paid

    @property
    def kind(self) -> str:
        if not self.paid:
            return "결제"
        return "입금" if self.paid > 0 else "출금"


def _answer(call: Call) -> Reply:
    start, end = call.day("INQR_TERM_FROM_DT"), call.day("INQR_TERM_TO_DT")
    start = max(start, HISTORY_START)
    tomorrow = call.now.date() + timedelta(days=1)
    fills = futures(call).dealer.fills(account_of(call), start, tomorrow)
    moved = sorted(
        (*_paid(call, start, call.now.date()), *_by_day(call, fills)), key=attrgetter("day")
    )
    asked = asked_currencies(call.text("CRCY_CD"))
    left_out = {_MOVES: False, _SETTLEMENTS: True}.get(call.text("ACNT_TR_TYPE_CD"))
    shown = [
        (one, after)
        for one, after in _with_balances(call, moved)
        if one.day <= end and one.currency in asked and bool(one.paid) is not left_out
    ]
    rows = [_LAYOUT.row("output", one) for one in _rows(call, shown)]
    names = ("CANO", "ACNT_PRDT_CD", "INQR_TERM_FROM_DT", "INQR_TERM_TO_DT", "CRCY_CD")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names])
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _by_day(call: Call, fills: Iterable[DealFill]) -> Iterable[_Settled]:
    found: dict[tuple[date, str], _Settled] = {}
    for fill in fills:
        contract = contract_of(call, fill.code)
        key = fill.trade_date, contract.product.currency
        kept = found.setdefault(key, _Settled(*key))
        value = value_of(futures(call), fill)
        if contract.is_option:
            kept.amount += value if fill.side is Side.SELL else -value
        else:
            kept.amount += fill.realized
        kept.fees += fill.fee
    return found.values()


def _paid(call: Call, start: date, end: date) -> Iterator[_Settled]:
    """What the customer paid in or out, on the first weekday of each month."""
    key = noise.key(futures(call).around.seed, account_of(call), "paid")
    day = start.replace(day=1)
    while day <= end:
        month = day
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
        if start <= day <= end:
            draw = noise.uniform(key, month.toordinal(), 0) * 2 - 1
            yield _Settled(day, "USD", paid=Decimal(round(draw * _LARGEST, -1) or 10))
        day = (month + timedelta(days=32)).replace(day=1)


def _with_balances(call: Call, moved: Iterable[_Settled]) -> Iterator[tuple[_Settled, Decimal]]:
    """Each with its currency's balance after it; the last one of each leaves the cash of today."""
    moved = list(moved)
    cash = dict(futures(call).dealer.book(account_of(call)).cash)
    balances = {
        currency: amount - sum((one.net for one in moved if one.currency == currency), _ZERO)
        for currency, amount in cash.items()
    }
    for one in moved:
        balances[one.currency] = balances.get(one.currency, _ZERO) + one.net
        yield one, balances[one.currency]


def _rows(call: Call, shown: Iterable[tuple[_Settled, Decimal]]) -> Iterator[Values]:
    for place, (one, after) in enumerate(shown, start=1):
        yield {
            "bass_dt": one.day,
            **customer(call),
            "fm_ldgr_inog_seq": f"{place:010d}",
            "acnt_tr_type_name": one.kind,
            "crcy_cd": one.currency,
            "tr_itm_name": f"외화{one.kind}" if one.paid else "선물옵션 정산",
            "fm_iofw_amt": money_text(one.paid, one.currency),
            "fm_fee": money_text(one.fees, one.currency),
            "fm_tax_amt": money_text(_ZERO, one.currency),
            "fm_sttl_amt": money_text(one.amount, one.currency),
            "fm_bf_dncl_amt": money_text(after - one.net, one.currency),
            "fm_dncl_amt": money_text(after, one.currency),
            "fm_rcvb_occr_amt": money_text(_ZERO, one.currency),
            "fm_rcvb_pybk_amt": money_text(_ZERO, one.currency),
            "ovdu_int_pybk_amt": money_text(_ZERO, one.currency),
            "rmks_text": "",
        }


ENDPOINT = served(
    "overseas_futureoption/inquire_period_trans",
    _answer,
    required=("INQR_TERM_FROM_DT", "INQR_TERM_TO_DT"),
    example={
        "INQR_TERM_FROM_DT": "20250601",
        "INQR_TERM_TO_DT": "20250630",
        "ACNT_TR_TYPE_CD": "1",
        "CRCY_CD": "%%%",
        "PWD_CHK_YN": "N",
    },
)
