"""예탁원정보(액면교체일정), 국내주식-148: shares split or put together, by record date."""

from collections.abc import Iterator
from datetime import date

from kis_desktop.simulator.facts.corporate_actions import ActionKind
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.ksdinfo_rows import (
    Row,
    actions_of,
    named,
    record_of,
    schedule_answer,
    slashed,
    span,
)
from kis_desktop.simulator.server.served import served

_MARKETS = {"1": "KOSPI", "2": "KOSDAQ"}
"""MARKET_GB; otherwise both"""


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    companies = call.market.others.companies
    market = _MARKETS.get(call.text("MARKET_GB"))
    for listing, one in actions_of(call, {ActionKind.FACE}, record_of, start, end, symbol):
        if market in {None, listing.market}:
            yield {
                **named(listing),
                "record_date": one.record,
                "inter_bf_face_amt": companies.face_on(one.symbol, one.record),
                "inter_af_face_amt": companies.face_on(one.symbol, one.listed),
                "td_stop_dt": span(one.halt),
                "list_dt": slashed(one.listed),
            }


ENDPOINT = served(
    "domestic_stock/ksdinfo_rev_split",
    schedule_answer("domestic_stock/ksdinfo_rev_split", _rows),
    example={"F_DT": "20250101", "T_DT": "20251231", "MARKET_GB": "0"},
)
