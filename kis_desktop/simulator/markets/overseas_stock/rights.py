"""What shareholders abroad get: dividends, new shares offered to them, new standard codes.

Nothing is split or delisted: prices and numbers of shares would have to show it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kis_desktop.simulator import noise
from kis_desktop.simulator.markets.overseas_stock.exchanges import UNITED_STATES, business_day
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare

DIVIDEND, OPTION, OFFERING, NEW_CODE = "03", "74", "01", "76"
TITLES = {DIVIDEND: "현금배당", OPTION: "배당옵션", OFFERING: "유상증자", NEW_CODE: "ISIN변경"}
_GROWTH = 1.04
_THIS_YEAR = 2026
_QUARTERS, _YEARLY = 4, 1
_OPTIONAL, _OFFERED, _RENAMED = 0.08, 0.03, 0.02
"""parts of all: dividends with a choice, years with an offering, years with a new code"""


@dataclass(frozen=True, slots=True)
class Right:
    """One event; days are those of the exchange."""

    share: ForeignShare
    kind: str
    announced: date
    ex_day: date
    record: date
    paid: date
    amount: Decimal
    """of a dividend a share, of an offering the price of a new one; in the currency"""
    ratio: Decimal
    """new shares in percent of those held"""
    first: date | None
    """from when on one may choose or subscribe"""
    last: date | None


def rights_of(seed: int, share: ForeignShare, start: date, end: date) -> Iterator[Right]:
    """All whose announcement or record lies in [start, end], by year."""
    if share.is_index:
        return
    for year in range(start.year - 1, end.year + 2):
        for right in _of_year(seed, share, year):
            if start <= right.record <= end or start <= right.announced <= end:
                yield right


def _of_year(seed: int, share: ForeignShare, year: int) -> Iterator[Right]:
    habits = noise.stream(seed, share.address, "rights")
    month, day = habits.randrange(3), habits.randrange(3, 27)
    draw = noise.stream(seed, share.address, "rights", year)
    times = _QUARTERS if share.exchange.country is UNITED_STATES else _YEARLY
    if share.dividend_yield:
        paid = float(share.listing.base) * share.dividend_yield / times
        paid *= _GROWTH ** (year - _THIS_YEAR)
        places = max(share.decimals, 4) if share.currency == "USD" else 2
        for number in range(times):
            kind = OPTION if draw.random() < _OPTIONAL else DIVIDEND
            ex_day = date(year, 1 + month + number * 12 // times, day)
            yield _right(share, kind, ex_day, Decimal(f"{paid:.{places}f}"), Decimal(0))
    if not share.is_fund and draw.random() < _OFFERED:
        price = round(Decimal(share.listing.base) * Decimal("0.85"), share.decimals)
        ratio = Decimal(draw.randrange(5, 21))
        ex_day = date(year, draw.randrange(1, 13), draw.randrange(1, 28))
        yield _right(share, OFFERING, ex_day, price, ratio)
    if draw.random() < _RENAMED:
        ex_day = date(year, draw.randrange(1, 13), draw.randrange(1, 28))
        yield _right(share, NEW_CODE, ex_day, Decimal(0), Decimal(0))


def _right(share: ForeignShare, kind: str, about: date, amount: Decimal, ratio: Decimal) -> Right:
    country = share.exchange.country
    ex_day = business_day(country, about, 0)
    record = ex_day if country is UNITED_STATES else business_day(country, ex_day, 1)
    chosen = kind in (OPTION, OFFERING)
    return Right(
        share=share,
        kind=kind,
        announced=business_day(country, about - timedelta(days=25), 0),
        ex_day=ex_day,
        record=record,
        paid=business_day(country, record + timedelta(days=18), 0),
        amount=amount,
        ratio=ratio,
        first=business_day(country, record, 2) if chosen else None,
        last=business_day(country, record, 9) if chosen else None,
    )
