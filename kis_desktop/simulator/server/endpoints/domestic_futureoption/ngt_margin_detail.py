"""(야간)선물옵션 증거금 상세, 국내선물-024: margins by what they are for.

What the rows of the first two blocks stand for, and which block holds the fields that the portal
names without one, is not known. Here output1 has the margin of orders and of positions, output2
deposit, margin, what may be ordered and what may leave; output3 holds all that has a name.
"""

from kis_desktop.catalogue import loader
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.field_block import Filled
from kis_desktop.simulator.server.futureoption_account import FuturesAccount
from kis_desktop.simulator.server.futureoption_holding import Holding
from kis_desktop.simulator.server.layout import Values, layout, text
from kis_desktop.simulator.server.replies import Continuation, Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Side

_ID = "domestic_futureoption/ngt_margin_detail"
_LAYOUT = layout(_ID)
_BLOCK = "output3"
_UPKEEP = "02"
_UNPLACED = {field.name: field.type for field in loader.endpoint(_ID).unplaced}
_SPREAD_PART = 0.02
"""of the value of long and short futures on the same underlying"""
_LEAST_PER_CONTRACT = 50_000


def _answer(call: Call) -> Reply:
    """MGNA_DVSN_CD 02 asks for the upkeep margin instead."""
    account = FuturesAccount(call, night=True)
    whole = account.upkeep if call.text("MGNA_DVSN_CD") == _UPKEEP else account.margin
    orders = 0 if call.text("MGNA_DVSN_CD") == _UPKEEP else account.margin_orders
    pledged = min(account.pledged, whole // 2)
    cash = whole - pledged
    output3: Values = {
        "base_dpsa_gdat_grad_cd": "02",
        "excc_dfpa": account.future_gain_today + account.renewed,
        "fee_amt": account.fees,
        "nxdy_dncl_amt": account.deposit_next,
        "opt_base_dpsa_gdat_grad_cd": "02",
        "opt_buy_exus_acnt_yn": False,
        "opt_dfpa": account.option_money,
        "prsm_dpast_amt": account.assets,
    }
    reply = _LAYOUT.answered(
        {
            "output1": [
                {"cash_amt": min(orders, cash), "tot_amt": orders},
                {"cash_amt": cash - min(orders, cash), "tot_amt": whole - orders},
            ],
            "output2": [
                _triple(account.deposit, account.pledged),
                _triple(cash, pledged),
                _triple(account.free, account.pledged - pledged),
                _triple(account.withdrawable - account.free_pledged, account.free_pledged),
            ],
            _BLOCK: output3,
        },
        continuation=Continuation.SINGLE,
    )
    block = reply.body[_BLOCK]
    assert isinstance(block, Filled)
    named = {**_money(account, whole, pledged), **_margins(account, whole, orders)}
    more = {name: text(named[name], type_) for name, type_ in _UNPLACED.items()}
    reply.body[_BLOCK] = Filled(block, {**{name: block[name] for name in block.given}, **more})
    return reply


def _triple(cash: int, pledged: int) -> Values:
    return {"cash_amt": cash, "sbst_amt": pledged, "tot_amt": cash + pledged}


def _money(account: FuturesAccount, whole: int, pledged: int) -> Values:
    """Deposit, what of it is bound, what may be ordered and what may leave."""
    leaving = account.withdrawable - account.free_pledged
    left = account.pledged - pledged
    lacking = max(whole - account.deposit_next - account.pledged, 0)
    return {
        "brkg_mgna": whole,
        "dnca_cash": account.deposit,
        "dnca_sbst": account.pledged,
        "dnca_tota": account.deposit + account.pledged,
        "wdrw_psbl_cash_amt": leaving,
        "wdrw_psbl_sbsa": account.free_pledged,
        "wdrw_psbl_tot_amt": leaving + account.free_pledged,
        "ord_psbl_cash_amt": account.free,
        "ord_psbl_sbsa": left,
        "ord_psbl_tot_amt": account.free + left,
        "brkg_mgna_cash_amt": whole - pledged,
        "brkg_mgna_sbst": pledged,
        "brkg_mgna_tot_amt": whole,
        "add_mgna_cash_amt": lacking - lacking // 2,
        "add_mgna_sbsa": lacking // 2,
        "add_mgna_tot_amt": lacking,
    }


def _margins(account: FuturesAccount, whole: int, orders: int) -> Values:
    """Margins of orders and of positions by what they cover."""
    futures = [one for one in account.holdings if not one.is_option]
    sold = [one for one in account.holdings if one.is_option and one.side is Side.SELL]
    premiums = sum(one.value for one in sold)
    bought_orders, sold_orders, future_orders = account.margin_of_orders
    positions = whole - orders
    today = account.future_gain_today + account.option_gain_today
    return {
        "futr_new_mgn_amt": future_orders,
        "futr_sprd_ord_mgna": round(future_orders * _SPREAD_PART),
        "opt_sll_new_mgn_amt": sold_orders,
        "opt_buy_new_mgn_amt": bought_orders,
        "new_mgn_amt": bought_orders + sold_orders + future_orders,
        "opt_pric_mgna": premiums,
        "fuop_pric_altr_mgna": max(positions - premiums, 0),
        "futr_sprd_mgna": round(_matched(futures) * _SPREAD_PART),
        "uwdl_mgna": account.margin_delivered,
        "ctrt_per_min_mgna": _LEAST_PER_CONTRACT * sum(one.count for one in (*futures, *sold)),
        "tot_risk_mgna": positions,
        "netrisk_brkg_mgna": max(positions - account.option_value, 0),
        "opt_sll_chgs": account.option_sold,
        "opt_buy_chgs": account.option_bought,
        "futr_loss_amt": sum(-one.gain for one in futures if one.gain < 0),
        "futr_prft_amt": sum(one.gain for one in futures if one.gain > 0),
        "thdt_ccld_net_loss_amt": max(-today, 0),
    }


def _matched(futures: list[Holding]) -> int:
    """What long and short futures on the same underlyings have in common, won."""
    sides: dict[Side, dict[str, int]] = {Side.BUY: {}, Side.SELL: {}}
    for one in futures:
        name = one.instrument.contract.product.underlying
        sides[one.side][name] = sides[one.side].get(name, 0) + one.value
    long, short = sides[Side.BUY], sides[Side.SELL]
    return sum(min(long[name], short[name]) for name in long.keys() & short.keys())


ENDPOINT = served(
    _ID,
    _answer,
    example={"MGNA_DVSN_CD": "01"},
    other={"MGNA_DVSN_CD": "02"},
    required=(),
)
