"""Warrants on Korean shares (ELW): prices by formula from what they are on, and their makers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from kis_desktop.simulator import noise
from kis_desktop.simulator.course import Course, CourseQuote, Terms
from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.krx_sessions import regular_sessions
from kis_desktop.simulator.markets.elw.days import WarrantDays
from kis_desktop.simulator.markets.elw.pricing import TICK, Gauges, Pricing
from kis_desktop.simulator.markets.elw.provider import Provided, Provider
from kis_desktop.simulator.markets.elw.underlying import Standing, Underlying
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.trading_hours import current_session
from kis_desktop.simulator.views import DayBar
from kis_desktop.simulator.warrant_listings import Issue, Warrant, ending, issues

_KNOWN = 200
_EXTREMES = 32
_ISIN, _CODE = "KRA", 6
"""standard codes begin so, and then hold the code"""
_RECENTLY = timedelta(days=14)
_SETTLED, _ENDING = 60, 7
"""days that a warrant has lived at least, and has left, when it stands for another"""


class Traded:
    """One warrant with all that makes its figures."""

    def __init__(self, around: Surroundings, warrant: Warrant, underlying: Underlying) -> None:
        self.warrant = warrant
        self.underlying = underlying
        self.pricing = Pricing(around.seed, warrant)
        self.days = WarrantDays(self.pricing, underlying, around.seed)
        terms = Terms(
            address=f"ELW/{warrant.code}",
            decimals=0,
            anchor=TICK.steps[0][1],
            volatility=warrant.volatility,
            volume=warrant.issued,
            tick=TICK,
            sessions=regular_sessions(around.open_day),
        )
        self.course = Course(around.seed, terms, self.days)
        self.provider = Provider(around.seed, warrant, self.days)
        self._reached: dict[tuple[date, int], datetime] = {}

    @property
    def code(self) -> str:
        """Six letters and digits."""
        return self.warrant.code

    def reached(self, quote: CourseQuote, price: int) -> datetime:
        """The minute in which a price of the day was traded first."""
        key = quote.trade_date, price
        if key not in self._reached:
            if len(self._reached) >= _EXTREMES:
                self._reached.clear()
            minutes = self.course.minutes(quote.trade_date, quote.time)
            self._reached[key] = next(
                (one.time for one in minutes if one.low <= price <= one.high), quote.time
            )
        return self._reached[key]


@dataclass(frozen=True, slots=True)
class WarrantView:
    """A warrant as it stands at a moment."""

    traded: Traded
    quote: CourseQuote
    bar: DayBar
    """the day so far"""
    standing: Standing
    gauges: Gauges
    implied: float
    """내재변동성, percent"""
    provided: Provided

    @property
    def warrant(self) -> Warrant:
        """What it is."""
        return self.traded.warrant

    @property
    def days_left(self) -> int:
        """Calendar days to the last one."""
        return max((self.warrant.last_day - self.quote.trade_date).days, 0)

    @property
    def held_rate(self) -> float:
        """Percent of all that the provider holds."""
        return self.provided.holding * 100 / self.warrant.issued

    @property
    def moneyness(self) -> float:
        """How far in the money, percent of the strike or, of a put, of the underlying."""
        return self.gauges.parity - 100


class Warrants:
    """Everything that its endpoints and channels show; made when first asked for."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.sessions = regular_sessions(around.open_day)
        self._listings = around.shares.universe.listings
        self._issues = lru_cache(maxsize=2)(self._issued_on)
        self._known = lru_cache(maxsize=_KNOWN)(self._traded)
        self._underlyings: dict[str, Underlying] = {}
        self._views: tuple[datetime | None, dict[str, WarrantView]] = (None, {})

    def trade_date(self, now: datetime) -> date:
        """The day whose figures are shown."""
        return current_session(self.sessions, now).trade_date

    def listed(self, now: datetime) -> tuple[Traded, ...]:
        """All that are traded on the day of a moment, by place."""
        return tuple(self._known(one) for one in self._issues(self.trade_date(now)).values())

    def find(self, code: str, now: datetime) -> Traded:
        """The warrant of a code, or of a standard one; one that is not traded has a stand-in."""
        day = self.trade_date(now)
        listed = self._issues(day)
        wanted = code.strip().upper()
        wanted = wanted.removeprefix(_ISIN)[:_CODE] if wanted.startswith(_ISIN) else wanted
        if wanted not in listed:
            fit = [
                one.code
                for one in listed.values()
                if (day - one.listed).days >= _SETTLED and (one.last_day - day).days >= _ENDING
            ] or list(listed)
            wanted = fit[noise.key(0, "ELW", wanted) % len(fit)]
        return self._known(listed[wanted])

    def expired(self, start: date, end: date) -> Iterator[Traded]:
        """Those whose last day lies in a period, those that still trade included, oldest first."""
        found = sorted(ending(self._listings, start, end), key=lambda one: one.last_day)
        return (self._known(one) for one in found)

    def underlying(self, code: str) -> Underlying:
        """A share or an index."""
        if code not in self._underlyings:
            self._underlyings[code] = Underlying(self.around.shares, code)
        return self._underlyings[code]

    def close_before(self, code: str, day: date) -> int:
        """An underlying's last close before a day: won, or hundredths of a point."""
        under = self.underlying(code)
        closes = under.days(day - _RECENTLY, day - timedelta(days=1)).close
        return round(float(closes[-1]) * under.unit) if len(closes) else under.at_anchor

    def view(self, one: Traded, now: datetime) -> WarrantView:
        """How it stands; reckoned once a moment."""
        second = now.replace(microsecond=0)
        if self._views[0] != second:
            self._views = (second, {})
        known = self._views[1].get(one.code)
        if known is None:
            known = self._views[1][one.code] = _view(one, now)
        return known

    def views(self, now: datetime) -> list[WarrantView]:
        """All that are listed, as they stand."""
        return [self.view(one, now) for one in self.listed(now)]

    def advance(self, now: datetime) -> tuple[DealEvent, ...]:
        """Nothing: no account trades warrants here."""
        del now
        return ()

    def _issued_on(self, day: date) -> dict[str, Issue]:
        return {one.code: one for one in issues(self._listings, day)}

    def _traded(self, issue: Issue) -> Traded:
        warrant = issue.warrant(self.close_before)
        return Traded(self.around, warrant, self.underlying(warrant.underlying))


def _view(one: Traded, now: datetime) -> WarrantView:
    quote = one.course.quote(now)
    standing = one.underlying.standing()
    session = one.course.session(now)
    moment = min(max(now, session.start), session.end - timedelta(seconds=1))
    bar = one.course.bars(quote.trade_date, quote.trade_date, now)[0]
    return WarrantView(
        traded=one,
        quote=quote,
        bar=bar,
        standing=standing,
        gauges=one.pricing.gauges(quote.last, standing.price, moment),
        implied=float(one.pricing.implied(quote.last, standing.price, [moment])[0]),
        provided=one.provider.day(bar),
    )
