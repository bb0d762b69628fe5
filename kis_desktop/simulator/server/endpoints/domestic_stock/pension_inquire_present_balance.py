"""퇴직연금 체결기준잔고, v1_국내주식-032: holdings as the fills left them, and profits.

매매손익 is what today's sales have realized, 당일총손익 that and the day's change of what is held.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.pension_rows import BALANCE_CODE, BALANCE_NAME, listing_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate, share
from kis_desktop.simulator.views import Position, Side

ROWS = 50
_LAYOUT = layout("domestic_stock/pension_inquire_present_balance")


def _answer(call: Call) -> Reply:
    positions = [one for one in call.account.positions() if one.quantity]
    value, cost = sum(one.value for one in positions), sum(one.cost for one in positions)
    rows = [_row(call, one, value) for one in positions]
    page = page_of(call, rows, ROWS, [call.text("CANO"), call.text("ACNT_PRDT_CD")])
    realized = call.account.cash().today_realized
    totals: dict[str, Value] = {
        "pchs_amt_smtl_amt": cost,
        "evlu_amt_smtl_amt": value,
        "evlu_pfls_smtl_amt": value - cost,
        "trad_pfls_smtl": realized,
        "thdt_tot_pfls_amt": realized + sum(_moved(call, one) for one in positions),
        "pftrt": rate(share(value - cost, cost), 8),
    }
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": totals},
        continuation=page.continuation,
        before=page.context,
    )


def _moved(call: Call, one: Position) -> int:
    """What the day has added to the worth of a holding, won: today's purchases from their price."""
    today = call.market.trade_date
    fills = call.account.fill_history(today, today)
    mine = [fill for fill in fills if fill.symbol == one.symbol and fill.side is Side.BUY]
    bought = min(sum(fill.quantity for fill in mine), one.quantity)
    paid = sum(fill.amount for fill in mine)
    base = call.market.base_price(one.symbol)
    return one.value - base * (one.quantity - bought) - (paid if bought else 0)


def _row(call: Call, one: Position, value: int) -> dict[str, str]:
    return _LAYOUT.row(
        "output1",
        {
            "cblc_dvsn": BALANCE_CODE,
            "cblc_dvsn_name": BALANCE_NAME,
            "pdno": one.symbol,
            "prdt_name": listing_of(call, one.symbol).name,
            "hldg_qty": one.quantity,
            "slpsb_qty": one.sellable,
            "pchs_avg_pric": rate(one.average_price, 4),
            "evlu_pfls_amt": one.unrealized,
            "evlu_pfls_rt": one.unrealized_rate,
            "prpr": one.last,
            "evlu_amt": one.value,
            "pchs_amt": one.cost,
            "cblc_weit": rate(share(one.value, value), 8),
        },
    )


ENDPOINT = served(
    "domestic_stock/pension_inquire_present_balance", _answer, example={"USER_DVSN_CD": "00"}
)
