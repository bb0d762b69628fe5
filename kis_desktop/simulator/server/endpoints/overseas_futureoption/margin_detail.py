"""해외선물옵션 증거금상세, 해외선물-032: what binds the money of a currency, part by part.

The American exchanges and those of Asia reckon by SPAN, Eurex by its own method; each is told by
its own fields. What positions of several months could save (spread) is not reckoned here.
"""

from collections.abc import Sequence
from decimal import Decimal

from kis_desktop.simulator.markets.overseas_futureoption.account import (
    CURRENCIES,
    CurrencyMoney,
    Holding,
    holdings,
)
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_futures_rows import (
    account_of,
    customer,
    futures,
    money_asked,
    money_text,
    total,
    won,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/margin_detail")
_EUREX = "EUREX"
_LEAST = Decimal("0.05")
"""of the margin of an option's future, that an option sold binds in any case"""


def _answer(call: Call) -> Reply:
    one, asked = money_asked(call), call.text("CRCY_CD")
    held = [
        holding
        for holding in holdings(futures(call), account_of(call), call.now)
        if asked not in CURRENCIES or holding.contract.product.currency == asked
    ]
    amounts = _general(one) | _of_methods(call, held, one.currency)
    output: Values = {
        **customer(call),
        "crcy_cd": asked,
        "resp_dt": call.now.date(),
        "acnt_net_risk_mgna_aply_yn": False,
        **{name: money_text(amount, one.currency) for name, amount in amounts.items()},
    }
    return _LAYOUT.done({"output": output}, code="KIOK0510", message="조회가 완료되었습니다")


def _general(one: CurrencyMoney) -> dict[str, Decimal]:
    positions = one.futures_margin + one.option_margin
    zero = Decimal(0)
    part = one.maintenance / positions if positions else zero
    return {
        "fm_ord_psbl_amt": one.free,
        "fm_add_mgn_amt": one.missing,
        "fm_brkg_mgn_amt": one.margin,
        "fm_excc_brkg_mgn_amt": positions,
        "fm_ustl_mgn_amt": positions,
        "fm_mntn_mgn_amt": one.maintenance,
        "fm_ord_mgn_amt": one.ordered,
        "fm_futr_ord_mgn_amt": one.order_futures,
        "fm_opt_buy_ord_amt": one.order_option_buys,
        "fm_opt_sll_ord_mgn_amt": one.order_option_sales,
        "fm_opt_buy_ord_mgn_amt": one.order_option_buys,
        "fm_ecis_rsvn_mgn_amt": zero,
        "fm_gnrl_brkg_mgn_amt": one.margin,
        "fm_futr_ustl_mgn_amt": one.futures_margin,
        "fm_sll_opt_ustl_mgn_amt": one.option_margin,
        "fm_buy_opt_ustl_mgn_amt": zero,
        "fm_sprd_ustl_mgn_amt": zero,
        "fm_avg_dsct_mgn_amt": zero,
        "fm_gnrl_mntn_mgn_amt": one.maintenance,
        "fm_futr_mntn_mgn_amt": one.futures_margin * part,
        "fm_opt_mntn_mgn_amt": one.option_margin * part,
    }


def _of_methods(call: Call, held: Sequence[Holding], currency: str) -> dict[str, Decimal]:
    """Margin, maintenance margin and the value of options, by SPAN and by Eurex."""

    def amounts(*, eurex: bool) -> tuple[Decimal, Decimal, Decimal]:
        own = [one for one in held if (one.contract.product.exchange == _EUREX) is eurex]
        bound = [one for one in own if not one.contract.is_option or one.position.quantity < 0]
        return (
            total(_rate(one) * one.contract.product.margin * _count(one) for one in bound),
            total(_rate(one) * one.contract.product.maintenance * _count(one) for one in bound),
            total(_rate(one) * one.value for one in own if one.contract.is_option),
        )

    def _rate(one: Holding) -> Decimal:
        return won(call, one.contract.product.currency) / won(call, currency)

    span, span_kept, span_options = amounts(eurex=False)
    eurex, eurex_kept, eurex_options = amounts(eurex=True)
    zero = Decimal(0)
    sold = [one for one in held if one.contract.is_option and one.position.quantity < 0]
    least = total(_rate(one) * one.contract.product.margin * _count(one) for one in sold) * _LEAST
    kept = [_rate(one) * one.contract.product.maintenance * _count(one) for one in sold]
    return {
        "fm_span_brkg_mgn_amt": span,
        "fm_span_pric_altr_mgn_amt": span,
        "fm_span_term_sprd_mgn_amt": zero,
        "fm_span_buy_opt_min_mgn_amt": span_options,
        "fm_span_opt_min_mgn_amt": least,
        "fm_span_tot_risk_mgn_amt": span,
        "fm_span_mntn_mgn_amt": span_kept,
        "fm_span_mntn_pric_altr_mgn_amt": span_kept,
        "fm_span_mntn_term_sprd_mgn_amt": zero,
        "fm_span_mntn_opt_pric_mgn_amt": span_options,
        "fm_span_mntn_opt_min_mgn_amt": total(kept) * _LEAST,
        "fm_span_mntn_tot_risk_mgn_amt": span_kept,
        "fm_eurx_brkg_mgn_amt": eurex,
        "fm_eurx_pric_altr_mgn_amt": eurex,
        "fm_eurx_term_sprd_mgn_amt": zero,
        "fm_eurx_opt_pric_mgn_amt": eurex_options,
        "fm_eurx_buy_opt_min_mgn_amt": zero,
        "fm_eurx_tot_risk_mgn_amt": eurex,
        "fm_eurx_mntn_mgn_amt": eurex_kept,
        "fm_eurx_mntn_pric_altr_mgn_amt": eurex_kept,
        "fm_eurx_mntn_term_sprd_mgn_amt": zero,
        "fm_eurx_mntn_opt_pric_mgn_amt": eurex_options,
        "fm_eurx_mntn_tot_risk_mgn_amt": eurex_kept,
    }


def _count(one: Holding) -> int:
    return abs(one.position.quantity)


ENDPOINT = served(
    "overseas_futureoption/margin_detail",
    _answer,
    required=(),
    example={"CRCY_CD": "TKR", "INQR_DT": "20261120"},
)
