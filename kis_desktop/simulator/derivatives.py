"""Futures and options around the simulated shares and indices, for a day's lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kis_desktop.simulator.index_list import INDICES
from kis_desktop.simulator.markets.domestic_futureoption.contracts import Contract as Listed
from kis_desktop.simulator.markets.domestic_futureoption.contracts import last_days, listed
from kis_desktop.simulator.markets.domestic_futureoption.products import (
    Group,
    Product,
    all_products,
)
from kis_desktop.simulator.universe import Listing

_THURSDAY = 3
_QUARTER = 3  # months
_AT, _IN, _OUT = "1", "2", "3"


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract; `type` as the list of its kind counts, `strike` as text, empty for none."""

    type: str
    code: str
    isin: str
    name: str
    strike: str
    moneyness: str
    """1 at, 2 in, 3 out of the money on the anchor day; empty for a future"""
    nearness: int
    """1 the next month, 2 the one after it"""
    underlying: str
    underlying_name: str


def months(day: date, count: int, every: int = 1) -> tuple[date, ...]:
    """The last trading days of the next months that are multiples of `every`."""
    found: list[date] = []
    year, month = day.year, day.month
    while len(found) < count:
        last = second_thursday(year, month)
        if month % every == 0 and last >= day:
            found.append(last)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004
    return tuple(found)


def second_thursday(year: int, month: int) -> date:
    """The last trading day of a month's contracts."""
    first = date(year, month, 1)
    return first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 7)


def index_contracts(listings: tuple[Listing, ...], day: date) -> Iterator[Contract]:
    """Futures, spreads and options on the indices, of each product in turn."""
    for product in _products(listings, Group.INDEX):
        level = next(one.level for one in INDICES if one.code == product.underlying)
        yield from _contracts(product, day, level)
        if product.id == "01":
            yield from _spreads(product, day)


def stock_contracts(listings: tuple[Listing, ...], day: date) -> Iterator[Contract]:
    """Futures and options on the best known shares."""
    prices = {one.symbol: one.base_price for one in listings}
    for product in _products(listings, Group.SHARE):
        yield from _contracts(product, day, prices[product.underlying] * 100)


def commodity_contracts(listings: tuple[Listing, ...], day: date) -> Iterator[Contract]:
    """Futures on currencies, government bonds and gold."""
    for product in _products(listings, Group.COMMODITY):
        yield from _contracts(product, day, 0)


def _products(listings: tuple[Listing, ...], group: Group) -> Iterator[Product]:
    return (one for one in all_products(listings).values() if one.group is group)


def _contracts(product: Product, day: date, spot: int) -> Iterator[Contract]:
    """`spot`: the level of the anchor day, in hundredths."""
    for one in listed(product, day, spot):
        kind = product.future_kind
        if one.right is not None:
            kind = product.option_kinds["CP".index(one.right.value)]
        yield Contract(
            type=kind,
            code=one.code,
            isin=one.isin,
            name=one.name,
            strike=f"{one.strike / 100:.2f}" if one.right else "",
            moneyness=_moneyness(one, spot),
            nearness=min(one.nearness(day) + 1, 9),
            underlying=product.underlying,
            underlying_name=product.underlying_name,
        )


def _moneyness(one: Listed, spot: int) -> str:
    if one.right is None:
        return ""
    if abs(one.strike - spot) * 2 <= one.product.strike_step:
        return _AT
    return _IN if (one.strike < spot) == (one.right.value == "C") else _OUT


def _spreads(product: Product, day: date) -> Iterator[Contract]:
    """The next future against each later one; these are listed, but not quoted here."""
    first, *later = last_days(product, product.future_cycle, day, 4)
    for near, last in enumerate(later, start=2):
        code = f"D{product.id}{_short(last)}S"
        name = f"SP {_long(first)}-{_long(last)}"
        isin = f"KR4{code:0<8.8}0"
        yield Contract("2", code, isin, name, "", "", near, product.underlying,
                       product.underlying_name)  # fmt: skip


def _short(last: date) -> str:
    """A month as codes have it: the year's last digit and two for the month."""
    return f"{last.year % 10}{last.month:02}"


def _long(last: date) -> str:
    return f"{last.year}{last.month:02}"
