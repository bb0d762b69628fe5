"""국내주식 종목추정실적, 국내주식-187: three years in print and two to come, oldest first.

output2: sales, operating income, net income (억원), each with its growth in percent. output3:
EBITDA (억원), EPS and its growth, PER, EV/EBITDA, ROE, liabilities to equity, interest coverage.
The units are our own reading.
"""

from collections.abc import Callable, Iterable

from kis_desktop.simulator.facts.opinions import HOUSES
from kis_desktop.simulator.facts.statements import Period, Statement
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.finance_rows import asked_company
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate, share

_LAYOUT = layout("domestic_stock/estimate_perform")
_LINES: tuple[Callable[[Statement], int], ...] = (
    lambda one: one.sales,
    lambda one: one.operating,
    lambda one: one.net,
)
_MILLION = 1_000_000
_KNOWN, _YEARS = 3, 5
_INTEREST = 0.04


def _answer(call: Call) -> Reply:
    companies = call.market.others.companies
    listing = asked_company(call, "SHT_CD")
    last = companies.last_statement(listing.symbol)
    if last is None:
        return _LAYOUT.done({})
    years = [_year(call, listing.symbol, last, number) for number in range(-_KNOWN, _YEARS - 2)]
    before, shown = years[:-1], years[1:]
    day = call.now.date()
    limit = call.market.others.flows.foreign_limit(listing)
    price = companies.price_on(listing.symbol, day)
    report = next(companies.reports(day.replace(year=day.year - 2), day, listing.symbol), None)
    head = {
        "sht_cd": listing.symbol,
        "item_kor_nm": listing.name,
        "name1": HOUSES[report.house] if report else "",
        "estdate": report.day if report else None,
        "rcmd_name": report.opinion.words if report else "",
        "capital": companies.capital_on(listing.symbol, day) // 100,
        "forn_item_lmtrt": share(limit, listing.listed_shares),
    }
    income = [
        row
        for line in _LINES
        for row in (
            [line(one) / 100 for one in shown],
            [_growth(line(one), line(was)) for one, was in zip(shown, before, strict=True)],
        )
    ]
    figures = [
        [one.ebitda / 100 for one in shown],
        [one.eps for one in shown],
        [_growth(one.eps, was.eps) for one, was in zip(shown, before, strict=True)],
        [max(price / one.eps, 0.0) if one.eps else 0.0 for one in shown],
        [_ev_ebitda(one, price) for one in shown],
        [share(one.net, one.equity) for one in shown],
        [share(one.liabilities, one.equity) for one in shown],
        [one.operating / (one.borrowings * _INTEREST) if one.borrowings else 0.0 for one in shown],
    ]
    return _LAYOUT.done(
        {
            "output1": head,
            "output2": [_cells(row) for row in income],
            "output3": [_cells(row) for row in figures],
            "output4": [{"dt": _label(one, last)} for one in shown],
        }
    )


def _year(call: Call, symbol: str, last: Statement, number: int) -> Statement:
    """A year's statement, `number` of them after the last one in print."""
    year = Period(last.period.year + number, 4, last.period.closing_month)
    found = call.market.others.companies.statement(symbol, year)
    return last if found is None else found


def _growth(now: float, before: float) -> float:
    return share(now - before, abs(before))


def _ev_ebitda(one: Statement, price: int) -> float:
    worth = price * one.shares / _MILLION + one.borrowings
    return worth / one.ebitda if one.ebitda > 0 else 0.0


def _cells(row: Iterable[float]) -> dict[str, Value]:
    return {f"data{number}": rate(value, 1) for number, value in enumerate(row, start=1)}


def _label(one: Statement, last: Statement) -> str:
    known = one.period.year <= last.period.year
    return f"{one.period.end:%Y.%m}{'A' if known else 'E'}"


ENDPOINT = served(
    "domestic_stock/estimate_perform",
    _answer,
    example={"SHT_CD": "005930"},
    other={"SHT_CD": "015760"},
)
