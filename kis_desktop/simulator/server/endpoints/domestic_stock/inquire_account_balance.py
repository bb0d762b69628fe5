"""투자계좌자산현황조회, v1_국내주식-048: the account's assets, a row for each of twenty classes.

Rows have no name: the class is told by the place. Shares, a CMA, foreign shares and bonds, foreign
money and won are held here, all other rows are nought, as they are for most accounts. Net assets
are less what was lent.
"""

from kis_desktop.simulator.server.account_worth import (
    foreign_worth,
    savings,
    substitute_worth,
)
from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.holding_rows import money_fields, shown_loans
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.wire_text import rate, share, won

_CLASSES = 20
_SHARES, _CMA, _FOREIGN_SHARES, _FOREIGN_BONDS, _FOREIGN_MONEY, _MONEY, _SUM = (
    0,
    7,
    8,
    9,
    16,
    17,
    19,
)
"""the places of the classes"""
_ROW = FieldBlock("""
    pchs_amt=0 evlu_amt=0 evlu_pfls_amt=0 crdt_lnd_amt=0 real_nass_amt=0 whol_weit_rt=0.00
""")
_TOTALS = FieldBlock("""
    pchs_amt_smtl=0 nass_tot_amt=0 loan_amt_smtl=0 evlu_pfls_amt_smtl=0 evlu_amt_smtl=0
    tot_asst_amt=0 tot_lnda_tot_ulst_lnda=0 cma_auto_loan_amt=0 tot_mgln_amt=0 stln_evlu_amt=0
    crdt_fncg_amt=0 ocl_apl_loan_amt=0 pldg_stup_amt=0 frcr_evlu_tota=0 tot_dncl_amt=0
    cma_evlu_amt=0 dncl_amt=0 tot_sbst_amt=0 thdt_rcvb_amt=0 ovrs_stck_evlu_amt1=0
    ovrs_bond_evlu_amt=0 mmf_cma_mgge_loan_amt=0 sbsc_dncl_amt=0 pbst_sbsc_fnds_loan_use_amt=0
    etpr_crdt_grnt_loan_amt=0
""")


def _answer(call: Call) -> Reply:
    cash = call.account.cash()
    money = money_fields(call)
    cost, value = int(money["pchs_amt_smtl_amt"]), int(money["evlu_amt_smtl_amt"])
    profit, owed = int(money["evlu_pfls_smtl_amt"]), int(money["tot_loan_amt"])
    total, net = int(money["tot_evlu_amt"]), int(money["nass_amt"])
    foreign = foreign_worth(call)
    other = savings(call)
    dollars = float(call.market.others.overseas_stock.currencies.won("USD", call.now))
    bonds, bonds_cost = (
        round(other.dollar_bonds * dollars),
        round(other.dollar_bonds_cost * dollars),
    )
    abroad = foreign.shares + foreign.money + bonds
    gained = foreign.shares - foreign.cost + bonds - bonds_cost
    bought_in_all = cost + foreign.cost + bonds_cost
    lent_in_all = owed + other.lent
    all_assets = total + abroad + other.cma
    whole = net + abroad + other.cma - other.lent
    rows = [_ROW.filled({}) for _ in range(_CLASSES)]
    for place, bought, worth, gain, lent, own in (
        (_SHARES, cost, value, profit, owed, net - cash.day_after),
        (_CMA, 0, other.cma, 0, other.lent, other.cma - other.lent),
        (
            _FOREIGN_SHARES,
            foreign.cost,
            foreign.shares,
            foreign.shares - foreign.cost,
            0,
            foreign.shares,
        ),
        (_FOREIGN_BONDS, bonds_cost, bonds, bonds - bonds_cost, 0, bonds),
        (_FOREIGN_MONEY, 0, foreign.money, 0, 0, foreign.money),
        (_MONEY, 0, cash.day_after, 0, 0, cash.day_after),
        (_SUM, bought_in_all, all_assets, profit + gained, lent_in_all, whole),
    ):
        rows[place] = _ROW.filled(
            {
                "pchs_amt": won(bought),
                "evlu_amt": won(worth),
                "evlu_pfls_amt": won(gain),
                "crdt_lnd_amt": won(lent),
                "real_nass_amt": won(own),
                "whol_weit_rt": rate(share(own, whole)),
            }
        )
    totals = _TOTALS.filled(
        {
            "pchs_amt_smtl": won(bought_in_all),
            "nass_tot_amt": won(whole),
            "loan_amt_smtl": won(lent_in_all),
            "evlu_pfls_amt_smtl": won(profit + gained),
            "evlu_amt_smtl": won(all_assets),
            "tot_asst_amt": won(all_assets),
            "tot_lnda_tot_ulst_lnda": won(lent_in_all),
            "tot_mgln_amt": won(other.lent),
            "mmf_cma_mgge_loan_amt": won(other.lent),
            "pldg_stup_amt": won(other.pledged),
            "cma_evlu_amt": won(other.cma),
            "ovrs_bond_evlu_amt": won(bonds),
            "stln_evlu_amt": won(sum(one.value for one in shown_loans(call) if one.kind.short)),
            "crdt_fncg_amt": won(owed),
            "frcr_evlu_tota": won(foreign.money),
            "tot_sbst_amt": won(substitute_worth(call)),
            "ovrs_stck_evlu_amt1": won(foreign.shares),
            "tot_dncl_amt": won(cash.day_after),
            "dncl_amt": won(cash.deposit),
            "thdt_rcvb_amt": won(cash.unpaid),
        }
    )
    return answered({"output1": [*rows], "output2": totals})


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-account-balance",
    real=("CTRP6548R",),
    paper=(),
    required=(),
    answer=_answer,
    example={},
    of_account=True,
)
