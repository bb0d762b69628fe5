"""How far what is watched stands from its target."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kis_desktop.domain.alert import (
    Against,
    BarVolume,
    Condition,
    LineCross,
    PercentMove,
    PriceCross,
    PriceReach,
    StudyCross,
    Way,
)

_PERCENT = 100


class Facts(msgspec.Struct, frozen=True):
    """What is known now; None: not known. `line` is where a line stands, `value` and `against` an
    indicator's output and what it is held against, `bar_volume` and `mean_volume` of the newest bar
    and of those before it, `volume` of the day (shares).
    """

    price: Decimal | None = None
    previous_close: Decimal | None = None
    volume: int | None = None
    line: Decimal | None = None
    value: Decimal | None = None
    against: Decimal | None = None
    bar_volume: Decimal | None = None
    mean_volume: Decimal | None = None


class Gap(msgspec.Struct, frozen=True):
    """The watched value and its target, in one unit. Where being there is enough, a value that is
    met stands above its target.
    """

    value: Decimal
    target: Decimal

    def side(self, *, reach: bool) -> int:
        """1 above the target, -1 below, 0 on it; standing on it counts as above where being there
        is enough.
        """
        if self.value == self.target:
            return int(reach)
        return 1 if self.value > self.target else -1

    @property
    def percent(self) -> Decimal:
        """How far off, in percent of the target; of a target of zero every distance is far."""
        if not self.target:
            return Decimal("Infinity")
        return abs((self.value - self.target) / self.target) * _PERCENT


def gap_of(condition: Condition, facts: Facts) -> Gap | None:
    """How far a condition is from being met; None where something isn't known."""
    match condition:
        case PriceCross():
            return _gap(facts.price, condition.level)
        case PriceReach():
            return _mirrored(_gap(facts.price, condition.level), condition.way)
        case PercentMove():
            base = facts.previous_close if condition.base is None else condition.base
            return _moved(condition, facts.price, base)
        case LineCross():
            return _gap(facts.price, facts.line)
        case StudyCross():
            level = condition.level if condition.against is Against.LEVEL else facts.against
            return _gap(facts.value, level)
        case BarVolume():
            return _gap(facts.bar_volume, _wanted_volume(condition, facts))
    volume = None if facts.volume is None else Decimal(facts.volume)
    return _gap(volume, Decimal(condition.shares))


def watched_way(condition: Condition) -> Way:
    """From which side a cross is told."""
    if isinstance(condition, (PriceCross, LineCross, StudyCross)):
        return condition.way
    return Way.UP


def price_targets(condition: Condition, previous_close: Decimal | None) -> tuple[Decimal, ...]:
    """The prices at which a condition is met, as far as they stand still; empty for those that
    move.
    """
    match condition:
        case PriceCross(level=level) | PriceReach(level=level):
            return (level,)
        case PercentMove():
            base = previous_close if condition.base is None else condition.base
            if base is None:
                return ()
            up, down = (base * (_PERCENT + sign * condition.percent) / _PERCENT for sign in (1, -1))
            return {Way.UP: (up,), Way.DOWN: (down,), Way.EITHER: (down, up)}[condition.way]
        case _:
            return ()


def scaled(condition: Condition, factor: Decimal) -> Condition:
    """The condition with its prices multiplied, in whole won."""
    match condition:
        case PriceCross(level=level) | PriceReach(level=level):
            return msgspec.structs.replace(condition, level=_times(level, factor))
        case PercentMove(base=Decimal() as base):
            return msgspec.structs.replace(condition, base=_times(base, factor))
        case StudyCross(level=Decimal() as level, priced=True):
            return msgspec.structs.replace(condition, level=_times(level, factor))
        case LineCross(first=first, second=second):
            first, second = (
                msgspec.structs.replace(point, price=point.price * factor)
                for point in (first, second)
            )
            return msgspec.structs.replace(condition, first=first, second=second)
        case _:
            return condition


def line_price(condition: LineCross, places: tuple[float, float], now: float) -> Decimal | None:
    """Where a line stands at a place on the axis, `places` being those of its two points; None
    beyond an end that isn't carried on, and for two points above each other.
    """
    (left, low), (right, high) = sorted(
        zip(places, (condition.first.price, condition.second.price), strict=True),
        key=lambda end: end[0],
    )
    if left == right or (now < left and not condition.left):
        return None
    if now > right and not condition.right:
        return None
    share = Decimal(now - left) / Decimal(right - left)
    return low + (high - low) * share


def _times(price: Decimal, factor: Decimal) -> Decimal:
    return max((price * factor).quantize(Decimal(1)), Decimal(1))


def _gap(value: Decimal | None, target: Decimal | None) -> Gap | None:
    return None if value is None or target is None else Gap(value, target)


def _mirrored(gap: Gap | None, way: Way) -> Gap | None:
    """Above its target where it is met on the way down."""
    return gap if gap is None or way is not Way.DOWN else Gap(-gap.value, -gap.target)


def _moved(condition: PercentMove, price: Decimal | None, base: Decimal | None) -> Gap | None:
    if price is None or not base:
        return None
    moved = price - base
    value = {Way.UP: moved, Way.DOWN: -moved, Way.EITHER: abs(moved)}[condition.way]
    return Gap(value * _PERCENT, condition.percent * base)


def _wanted_volume(condition: BarVolume, facts: Facts) -> Decimal | None:
    if condition.shares is not None:
        return Decimal(condition.shares)
    if facts.mean_volume is None or condition.times is None:
        return None
    return facts.mean_volume * condition.times
