"""What the rankings by statements share: the period asked for, who has it, the rows.

Prices are the last ones; ratios of prices are reckoned with them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kis_desktop.simulator.facts.statements import Period, Statement
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import (
    Belongs,
    Ranked,
    candidates,
    quote_fields,
    top,
)
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.wire_text import share

_QUARTERS = {"0": 1, "1": 2, "2": 3, "3": 4}
"""FID_INPUT_OPTION_2: 1/4분기, 반기, 3/4분기, 결산"""
_FIRST_YEAR = 1956
"""in which the exchange was opened"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A ranked company with its statement of the period and of the same one a year before."""

    ranked: Ranked
    statement: Statement
    before: Statement | None
    capital: int
    """자본금 at the period's end, million won"""

    @property
    def price(self) -> int:
        """The last price, won."""
        return self.ranked.snapshot.last

    def growth(self, line: Callable[[Statement], int]) -> float:
        """Percent that a line has grown by within a year, of its size then."""
        was = line(self.before) if self.before else 0
        return share(line(self.statement) - was, abs(was))


Measure = Callable[[Judged], float]


def ranked_by_statements(
    id_: str, measures: Mapping[str, tuple[str, Measure]], classes: dict[str, Belongs] | None = None
) -> Callable[[Call], Reply]:
    """An answer of the companies that are first by a measure; `measures` are a field and its
    figure by FID_RANK_SORT_CLS_CODE.
    """
    documented = layout(id_)

    def answer(call: Call) -> Reply:
        by = measures[call.choice("FID_RANK_SORT_CLS_CODE", *measures)][1]
        found = _judged(call, classes)
        ranked = top(call, [one.ranked for one in found.values()], lambda one: by(found[_of(one)]))
        rows = [
            {
                **quote_fields(one.snapshot),
                "data_rank": rank,
                "hts_kor_isnm": one.listing.name,
                "mksc_shrn_iscd": one.listing.symbol,
                **{field: measure(found[_of(one)]) for field, measure in measures.values()},
                "stac_month": f"{found[_of(one)].statement.period.closing_month:02}",
                "stac_month_cls_code": call.text("FID_INPUT_OPTION_2"),
                "iqry_csnu": len(found),
            }
            for rank, one in ranked
        ]
        return documented.done({"output": rows})

    return answer


def _of(one: Ranked) -> str:
    return one.listing.symbol


def _judged(call: Call, classes: dict[str, Belongs] | None) -> dict[str, Judged]:
    """The companies whose statement of the period is in print, by symbol."""
    year = call.number("FID_INPUT_OPTION_1")
    if not _FIRST_YEAR <= year <= call.now.year + 1:
        raise CallRefused(invalid_input("FID_INPUT_OPTION_1"))
    quarter = _QUARTERS.get(call.text("FID_INPUT_OPTION_2"))
    if quarter is None:
        raise CallRefused(invalid_input("FID_INPUT_OPTION_2"))
    companies, today = call.market.others.companies, call.now.date()
    found: dict[str, Judged] = {}
    for one in candidates(call, classes, funds=False):
        symbol = one.listing.symbol
        accounts = companies.accounts(symbol)
        if accounts is None:
            continue
        period = Period(year, quarter, accounts.closing_month)
        statement = companies.statement(symbol, period) if period.published <= today else None
        if statement is not None:
            before = companies.statement(symbol, period.year_before)
            found[symbol] = Judged(one, statement, before, accounts.capital)
    return found


def ratio(part: float, whole: float) -> float:
    """A part in units of a whole, 0 where the whole is not positive."""
    return part / whole if whole > 0 else 0.0


def amount(line: Callable[[Statement], int]) -> Measure:
    """A line of the statement, in 100 million won."""
    return lambda one: line(one.statement) / 100


def percent(part: Callable[[Statement], int], whole: Callable[[Statement], int]) -> Measure:
    """A line in percent of another."""
    return lambda one: share(part(one.statement), whole(one.statement))


def growing(line: Callable[[Statement], int]) -> Measure:
    """How much a line has grown within a year, percent."""
    return lambda one: one.growth(line)
