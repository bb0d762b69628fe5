"""기간별매매손익현황조회, v1_국내주식-060: realized profit, a row a day, instrument and loan."""

from collections.abc import Sequence
from datetime import date

from kis_desktop.simulator import profit
from kis_desktop.simulator.profit import Pocket, pocket_of
from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.profit_totals import OLDEST_FIRST, asked_fills, total_fields
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.wire_text import day, rate, won
from kis_desktop.simulator.views import FillRecord, Side

ROWS = 50
"""our own choice: the document gives no number"""
_ROW = FieldBlock("""
    trad_dt pdno prdt_name trad_dvsn_name loan_dt hldg_qty=0 pchs_unpr=0.0000 buy_qty=0 buy_amt=0
    sll_pric=0.0000 sll_qty=0 sll_amt=0 rlzt_pfls=0 pfls_rt=0.00000000 fee=0 tl_tax=0 loan_int=0
""")
_TOTALS = FieldBlock("""
    sll_qty_smtl=0 sll_tr_amt_smtl=0 sll_fee_smtl=0 sll_tltx_smtl=0 sll_excc_amt_smtl=0
    buyqty_smtl=0 buy_tr_amt_smtl=0 buy_fee_smtl=0 buy_tax_smtl=0 buy_excc_amt_smtl=0 tot_qty=0
    tot_tr_amt=0 tot_fee=0 tot_tltx=0 tot_excc_amt=0 tot_rlzt_pfls=0 loan_int=0
    tot_pftrt=0.00000000
""")


def _answer(call: Call) -> Reply:
    fills = asked_fills(call)
    groups = profit.grouped(fills, lambda fill: (fill.time.date(), pocket_of(fill)))
    held = _held_after(call, fills)
    rows = [
        _ROW.filled(_row(call, traded, pocket, of_group, held[traded, pocket]))
        for (traded, pocket), of_group in groups.items()
    ]
    if call.text("SORT_DVSN") != OLDEST_FIRST:
        rows.reverse()
    names = ("CANO", "ACNT_PRDT_CD", "INQR_STRT_DT", "INQR_END_DT", "SORT_DVSN", "PDNO")
    page = page_of(call, rows, ROWS, [call.text(name) for name in names])
    totals = profit.of(fills)
    shown = {
        **total_fields(totals),
        "buyqty_smtl": won(totals.buy_quantity),
        "tot_pftrt": rate(totals.rate, 8),
    }
    return answered(
        {"output1": list(page.rows), "output2": _TOTALS.filled(shown)},
        continuation=page.continuation,
        before=page.context,
    )


def _row(
    call: Call, traded: date, pocket: Pocket, fills: Sequence[FillRecord], held: int
) -> dict[str, str]:
    symbol, kind, loan_date = pocket
    sums = profit.of(fills)
    listing = call.market.universe.find(symbol)
    closed = sums.buy_quantity if kind is not None and kind.short else sums.sell_quantity
    return {
        "trad_dt": day(traded),
        "pdno": symbol,
        "prdt_name": listing.name if listing else "",
        "trad_dvsn_name": kind.value if kind else "현금",
        "loan_dt": day(loan_date),
        "hldg_qty": won(held),
        "pchs_unpr": rate(sums.cost / closed if closed else 0.0, 4),
        "buy_qty": won(sums.buy_quantity),
        "buy_amt": won(sums.buys),
        "sll_pric": rate(sums.sells / sums.sell_quantity if sums.sell_quantity else 0.0, 4),
        "sll_qty": won(sums.sell_quantity),
        "sll_amt": won(sums.sells),
        "rlzt_pfls": won(sums.realized),
        "pfls_rt": rate(sums.rate, 8),
        "fee": won(sums.fees),
        "tl_tax": won(sums.taxes),
        "loan_int": won(sums.interest),
    }


def _held_after(call: Call, fills: Sequence[FillRecord]) -> dict[tuple[date, Pocket], int]:
    """What was held at the end of each day, reckoned back from what is held now."""
    if not fills:
        return {}
    held: dict[Pocket, int] = {
        (position.symbol, None, None): position.quantity for position in call.account.positions()
    }
    held |= {(one.symbol, one.kind, one.loan_date): one.quantity for one in call.account.loans()}
    after: dict[tuple[date, Pocket], int] = {}
    first = fills[0].time.date()
    for fill in reversed(call.account.fill_history(first, call.market.trade_date)):
        pocket = pocket_of(fill)
        after.setdefault((fill.time.date(), pocket), held.get(pocket, 0))
        short = fill.credit is not None and fill.credit.kind.short
        added = fill.quantity if (fill.side is Side.BUY) is not short else -fill.quantity
        held[pocket] = held.get(pocket, 0) - added
    return after


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-period-trade-profit",
    real=("TTTC8715R",),
    paper=(),
    required=("SORT_DVSN", "INQR_STRT_DT", "INQR_END_DT", "CBLC_DVSN"),
    answer=_answer,
    example={
        "SORT_DVSN": "01",
        "INQR_STRT_DT": "20240415",
        "INQR_END_DT": "20261120",
        "CBLC_DVSN": "00",
    },
    of_account=True,
)
