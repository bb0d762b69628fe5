"""해외주식 체결기준현재잔고, v1_해외주식-008: holdings by fills, cash by currency, all in won.

`WCRC_FRCR_DVSN_CD` 01 writes the amounts of a holding in won, 02 in its currency.
"""

from collections.abc import Sequence
from decimal import Decimal

from kis_desktop.simulator.dealing import DealFill
from kis_desktop.simulator.markets.overseas_stock.account import Holding, fills_today, holdings
from kis_desktop.simulator.markets.overseas_stock.cash import CurrencyCash, cash_of
from kis_desktop.simulator.markets.overseas_stock.exchanges import COUNTRIES
from kis_desktop.simulator.markets.overseas_stock.identity import isin_of
from kis_desktop.simulator.markets.overseas_stock.pledges import Pledge, pledge_of
from kis_desktop.simulator.server.account_worth import savings
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_rows import fixed, stocks, whole
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.views import Side

_LAYOUT = layout("overseas_stock/inquire_present_balance")
_ALL = frozenset({"", "000"})
_ANY_MARKET = frozenset({"", "00"})
_IN_WON = "01"


def _answer(call: Call) -> Reply:
    shown = [
        one for one in holdings(stocks(call), call.account_number, call.now) if _asked(call, one)
    ]
    today = fills_today(stocks(call), call.account_number, call.now)
    countries = [one for one in COUNTRIES if call.text("NATN_CD") in _ALL | {one.number}]
    cash = tuple(cash_of(stocks(call), call.account_number, call.now, countries))
    return _LAYOUT.answered(
        {
            "output1": [_row(call, one, today) for one in shown],
            "output2": [_cash_row(one) for one in cash],
            "output3": _totals(call, shown, cash),
        }
    )


def _asked(call: Call, one: Holding) -> bool:
    place = one.share.exchange
    return (
        call.text("NATN_CD") in _ALL | {place.country.number}
        and call.text("TR_MKET_CD") in _ANY_MARKET | {place.market}
        and call.text("INQR_DVSN_CD") != "02"
    )


def _row(call: Call, one: Holding, today: tuple[DealFill, ...]) -> Values:
    in_won = call.text("WCRC_FRCR_DVSN_CD") == _IN_WON
    rate = one.won if in_won else Decimal(1)
    decimals = 0 if in_won else 5
    currencies = stocks(call).currencies
    traded = [
        fill
        for fill in today
        if (fill.exchange, fill.code) == (one.position.exchange, one.position.code)
    ]
    bought, sold = (
        sum((one.share.money(fill.value) for fill in traded if fill.side is side), Decimal(0))
        for side in (Side.BUY, Side.SELL)
    )
    place = one.share.exchange
    loan = _loan(call, one)
    return {
        "prdt_name": one.share.name,
        "cblc_qty13": fixed(one.quantity, 8),
        "thdt_buy_ccld_qty1": fixed(one.position.bought_today, 8),
        "thdt_sll_ccld_qty1": fixed(one.position.sold_today, 8),
        "ccld_qty_smtl1": fixed(one.quantity, 8),
        "ord_psbl_qty1": fixed(one.sellable, 8),
        "frcr_pchs_amt": fixed(one.cost * rate, decimals),
        "frcr_evlu_amt2": fixed(one.value * rate, decimals),
        "evlu_pfls_amt2": fixed(one.profit * rate, decimals),
        "evlu_pfls_rt1": fixed(one.profit_rate, 8),
        "pdno": one.share.symbol,
        "bass_exrt": fixed(currencies.quoted(one.share.currency, call.now), 8),
        "buy_crcy_cd": one.share.currency,
        "ovrs_now_pric1": fixed(one.last, 8),
        "avg_unpr3": fixed(one.average, 4),
        "tr_mket_name": place.name,
        "natn_kor_name": place.country.name,
        "pchs_rmnd_wcrc_amt": whole(one.cost * one.won),
        "thdt_buy_ccld_frcr_amt": fixed(bought, 5),
        "thdt_sll_ccld_frcr_amt": fixed(sold, 5),
        "unit_amt": currencies.won_rate(one.share.currency).unit,
        "std_pdno": isin_of(one.share),
        "prdt_type_cd": place.product,
        "scts_dvsn_name": "해외ETF" if one.share.is_fund else "해외주식",
        "loan_rmnd": 0 if loan is None else loan.won,
        "loan_dt": None if loan is None else loan.taken,
        "loan_expd_dt": None if loan is None else loan.expires,
        "ovrs_excg_cd": place.order_code,
        "item_lnkg_excg_cd": place.code,
    }


