"""What an alert has to say before it is watched: each check gives a reason, none changes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kis_desktop.domain.alert import (
    Against,
    Alert,
    BarVolume,
    Condition,
    Frequency,
    LineCross,
    Often,
    PercentMove,
    PriceCross,
    PriceReach,
    StudyCross,
    Way,
)
from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.domain.message import Message, message

_MOST_PERCENT = 1000
_MOST_MINUTES = 10_080  # a week
_MOST_BARS = 500
_MOST_REARM = 50  # percent
_LONGEST_NOTE = 200


def reasons(alert: Alert, today: date) -> tuple[Message, ...]:
    """Every reason why this must not be watched as it is; `today` is the market's trade date."""
    found = [
        None if alert.symbol else message("alert.symbol_missing"),
        _condition(alert.condition),
        _frequency(alert.frequency),
        _until(alert.until, today),
        None if alert.channels else message("alert.channel_missing"),
        _note(alert.note),
    ]
    return tuple(reason for reason in found if reason is not None)


def _condition(condition: Condition) -> Message | None:
    match condition:
        case PriceCross(level=level):
            return _price(level)
        case PriceReach(level=level, way=way):
            return message("alert.way_missing") if way is Way.EITHER else _price(level)
        case PercentMove():
            return _percent(condition)
        case LineCross(first=first, second=second):
            if first.time == second.time:
                return message("alert.line_upright")
            return _price(min(first.price, second.price))
        case StudyCross():
            return _study(condition)
        case BarVolume():
            return _volume(condition)
    return None if condition.shares > 0 else message("alert.shares_missing")


def _price(level: Decimal) -> Message | None:
    return None if level > 0 else message("alert.level_missing")


def _percent(condition: PercentMove) -> Message | None:
    if not 0 < condition.percent <= _MOST_PERCENT:
        return message("alert.percent_missing")
    return None if condition.base is None else _price(condition.base)


def _study(condition: StudyCross) -> Message | None:
    if condition.interval.unit is Unit.TICK:
        return message("alert.interval_missing")
    if condition.against is Against.LEVEL and condition.level is None:
        return message("alert.study_level_missing")
    same = condition.against is Against.OUTPUT and condition.other == condition.output
    return message("alert.study_same") if same else None


def _volume(condition: BarVolume) -> Message | None:
    if condition.interval.unit is Unit.TICK:
        return message("alert.interval_missing")
    if condition.shares is not None:
        return None if condition.shares > 0 else message("alert.shares_missing")
    if condition.times is None or condition.times <= 0:
        return message("alert.times_missing")
    return None if 1 <= condition.bars <= _MOST_BARS else message("alert.bars", most=_MOST_BARS)


def _frequency(frequency: Frequency) -> Message | None:
    if not 0 <= frequency.pause <= _MOST_MINUTES:
        return message("alert.pause", most=_MOST_MINUTES)
    if not 0 <= frequency.rearm <= _MOST_REARM:
        return message("alert.rearm", most=_MOST_REARM)
    if frequency.often is Often.BAR_CLOSE and not _closes(frequency.interval):
        return message("alert.close_interval")
    return None


def _closes(interval: Interval | None) -> bool:
    """Whether the ends of such bars are known here."""
    if interval is None:
        return False
    return interval.unit is Unit.MINUTE or interval == Interval.DAY


def _note(text: str) -> Message | None:
    too_long = len(text) > _LONGEST_NOTE
    return message("alert.note_long", most=_LONGEST_NOTE) if too_long else None


def _until(until: date | None, today: date) -> Message | None:
    return message("alert.until_past") if until is not None and until < today else None
