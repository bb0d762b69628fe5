"""예탁원정보(상장정보일정), 국내주식-150: new and changed listings, by their day."""

from collections.abc import Iterator
from datetime import date

from kis_desktop.simulator.facts.corporate_actions import ActionKind
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.ksdinfo_rows import (
    COMMON,
    Row,
    actions_of,
    issue_price,
    listed_of,
    named,
    schedule_answer,
    shares_around,
    slashed,
)
from kis_desktop.simulator.server.served import served

_PAID_FOR = {
    ActionKind.RIGHTS,
    ActionKind.PUBLIC,
    ActionKind.ALLOTTED,
    ActionKind.OPTION,
    ActionKind.CONVERSION,
}
_CHANGED = {ActionKind.REDUCTION, ActionKind.FACE}
"""all shares are listed anew"""
_LISTED = set(ActionKind) - {ActionKind.SPLIT}


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    companies = call.market.others.companies
    for listing, one in actions_of(call, _LISTED, listed_of, start, end, symbol):
        before, new = shares_around(call, one)
        paid = one.kind in _PAID_FOR
        yield {
            **named(listing),
            "list_dt": slashed(one.listed),
            "stk_kind": COMMON,
            "issue_type": one.kind.value,
            "issue_stk_qty": before + new if one.kind in _CHANGED else new,
            "tot_issue_stk_qty": before + new,
            "issue_price": issue_price(call, one)
            if paid
            else companies.face_on(one.symbol, one.listed),
        }


ENDPOINT = served(
    "domestic_stock/ksdinfo_list_info",
    schedule_answer("domestic_stock/ksdinfo_list_info", _rows),
    example={"F_DT": "20250101", "T_DT": "20251231"},
)
