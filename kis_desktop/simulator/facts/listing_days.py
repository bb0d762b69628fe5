"""When an instrument was listed: made up, before the history begins."""

from datetime import date, timedelta

from kis_desktop.simulator import noise
from kis_desktop.simulator.universe import Kind, Listing

_SATURDAY = 5
_KOSPI, _KOSDAQ = (date(1975, 6, 2), date(2015, 6, 1)), (date(1996, 7, 1), date(2020, 6, 1))
_FUNDS = (date(2010, 1, 4), date(2021, 6, 1))


def listed_on(seed: int, listing: Listing) -> date:
    """A weekday of the years in which such instruments were listed."""
    if listing.kind is Kind.STOCK:
        first, last = _KOSDAQ if listing.market == "KOSDAQ" else _KOSPI
    else:
        first, last = _FUNDS
    draw = noise.uniform(noise.key(seed, listing.symbol, "listed"), 0, 0)
    day = first + timedelta(days=int(draw * (last - first).days))
    return day - timedelta(days=max(day.weekday() - _SATURDAY + 1, 0))
