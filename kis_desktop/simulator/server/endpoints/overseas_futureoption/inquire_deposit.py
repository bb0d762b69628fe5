"""해외선물옵션 예수금현황, 해외선물-012: cash, profit, margins and what can be ordered.

CRCY_CD names a currency; TUS is all of them in dollars, TKR and %%% all of them in won. For one
currency the others may stand in (통화대용) at five percent less than they are worth.
"""

from decimal import Decimal

from kis_desktop.simulator.markets.overseas_futureoption.account import (
    CURRENCIES,
    CurrencyMoney,
    money,
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

_LAYOUT = layout("overseas_futureoption/inquire_deposit")
_STANDS_FOR = Decimal("0.95")


def _answer(call: Call) -> Reply:
    one = money_asked(call)

    def text(name: str) -> str:
        return money_text(getattr(one, name), one.currency)

    others = _others(call, one)
    used = min(max(one.margin - one.equity, one.equity * 0), others)
    opened = one.deposit - one.realized + one.fees
    output: Values = {
        "fm_nxdy_dncl_amt": text("deposit"),
        "fm_tot_asst_evlu_amt": text("equity"),
        **customer(call),
        "crcy_cd": call.text("CRCY_CD"),
        "resp_dt": call.now.date(),
        "fm_dnca_rmnd": money_text(opened, one.currency),
        "fm_lqd_pfls_amt": text("realized"),
        "fm_fee": text("fees"),
        "fm_fuop_evlu_pfls_amt": text("futures_profit"),
        "fm_rcvb_amt": money_text(max(-one.deposit, one.deposit * 0), one.currency),
        "fm_brkg_mgn_amt": text("margin"),
        "fm_mntn_mgn_amt": text("maintenance"),
        "fm_add_mgn_amt": text("missing"),
        "fm_risk_rt": f"{one.risk:.2f}",
        "fm_ord_psbl_amt": text("free"),
        "fm_drwg_psbl_amt": money_text(min(one.free, max(one.deposit, one.free * 0)), one.currency),
        "fm_echm_rqrm_amt": "0.00",
        "fm_drwg_prar_amt": "0.00",
        "fm_opt_tr_chgs": text("option_turnover"),
        "fm_opt_icld_asst_evlu_amt": money_text(one.equity + one.option_value, one.currency),
        "fm_opt_evlu_amt": text("option_value"),
        "fm_crcy_sbst_amt": money_text(others, one.currency),
        "fm_crcy_sbst_use_amt": money_text(used, one.currency),
        "fm_crcy_sbst_stup_amt": money_text(others, one.currency),
    }
    return _LAYOUT.done({"output": output}, code="KIOK0510", message="조회가 완료되었습니다")


def _others(call: Call, one: CurrencyMoney) -> Decimal:
    """What the other currencies can stand in for; nothing where all are asked for."""
    if call.text("CRCY_CD") not in CURRENCIES:
        return Decimal(0)
    market, account = futures(call), account_of(call)
    return total(
        money(market, account, other, call.now).equity
        * won(call, other)
        / won(call, one.currency)
        * _STANDS_FOR
        for other in CURRENCIES
        if other != one.currency
    )


ENDPOINT = served(
    "overseas_futureoption/inquire_deposit",
    _answer,
    required=(),
    example={"CRCY_CD": "TUS", "INQR_DT": "20261120"},
    other=({"CRCY_CD": "USD"}, {"CRCY_CD": "EUR"}, {"CRCY_CD": "USD"}),
)
