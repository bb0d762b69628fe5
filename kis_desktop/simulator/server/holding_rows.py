"""The rows and totals of 주식잔고조회, shared by the requests that show what an account holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kis_desktop.catalogue.calendar import next_trading_day, previous_trading_day
from kis_desktop.simulator.profit import Pocket, pocket_of
from kis_desktop.simulator.server.account_worth import savings, worth_yesterday
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.wire_text import day, rate, share, won
from kis_desktop.simulator.views import Cash, Loan, Position, Side

BY_LOAN_DATE = "01"
"""INQR_DVSN 대출일별; otherwise the lots of one kind of loan are summed up (종목별)"""

MONEY_NAMES = """
    dnca_tot_amt=0 nxdy_excc_amt=0 prvs_rcdl_excc_amt=0 cma_evlu_amt=0 bfdy_buy_amt=0
    thdt_buy_amt=0 nxdy_auto_rdpt_amt=0 bfdy_sll_amt=0 thdt_sll_amt=0 d2_auto_rdpt_amt=0
    bfdy_tlex_amt=0 thdt_tlex_amt=0 tot_loan_amt=0 scts_evlu_amt=0 tot_evlu_amt=0 nass_amt=0
    fncg_gld_auto_rdpt_yn pchs_amt_smtl_amt=0 evlu_amt_smtl_amt=0 evlu_pfls_smtl_amt=0
    tot_stln_slng_chgs=0 bfdy_tot_asst_evlu_amt=0 asst_icdc_amt=0 asst_icdc_erng_rt=0.00000000
"""
"""the account's totals as both balance requests have them"""


def shown_loans(call: Call) -> tuple[Loan, ...]:
    """The account's lots; there is no credit in paper trading."""
    return () if call.paper else call.account.loans()


def holding_rows(call: Call, *, by_date: bool) -> list[dict[str, str]]:
    """Holdings in cash, then loans lot by lot, or by instrument and kind without a date."""
    today = call.market.trade_date
    traded = _Traded(
        _by_pocket(call, today),
        _by_pocket(call, previous_trading_day(today)),
    )
    rows = [_position_row(call, position, traded) for position in call.account.positions()]
    loans = shown_loans(call)
    if by_date:
        return rows + [_loan_row(call, [loan], traded) | _dates(loan) for loan in loans]
    groups: dict[tuple[str, str], list[Loan]] = {}
    for loan in loans:
        groups.setdefault((loan.symbol, loan.kind.value), []).append(loan)
    return rows + [_loan_row(call, group, traded) for group in groups.values()]


def money_fields(call: Call) -> dict[str, str]:
    """The totals: sums over the rows, and the account's money."""
    positions = call.account.positions()
    cash, loans = call.account.cash(), shown_loans(call)
    value = sum(one.value for one in positions) + sum(one.value for one in loans)
    owed = sum(one.loan for one in loans)
    borrowed = [one for one in loans if one.kind.short]
    sold_for = sum(one.cost for one in borrowed)
    # borrowed shares are owed, and what they were sold for is kept by the broker
    net = value - 2 * sum(one.value for one in borrowed) + sold_for + cash.day_after - owed
    worth, before = value + cash.day_after, worth_yesterday(call, loans)
    next_day = next_trading_day(call.market.trade_date)
    return {
        **_cash_fields(cash),
        "cma_evlu_amt": won(savings(call).cma),
        "nxdy_auto_rdpt_amt": won(_expiring(loans, next_day)),
        "d2_auto_rdpt_amt": won(_expiring(loans, next_trading_day(next_day))),
        "bfdy_tot_asst_evlu_amt": won(before),
        "asst_icdc_amt": won(worth - before),
        "asst_icdc_erng_rt": rate(share(worth - before, before), 8),
        "tot_loan_amt": won(owed),
        "scts_evlu_amt": won(value),
        "tot_evlu_amt": won(worth),
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


def _expiring(loans: tuple[Loan, ...], day: date) -> int:
    """What is sold off on a day because loans run out, won owed."""
    return sum(one.loan for one in loans if one.expiry == day)


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


def _position_row(call: Call, position: Position, traded: "_Traded") -> dict[str, str]:
    return {
        **_instrument(call, position.symbol, position.last),
        **traded.fields([(position.symbol, None, None)]),
        "trad_dvsn_name": "현금",
        "hldg_qty": won(position.quantity),
        "ord_psbl_qty": won(position.sellable),
        "pchs_avg_pric": rate(position.average_price, 4),
        "pchs_amt": won(position.cost),
        "evlu_amt": won(position.value),
        "evlu_pfls_amt": won(position.unrealized),
        "evlu_pfls_rt": rate(position.unrealized_rate),
        "evlu_erng_rt": rate(position.unrealized_rate, 8),
    }


def _loan_row(call: Call, loans: list[Loan], traded: "_Traded") -> dict[str, str]:
    first = loans[0]
    quantity = sum(loan.quantity for loan in loans)
    cost = sum(loan.cost for loan in loans)
    unrealized = sum(loan.unrealized for loan in loans)
    average = rate(cost / quantity, 4)
    return {
        **_instrument(call, first.symbol, first.last),
        **traded.fields([(loan.symbol, loan.kind, loan.loan_date) for loan in loans]),
        "trad_dvsn_name": first.kind.value,
        "hldg_qty": won(quantity),
        "ord_psbl_qty": won(sum(loan.sellable for loan in loans)),
        "pchs_avg_pric": average,
        "pchs_amt": won(cost),
        "evlu_amt": won(sum(loan.value for loan in loans)),
        "evlu_pfls_amt": won(unrealized),
        "evlu_pfls_rt": rate(share(unrealized, cost)),
        "evlu_erng_rt": rate(share(unrealized, cost), 8),
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


@dataclass(frozen=True, slots=True)
class _Traded:
    """Shares bought and sold today and on the trading day before."""

    today: Mapping[Pocket, tuple[int, int]]
    before: Mapping[Pocket, tuple[int, int]]

    def fields(self, pockets: list[Pocket]) -> dict[str, str]:
        """전일, 금일 매수 and 매도 수량 of some pockets together."""
        today = [self.today.get(pocket, (0, 0)) for pocket in pockets]
        before = [self.before.get(pocket, (0, 0)) for pocket in pockets]
        return {
            "bfdy_buy_qty": won(sum(bought for bought, _ in before)),
            "bfdy_sll_qty": won(sum(sold for _, sold in before)),
            "thdt_buyqty": won(sum(bought for bought, _ in today)),
            "thdt_sll_qty": won(sum(sold for _, sold in today)),
        }


def _by_pocket(call: Call, on: date) -> dict[Pocket, tuple[int, int]]:
    sums: dict[Pocket, tuple[int, int]] = {}
    for fill in call.account.fill_history(on, on):
        pocket = pocket_of(fill)
        bought, sold = sums.get(pocket, (0, 0))
        if fill.side is Side.BUY:
            sums[pocket] = bought + fill.quantity, sold
        else:
            sums[pocket] = bought, sold + fill.quantity
    return sums
