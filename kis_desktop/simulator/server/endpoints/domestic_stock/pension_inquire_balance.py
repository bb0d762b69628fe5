"""퇴직연금 잔고조회, v1_국내주식-036: holdings with the day's trades, and the account's money."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.pension_rows import BALANCE_NAME, KIND_NAMES, listing_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate
from kis_desktop.simulator.views import Position

ROWS = 50
_LAYOUT = layout("domestic_stock/pension_inquire_balance")


def _answer(call: Call) -> Reply:
    rows = [_row(call, one) for one in call.account.positions()]
    page = page_of(call, rows, ROWS, [call.text("CANO"), call.text("ACNT_PRDT_CD")])
    cash = call.account.cash()
    value = sum(one.value for one in call.account.positions())
    money = {
        "dnca_tot_amt": cash.deposit,
        "nxdy_excc_amt": cash.next_day,
        "prvs_rcdl_excc_amt": cash.day_after,
        "thdt_buy_amt": cash.today_buys,
        "thdt_sll_amt": cash.today_sells,
        "thdt_tlex_amt": cash.today_fees + cash.today_taxes,
        "scts_evlu_amt": value,
        "tot_evlu_amt": value + cash.day_after,
    }
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": money},
        continuation=page.continuation,
        before=page.context,
    )


def _row(call: Call, one: Position) -> dict[str, str]:
    listing = listing_of(call, one.symbol)
    return _LAYOUT.row(
        "output1",
        {
            "cblc_dvsn_name": BALANCE_NAME,
            "prdt_name": listing.name,
            "pdno": one.symbol,
            "item_dvsn_name": KIND_NAMES[listing.kind],
            "thdt_buyqty": one.bought_today,
            "thdt_sll_qty": one.sold_today,
            "hldg_qty": one.quantity,
            "ord_psbl_qty": one.sellable,
            "pchs_avg_pric": rate(one.average_price, 4),
            "pchs_amt": one.cost,
            "prpr": one.last,
            "evlu_amt": one.value,
            "evlu_pfls_amt": one.unrealized,
            "evlu_erng_rt": one.unrealized_rate,
        },
    )


ENDPOINT = served(
    "domestic_stock/pension_inquire_balance",
    _answer,
    example={"ACCA_DVSN_CD": "00", "INQR_DVSN": "00"},
)
