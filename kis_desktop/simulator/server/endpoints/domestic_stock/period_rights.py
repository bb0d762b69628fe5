"""기간별계좌권리현황조회, 국내주식-211: what holdings are paid, oldest first, by page.

A right is shown when its record date or its payment lies in the period; what INQR_DVSN tells apart
is not published. Dividends alone come up, so that all that belongs to new shares is nought.
"""

from kis_desktop.simulator.facts.rights import Right, rights_of
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

ROWS = 50
_LAYOUT = layout("domestic_stock/period_rights")
_DIVIDEND, _SHARES, _BALANCE = "03", "300", "01"


def _answer(call: Call) -> Reply:
    start, end = call.day("INQR_STRT_DT"), call.day("INQR_END_DT")
    companies, today = call.market.others.companies, call.market.trade_date
    symbol = call.text("PDNO").removeprefix("00000").removeprefix("A")
    rows = [
        _row(call, one)
        for one in rights_of(companies, call.account, today, start, end)
        if symbol in {"", one.listing.symbol}
        and call.text("RGHT_TYPE_CD") in {"", "00", _DIVIDEND}
        and call.text("PRDT_TYPE_CD") in {"", _SHARES}
    ]
    names = ("CANO", "ACNT_PRDT_CD", "INQR_STRT_DT", "INQR_END_DT", "PDNO")
    page = page_of(call, rows, ROWS, [call.text(name) for name in names])
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _row(call: Call, one: Right) -> dict[str, str]:
    symbol = one.listing.symbol
    return _LAYOUT.row(
        "output",
        {
            "acno10": call.account_number.replace("-", ""),
            "rght_type_cd": _DIVIDEND,
            "bass_dt": one.dividend.record,
            "rght_cblc_type_cd": _BALANCE,
            "rptt_pdno": f"00000A{symbol}",
            "pdno": f"00000A{symbol}",
            "prdt_type_cd": _SHARES,
            "shtn_pdno": f"A{symbol}",
            "prdt_name": one.listing.name,
            "cblc_qty": one.quantity,
            "last_alct_amt": one.amount,
            "cash_dfrm_dt": one.dividend.paid,
            "tax_amt": one.tax,
        },
    )


ENDPOINT = served(
    "domestic_stock/period_rights",
    _answer,
    example={"INQR_DVSN": "03", "INQR_STRT_DT": "20260101", "INQR_END_DT": "20261120"},
)
