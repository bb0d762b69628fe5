"""선물옵션 총자산현황, v1_국내선물-014: money and margins of the account."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_account import FuturesAccount
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Continuation, Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/inquire_deposit")


def _answer(call: Call) -> Reply:
    """Cheques and what an accident has moved are unknown here."""
    account = FuturesAccount(call)
    realized = account.future_gain_today + account.option_gain_today
    return _LAYOUT.answered(
        {
            "output": {
                "dnca_tota": account.deposit + account.pledged + account.foreign,
                "rlth_uwdl_dpos_amt": account.margin_delivered,
                "brkg_mgna_cash": account.margin_cash,
                "wdrw_psbl_tot_amt": account.withdrawable,
                "ord_psbl_cash": account.free,
                "ord_psbl_tota": account.free + account.free_pledged,
                "dnca_sbst": account.pledged,
                "scts_sbst_amt": account.pledged,
                "frcr_evlu_amt": account.foreign,
                "brkg_mgna_sbst": account.margin_pledged,
                "sbst_rlse_psbl_amt": account.free_pledged,
                "mtnc_rt": account.kept_up,
                "add_mgna_tota": account.missing,
                "add_mgna_cash": account.missing,
                "rcva": max(-account.deposit_next, 0),
                "futr_trad_pfls": account.future_gain_today,
                "opt_trad_pfls_amt": account.option_gain_today,
                "trad_pfls_smtl": realized,
                "futr_evlu_pfls_amt": account.renewed,
                "opt_evlu_pfls_amt": account.option_gain,
                "evlu_pfls_smtl": account.renewed + account.option_gain,
                "excc_dfpa": account.future_gain_today + account.renewed,
                "opt_dfpa": account.option_money,
                "brkg_fee": account.brokers_fee,
                "nxdy_dnca": account.deposit_next,
                "prsm_dpast_amt": account.assets,
                "cash_mntn_amt": account.upkeep_cash,
            }
        },
        continuation=Continuation.SINGLE,
    )


ENDPOINT = served(
    "domestic_futureoption/inquire_deposit",
    _answer,
    example={},
    required=(),
)
