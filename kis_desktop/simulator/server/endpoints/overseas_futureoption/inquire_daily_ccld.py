"""해외선물옵션 일별체결내역, 해외선물-011: the fills of a span of trading days.

With `FM_ITEM_FTNG_YN` Y the fills of a day, contract and side are one row. The sums below add
currencies at today's rates, in won, unless one currency is asked for.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kis_desktop.simulator.dealing import DealFill
from kis_desktop.simulator.markets.overseas_futureoption.account import CURRENCIES, value_of
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import SIDE_CODES
from kis_desktop.simulator.server.overseas_futures_rows import (
    WIDTH,
    account_of,
    asked_currencies,
    contract_of,
    futures,
    kind_matches,
    moment_text,
    money_text,
    product_matches,
    short,
    side_matches,
    total,
    won,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/inquire_daily_ccld")
_ROWS = 200


def _answer(call: Call) -> Reply:
    start, end = call.day("STRT_DT"), call.day("END_DT")
    currencies = asked_currencies(call.text("CRCY_CD"))
    fills: list[DealFill] = []
    for one in futures(call).dealer.fills(account_of(call), start, end):
        contract = contract_of(call, one.code)
        if (
            side_matches(call.text("SLL_BUY_DVSN_CD"), one.side)
            and kind_matches(call.text("FUOP_DVSN_CD"), contract)
            and product_matches(call.text("FM_PDGR_CD"), contract)
            and contract.product.currency in currencies
        ):
            fills.append(one)
    shown = list(_added(fills)) if call.text("FM_ITEM_FTNG_YN") == "Y" else fills
    rows = [
        _LAYOUT.row("output1", _row(call, one, place)) for place, one in enumerate(shown, start=1)
    ]
    names = ("CANO", "ACNT_PRDT_CD", "STRT_DT", "END_DT", "FUOP_DVSN_CD", "CRCY_CD")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names], width=WIDTH)
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": _totals(call, fills)},
        continuation=page.continuation,
        before=page.context,
    )


def _added(fills: Iterable[DealFill]) -> Iterable[DealFill]:
    """One a day, contract and side; the price is that of the last."""
    found: dict[tuple[object, ...], DealFill] = {}
    for one in fills:
        key = one.trade_date, one.code, one.side, one.price
        before = found.get(key)
        found[key] = (
            one
            if before is None
            else replace(before, quantity=before.quantity + one.quantity, fee=before.fee + one.fee)
        )
    return found.values()


def _row(call: Call, fill: DealFill, place: int) -> Values:
    contract = contract_of(call, fill.code)
    currency = contract.product.currency
    value = value_of(futures(call), fill)
    future, option = (Decimal(0), value) if contract.is_option else (value, Decimal(0))
    return {
        "dt": fill.trade_date,
        "ccno": f"{place:08d}",
        "ovrs_futr_fx_pdno": fill.code,
        "sll_buy_dvsn_cd": SIDE_CODES[fill.side],
        "fm_ccld_qty": fill.quantity,
        "fm_ccld_amt": money_text(value, currency),
        "fm_futr_ccld_amt": money_text(future, currency),
        "fm_opt_ccld_amt": money_text(option, currency),
        "crcy_cd": currency,
        "fm_fee": money_text(fill.fee, currency),
        "fm_futr_pure_agrm_amt": money_text(future - fill.fee if future else future, currency),
        "fm_opt_pure_agrm_amt": money_text(option - fill.fee if option else option, currency),
        "ccld_dtl_dtime": moment_text(fill.time),
        "ord_dt": fill.trade_date,
        "odno": short(fill.order_number),
        "ord_mdia_dvsn_name": "OpenAPI",
    }


def _totals(call: Call, fills: list[DealFill]) -> Values:
    single = call.text("CRCY_CD") in CURRENCIES
    currency = call.text("CRCY_CD") if single else "KRW"

    def rate(fill: DealFill) -> Decimal:
        return won(call, contract_of(call, fill.code).product.currency) / won(call, currency)

    def agreed(*, option: bool) -> Decimal:
        return total(
            value_of(futures(call), one) * rate(one)
            for one in fills
            if contract_of(call, one.code).is_option is option
        )

    return {
        "fm_tot_ccld_qty": sum(one.quantity for one in fills),
        "fm_tot_futr_agrm_amt": money_text(agreed(option=False), currency),
        "fm_tot_opt_agrm_amt": money_text(agreed(option=True), currency),
        "fm_fee_smtl": money_text(total(one.fee * rate(one) for one in fills), currency),
    }


ENDPOINT = served(
    "overseas_futureoption/inquire_daily_ccld",
    _answer,
    required=("STRT_DT", "END_DT"),
    example={
        "STRT_DT": "20250601",
        "END_DT": "20250702",
        "FUOP_DVSN_CD": "00",
        "CRCY_CD": "%%%",
        "FM_ITEM_FTNG_YN": "N",
        "SLL_BUY_DVSN_CD": "%%",
    },
)
