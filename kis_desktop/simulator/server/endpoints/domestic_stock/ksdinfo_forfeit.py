"""예탁원정보(실권주일정), 국내주식-152: what shareholders left of an issue, offered to all."""

from collections.abc import Iterator
from datetime import date

from kis_desktop.catalogue.calendar import next_trading_day
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


def _first_day(one: Action) -> date:
    return next_trading_day(one.subscription[1])


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    for listing, one in actions_of(call, {ActionKind.RIGHTS}, _first_day, start, end, symbol):
        first = _first_day(one)
        yield {
            **named(listing),
            "record_date": one.record,
            "subscr_dt": span((first, next_trading_day(first))),
            "subscr_price": issue_price(call, one),
            "subscr_stk_qty": round(shares_around(call, one)[1] * one.forfeited / 100),
            "refund_dt": slashed(one.refunded),
            "list_dt": slashed(one.listed),
            "lead_mgr": lead_manager(one),
        }


ENDPOINT = served(
    "domestic_stock/ksdinfo_forfeit",
    schedule_answer("domestic_stock/ksdinfo_forfeit", _rows),
    example={"F_DT": "20250101", "T_DT": "20251231"},
)
