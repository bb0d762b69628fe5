"""The orders that a seeded account has of the running session before anybody asks."""

from dataclasses import replace
from datetime import date, datetime

from kis_desktop.simulator import noise
from kis_desktop.simulator.deal_book import DealBook, OpenOrder
from kis_desktop.simulator.deal_matching import new_order
from kis_desktop.simulator.deal_terms import DealPlan, DealRules, Dealt, Life, Waiting
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.views import Side

_PLACED_AFTER = 7 * 60
"""seconds of a session that pass before an order that rests is placed"""


class Seeds:
    """Places them silently: nobody is told."""

    def __init__(self, around: Surroundings, rules: DealRules) -> None:
        self._around = around
        self._rules = rules
        self._rested: dict[tuple[str, Waiting], date] = {}
        """the trading day that a resting order was last placed on"""

    def carry_out(self, book: DealBook, plan: DealPlan, now: datetime) -> None:
        """Fills what has been done already, at the prices of those moments."""
        for done in plan.done:
            dealt = self._rules.find_dealt(done.exchange, done.code)
            if dealt is None:
                continue
            session = dealt.course.session(now)
            at = session.at(max(int(session.elapsed(now) * done.part), 1))
            random = noise.stream(
                self._around.seed, book.number, done.exchange, done.code, done.side
            )
            quantity = random.randint(1, done.lots) * dealt.lot
            price = dealt.course.quote(at).last
            one = new_order(
                book.number, dealt, done.side, quantity, price, now, done.order_type, Life.DAY
            )
            self._enter(book, one, at)
            book.fill(one, price, quantity, at)

    def rest(self, book: DealBook, plan: DealPlan, now: datetime) -> None:
        """Places what rests, once in every session."""
        for waiting in plan.waiting:
            dealt = self._rules.find_dealt(waiting.exchange, waiting.code)
            if dealt is None:
                continue
            session = dealt.course.session(now)
            key, day = (book.number, waiting), session.trade_date
            if now >= session.end or self._rested.get(key) == day:
                continue
            self._rested[key] = day
            price = _resting_price(dealt, waiting, now)
            one = new_order(
                book.number, dealt, waiting.side, waiting.quantity, price, now,
                waiting.order_type, Life.DAY,
            )  # fmt: skip
            if waiting.stop:
                one.stop, one.order = price, replace(one.order, stop_price=price)
            elapsed = session.elapsed(now)
            self._enter(book, one, session.at(min(_PLACED_AFTER, elapsed)))
            if waiting.touched and elapsed > _PLACED_AFTER:
                book.fill(one, price, waiting.touched, session.at(elapsed - 1))

    def _enter(self, book: DealBook, one: OpenOrder, at: datetime) -> None:
        number = self._around.numbers.next()
        one.order = replace(one.order, number=number, time=at)
        book.enter(one)


def _resting_price(dealt: Dealt, waiting: Waiting, now: datetime) -> int:
    """A price that today's trading has not come to, or that it has just touched."""
    quote, tick = dealt.course.quote(now), dealt.course.terms.tick
    below = (waiting.side is Side.BUY) is not waiting.stop
    if waiting.touched:
        return quote.low if below else quote.high
    if below:
        exact = min(int(quote.last * (1 - waiting.away)), quote.low - 3 * tick(quote.low))
        return max(exact - exact % tick(max(exact, 1)), tick(1))
    exact = max(int(quote.last * (1 + waiting.away)), quote.high + 3 * tick(quote.high))
    return exact + -exact % tick(exact)
