"""Statements, dividends, corporate actions and opinions that agree with the prices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator.facts.corporate_actions import COMMON, ActionKind, CorporateActions
from kis_desktop.simulator.facts.dividends import Dividend, dividends_of
from kis_desktop.simulator.facts.meetings import Meeting, meetings_of
from kis_desktop.simulator.facts.opinions import Report, reports
from kis_desktop.simulator.facts.statements import Accounts, Period, Statement
from kis_desktop.simulator.hours import HISTORY_START, session_day
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.universe import Listing, all_listings

_MILLION = 1_000_000
_OF_SHARES = frozenset(ActionKind)
_OF_FACES = frozenset({ActionKind.FACE})
_FIRST_CLOSE = next_trading_day(HISTORY_START)


@dataclass(frozen=True, slots=True)
class Valuation:
    """What a share is worth by its company's last yearly statement; won."""

    price: int
    eps: float
    bps: float
    dividend: int
    """won a share for the last fiscal year"""
    closing_month: int
    face_value: int
    capital: int
    shares: int

    @property
    def per(self) -> float:
        """Price in parts of the earnings, 0 after a loss."""
        return self.price / self.eps if self.eps > 0 else 0.0

    @property
    def pbr(self) -> float:
        """Price in parts of the book value, 0 without any."""
        return self.price / self.bps if self.bps > 0 else 0.0

    @property
    def dividend_yield(self) -> float:
        """Percent of the price."""
        return self.dividend * 100 / self.price

    @property
    def market_value(self) -> int:
        """시가총액, won."""
        return self.price * self.shares


@cache
def _shipped() -> dict[str, Listing]:
    return {listing.symbol: listing for listing in all_listings()}


class Companies:
    """Made when first asked for; keeps nothing but what it has already reckoned.

    Corporate actions are those of all companies, of those too that a market leaves out for its
    size, so that a month is the same in every market of a seed.
    """

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self._accounts: dict[str, Accounts] = {}
        self.actions = CorporateActions(around.seed, all_listings(), self._face_value)

    def accounts(self, symbol: str) -> Accounts | None:
        """The books of a company; None for a fund, a note and an unknown symbol.

        Preferred shares have those of the common one.
        """
        known = self._accounts.get(symbol)
        if known is None:
            listing = self.listing(symbol[:-1] + COMMON) or self.listing(symbol)
            if listing is None or listing.is_etp:
                return None
            known = self._accounts[symbol] = Accounts(self.around.seed, listing)
        return known

    def listing(self, symbol: str) -> Listing | None:
        """The listing of a symbol, of those too that this market leaves out for its size."""
        found = self.around.shares.universe.find(symbol)
        return found or _shipped().get(symbol)

    def valuation(self, symbol: str, price: int | None = None) -> Valuation | None:
        """By the last statement in print, at a price or at the last one; None as `accounts`."""
        accounts = self.accounts(symbol)
        if accounts is None:
            return None
        last, listing = self.last_statement(symbol), self.listing(symbol)
        assert last is not None
        assert listing is not None
        return Valuation(
            price=self.around.shares.glance(symbol).last if price is None else price,
            eps=last.eps,
            bps=last.bps,
            dividend=last.dividend,
            closing_month=accounts.closing_month,
            face_value=accounts.face_value,
            capital=accounts.capital * _MILLION,
            shares=listing.listed_shares,
        )

    def last_statement(self, symbol: str, *, yearly: bool = True) -> Statement | None:
        """The newest one in print; None as `accounts`."""
        found = self.statements(symbol, yearly=yearly, count=1)
        return found[0] if found else None

    def statements(
        self, symbol: str, *, yearly: bool, count: int = 30, day: date | None = None
    ) -> tuple[Statement, ...]:
        """Those in print on a day, or now: newest first; none as `accounts`."""
        accounts = self.accounts(symbol)
        if accounts is None:
            return ()
        periods = accounts.published(day or self.around.now.date(), yearly=yearly)
        return tuple(accounts.statement(period) for period in periods[:count])

    def statement(self, symbol: str, period: Period) -> Statement | None:
        """Of one period, like the same quarter a year before; None when it is out of reach."""
        accounts = self.accounts(symbol)
        try:
            return accounts.statement(period) if accounts else None
        except KeyError:
            return None

    def dividends(
        self, start: date, end: date, symbol: str | None = None
    ) -> Iterator[tuple[Listing, Dividend]]:
        """Payments with a record date in [start, end], of one instrument or of all."""
        for listing in self._named(symbol):
            accounts = self.accounts(listing.symbol)
            for one in dividends_of(self.around.seed, listing, accounts, start, end):
                yield listing, one

    def meetings(
        self, start: date, end: date, symbol: str | None = None
    ) -> Iterator[tuple[Listing, Meeting]]:
        """Regular meetings in [start, end], of one company or of all."""
        for listing in self._named(symbol):
            accounts = self.accounts(listing.symbol)
            if accounts is not None and listing.symbol.endswith(COMMON):
                for one in meetings_of(self.around.seed, listing.symbol, accounts, start, end):
                    yield listing, one

    def reports(
        self, start: date, end: date, symbol: str | None = None, house: str | None = None
    ) -> Iterator[Report]:
        """Opinions in [start, end], newest first; of one share or all, of one house or all."""
        listings = self._named(symbol)
        return reports(self.around.seed, listings, start, end, lambda one: house in {None, one})

    def shares_on(self, symbol: str, day: date) -> int:
        """How many shares there were after the actions listed up to a day."""
        listing = self.listing(symbol)
        listed = listing.listed_shares if listing else 0
        return round(listed / self.actions.growth_after(symbol, day, _OF_SHARES))

    def face_on(self, symbol: str, day: date) -> int:
        """The face value of a day, won; 0 without a company."""
        accounts = self.accounts(symbol)
        if accounts is None:
            return 0
        return round(accounts.face_value * self.actions.growth_after(symbol, day, _OF_FACES))

    def capital_on(self, symbol: str, day: date) -> int:
        """자본금 of a day: shares at their face value, million won."""
        return self.face_on(symbol, day) * self.shares_on(symbol, day) // _MILLION

    def price_on(self, symbol: str, day: date) -> int:
        """The close of a day, or of the last one before; of today and later ones the last price.

        What is not traded here has the price of the anchor day, 0 what is not listed at all.
        """
        shares = self.around.shares
        listing = self.listing(symbol)
        if listing is None or shares.universe.find(symbol) is None:
            return listing.base_price if listing else 0
        day = max(session_day(day), _FIRST_CLOSE)
        if day >= shares.trade_date:
            return shares.glance(symbol).last
        return shares.history(symbol).bar(day).close

    def _named(self, symbol: str | None) -> tuple[Listing, ...]:
        if symbol is None:
            return self.around.shares.universe.listings
        found = self.listing(symbol)
        return (found,) if found else ()

    def _face_value(self, symbol: str) -> int:
        accounts = self.accounts(symbol)
        return accounts.face_value if accounts else 0
