"""예탁원정보(공모주청약일정), 국내주식-151: listed companies' offers to everybody."""

from collections.abc import Iterator
from datetime import date

from kis_desktop.simulator.facts.corporate_actions import Action, ActionKind
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.ksdinfo_rows import (
    Row,
    actions_of,
    issue_price,
    lead_manager,
    named,
    schedule_answer,
    shares_around,
    slashed,
    span,
)
from kis_desktop.simulator.server.served import served


def _subscribed_from(one: Action) -> date:
    return one.subscription[0]


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    companies = call.market.others.companies
    found = actions_of(call, {ActionKind.PUBLIC}, _subscribed_from, start, end, symbol)
    for listing, one in found:
        before, new = shares_around(call, one)
        face = companies.face_on(one.symbol, one.record)
        yield {
            **named(listing),
            "record_date": one.record,
            "fix_subscr_pri": issue_price(call, one),
            "face_value": face,
            "subscr_dt": span(one.subscription),
            "pay_dt": slashed(one.paid),
            "refund_dt": slashed(one.refunded),
            "list_dt": slashed(one.listed),
            "lead_mgr": lead_manager(one),
            "pub_bf_cap": before * face,
            "pub_af_cap": (before + new) * face,
            "assign_stk_qty": round(new * one.forfeited / 100),
        }


ENDPOINT = served(
    "domestic_stock/ksdinfo_pub_offer",
    schedule_answer("domestic_stock/ksdinfo_pub_offer", _rows),
    example={"F_DT": "20250101", "T_DT": "20251231"},
)
