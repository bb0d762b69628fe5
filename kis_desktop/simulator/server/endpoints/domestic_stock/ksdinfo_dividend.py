"""예탁원정보(배당일정), 국내주식-145: cash and shares paid, by record date."""

from collections.abc import Iterator
from datetime import date

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator.facts.corporate_actions import Action, ActionKind
from kis_desktop.simulator.facts.dividends import Dividend, DividendKind
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
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.universe import Listing

_KINDS = {"1": DividendKind.FINAL, "2": DividendKind.INTERIM}
"""GB1; otherwise all"""
_HIGH = 3.0
"""percent of the price that make a high dividend"""


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    """All of them oldest first; who is paid in cash and in shares at once has one row."""
    companies = call.market.others.companies
    wanted = _KINDS.get(call.text("GB1"))
    found = actions_of(call, {ActionKind.STOCK_DIVIDEND}, record_of, start, end, symbol)
    in_shares = {(one.symbol, one.record): (listing, one) for listing, one in found}
    rows = []
    for listing, paid in companies.dividends(start, end, symbol):
        if wanted in {None, paid.kind}:
            beside = in_shares.pop((paid.symbol, paid.record), None)
            rows.append(_cash(call, listing, paid) | _shares(beside[1] if beside else None))
    if wanted is not DividendKind.INTERIM:
        for listing, one in in_shares.values():
            head = _head(call, listing, one.record, DividendKind.FINAL)
            rows.append(head | _shares(one))
    high = call.text("HIGH_GB") == "Y"
    rows = [row for row in rows if row.get("high_divi_gb") == "Y" or not high]
    yield from sorted(rows, key=lambda row: (str(row["record_date"]), str(row["sht_cd"])))


def _head(call: Call, listing: Listing, record: date, kind: DividendKind) -> dict[str, Value]:
    return {
        **named(listing),
        "record_date": record,
        "divi_kind": kind.value,
        "face_val": call.market.others.companies.face_on(listing.symbol, record),
        "stk_kind": COMMON,
    }


def _cash(call: Call, listing: Listing, one: Dividend) -> dict[str, Value]:
    head = _head(call, listing, one.record, one.kind)
    face = int(str(head["face_val"]))
    return head | {
        "per_sto_divi_amt": one.amount,
        "divi_rate": share(one.amount, face),
        "divi_pay_dt": slashed(one.paid),
        "high_divi_gb": "Y" if share(one.amount, listing.base_price) >= _HIGH else "",
    }


def _shares(one: Action | None) -> dict[str, Value]:
    if one is None:
        return {"stk_divi_rate": 0.0}
    return {
        "stk_divi_rate": one.rate,
        "stk_div_pay_dt": slashed(one.listed),
        "odd_pay_dt": slashed(next_trading_day(one.listed)),
    }


ENDPOINT = served(
    "domestic_stock/ksdinfo_dividend",
    schedule_answer("domestic_stock/ksdinfo_dividend", _rows),
    example={"F_DT": "20250101", "T_DT": "20251231", "GB1": "0"},
)
