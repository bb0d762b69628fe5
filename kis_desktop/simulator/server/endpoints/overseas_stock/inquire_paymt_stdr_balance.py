"""해외주식 결제기준잔고, v1_해외주식-064: what had been delivered on a day, at its closes."""

from datetime import date
from decimal import Decimal

from kis_desktop.simulator.markets.overseas_stock.account import Holding, settled_holdings
from kis_desktop.simulator.markets.overseas_stock.cash import cash_of
from kis_desktop.simulator.markets.overseas_stock.identity import isin_of
from kis_desktop.simulator.markets.overseas_stock.pledges import lent_of, pledge_of
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_rows import fixed, stocks, whole
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("overseas_stock/inquire_paymt_stdr_balance")
_IN_WON = "01"


def _answer(call: Call) -> Reply:
    market, day = stocks(call), _day(call)
    shown = settled_holdings(market, call.account_number, day, call.now)
    cash = []
    deposits = Decimal(0)
    for one in cash_of(market, call.account_number, call.now):
        quoted = market.currencies.quoted_on(one.currency, day, call.now)
        won = one.settled * quoted / market.currencies.won_rate(one.currency).unit
        deposits += won
        cash.append(
            {
                "crcy_cd": one.currency,
                "crcy_cd_name": one.country.currency_name,
                "frcr_dncl_amt_2": fixed(one.settled, 6),
                "frst_bltn_exrt": fixed(quoted, 8),
                "frcr_evlu_amt2": fixed(won, 6),
            }
        )
    return _LAYOUT.answered(
        {
            "output1": [_row(call, one) for one in shown],
            "output2": cash,
            "output3": _totals(call, shown, deposits),
        }
    )


def _day(call: Call) -> date:
    """No later than today."""
    return min(call.day("BASS_DT"), call.now.date())


def _row(call: Call, one: Holding) -> Values:
    in_won = call.text("WCRC_FRCR_DVSN_CD") == _IN_WON
    rate = one.won if in_won else Decimal(1)
    decimals = 0 if in_won else 5
    place, day = one.share.exchange, _day(call)
    loan = pledge_of(stocks(call), one.share, one.quantity, day, call.now)
    return {
        "pdno": one.share.symbol,
        "prdt_name": one.share.name,
        "cblc_qty13": fixed(one.quantity, 8),
        "ord_psbl_qty1": fixed(one.sellable, 8),
        "avg_unpr3": fixed(one.average, 4),
        "ovrs_now_pric1": fixed(one.last, 8),
        "frcr_pchs_amt": fixed(one.cost * rate, decimals),
        "frcr_evlu_amt2": fixed(one.value * rate, decimals),
        "evlu_pfls_amt2": fixed(one.profit * rate, decimals),
        "bass_exrt": fixed(one.won * stocks(call).currencies.won_rate(one.share.currency).unit, 8),
        "oprt_dtl_dtime": f"{call.now:%Y%m%d%H%M%S}000",
        "buy_crcy_cd": one.share.currency,
        "thdt_sll_ccld_qty1": fixed(one.position.sold_today, 8),
        "thdt_buy_ccld_qty1": fixed(one.position.bought_today, 8),
        "evlu_pfls_rt1": fixed(one.profit_rate, 8),
        "tr_mket_name": place.name,
        "natn_kor_name": place.country.name,
        "std_pdno": isin_of(one.share),
        "mgge_qty": 0 if loan is None else loan.quantity,
        "loan_rmnd": 0 if loan is None else loan.won,
        "prdt_type_cd": place.product,
        "ovrs_excg_cd": place.order_code,
        "scts_dvsn_name": "해외ETF" if one.share.is_fund else "해외주식",
        "ldng_cblc_qty": lent_of(stocks(call), one.share, one.quantity, day),
    }


def _totals(call: Call, shown: tuple[Holding, ...], deposits: Decimal) -> Values:
    zero = Decimal(0)
    cost = sum((one.cost * one.won for one in shown), zero)
    value = sum((one.value * one.won for one in shown), zero)
    won = call.account.cash().deposit
    day = _day(call)
    loans = [pledge_of(stocks(call), one.share, one.quantity, day, call.now) for one in shown]
    lent = sum(
        (one.last * one.won * lent_of(stocks(call), one.share, one.quantity, day) for one in shown),
        zero,
    )
    return {
        "pchs_amt_smtl_amt": whole(cost),
        "tot_evlu_pfls_amt": fixed(value - cost, 8),
        "evlu_erng_rt1": fixed(share(float(value - cost), float(cost)), 8),
        "tot_dncl_amt": whole(won + deposits),
        "wcrc_evlu_amt_smtl": fixed(value, 8),
        "tot_asst_amt2": fixed(won + deposits + value, 8),
        "frcr_cblc_wcrc_evlu_amt_smtl": fixed(deposits, 8),
        "tot_loan_amt": sum(one.won for one in loans if one is not None),
        "tot_ldng_evlu_amt": whole(lent),
    }


ENDPOINT = served(
    "overseas_stock/inquire_paymt_stdr_balance",
    _answer,
    required=("BASS_DT",),
    example={"BASS_DT": "20250630", "WCRC_FRCR_DVSN_CD": "01", "INQR_DVSN_CD": "00"},
    other={"BASS_DT": "20261120"},
)
