"""예탁원정보(의무예치일정), 국내주식-153: shares of private issues, locked up for a year."""

from collections.abc import Iterator
from datetime import date, timedelta

from kis_desktop.simulator.facts.corporate_actions import ActionKind
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.ksdinfo_rows import (
    Row,
    actions_of,
    listed_of,
    named,
    schedule_answer,
    shares_around,
    span,
)
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_YEAR = timedelta(days=365)


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    for listing, one in actions_of(call, {ActionKind.ALLOTTED}, listed_of, start, end, symbol):
        before, new = shares_around(call, one)
        yield {
            **named(listing),
            "stk_qty": new,
            "depo_date": span((one.listed, one.listed + _YEAR)),
            "depo_reason": "전매제한",
            "tot_issue_qty_per_rate": share(new, before + new),
        }


ENDPOINT = served(
    "domestic_stock/ksdinfo_mand_deposit",
    schedule_answer("domestic_stock/ksdinfo_mand_deposit", _rows),
    example={"F_DT": "20250101", "T_DT": "20251231"},
)
