"""The totals of the two requests for realized profit, and what both ask for."""

from kis_desktop.simulator.profit import Profit
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.wire_text import won
from kis_desktop.simulator.views import FillRecord

OLDEST_FIRST = "01"
"""SORT_DVSN; 00 and 02 are newest first"""


def asked_fills(call: Call) -> tuple[FillRecord, ...]:
    """The fills of the span of days, and of the instrument where one is named; oldest first."""
    start, end = call.day("INQR_STRT_DT"), call.day("INQR_END_DT")
    symbol = call.text("PDNO").removeprefix("A")
    fills = call.account.fill_history(start, end)
    return tuple(fill for fill in fills if symbol in {"", fill.symbol})


def total_fields(profit: Profit) -> dict[str, str]:
    """Sums over all rows of all pages; settled amounts are after fees, taxes and interest."""
    received = profit.sells - profit.sell_fees - profit.taxes
    paid = profit.buys + profit.buy_fees
    return {
        "sll_qty_smtl": won(profit.sell_quantity),
        "sll_tr_amt_smtl": won(profit.sells),
        "sll_fee_smtl": won(profit.sell_fees),
        "sll_tltx_smtl": won(profit.taxes),
        "sll_excc_amt_smtl": won(received),
        "buy_tr_amt_smtl": won(profit.buys),
        "buy_fee_smtl": won(profit.buy_fees),
        "buy_excc_amt_smtl": won(paid),
        "tot_qty": won(profit.sell_quantity + profit.buy_quantity),
        "tot_tr_amt": won(profit.sells + profit.buys),
        "tot_fee": won(profit.fees),
        "tot_tltx": won(profit.taxes),
        "tot_excc_amt": won(received - paid - profit.interest),
        "tot_rlzt_pfls": won(profit.realized),
        "loan_int": won(profit.interest),
    }
