"""예탁원정보(주식매수청구일정), 국내주식-146: who objects to a merger or split is bought out."""

from collections.abc import Iterator
from datetime import date, timedelta

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator.facts.corporate_actions import OBJECTED_KINDS, Action
from kis_desktop.simulator.hours import session_day
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.ksdinfo_rows import (
    COMMON,
    Row,
    actions_of,
    named,
    record_of,
    schedule_answer,
    slashed,
)
from kis_desktop.simulator.server.served import served

_OBJECTED_UNTIL = timedelta(days=20)
"""after the meeting"""
_SPANS = (timedelta(0), timedelta(days=7), timedelta(days=30))


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    for listing, one in actions_of(call, OBJECTED_KINDS, record_of, start, end, symbol):
        until = session_day(one.meeting + _OBJECTED_UNTIL)
        yield {
            **named(listing),
            "record_date": one.record,
            "stk_kind": COMMON,
            "opp_opi_rcpt_term": f"{previous_trading_day(one.meeting):%Y%m%d}",
            "buy_req_rcpt_term": f"{until:%Y%m%d}",
            "buy_req_price": _price(call, one),
            "buy_amt_pay_dt": slashed(session_day(until + timedelta(days=30))),
            "get_meet_dt": slashed(one.meeting),
            "meet_dt": one.meeting,
        }


def _price(call: Call, one: Action) -> int:
    """The mean of the prices of the day, the week and the month before the announcement, won."""
    companies = call.market.others.companies
    day = previous_trading_day(one.announced)
    prices = [companies.price_on(one.symbol, day - ago) for ago in _SPANS]
    return sum(prices) // len(prices)


ENDPOINT = served(
    "domestic_stock/ksdinfo_purreq",
    schedule_answer("domestic_stock/ksdinfo_purreq", _rows),
    example={"F_DT": "20250101", "T_DT": "20251231"},
)
