"""What an account dealt in before the market began: a pure function of seed, account and day.

Each trading day begins a round trip or two, closed within days at prices inside the bars of those
days; only trips closed before the market began are told, so that nothing of today rests on them.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random

from kis_desktop.simulator import noise
from kis_desktop.simulator.deal_terms import Address, DealPlan, DealRules, Dealt, Kept
from kis_desktop.simulator.dealing import DealFill, DealOrder
from kis_desktop.simulator.hours import HISTORY_START
from kis_desktop.simulator.views import DayBar, OrderKind, OrderState, Side

_LONGEST = timedelta(days=12)
"""from the begin of a round trip to its end"""
_TRIPS = (1, 1, 1, 2)
_NIGHTS = (0, 0, 0, 1, 1, 2, 3)
_SHORT_FIRST = 0.4
_IN_PARTS = 0.3
_BETWEEN_PARTS = timedelta(seconds=9)
_SLICES = (3, 6)
_BETWEEN_SLICES = timedelta(seconds=110)
_TAKEN_BACK = 0.2
_FIRST_NUMBER = 20_000_000
_KEPT_DAYS = 2_048


@dataclass(frozen=True, slots=True)
class Deals:
    """Orders and fills, oldest first."""

    orders: tuple[DealOrder, ...] = ()
    fills: tuple[DealFill, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """A holding that outlives the past, with the order that opened it."""

    dealt: Dealt
    quantity: int
    cost: int
    deals: Deals


class DealPast:
    """One account before `began`."""

    def __init__(
        self, seed: int, account: str, plan: DealPlan, rules: DealRules, began: datetime
    ) -> None:
        self._seed = seed
        self._account = account
        self._plan = plan
        self._rules = rules
        self._began = began
        self._trips = lru_cache(maxsize=_KEPT_DAYS)(self._trips_of)
        self.openings = tuple(
            opening for kept in plan.kept for opening in (self._opening(kept),) if opening
        )

    def deals(self, start: date, end: date) -> Deals:
        """What has a trade date in [start, end]."""
        found = [opening.deals for opening in self.openings]
        day = max(start, HISTORY_START) - _LONGEST
        last = min(end, self._began.date())
        while day <= last:
            found.append(self._trips(day))
            day += timedelta(days=1)
        orders = (one for deals in found for one in deals.orders)
        fills = (one for deals in found for one in deals.fills)
        return Deals(
            tuple(sorted((one for one in orders if start <= one.trade_date <= end), key=_when)),
            tuple(sorted((one for one in fills if start <= one.trade_date <= end), key=_time)),
        )

    def held_over(self, day: date) -> tuple[DealFill, ...]:
        """The fills up to a day that its holdings are made of, oldest first."""
        found = [fill for opening in self.openings for fill in opening.deals.fills]
        for back in range(_LONGEST.days + 1):
            found += self._trips(day - timedelta(days=back)).fills
        return tuple(sorted((one for one in found if one.trade_date <= day), key=_time))

    def _opening(self, kept: Kept) -> Opening | None:
        dealt = self._rules.find_dealt(kept.exchange, kept.code)
        bar = None if dealt is None else self._bar_before(dealt, kept.days_ago)
        if dealt is None or bar is None:
            return None
        random = noise.stream(self._seed, self._account, *dealt.address, "opening")
        side = Side.BUY if kept.quantity > 0 else Side.SELL
        price = _price_in(dealt, bar, random)
        part, type_ = random.uniform(0.1, 0.8), self._plan.order_type
        leg = _Leg(dealt, side, abs(kept.quantity), price, bar.day, part, type_)
        deals = self._dealt_in(leg, 0, random)
        return Opening(dealt, kept.quantity, price * abs(kept.quantity), deals)

    def _bar_before(self, dealt: Dealt, days_ago: int) -> DayBar | None:
        today = dealt.course.session(self._began).trade_date
        first = today - timedelta(days=days_ago * 2 + 20)
        bars = dealt.course.bars(first, today - timedelta(days=1), self._began)
        return bars[-min(days_ago, len(bars))] if bars else None

    def _trips_of(self, day: date) -> Deals:
        """The round trips that begin on a day."""
        traded, also = self._plan.traded(day), self._plan.also_traded(day)
        family = self._rules.family
        random = noise.stream(self._seed, self._account, family, day.isoformat(), "trips")
        chosen = [random.choice(traded) for _ in range(random.choice(_TRIPS)) if traded]
        if also:
            chosen.append(random.choice(also))
        found = [self._trip(day, one, place, random) for place, one in enumerate(chosen)]
        return Deals(
            tuple(one for deals in found for one in deals.orders),
            tuple(one for deals in found for one in deals.fills),
        )

    def _trip(self, day: date, address: Address, place: int, random: Random) -> Deals:
        dealt = self._rules.find_dealt(*address)
        bar = None if dealt is None else self._bar(dealt, day)
        if dealt is None or bar is None:
            return Deals()
        closing = self._closing_bar(dealt, bar, random.choice(_NIGHTS))
        if closing is None:
            return Deals()
        quantity = max(round(self._plan.usual * random.uniform(0.4, 1.6)), 1) * dealt.lot
        shorts = dealt.short and random.random() < _SHORT_FIRST
        first, second = (Side.SELL, Side.BUY) if shorts else (Side.BUY, Side.SELL)
        types = self._plan.order_types.get(dealt.exchange, (self._plan.order_type,))
        type_ = types[place % len(types)]
        entry = _Leg(
            dealt, first, quantity, _price_in(dealt, bar, random), bar.day,
            random.uniform(0.02, 0.5), type_,
        )  # fmt: skip
        exit_ = _Leg(
            dealt, second, quantity, _price_in(dealt, closing, random), closing.day,
            random.uniform(0.52, 0.97), type_,
        )  # fmt: skip
        opened = self._dealt_in(entry, 0, random)
        closed = self._dealt_in(exit_, entry.price, random)
        given_up = self._given_up(entry, random) if random.random() < _TAKEN_BACK else ()
        return Deals((*opened.orders, *closed.orders, *given_up), (*opened.fills, *closed.fills))

    def _bar(self, dealt: Dealt, day: date) -> DayBar | None:
        """The bar of a day that is over."""
        bars = dealt.course.bars(day, day, self._began)
        today = dealt.course.session(self._began).trade_date
        return bars[0] if bars and day < today else None

    def _closing_bar(self, dealt: Dealt, opened: DayBar, nights: int) -> DayBar | None:
        """The bar that a trip ends in; None when that day is not over."""
        day, found = opened.day, opened
        today = dealt.course.session(self._began).trade_date
        while nights and day - opened.day < _LONGEST - timedelta(days=1):
            day += timedelta(days=1)
            if dealt.course.terms.sessions(day) is None:
                continue
            if day >= today:
                return None
            bars = dealt.course.bars(day, day, self._began)
            if not bars:
                break
            found, nights = bars[0], nights - 1
        return found

    def _dealt_in(self, leg: "_Leg", opened_at: int, random: Random) -> Deals:
        """A filled order; `opened_at` is the price of what it closes, 0 when it opens."""
        placed = leg.moment()
        number = _number(leg, random)
        parts, apart = self._parts(leg, random)
        fills = []
        for place, quantity in enumerate(parts):
            value = leg.price * quantity
            costs = self._rules.costs(leg.dealt, leg.side, quantity, leg.dealt.money(value))
            gain = 0
            if opened_at:
                gain = (leg.price - opened_at) * quantity * (1 if leg.side is Side.SELL else -1)
            fills.append(
                DealFill(
                    account=self._account,
                    order_number=number,
                    exchange=leg.dealt.exchange,
                    code=leg.dealt.code,
                    side=leg.side,
                    price=leg.price,
                    quantity=quantity,
                    time=placed + timedelta(seconds=2) + place * apart,
                    trade_date=leg.day,
                    fee=costs.fee,
                    tax=costs.tax,
                    realized=leg.dealt.money(gain) if gain else Decimal(0),
                )
            )
        order = replace(
            self._order(leg, number, placed),
            state=OrderState.FILLED,
            filled_quantity=leg.quantity,
            filled_value=leg.price * leg.quantity,
        )
        return Deals((order,), tuple(fills))

    def _parts(self, leg: "_Leg", random: Random) -> tuple[list[int], timedelta]:
        """Quantities of the fills, and how far they lie apart."""
        if leg.order_type in self._plan.sliced:
            count, apart = random.randint(*_SLICES), _BETWEEN_SLICES
        else:
            count, apart = 1 + (random.random() < _IN_PARTS), _BETWEEN_PARTS
        each = leg.quantity // count
        parts = [each] * (count - 1) if each else []
        return [*parts, leg.quantity - sum(parts)], apart

    def _given_up(self, entry: "_Leg", random: Random) -> tuple[DealOrder, DealOrder]:
        """An order that did not trade, and its cancellation."""
        tick = entry.dealt.course.terms.tick(entry.price)
        away = tick * random.randrange(8, 40)
        price = entry.price - away if entry.side is Side.BUY else entry.price + away
        leg = replace(entry, price=max(price, tick), part=entry.part * 0.9)
        placed = leg.moment()
        number, later = _number(leg, random), placed + timedelta(minutes=random.randrange(1, 6))
        order = replace(
            self._order(leg, number, placed),
            state=OrderState.CANCELLED,
            cancelled_quantity=leg.quantity,
        )
        request = replace(
            order,
            number=f"{int(number) + random.randrange(200, 400):010d}",
            original_number=number,
            kind=OrderKind.CANCEL,
            state=OrderState.DONE,
            time=later,
        )
        return order, request

    def _order(self, leg: "_Leg", number: str, placed: datetime) -> DealOrder:
        return DealOrder(
            account=self._account,
            number=number,
            original_number=None,
            kind=OrderKind.NEW,
            exchange=leg.dealt.exchange,
            code=leg.dealt.code,
            side=leg.side,
            order_type=leg.order_type,
            quantity=leg.quantity,
            price=leg.price,
            state=OrderState.WORKING,
            trade_date=leg.day,
            time=placed,
        )


@dataclass(frozen=True, slots=True)
class _Leg:
    """One side of a round trip."""

    dealt: Dealt
    side: Side
    quantity: int
    price: int
    day: date
    part: float
    """of its session that has passed"""
    order_type: str

    def moment(self) -> datetime:
        """When it is ordered."""
        session = self.dealt.course.terms.sessions(self.day)
        assert session is not None
        return session.at(int(session.seconds * self.part))


def _price_in(dealt: Dealt, bar: DayBar, random: Random) -> int:
    """A price that exists inside a bar."""
    exact = bar.low + (bar.high - bar.low) * random.random()
    tick = dealt.course.terms.tick(bar.low)
    return min(bar.low + round((exact - bar.low) / tick) * tick, bar.high)


def _number(leg: _Leg, random: Random) -> str:
    """Later orders of a day have larger numbers."""
    passed = int(86_400 * leg.part)
    return f"{_FIRST_NUMBER + passed * 100 + random.randrange(100):010d}"


def _when(order: DealOrder) -> tuple[datetime, str]:
    return order.time, order.number


def _time(fill: DealFill) -> tuple[datetime, str]:
    return fill.time, fill.order_number
