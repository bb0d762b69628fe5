"""주식통합증거금 현황, 국내주식-191: cash there, bound and free, and what it buys at each rate."""

from decimal import Decimal

from kis_desktop.simulator.credit import GUARANTEE_PERCENT
from kis_desktop.simulator.markets.overseas_stock.cash import CurrencyCash
from kis_desktop.simulator.server.account_worth import (
    foreign_cash,
    savings,
    substitute_worth,
)
from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.holding_rows import shown_loans
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.wire_text import rate, won

_CASH_RATES = (20, 30, 40, 50, 60, 100)
_LOAN_RATES = (45, 50, 60, 70)
_CURRENCIES = {"usd": "USD", "hkd": "HKD", "jpy": "JPY", "cny": "CNY"}
_USUAL_RATE, _FULL_RATE = 20, 100
"""percent; the whole once a purchase was not paid"""
_CREDIT_LIMIT = 500_000_000
"""won that the broker lends at most: our own choice"""
_OUTPUT = FieldBlock("""
    acmga_rt=0.0000 acmga_pct100_aptm_rson stck_cash_objt_amt=0 stck_sbst_objt_amt=0
    stck_evlu_objt_amt=0 stck_ruse_psbl_objt_amt=0 stck_fund_rpch_chgs_objt_amt=0
    stck_fncg_rdpt_objt_atm=0 bond_ruse_psbl_objt_amt=0 stck_cash_use_amt=0 stck_sbst_use_amt=0
    stck_evlu_use_amt=0 stck_ruse_psbl_amt_use_amt=0 stck_fund_rpch_chgs_use_amt=0
    stck_fncg_rdpt_amt_use_amt=0 bond_ruse_psbl_amt_use_amt=0 stck_cash_ord_psbl_amt=0
    stck_sbst_ord_psbl_amt=0 stck_evlu_ord_psbl_amt=0 stck_ruse_psbl_ord_psbl_amt=0
    stck_fund_rpch_ord_psbl_amt=0 bond_ruse_psbl_ord_psbl_amt=0 rcvb_amt=0
    stck_loan_grta_ruse_psbl_amt=0 stck_cash20_max_ord_psbl_amt=0 stck_cash30_max_ord_psbl_amt=0
    stck_cash40_max_ord_psbl_amt=0 stck_cash50_max_ord_psbl_amt=0 stck_cash60_max_ord_psbl_amt=0
    stck_cash100_max_ord_psbl_amt=0 stck_rsip100_max_ord_psbl_amt=0 bond_max_ord_psbl_amt=0
    stck_fncg45_max_ord_psbl_amt=0 stck_fncg50_max_ord_psbl_amt=0 stck_fncg60_max_ord_psbl_amt=0
    stck_fncg70_max_ord_psbl_amt=0 stck_stln_max_ord_psbl_amt=0 lmt_amt=0
    ovrs_stck_itgr_mgna_dvsn_name usd_objt_amt=0 usd_use_amt=0 usd_ord_psbl_amt=0 hkd_objt_amt=0
    hkd_use_amt=0 hkd_ord_psbl_amt=0 jpy_objt_amt=0 jpy_use_amt=0 jpy_ord_psbl_amt=0
    cny_objt_amt=0 cny_use_amt=0 cny_ord_psbl_amt=0 usd_ruse_objt_amt=0 usd_ruse_amt=0
    usd_ruse_ord_psbl_amt=0 hkd_ruse_objt_amt=0 hkd_ruse_amt=0 hkd_ruse_ord_psbl_amt=0
    jpy_ruse_objt_amt=0 jpy_ruse_amt=0 jpy_ruse_ord_psbl_amt=0 cny_ruse_objt_amt=0
    cny_ruse_amt=0 cny_ruse_ord_psbl_amt=0 usd_gnrl_ord_psbl_amt=0 usd_itgr_ord_psbl_amt=0
    hkd_gnrl_ord_psbl_amt=0 hkd_itgr_ord_psbl_amt=0 jpy_gnrl_ord_psbl_amt=0
    jpy_itgr_ord_psbl_amt=0 cny_gnrl_ord_psbl_amt=0 cny_itgr_ord_psbl_amt=0
    stck_itgr_cash20_ord_psbl_amt=0 stck_itgr_cash30_ord_psbl_amt=0
    stck_itgr_cash40_ord_psbl_amt=0 stck_itgr_cash50_ord_psbl_amt=0
    stck_itgr_cash60_ord_psbl_amt=0 stck_itgr_cash100_ord_psbl_amt=0
    stck_itgr_100_ord_psbl_amt=0 stck_itgr_fncg45_ord_psbl_amt=0 stck_itgr_fncg50_ord_psbl_amt=0
    stck_itgr_fncg60_ord_psbl_amt=0 stck_itgr_fncg70_ord_psbl_amt=0
    stck_itgr_stln_ord_psbl_amt=0 bond_itgr_ord_psbl_amt=0 stck_cash_ovrs_use_amt=0
    stck_sbst_ovrs_use_amt=0 stck_evlu_ovrs_use_amt=0 stck_re_use_amt_ovrs_use_amt=0
    stck_fund_rpch_ovrs_use_amt=0 stck_fncg_rdpt_ovrs_use_amt=0 bond_re_use_ovrs_use_amt=0
    usd_oth_mket_use_amt=0 jpy_oth_mket_use_amt=0 cny_oth_mket_use_amt=0 hkd_oth_mket_use_amt=0
    usd_re_use_oth_mket_use_amt=0 jpy_re_use_oth_mket_use_amt=0 cny_re_use_oth_mket_use_amt=0
    hkd_re_use_oth_mket_use_amt=0 hgkg_cny_re_use_amt=0 usd_frst_bltn_exrt=0.0000
    hkd_frst_bltn_exrt=0.0000 jpy_frst_bltn_exrt=0.0000 cny_frst_bltn_exrt=0.0000
    hgkg_cny_re_use_objt_amt=0 hgkg_cny_re_use_ord_psbl_amt=0 hgkg_cny_re_use_oth_use_amt=0
""")


