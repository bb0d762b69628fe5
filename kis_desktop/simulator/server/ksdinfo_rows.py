"""What the schedules of the securities depository (예탁원정보) share: the period, pages, days."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from kis_desktop.simulator.facts.corporate_actions import Action, ActionKind
from kis_desktop.simulator.server.call import Call, asked_listing
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Continuation, Reply
from kis_desktop.simulator.universe import Listing

ROWS = 100
COMMON_CODE, COMMON = "01", "보통"
_KEY_WIDTH = 17
_ROUND = 10
_LEAD_MANAGERS = ("한국투자증권", "미래에셋증권", "NH투자증권", "KB증권", "삼성증권", "대신증권")
Row = Mapping[str, Value]


def schedule_answer(
    id_: str, rows: Callable[[Call, date, date, str | None], Iterable[Row]]
) -> Callable[[Call], Reply]:
    """An answer with the rows of a period, of one instrument or of all; nothing for an unknown one.

    CTS is the number of rows already given, empty on the last page.
    """
    documented = layout(id_)

    def answer(call: Call) -> Reply:
        start, end = call.day("F_DT"), call.day("T_DT")
        listing = asked_listing(call, "SHT_CD")
        symbol = listing.symbol if listing else call.text("SHT_CD") or None
        found = list(rows(call, start, end, symbol))
        key = call.text("CTS")
        first = int(key) if key.isdecimal() else 0
        more = first + ROWS < len(found)
        return documented.done(
            {"output1": found[first : first + ROWS]},
            before={"cts": str(first + ROWS).zfill(_KEY_WIDTH) if more else ""},
            continuation=Continuation.LAST,
        )

    return answer


def actions_of(
    call: Call,
    kinds: Iterable[ActionKind],
    day_of: Callable[[Action], date],
    start: date,
    end: date,
    symbol: str | None,
) -> Iterator[tuple[Listing, Action]]:
    """Actions of some kinds with one of their days in [start, end], in the order of that day."""
    wanted = frozenset(kinds)
    companies = call.market.others.companies
    actions = companies.actions
    found = actions.between(start, end) if symbol is None else actions.of(symbol)
    chosen = [one for one in found if one.kind in wanted and start <= day_of(one) <= end]
    for one in sorted(chosen, key=lambda one: (day_of(one), one.symbol)):
        listing = companies.listing(one.symbol)
        assert listing is not None
        yield listing, one


def record_of(one: Action) -> date:
    """기준일."""
    return one.record


def listed_of(one: Action) -> date:
    """상장일."""
    return one.listed


def named(listing: Listing) -> Row:
    """Code and name."""
    return {"sht_cd": listing.symbol, "isin_name": listing.name}


def slashed(day: date) -> str:
    """A day in the fields of ten places."""
    return f"{day:%Y/%m/%d}"


def span(days: tuple[date, date] | None) -> str:
    """First and last day in the fields of 23 places."""
    return f"{slashed(days[0])} - {slashed(days[1])}" if days else ""


def shares_around(call: Call, one: Action) -> tuple[int, int]:
    """Shares before an action, and what it adds."""
    companies = call.market.others.companies
    after = companies.shares_on(one.symbol, one.listed)
    before = round(after / one.growth)
    return before, after - before


def issue_price(call: Call, one: Action) -> int:
    """What a new share costs: the price at the record date less the discount, tens of won."""
    price = call.market.others.companies.price_on(one.symbol, one.record)
    return max(round(price * (1 - one.discount / 100) / _ROUND), 1) * _ROUND


def lead_manager(one: Action) -> str:
    """주간사."""
    return _LEAD_MANAGERS[int(one.discount * 10) % len(_LEAD_MANAGERS)]
