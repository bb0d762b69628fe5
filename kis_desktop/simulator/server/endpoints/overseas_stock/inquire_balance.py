"""해외주식 잔고, v1_해외주식-006: holdings of an exchange, or of all American ones, at last prices.

Sums are in the currency of the exchange but for two; what has been realized is today's.
"""

from decimal import Decimal

from kis_desktop.simulator.markets.overseas_stock.account import (
    Holding,
    earned,
    fills_today,
    holdings,
)
from kis_desktop.simulator.markets.overseas_stock.pledges import pledge_of
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_rows import WIDTH, fixed, places, stocks
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("overseas_stock/inquire_balance")
_ROWS = 100


def _answer(call: Call) -> Reply:
    codes = {one.order_code for one in places(call)}
    shown = [
        one
        for one in holdings(stocks(call), call.account_number, call.now)
        if one.share.exchange.order_code in codes and one.quantity
    ]
    rows = [_LAYOUT.row("output1", _row(call, one)) for one in shown]
    conditions = [call.text(name) for name in ("CANO", "ACNT_PRDT_CD", "OVRS_EXCG_CD")]
    page = page_of(call, rows, _ROWS, conditions, width=WIDTH)
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": _totals(call, shown, codes)},
        continuation=page.continuation,
        before=page.context,
    )


def _row(call: Call, one: Holding) -> Values:
    account, _, product = call.account_number.partition("-")
    loan = pledge_of(stocks(call), one.share, one.quantity, call.now.date(), call.now)
    return {
        "cano": account,
        "acnt_prdt_cd": product,
        "prdt_type_cd": one.share.exchange.product,
        "ovrs_pdno": one.share.symbol,
        "ovrs_item_name": one.share.name,
        "frcr_evlu_pfls_amt": fixed(one.profit, 6),
        "evlu_pfls_rt": one.profit_rate,
        "pchs_avg_pric": fixed(one.average, 4),
        "ovrs_cblc_qty": one.quantity,
        "ord_psbl_qty": one.sellable,
        "frcr_pchs_amt1": fixed(one.cost, 5),
        "ovrs_stck_evlu_amt": fixed(one.value, 8),
        "now_pric2": fixed(one.last, 6),
        "tr_crcy_cd": one.share.currency,
        "ovrs_excg_cd": one.share.exchange.order_code,
        "loan_type_cd": "10" if loan is None else "15",
        "loan_dt": None if loan is None else loan.taken,
        "expd_dt": None if loan is None else loan.expires,
    }


def _totals(call: Call, shown: list[Holding], codes: set[str]) -> Values:
    """As KIS fills them, whatever the names say: 총평가손익금액 is what the holdings are worth.

    What ends with a 2 is in won, 외화매수금액합계 what the shares sold today had cost.
    """
    market = stocks(call)
    cost = sum((one.cost for one in shown), Decimal(0))
    value = sum((one.value for one in shown), Decimal(0))
    fills = fills_today(market, call.account_number, call.now)
    sold = [one for one in earned(market, fills) if one.fill.exchange in codes]
    realized = sum((one.profit for one in sold), Decimal(0))
    sold_cost = sum((one.cost for one in sold), Decimal(0))
    in_won = [(one, market.currencies.won(one.share.currency, call.now)) for one in sold]
    realized_in_won = sum((one.profit * rate for one, rate in in_won), Decimal(0))
    sold_cost_in_won = sum((one.cost * rate for one, rate in in_won), Decimal(0))
    return {
        "frcr_pchs_amt1": fixed(cost, 5),
        "ovrs_rlzt_pfls_amt": fixed(realized, 5),
        "ovrs_tot_pfls": fixed(value - cost, 5),
        "rlzt_erng_rt": fixed(share(float(realized), float(sold_cost)), 8),
        "tot_evlu_pfls_amt": fixed(value, 8),
        "tot_pftrt": fixed(share(float(value - cost), float(cost)), 8),
        "frcr_buy_amt_smtl1": fixed(sold_cost, 6),
        "ovrs_rlzt_pfls_amt2": fixed(realized_in_won, 5),
        "frcr_buy_amt_smtl2": fixed(sold_cost_in_won, 6),
    }


ENDPOINT = served(
    "overseas_stock/inquire_balance",
    _answer,
    required=("OVRS_EXCG_CD",),
    example={"OVRS_EXCG_CD": "NASD", "TR_CRCY_CD": "USD"},
)