def _answer(call: Call) -> Reply:
    """Money of any kind is there (대상), bound by orders (사용) or free (주문가능)."""
    cash, pledges = call.account.cash(), substitute_worth(call)
    value = sum(one.value for one in call.account.positions())
    owed = sum(one.loan for one in shown_loans(call))
    abroad = {one.currency: one for one in foreign_cash(call)}
    free = cash.orderable
    together = free + sum(int(one.free * one.won) for one in abroad.values())
    redeemed = savings(call).redeemed
    values = {
        "acmga_rt": rate(_FULL_RATE if cash.unpaid else _USUAL_RATE, 4),
        "stck_cash_objt_amt": won(cash.day_after),
        "stck_cash_use_amt": won(cash.reserved),
        "stck_cash_ord_psbl_amt": won(free),
        "stck_sbst_objt_amt": won(pledges),
        "stck_sbst_ord_psbl_amt": won(pledges),
        "stck_evlu_objt_amt": won(value),
        "stck_evlu_ord_psbl_amt": won(value),
        "stck_ruse_psbl_objt_amt": won(cash.reusable),
        "stck_ruse_psbl_ord_psbl_amt": won(cash.reusable),
        "bond_ruse_psbl_objt_amt": won(cash.reusable),
        "bond_ruse_psbl_ord_psbl_amt": won(cash.reusable),
        "stck_fund_rpch_chgs_objt_amt": won(redeemed),
        "stck_fund_rpch_ord_psbl_amt": won(redeemed),
        "stck_fncg_rdpt_objt_atm": won(_repaid(call)),
        "rcvb_amt": won(cash.unpaid),
        "stck_loan_grta_ruse_psbl_amt": won(_guarantees(call)),
        "stck_rsip100_max_ord_psbl_amt": won(max(free - cash.reusable, 0)),
        "bond_max_ord_psbl_amt": won(free),
        "bond_itgr_ord_psbl_amt": won(together),
        "stck_stln_max_ord_psbl_amt": won(free * 100 // GUARANTEE_PERCENT),
        "stck_itgr_stln_ord_psbl_amt": won(together * 100 // GUARANTEE_PERCENT),
        "stck_itgr_100_ord_psbl_amt": won(together),
        "lmt_amt": won(max(_CREDIT_LIMIT - owed, 0)),
    }
    for percent in _CASH_RATES:
        values[f"stck_cash{percent}_max_ord_psbl_amt"] = won(free * 100 // percent)
        values[f"stck_itgr_cash{percent}_ord_psbl_amt"] = won(together * 100 // percent)
    for percent in _LOAN_RATES:
        values[f"stck_fncg{percent}_max_ord_psbl_amt"] = won(free * 100 // percent)
        values[f"stck_itgr_fncg{percent}_ord_psbl_amt"] = won(together * 100 // percent)
    for name, currency in _CURRENCIES.items():
        values |= _foreign(name, abroad[currency], free)
    output = _OUTPUT.filled(values)
    return answered({"output": output})


def _foreign(name: str, one: CurrencyCash, free: int) -> dict[str, str]:
    """Money of one currency, in it; what is bought together with the won that are free."""
    return {
        f"{name}_objt_amt": f"{one.settled:.2f}",
        f"{name}_use_amt": f"{one.bound:.2f}",
        f"{name}_ord_psbl_amt": f"{one.free:.2f}",
        f"{name}_ruse_objt_amt": f"{one.sold:.2f}",
        f"{name}_ruse_amt": f"{_reused(one):.2f}",
        f"{name}_ruse_ord_psbl_amt": f"{min(one.sold, one.free):.2f}",
        f"{name}_gnrl_ord_psbl_amt": f"{one.free:.2f}",
        f"{name}_itgr_ord_psbl_amt": f"{one.free + free / one.won:.2f}",
        f"{name}_frst_bltn_exrt": f"{one.quoted:.4f}",
    }


def _reused(one: CurrencyCash) -> Decimal:
    """What purchases and orders take of today's proceeds: that for which the rest is not enough."""
    return min(one.sold, max(one.bought + one.bound - one.settled, Decimal(0)))


def _repaid(call: Call) -> int:
    """융자상환금: what today's sales of shares bought on loans leave once those are paid, won."""
    today = call.market.trade_date
    return sum(
        fill.cash
        for fill in call.account.fill_history(today, today)
        if fill.credit is not None and fill.credit.repays and not fill.credit.kind.short
    )


def _guarantees(call: Call) -> int:
    """보증금 of open loans, the customer's part of what was bought on them, won."""
    return sum(one.cost - one.loan for one in shown_loans(call) if not one.kind.short)


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/intgr-margin",
    real=("TTTC0869R",),
    paper=(),
    required=("CMA_EVLU_AMT_ICLD_YN", "WCRC_FRCR_DVSN_CD", "FWEX_CTRT_FRCR_DVSN_CD"),
    answer=_answer,
    example={
        "CMA_EVLU_AMT_ICLD_YN": "N",
        "WCRC_FRCR_DVSN_CD": "02",
        "FWEX_CTRT_FRCR_DVSN_CD": "02",
    },
    of_account=True,
)
