"""Cash of an account in the currencies of the countries that it trades in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kis_desktop.simulator.dealing import DealFill
from kis_desktop.simulator.markets.overseas_stock.account import fills_today
from kis_desktop.simulator.markets.overseas_stock.exchanges import COUNTRIES, Country
from kis_desktop.simulator.markets.overseas_stock.market import OverseasStocks
from kis_desktop.simulator.views import Side

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CurrencyCash:
    """Money of one currency as it stands."""

    country: Country
    deposit: Decimal
    """what is there once all that was dealt is settled"""
    bought: Decimal
    """today, costs included; not yet settled"""
    sold: Decimal
    """today, less costs"""
    bound: Decimal
    """by open orders"""
    free: Decimal
    """what can be ordered with"""
    quoted: Decimal
    """won for the quoted number of units"""
    won: Decimal
    """for one unit"""

    @property
    def currency(self) -> str:
        """ISO 4217."""
        return self.country.currency

    @property
    def settled(self) -> Decimal:
        """What is there today."""
        return self.deposit + self.bought - self.sold


def cash_of(
    stocks: OverseasStocks, account: str, now: datetime, countries: Iterable[Country] = COUNTRIES
) -> Iterator[CurrencyCash]:
    """A row for each country."""
    book = stocks.dealer.book(account)
    today = fills_today(stocks, account, now)
    for country in countries:
        currency = country.currency
        bought, sold = (
            sum((_moved(stocks, one) for one in today if _is(stocks, one, side, currency)), _ZERO)
            for side in (Side.BUY, Side.SELL)
        )
        yield CurrencyCash(
            country=country,
            deposit=book.cash.get(currency, _ZERO),
            bought=bought,
            sold=sold,
            bound=book.bound(currency),
            free=max(book.free(currency, now), _ZERO),
            quoted=stocks.currencies.quoted(currency, now),
            won=stocks.currencies.won(currency, now),
        )


def _is(stocks: OverseasStocks, fill: DealFill, side: Side, currency: str) -> bool:
    share = stocks.find(fill.exchange, fill.code)
    return fill.side is side and share is not None and share.currency == currency


def _moved(stocks: OverseasStocks, fill: DealFill) -> Decimal:
    """What a fill costs or brings, its charges considered."""
    share = stocks.find(fill.exchange, fill.code)
    value = _ZERO if share is None else share.money(fill.value)
    charges = fill.fee + fill.tax
    return value + charges if fill.side is Side.BUY else value - charges
