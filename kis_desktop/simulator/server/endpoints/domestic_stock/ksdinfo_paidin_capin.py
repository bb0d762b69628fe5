"""예탁원정보(유상증자일정), 국내주식-143: new shares for shareholders at a discount."""

from collections.abc import Iterator
from datetime import date

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator.facts.corporate_actions import Action, ActionKind
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.ksdinfo_rows import (
    COMMON_CODE,
    Row,
    actions_of,
    issue_price,
    named,
    record_of,
    schedule_answer,
    shares_around,
    slashed,
    span,
)
from kis_desktop.simulator.server.served import served

_BY_RECORD = "2"
"""GB1; otherwise by the first day of the subscription"""


def _subscribed_from(one: Action) -> date:
    return one.subscription[0]


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    day_of = record_of if call.text("GB1") == _BY_RECORD else _subscribed_from
    for listing, one in actions_of(call, {ActionKind.RIGHTS}, day_of, start, end, symbol):
        before, new = shares_around(call, one)
        yield {
            **named(listing),
            "record_date": one.record,
            "tot_issue_stk_qty": before,
            "issue_stk_qty": new,
            "fix_rate": one.rate,
            "disc_rate": one.discount,
            "fix_price": issue_price(call, one),
            "right_dt": previous_trading_day(one.record),
            "sub_term_ft": f"{one.subscription[0]:%Y%m%d}",
            "sub_term": span(one.subscription),
            "list_date": slashed(one.listed),
            "stk_kind": COMMON_CODE,
        }


ENDPOINT = served(
    "domestic_stock/ksdinfo_paidin_capin",
    schedule_answer("domestic_stock/ksdinfo_paidin_capin", _rows),
    example={"F_DT": "20230301", "T_DT": "20240326", "GB1": "1"},
)
