"""What the requests for statements and ratios share: the periods asked for, amounts, growth."""

from collections.abc import Callable, Mapping

from kis_desktop.simulator.facts.statements import Statement
from kis_desktop.simulator.server.call import Call, CallRefused, asked_listing
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply, refused
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.universe import Listing

QUARTERS = "1"
"""FID_DIV_CLS_CODE; income is summed up from the fiscal year's begin on. 0: whole years"""
Row = Mapping[str, Value]


def statement_answer(id_: str, row: Callable[[Call, Statement], Row]) -> Callable[[Call], Reply]:
    """An answer of one row for each statement in print, newest first."""
    documented = layout(id_)

    def answer(call: Call) -> Reply:
        rows = [{"stac_yymm": f"{one.period.end:%Y%m}", **row(call, one)} for one in _asked(call)]
        return documented.done({"output": rows})

    return answer


def asked_company(call: Call, name: str) -> Listing:
    """The company of a field, though its share is not among those that trade here; raises
    CallRefused for an unknown one.
    """
    listing = asked_listing(call, name) or call.market.others.companies.listing(call.text(name))
    if listing is None:
        raise CallRefused(refused("MCA05918", "종목코드 오류입니다."))
    return listing


def symbol_of(call: Call) -> str:
    """The company asked for; raises CallRefused for an unknown one."""
    return asked_company(call, "FID_INPUT_ISCD").symbol


def hundred_millions(millions: float) -> float:
    """억원 of million won."""
    return millions / 100


def growth(call: Call, one: Statement, line: Callable[[Statement], int]) -> float:
    """Percent that a line has grown by since the same period a year ago, of its size then."""
    companies = call.market.others.companies
    before = companies.statement(symbol_of(call), one.period.year_before)
    was = line(before) if before else 0
    return share(line(one) - was, abs(was))


def _asked(call: Call) -> tuple[Statement, ...]:
    yearly = call.text("FID_DIV_CLS_CODE") != QUARTERS
    return call.market.others.companies.statements(symbol_of(call), yearly=yearly)
