"""예탁원정보(무상증자일정), 국내주식-144: new shares for nothing, by record date."""

from collections.abc import Iterator
from datetime import date

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator.facts.corporate_actions import ActionKind
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.ksdinfo_rows import (
    COMMON_CODE,
    Row,
    actions_of,
    named,
    record_of,
    schedule_answer,
    shares_around,
    slashed,
)
from kis_desktop.simulator.server.served import served


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    companies = call.market.others.companies
    for listing, one in actions_of(call, {ActionKind.BONUS}, record_of, start, end, symbol):
        before, new = shares_around(call, one)
        yield {
            **named(listing),
            "record_date": one.record,
            "fix_rate": one.rate,
            "odd_rec_price": companies.price_on(one.symbol, one.listed),
            "right_dt": previous_trading_day(one.record),
            "odd_pay_dt": slashed(one.paid),
            "list_date": one.listed,
            "tot_issue_stk_qty": before,
            "issue_stk_qty": new,
            "stk_kind": COMMON_CODE,
        }


ENDPOINT = served(
    "domestic_stock/ksdinfo_bonus_issue",
    schedule_answer("domestic_stock/ksdinfo_bonus_issue", _rows),
    example={"F_DT": "20250101", "T_DT": "20251231"},
)
