"""예탁원정보(자본감소일정), 국내주식-149: shares put together, by record date."""

from collections.abc import Iterator
from datetime import date

from kis_desktop.simulator.facts.corporate_actions import ActionKind
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.ksdinfo_rows import (
    COMMON,
    Row,
    actions_of,
    named,
    record_of,
    schedule_answer,
    slashed,
    span,
)
from kis_desktop.simulator.server.served import served


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    for listing, one in actions_of(call, {ActionKind.REDUCTION}, record_of, start, end, symbol):
        yield {
            **named(listing),
            "record_date": one.record,
            "stk_kind": COMMON,
            "reduce_cap_type": "무상감자",
            "reduce_cap_rate": -one.rate,
            "comp_way": "병합",
            "td_stop_dt": span(one.halt),
            "list_dt": slashed(one.listed),
        }


ENDPOINT = served(
    "domestic_stock/ksdinfo_cap_dcrs",
    schedule_answer("domestic_stock/ksdinfo_cap_dcrs", _rows),
    example={"F_DT": "20250101", "T_DT": "20251231"},
)
