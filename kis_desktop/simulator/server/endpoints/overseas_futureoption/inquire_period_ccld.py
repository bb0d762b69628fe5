"""해외선물옵션 기간계좌손익 일별, 해외선물-010: what a period earned, by currency and contract.

What was open at its end is valued at the close of that day; the change (증감) is against what was
open on the day before it began. With `WHOL_TRSL_YN` Y all amounts are in won.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kis_desktop.simulator.dealing import DealFill
from kis_desktop.simulator.markets.overseas_futureoption.account import CURRENCIES, value_of
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_futures_rows import (
    WIDTH,
    account_of,
    asked_currencies,
    contract_of,
    customer,
    futures,
    kind_matches,
    money_text,
    price_text,
    total,
    won,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Side

_LAYOUT = layout("overseas_futureoption/inquire_period_ccld")
_ROWS = 200
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Open:
    """What was open of a contract at the end of a day."""

    quantity: int = 0
    cost: int = 0
    profit: Decimal = _ZERO
    agreed: Decimal = _ZERO

    @property
    def average(self) -> float:
        return self.cost / abs(self.quantity) if self.quantity else 0.0


@dataclass(frozen=True, slots=True)
class _Line:
    """One contract over the period; money in its currency, or in won."""

    code: str
    currency: str
    bought: int
    sold: int
    realized: Decimal
    fees: Decimal
    closed_options: Decimal
    now: _Open
    change: Decimal


def _answer(call: Call) -> Reply:
    start, end = call.day("INQR_TERM_FROM_DT"), call.day("INQR_TERM_TO_DT")
    fills = futures(call).dealer.fills(account_of(call), start, end)
    opened, closed = _open_on(call, start - timedelta(days=1)), _open_on(call, end)
    codes = dict.fromkeys((*(one.code for one in fills), *closed))
    lines = [
        _line(call, code, fills, opened, closed)
        for code in codes
        if kind_matches(call.text("FUOP_DVSN"), contract_of(call, code))
    ]
    asked = asked_currencies(call.text("CRCY_CD"))
    shown = [one for one in lines if one.currency in asked]
    rows = [_LAYOUT.row("output2", _contract_row(call, one)) for one in shown]
    names = ("CANO", "ACNT_PRDT_CD", "INQR_TERM_FROM_DT", "INQR_TERM_TO_DT", "CRCY_CD")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names], width=WIDTH)
    currencies = [one for one in CURRENCIES if any(line.currency == one for line in shown)]
    return _LAYOUT.answered(
        {
            "output1": [
                _currency_row(call, one, [line for line in shown if line.currency == one])
                for one in currencies
            ],
            "output2": page.rows,
        },
        continuation=page.continuation,
        before=page.context,
    )


def _open_on(call: Call, day: date) -> dict[str, _Open]:
    market = futures(call)
    held: dict[str, tuple[int, int]] = {}
    for fill in market.dealer.held_over(account_of(call), day):
        quantity, cost = held.get(fill.code, (0, 0))
        sign = 1 if fill.side is Side.BUY else -1
        closed = min(fill.quantity, max(-sign * quantity, 0))
        if closed:
            cost -= cost * closed // abs(quantity)
            quantity += sign * closed
        rest = fill.quantity - closed
        held[fill.code] = quantity + sign * rest, cost + fill.price * rest
    found = {}
    for code, (quantity, cost) in held.items():
        dealt = market.dealer.find_dealt("", code)
        if dealt is None or not quantity:
            continue
        bars = dealt.course.bars(day - timedelta(days=10), day, call.now)
        last = bars[-1].close if bars else cost // abs(quantity)
        value = last * abs(quantity)
        profit = dealt.money(value - cost if quantity > 0 else cost - value)
        found[code] = _Open(quantity, cost, profit, dealt.money(cost))
    return found


def _line(
    call: Call,
    code: str,
    fills: Iterable[DealFill],
    opened: dict[str, _Open],
    closed: dict[str, _Open],
) -> _Line:
    contract = contract_of(call, code)
    own = [one for one in fills if one.code == code]
    before, after = opened.get(code, _Open()), closed.get(code, _Open())
    options = total(
        value_of(futures(call), one) for one in own if contract.is_option and one.realized
    )
    return _Line(
        code=code,
        currency=contract.product.currency,
        bought=sum(one.quantity for one in own if one.side is Side.BUY),
        sold=sum(one.quantity for one in own if one.side is Side.SELL),
        realized=total(one.realized for one in own),
        fees=total(one.fee for one in own),
        closed_options=options,
        now=after,
        change=after.profit - before.profit,
    )


def _amounts(call: Call, lines: list[_Line]) -> Values:
    currency = lines[0].currency
    rate, shown = Decimal(1), currency
    if call.text("WHOL_TRSL_YN") == "Y":
        rate, shown = won(call, currency), "KRW"

    def text(amount: Decimal) -> str:
        return money_text(amount * rate, shown)

    realized, fees = total(one.realized for one in lines), total(one.fees for one in lines)
    profit = total(one.now.profit for one in lines)
    return {
        **customer(call),
        "crcy_cd": shown,
        "fm_buy_qty": sum(one.bought for one in lines),
        "fm_sll_qty": sum(one.sold for one in lines),
        "fm_lqd_pfls_amt": text(realized),
        "fm_fee": text(fees),
        "fm_net_pfls_amt": text(realized - fees),
        "fm_ustl_buy_qty": sum(max(one.now.quantity, 0) for one in lines),
        "fm_ustl_sll_qty": sum(max(-one.now.quantity, 0) for one in lines),
        "fm_ustl_evlu_pfls_amt": text(profit),
        "fm_ustl_evlu_pfls_amt2": text(profit),
        "fm_ustl_evlu_pfls_icdc_amt": text(total(one.change for one in lines)),
        "fm_ustl_agrm_amt": text(total(one.now.agreed for one in lines)),
        "fm_opt_lqd_amt": text(total(one.closed_options for one in lines)),
    }


def _currency_row(call: Call, currency: str, lines: list[_Line]) -> Values:
    return {**_amounts(call, lines), "crcy_cd": currency}


def _contract_row(call: Call, line: _Line) -> Values:
    return {
        **_amounts(call, [line]),
        "ovrs_futr_fx_pdno": line.code,
        "fm_ccld_avg_pric": price_text(contract_of(call, line.code), line.now.average),
    }


ENDPOINT = served(
    "overseas_futureoption/inquire_period_ccld",
    _answer,
    required=("INQR_TERM_FROM_DT", "INQR_TERM_TO_DT"),
    example={
        "INQR_TERM_FROM_DT": "20250601",
        "INQR_TERM_TO_DT": "20250630",
        "CRCY_CD": "%%%",
        "WHOL_TRSL_YN": "N",
        "FUOP_DVSN": "00",
    },
)
