"""One contract: its courses by day and by night, its auctions, how it stands.

Prices are in hundredths.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from kis_desktop.simulator import noise
from kis_desktop.simulator.course import Course, Terms
from kis_desktop.simulator.markets.domestic_futureoption.contracts import Contract
from kis_desktop.simulator.markets.domestic_futureoption.days import (
    AUCTION,
    ContractDays,
    sessions,
    tick_of,
)
from kis_desktop.simulator.markets.domestic_futureoption.pricing import Pricing
from kis_desktop.simulator.markets.domestic_futureoption.standing import Spot, Standing
from kis_desktop.simulator.markets.domestic_futureoption.underlyings import Underlying
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.trading_hours import TradingSession

_GATHERING = timedelta(minutes=15)
_NIGHT_GATHERING = timedelta(minutes=10)
_EXPECTED_PART = 0.004
_LISTED_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an auction would end in (예상체결)."""

    time: datetime
    price: int
    size: int
    base: int


class Instrument:
    """A contract; after its end, the next one of its product."""

    def __init__(self, around: Surroundings, contract: Contract, underlying: Underlying) -> None:
        self.contract = contract
        self.underlying = underlying
        self._around = around
        self._days: dict[bool, ContractDays] = {}
        self._courses: dict[bool, Course] = {}
        self._reached: tuple[object, tuple[time, time, time]] | None = None

    def course(self, *, night: bool = False) -> Course:
        """Its prices by day or by night."""
        known = self._courses.get(night)
        if known is None:
            days = self._days_of(night=night)
            contract = self.contract.on(self._around.now.date())
            open_day = self._around.open_day
            terms = Terms(
                f"KRX/{contract.code}/{night}", 2, contract.strike or 1, 0.01, 1,
                tick_of(contract), sessions(contract.last, open_day, night=night),
            )  # fmt: skip
            known = self._courses[night] = Course(self._around.seed, terms, days)
        return known

    def standing(
        self, now: datetime, spot: Spot, *, night: bool = False, future: int | None = None
    ) -> Standing:
        """How it stands; `future` is the last price of the future beside an option."""
        course = self.course(night=night)
        quote = course.quote(now)
        contract = self.contract.on(quote.trade_date)
        pricing = Pricing(self._around.seed, contract)
        table = self.underlying.table(quote.trade_date)
        before, after = self._interests(quote.trade_date, night=night)
        days = self._days_of(night=night)
        whole = max(days.bars(quote.trade_date, quote.trade_date)[0].volume, 1)
        size = last_size(course, now)

        def interest(volume: int) -> int:
            return before + (after - before) * volume // whole

        held = interest(quote.volume)
        return Standing(
            contract=contract,
            quote=quote,
            spot=spot,
            years=float(pricing.years(quote.time.timestamp())),
            realized=float(table.realized[max(table.place(quote.trade_date) - 1, 0)]),
            usual=float(table.expected[table.place(quote.trade_date)]),
            future=quote.last if future is None else future,
            interest=held,
            interest_before=before,
            interest_step=held - interest(quote.volume - size),
            night=night,
            at=now,
        )

    def interest(self, day: date) -> int:
        """Open contracts at the end of a day."""
        return self._days_of(night=False).interest(day)

    def extremes(self, now: datetime) -> tuple[int, int]:
        """상장 중 최저가, 최고가: of the last year."""
        course = self.course()
        today = course.session(now).trade_date
        start = max(today, self.contract.on(today).last) - _LISTED_FOR
        bars = course.bars(min(start, today), today, now)
        return min(bar.low for bar in bars), max(bar.high for bar in bars)

    def extreme_times(self, now: datetime, *, night: bool = False) -> tuple[time, time, time]:
        """When the session began, and the minutes that its high and its low were reached in."""
        course = self.course(night=night)
        quote = course.quote(now)
        known = (quote.trade_date, quote.high, quote.low, night)
        if self._reached is None or self._reached[0] != known:
            bars = course.minutes(quote.trade_date, now)
            begun = bars[0].time if bars else quote.time
            high = next((bar.time for bar in bars if bar.high >= quote.high), quote.time)
            low = next((bar.time for bar in bars if bar.low <= quote.low), quote.time)
            self._reached = (known, (begun.time(), high.time(), low.time()))
        return self._reached[1]

    def expectation(self, now: datetime, *, night: bool = False) -> Expectation | None:
        """What the auction that gathers now would end in; with an open clock there is always one.

        None between the auctions.
        """
        course = self.course(night=night)
        if self._around.open_day is not None:
            quote = course.quote(now)
            tick = course.terms.tick(quote.last)
            draw = noise.uniforms(self._key(night), np.array([int(now.timestamp())]), 7)[0]
            return Expectation(
                now, max(quote.last + round(2 * draw - 1) * tick, tick),
                1 + int(quote.previous_volume * _EXPECTED_PART * draw), quote.base,
            )  # fmt: skip
        for session in self._around_now(course, now):
            for opening, (start, end) in zip((True, False), auctions(session, night=night),
                                             strict=True):  # fmt: skip
                if start <= now < end:
                    return self._gathering(session, now, start, end, opening=opening, night=night)
        return None

    def expectations(self, now: datetime, every: int) -> list[Expectation]:
        """The auctions of the session up to now, newest first, so many seconds apart."""
        course = self.course()
        sessions_ = self._around_now(course, now)
        begun = [one for one in sessions_ if auctions(one, night=False)[0][0] <= now]
        session = max(begun, key=lambda one: one.trade_date, default=course.session(now))
        found: list[Expectation] = []
        for opening, (start, end) in zip((True, False), auctions(session, night=False),
                                         strict=True):  # fmt: skip
            at = start
            while start < end and at <= min(now, end):
                made = self._gathering(session, at, start, end, opening=opening, night=False)
                found.append(made)
                at += timedelta(seconds=every)
        return found[::-1]

    def _gathering(
        self, session: TradingSession, now: datetime, start: datetime, end: datetime,
        *, opening: bool, night: bool,
    ) -> Expectation:  # fmt: skip
        day = session.trade_date
        bar = self._days_of(night=night).bars(day, day)[0]
        target = bar.open if opening else bar.close
        contract = self.contract.on(day)
        passed = (now - start).total_seconds() / (end - start).total_seconds()
        number = np.array([int(now.timestamp()) // 3])
        key = self._key(night)
        away = (1 - passed) * 0.004 * float(noise.normals(key, number, 8)[0])
        tick = tick_of(contract)
        price = int(tick.nearest(np.array([target * (1 + away)]))[0])
        grown = 0.15 + 0.85 * passed
        draw = 0.9 + 0.1 * float(noise.uniforms(key, number, 9)[0])
        size = 1 + int(bar.volume * _EXPECTED_PART * grown * draw)
        return Expectation(now, price, size, bar.base)

    def _interests(self, day: date, *, night: bool) -> tuple[int, int]:
        """Open contracts before and after a session."""
        table = self.underlying.table(day)
        days = self._days_of(night=False)
        place = table.place(day)
        open_day = self._around.open_day
        if night and table.days[place] == day and (open_day is None or day < open_day):
            place -= 1
        before = days.interest(table.days[max(place - 1, 0)])
        after = days.interest(table.days[place])
        if not night:
            return before, after
        return after, after + (after - before) // 9 + 1

    def _around_now(self, course: Course, now: datetime) -> list[TradingSession]:
        days = (now.date() + timedelta(days=number) for number in (0, 1))
        found = [course.terms.sessions(day) for day in days]
        return [one for one in found if one is not None]

    def _days_of(self, *, night: bool) -> ContractDays:
        known = self._days.get(night)
        if known is None:
            known = self._days[night] = ContractDays(
                self._around.seed, self.contract, self.underlying,
                night=night, open_day=self._around.open_day,
            )  # fmt: skip
        return known

    def _key(self, night: bool) -> int:  # noqa: FBT001
        return noise.key(self._around.seed, self.contract.code, "auction", night)


def auctions(
    session: TradingSession, *, night: bool
) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
    """When orders gather for the first and for the last price of a session.

    Of a session that is open all day: in the quarter of an hour before the usual opening, and
    never.
    """
    if len(session.spans) == 1:
        opening = session.start + timedelta(hours=8, minutes=45)
        return (opening - _GATHERING, opening), (session.end, session.end)
    opening = session.start
    gathering = _NIGHT_GATHERING if night else _GATHERING
    close = session.end
    return (opening - gathering, opening), (close - AUCTION, close)


def last_size(course: Course, now: datetime) -> int:
    """The size of the last print, 0 before the first."""
    made = course.prints(now, 1)
    return made[0].size if made else 0
