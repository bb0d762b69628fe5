"""배당률 상위, v1_국내주식-106: what companies pay with record dates in a period.

The rate is the payment in percent of the face value; what is paid in shares counts at that value.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kis_desktop.simulator.facts.corporate_actions import ActionKind
from kis_desktop.simulator.facts.dividends import DividendKind
from kis_desktop.simulator.hours import HISTORY_START
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import PAGE, SHARES, symbols_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.universe import Listing

_LAYOUT = layout("domestic_stock/dividend_rate")
_MARKETS = {"1": "0001", "2": "2001", "3": "1001"}
_CLASSES = {"6": SHARES["1"], "7": SHARES["2"]}
_KINDS = {"1": DividendKind.FINAL, "2": DividendKind.INTERIM}
_LONGEST = timedelta(days=1100)


@dataclass(frozen=True, slots=True)
class _Paid:
    """One payment a share."""

    listing: Listing
    record: date
    amount: int
    """won"""
    rate: float
    """percent of the face value"""
    kind: DividendKind


def _answer(call: Call) -> Reply:
    start, end = max(call.day("F_DT"), HISTORY_START), call.day("T_DT")
    end = min(end, start + _LONGEST)
    paid = _in_shares(call, start, end) if call.text("GB3") == "1" else _in_cash(call, start, end)
    symbols = symbols_of(call, _MARKETS.get(call.text("GB1"), "0000"))
    sector = symbols_of(call, call.text("UPJONG")) if call.text("GB1") in {"1", "3"} else None
    belongs, kind = _CLASSES.get(call.text("GB2")), _KINDS.get(call.text("GB4"))
    found = [
        one
        for one in paid
        if (symbols is None or one.listing.symbol in symbols)
        and (sector is None or one.listing.symbol in sector)
        and (belongs is None or belongs(one.listing))
        and kind in {None, one.kind}
    ]
    found.sort(key=lambda one: one.rate, reverse=True)
    rows = [
        {
            "rank": rank,
            "sht_cd": one.listing.symbol,
            "isin_name": one.listing.name,
            "record_date": one.record,
            "per_sto_divi_amt": one.amount,
            "divi_rate": one.rate,
            "divi_kind": one.kind.value,
        }
        for rank, one in enumerate(found[:PAGE], start=1)
    ]
    return _LAYOUT.done({"output": rows})


def _in_cash(call: Call, start: date, end: date) -> Iterator[_Paid]:
    companies = call.market.others.companies
    for listing, one in companies.dividends(start, end):
        if one.kind is not DividendKind.FUND:
            rate = share(one.amount, companies.face_on(one.symbol, one.record))
            yield _Paid(listing, one.record, one.amount, rate, one.kind)


def _in_shares(call: Call, start: date, end: date) -> Iterator[_Paid]:
    companies = call.market.others.companies
    for one in companies.actions.between(start, end):
        if one.kind is ActionKind.STOCK_DIVIDEND and start <= one.record <= end:
            worth = round(companies.face_on(one.symbol, one.record) * one.new_for_one)
            listing = companies.listing(one.symbol)
            if listing is not None:
                yield _Paid(listing, one.record, worth, one.rate, DividendKind.FINAL)


ENDPOINT = served(
    "domestic_stock/dividend_rate",
    _answer,
    of_whole_market=True,
    example={
        "GB1": "0",
        "UPJONG": "0001",
        "GB2": "0",
        "GB3": "2",
        "F_DT": "20250101",
        "T_DT": "20251231",
        "GB4": "0",
    },
    required=("F_DT", "T_DT"),
)
