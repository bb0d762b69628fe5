"""The rows and totals of 주식잔고조회, shared by the requests that show what an account holds."""

from collections.abc import Callable, Iterable
from datetime import date

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator.credit import Credit
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.wire_text import day, rate, share, won
from kis_desktop.simulator.views import Cash, FillRecord, Loan, Position, Side

BY_LOAN_DATE = "01"
"""INQR_DVSN 대출일별; otherwise the lots of one kind of loan are summed up (종목별)"""


def shown_loans(call: Call) -> tuple[Loan, ...]:
    """The account's lots; there is no credit in paper trading."""
    return () if call.paper else call.account.loans()


def position_row(call: Call, position: Position) -> dict[str, str]:
    """One holding in cash."""
    return {
        **_instrument(call, position.symbol, position.last),
        **_yesterday(call, position.symbol, in_cash=True),
        "trad_dvsn_name": "현금",
        "thdt_buyqty": won(position.bought_today),
        "thdt_sll_qty": won(position.sold_today),
        "hldg_qty": won(position.quantity),
        "ord_psbl_qty": won(position.sellable),
        "pchs_avg_pric": rate(position.average_price, 4),
        "pchs_amt": won(position.cost),
        "evlu_amt": won(position.value),
        "evlu_pfls_amt": won(position.unrealized),
        "evlu_pfls_rt": rate(position.unrealized_rate),
    }


def loan_rows(call: Call, *, by_date: bool) -> list[dict[str, str]]:
    """The lots one by one, or those of one instrument and kind together, without a date."""
    loans = shown_loans(call)
    if by_date:
        return [_loan_row(call, [loan]) | _dates(loan) for loan in loans]
    groups: dict[tuple[str, str], list[Loan]] = {}
    for loan in loans:
        groups.setdefault((loan.symbol, loan.kind.value), []).append(loan)
    return [_loan_row(call, group) for group in groups.values()]


def money_fields(call: Call, positions: Iterable[Position]) -> dict[str, str]:
    """The totals: sums over the rows, and the account's money."""
    positions = tuple(positions)
    cash, loans = call.account.cash(), shown_loans(call)
    value = sum(one.value for one in positions) + sum(one.value for one in loans)
    owed = sum(one.loan for one in loans)
    borrowed = [one for one in loans if one.kind.short]
    sold_for = sum(one.cost for one in borrowed)
    # borrowed shares are owed, and what they were sold for is kept by the broker
    net = value - 2 * sum(one.value for one in borrowed) + sold_for + cash.day_after - owed
    return {
        **_cash_fields(cash),
        "tot_loan_amt": won(owed),
        "scts_evlu_amt": won(value),
        "tot_evlu_amt": won(value + cash.day_after),
        "nass_amt": won(net),
        "pchs_amt_smtl_amt": won(
            sum(one.cost for one in positions) + sum(one.cost for one in loans)
        ),
        "evlu_amt_smtl_amt": won(value),
        "evlu_pfls_smtl_amt": won(
            sum(one.unrealized for one in positions) + sum(one.unrealized for one in loans)
        ),
        "tot_stln_slng_chgs": won(sold_for),
    }


def _cash_fields(cash: Cash) -> dict[str, str]:
    return {
        "dnca_tot_amt": won(cash.deposit),
        "nxdy_excc_amt": won(cash.next_day),
        "prvs_rcdl_excc_amt": won(cash.day_after),
        "bfdy_buy_amt": won(cash.previous_buys),
        "thdt_buy_amt": won(cash.today_buys),
        "bfdy_sll_amt": won(cash.previous_sells),
        "thdt_sll_amt": won(cash.today_sells),
        "bfdy_tlex_amt": won(cash.previous_costs),
        "thdt_tlex_amt": won(cash.today_fees + cash.today_taxes),
    }


def _loan_row(call: Call, loans: list[Loan]) -> dict[str, str]:
    first = loans[0]
    quantity = sum(loan.quantity for loan in loans)
    cost = sum(loan.cost for loan in loans)
    unrealized = sum(loan.unrealized for loan in loans)
    average = rate(cost / quantity, 4)
    return {
        **_instrument(call, first.symbol, first.last),
        **_traded_on_credit(call, loans),
        "trad_dvsn_name": first.kind.value,
        "hldg_qty": won(quantity),
        "ord_psbl_qty": won(sum(loan.sellable for loan in loans)),
        "pchs_avg_pric": average,
        "pchs_amt": won(cost),
        "evlu_amt": won(sum(loan.value for loan in loans)),
        "evlu_pfls_amt": won(unrealized),
        "evlu_pfls_rt": rate(share(unrealized, cost)),
        "loan_amt": won(sum(loan.loan for loan in loans)),
        "stln_slng_chgs": won(cost if first.kind.short else 0),
        "stck_loan_unpr": average,
    }


def _dates(loan: Loan) -> dict[str, str]:
    return {"loan_dt": day(loan.loan_date), "expd_dt": day(loan.expiry)}


def _instrument(call: Call, symbol: str, last: int) -> dict[str, str]:
    listing = call.market.universe.find(symbol)
    base = call.market.glance(symbol).base
    return {
        "pdno": symbol,
        "prdt_name": listing.name if listing else "",
        "prpr": won(last),
        "fltt_rt": rate(share(last - base, base), 8),
        "bfdy_cprs_icdc": won(last - base),
    }


def _yesterday(call: Call, symbol: str, *, in_cash: bool) -> dict[str, str]:
    before = previous_trading_day(call.market.trade_date)
    bought, sold = _traded(
        call, before, lambda one: one.symbol == symbol and (one.credit is None) is in_cash
    )
    return {"bfdy_buy_qty": won(bought), "bfdy_sll_qty": won(sold)}


def _traded_on_credit(call: Call, loans: list[Loan]) -> dict[str, str]:
    lots = {(loan.symbol, loan.kind, loan.loan_date) for loan in loans}

    def belongs(fill: FillRecord) -> bool:
        credit: Credit | None = fill.credit
        return credit is not None and (fill.symbol, credit.kind, credit.loan_date) in lots

    today = call.market.trade_date
    bought, sold = _traded(call, today, belongs)
    bought_before, sold_before = _traded(call, previous_trading_day(today), belongs)
    return {
        "bfdy_buy_qty": won(bought_before),
        "bfdy_sll_qty": won(sold_before),
        "thdt_buyqty": won(bought),
        "thdt_sll_qty": won(sold),
    }


def _traded(call: Call, on: date, belongs: Callable[[FillRecord], bool]) -> tuple[int, int]:
    """Shares bought and sold on one day."""
    fills = [fill for fill in call.account.fill_history(on, on) if belongs(fill)]
    bought = sum(fill.quantity for fill in fills if fill.side is Side.BUY)
    return bought, sum(fill.quantity for fill in fills) - bought
