"""Cash that shares and funds pay; the parts of a fiscal year come to what its statement says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kis_desktop.catalogue.calendar import next_trading_day, previous_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.facts.statements import Accounts, Period
from kis_desktop.simulator.hours import session_day
from kis_desktop.simulator.universe import Listing

_PAID_AFTER = timedelta(days=105)
"""from the fiscal year's end to the payment, after the meeting"""
_INTERIM_AFTER = timedelta(days=48)
_SOON_AFTER = timedelta(days=24)
_INTERIM_PART = 0.4
_INTERIM_PAYERS, _LATE_RECORDS = 0.35, 0.3
_LATE_SINCE = 2023
"""from this fiscal year on a record date may lie behind the meeting (배당절차 개선)"""
_ROUND = 10
_FUND_MONTHS = (1, 4, 7, 10, 12)
_FUND_PAYERS = 0.25
_REINVESTING = "TR"
"""total return: such funds pay nothing out"""
_BUSY = 1_000_000
_FUND_YIELD = 0.004
_LEAST_BETA, _MOST_BETA = 0.2, 1.2


class DividendKind(StrEnum):
    """Which of a year's payments."""

    FINAL = "결산"
    INTERIM = "중간"
    FUND = "분배"


@dataclass(frozen=True, slots=True)
class Dividend:
    """One payment a share; won."""

    symbol: str
    kind: DividendKind
    record: date
    """whoever holds the share at this day's end is paid"""
    paid: date
    amount: int

    @property
    def holding_day(self) -> date:
        """The last day on which a purchase still settles by the record date."""
        return previous_trading_day(self.ex)

    @property
    def ex(self) -> date:
        """배당락일: the first day on which a purchase comes too late."""
        return previous_trading_day(session_day(self.record))


def dividends_of(
    seed: int, listing: Listing, accounts: Accounts | None, start: date, end: date
) -> Iterator[Dividend]:
    """Those of an instrument with a record date in [start, end], oldest first."""
    key = noise.key(seed, listing.symbol, "dividend")
    made = _of_fund(key, listing, start, end)
    if accounts is not None:
        made = _of_company(key, listing.symbol, accounts, start, end)
    yield from (one for one in made if start <= one.record <= end and one.amount > 0)


def _of_company(
    key: int, symbol: str, accounts: Accounts, start: date, end: date
) -> Iterator[Dividend]:
    twice = noise.uniform(key, 0, 0) < _INTERIM_PAYERS
    late = noise.uniform(key, 0, 1) < _LATE_RECORDS
    for year in range(start.year - 1, end.year + 2):
        whole = accounts.dividend(year)
        interim = int(whole * _INTERIM_PART) // _ROUND * _ROUND if twice else 0
        half = Period(year, 2, accounts.closing_month).end
        if start <= half <= end:
            paid = _trading(half + _INTERIM_AFTER)
            yield Dividend(symbol, DividendKind.INTERIM, half, paid, interim)
        record = closing = Period(year, 4, accounts.closing_month).end
        if closing > end:
            return
        paid = closing + _PAID_AFTER
        if late and year >= _LATE_SINCE:
            record = _trading(closing + timedelta(days=int(60 + 30 * noise.uniform(key, year, 2))))
            paid = record + _SOON_AFTER
        if start <= record <= end:
            yield Dividend(symbol, DividendKind.FINAL, record, _trading(paid), whole - interim)


def _of_fund(key: int, listing: Listing, start: date, end: date) -> Iterator[Dividend]:
    chosen = listing.previous_volume >= _BUSY or noise.uniform(key, 0, 0) < _FUND_PAYERS
    chosen = chosen and _REINVESTING not in listing.name
    if not (chosen and _LEAST_BETA <= listing.beta <= _MOST_BETA):
        return
    for year in range(start.year, end.year + 1):
        for month in _FUND_MONTHS:
            first_after = date(year + month // 12, month % 12 + 1, 1)
            record = previous_trading_day(first_after)
            part = _FUND_YIELD * (0.5 + noise.uniform(key, year * 12 + month, 1))
            yield Dividend(
                listing.symbol,
                DividendKind.FUND,
                record,
                next_trading_day(next_trading_day(record)),
                round(listing.base_price * part),
            )


def _trading(day: date) -> date:
    """The day itself when it is a trading day, else the next one."""
    return next_trading_day(day - timedelta(days=1))