def _cash_row(one: CurrencyCash) -> Values:
    return {
        "crcy_cd": one.currency,
        "crcy_cd_name": one.country.currency_name,
        "frcr_buy_amt_smtl": fixed(one.bought, 5),
        "frcr_sll_amt_smtl": fixed(one.sold, 5),
        "frcr_dncl_amt_2": fixed(one.settled, 6),
        "frst_bltn_exrt": fixed(one.quoted, 8),
        "frcr_buy_mgn_amt": fixed(one.bound, 6),
        "frcr_etc_mgna": "0.000000",
        "frcr_drwg_psbl_amt_1": fixed(one.free, 6),
        "frcr_evlu_amt2": fixed(one.free * one.won, 6),
        "acpl_cstd_crcy_yn": True,
        "nxdy_frcr_drwg_psbl_amt": fixed(one.free, 6),
    }


def _loan(call: Call, one: Holding) -> Pledge | None:
    return pledge_of(stocks(call), one.share, one.quantity, call.now.date(), call.now)


def _totals(call: Call, shown: list[Holding], cash: Sequence[CurrencyCash]) -> Values:
    zero = Decimal(0)
    cost = sum((one.cost * one.won for one in shown), zero)
    value = sum((one.value * one.won for one in shown), zero)
    deposits = sum((one.settled * one.won for one in cash), zero)
    once_settled = sum((one.deposit * one.won for one in cash), zero)
    free = sum((one.free * one.won for one in cash), zero)
    bound = sum((one.bound * one.won for one in cash), zero)
    won = call.account.cash()
    rate = fixed(share(float(value - cost), float(cost)), 8)
    return {
        "pchs_amt_smtl": whole(cost),
        "evlu_amt_smtl": whole(value),
        "evlu_pfls_amt_smtl": whole(value - cost),
        "dncl_amt": won.deposit,
        "cma_evlu_amt": savings(call).cma,
        "tot_dncl_amt": whole(won.deposit + deposits),
        "etc_mgna": "0",
        "wdrw_psbl_tot_amt": whole(won.withdrawable + free),
        "frcr_evlu_tota": whole(deposits),
        "evlu_erng_rt1": rate,
        "pchs_amt_smtl_amt": whole(cost),
        "evlu_amt_smtl_amt": whole(value),
        "tot_evlu_pfls_amt": fixed(value - cost, 8),
        "tot_asst_amt": whole(won.deposit + once_settled + value),
        "buy_mgn_amt": whole(bound),
        "mgna_tota": whole(bound + won.reserved),
        "frcr_use_psbl_amt": whole(free),
        "ustl_sll_amt_smtl": whole(sum((one.sold * one.won for one in cash), zero)),
        "ustl_buy_amt_smtl": whole(sum((one.bought * one.won for one in cash), zero)),
        "tot_frcr_cblc_smtl": fixed(deposits + value, 6),
        "tot_loan_amt": sum(loan.won for one in shown if (loan := _loan(call, one))),
    }


ENDPOINT = served(
    "overseas_stock/inquire_present_balance",
    _answer,
    required=(),
    example={
        "WCRC_FRCR_DVSN_CD": "02",
        "NATN_CD": "000",
        "TR_MKET_CD": "00",
        "INQR_DVSN_CD": "00",
    },
)
