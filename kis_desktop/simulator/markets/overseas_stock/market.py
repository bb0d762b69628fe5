"""Foreign stock exchanges: the United States, Hong Kong, China, Japan, Vietnam."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property, lru_cache

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import Course, RandomDays
from kis_desktop.simulator.dealer import Dealer
from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.foreign import foreign_listings
from kis_desktop.simulator.markets.overseas_stock.currencies import (
    RATE_NAMES,
    WON_HOURS,
    Currencies,
)
from kis_desktop.simulator.markets.overseas_stock.dealing import StockRules, plans
from kis_desktop.simulator.markets.overseas_stock.exchanges import (
    EXCHANGES,
    UNITED_STATES,
    Exchange,
    after_hours,
    before_hours,
    daytime_hours,
    exchanges_of,
    find_exchange,
    regular_hours,
)
from kis_desktop.simulator.markets.overseas_stock.past import Past, past_days
from kis_desktop.simulator.markets.overseas_stock.reservations import Reservations
from kis_desktop.simulator.markets.overseas_stock.sessions import AroundDays, Part
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare, share_of
from kis_desktop.simulator.markets.overseas_stock.world import Charted, World
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.trading_hours import SessionRule, TradingSession, open_all_day

_COURSES_KEPT = 160
_PASTS_KEPT = 4096
_HOURS: dict[Part, Callable[[], SessionRule]] = {
    Part.BEFORE: before_hours,
    Part.AFTER: after_hours,
    Part.DAYTIME: daytime_hours,
}


class OverseasStocks:
    """Everything that its endpoints and channels show; made when first asked for."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self._by_exchange: dict[str, tuple[ForeignShare, ...]] = {}
        self._found: dict[tuple[str, str], ForeignShare] = {}
        self._course = lru_cache(maxsize=_COURSES_KEPT)(self._make_course)
        self.past = lru_cache(maxsize=_PASTS_KEPT)(self._make_past)
        self._rules: dict[tuple[str, Part], SessionRule] = {}

    @cached_property
    def currencies(self) -> Currencies:
        """환율."""
        return Currencies(self.around.seed, self._opened(WON_HOURS))

    @cached_property
    def _world(self) -> World:
        return World(self.around.seed, self._opened)

    @staticmethod
    def exchange(code: str) -> Exchange | None:
        """The exchange of any code that KIS has for it; None for an unknown one."""
        return find_exchange(code)

    @cached_property
    def dealer(self) -> Dealer:
        """주문, 체결, 잔고."""
        return Dealer(self.around, StockRules(self), plans(self.around))

    @cached_property
    def reservations(self) -> Reservations:
        """예약주문."""
        return Reservations(self.dealer, always=self.around.open_day is not None)

    def listed(self, exchange: Exchange) -> tuple[ForeignShare, ...]:
        """Everything on an exchange, in the order of its list."""
        known = self._by_exchange.get(exchange.code)
        if known is None:
            listings = [one for one in foreign_listings() if one.exchange == exchange.code]
            known = tuple(
                share_of(self.around.seed, listing, exchange, place)
                for place, listing in enumerate(listings)
            )
            self._by_exchange[exchange.code] = known
            self._found |= {(exchange.code, share.symbol): share for share in known}
        return known

    def find(self, exchange: str, symbol: str) -> ForeignShare | None:
        """A share by any code of its exchange (NAS NASD BAQ 512; "NASD" means all three American
        ones, "" every one) and its symbol; None for an unknown one.
        """
        name = symbol.strip().upper()
        places = exchanges_of(exchange.strip().upper()) if exchange.strip() else EXCHANGES
        for place in places:
            self.listed(place)
            for spelling in (name, name.replace(".", "/"), name.replace("-", "/")):
                share = self._found.get((place.code, spelling))
                if share is not None:
                    return share
        return None

    def course(self, share: ForeignShare, part: Part = Part.REGULAR) -> Course:
        """Its prices in the regular session, or in one of the American ones around it."""
        return self._course(share, part)

    def charted(self, code: str) -> Charted | None:
        """What the world charts show for a code: a rate, an index, a yield, a metal, a share."""
        name = code.strip().upper()
        course = self.currencies.course(name)
        if course is not None:
            return Charted(name, RATE_NAMES[name], course.terms.decimals, KST, course)
        found = self._world.find(name)
        if found is not None:
            return found
        share = self.find("SHI", "000001") if name == "SHANG" else self.find("NASD", name)
        if share is None:
            return None
        zone = share.exchange.country.zone
        return Charted(name, share.name, share.decimals, zone, self.course(share))

    def course_of(self, share: ForeignShare, exchange: str) -> Course:
        """Its prices as an exchange code asks for them: in daytime trading for BAQ, BAY, BAA."""
        found = find_exchange(exchange)
        daytime = found is not None and exchange == found.daytime != ""
        return self.course(share, Part.DAYTIME if daytime else Part.REGULAR)

    def running(self, share: ForeignShare, now: datetime) -> Part:
        """The session of the day that runs; the regular one when none does."""
        if share.exchange.country is UNITED_STATES:
            for part in (Part.REGULAR, Part.BEFORE, Part.AFTER):
                if self.course(share, part).session(now).is_open(now):
                    return part
        return Part.REGULAR

    def hours(self, exchange: Exchange, part: Part = Part.REGULAR) -> SessionRule:
        """The sessions of an exchange as they are held here."""
        rule = self._rules.get((exchange.code, part))
        if rule is None:
            held = regular_hours(exchange) if part is Part.REGULAR else _HOURS[part]()
            rule = self._opened(held) if part in (Part.REGULAR, Part.DAYTIME) else held
            self._rules[exchange.code, part] = rule
        return rule

    def advance(self, now: datetime) -> tuple[DealEvent, ...]:
        """Lives through the open orders up to now, and tells what happened to them."""
        if "reservations" in self.__dict__:
            self.reservations.advance(now)
        return self.dealer.advance(now) if "dealer" in self.__dict__ else ()

    def _make_course(self, share: ForeignShare, part: Part) -> Course:
        seed = self.around.seed
        terms = share.terms(self.hours(share.exchange))
        if part is Part.REGULAR:
            return Course(seed, terms)
        around = share.terms(self.hours(share.exchange, part))
        return Course(seed, around, AroundDays(seed, around, RandomDays(seed, terms), part))

    def _make_past(self, share: ForeignShare, trade_date: date, days: int) -> Past:
        """So many trading days of a share before one; days that are over don't change."""
        return past_days(self.course(share), trade_date, days, self.around.now)

    def _opened(self, rule: SessionRule) -> SessionRule:
        """Under a clock that is open, all day long from its first day on."""
        first = self.around.open_day
        if first is None:
            return rule
        opened = open_all_day(first)

        def session(day: date) -> TradingSession | None:
            return rule(day) if day < first else opened(day)

        return session
