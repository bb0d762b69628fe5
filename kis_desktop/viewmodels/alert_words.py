"""Alerts (알림) in words: what is waited for, how often it is told, where it stands."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from kis_desktop.domain.alert import (
    Against,
    Alert,
    BarVolume,
    Condition,
    DayVolume,
    Frequency,
    LineCross,
    Often,
    PercentMove,
    PriceCross,
    PriceReach,
    Stand,
    StudyCross,
)
from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.indicators.scan import indicators
from kis_desktop.services.bar_builder import KOREA
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_UNITS = {
    Unit.TICK: "tick",
    Unit.MINUTE: "minute",
    Unit.DAY: "day",
    Unit.WEEK: "week",
    Unit.MONTH: "month",
    Unit.YEAR: "year",
}
_TONES = {
    Stand.ARMED: Tone.TEXT,
    Stand.HELD: Tone.UNCERTAIN,
    Stand.MISSED: Tone.UNCERTAIN,
}


def sentence(alert: Alert, name: str, words: Words) -> str:
    """The whole alert: `삼성전자가 98,400원을 위로 지나면 한 번`."""
    whose = "of" if isinstance(alert.condition, (StudyCross, BarVolume, DayVolume)) else "does"
    condition = condition_text(alert.condition, words)
    often = often_text(alert.frequency, words)
    return words(f"alert_words.whole_{whose}", name=name, condition=condition, often=often)


def condition_text(condition: Condition, words: Words) -> str:
    """What is waited for, without the instrument: `98,400원을 위로 지나면`."""
    match condition:
        case PriceCross(level=level, way=way):
            return words(f"alert_words.cross_{way}", level=shown(level))
        case PriceReach(level=level, way=way):
            return words(f"alert_words.reach_{way}", level=shown(level))
        case PercentMove(percent=percent, way=way, base=base):
            if base is None:
                return words(f"alert_words.move_{way}", percent=shown(percent))
            told = {"percent": shown(percent), "base": shown(base)}
            return words(f"alert_words.move_from_{way}", **told)
        case LineCross(way=way):
            return words(f"alert_words.line_{way}")
        case StudyCross():
            return _study_text(condition, words)
        case BarVolume():
            return _volume_text(condition, words)
    return words("alert_words.day_volume", shares=condition.shares)


def often_text(frequency: Frequency, words: Words) -> str:
    """How often it is told."""
    told = words(f"alert_words.{frequency.often}")
    if frequency.often is Often.BAR_CLOSE and frequency.interval is not None:
        told = words("alert_words.at_close", bar=interval_text(frequency.interval, words))
    if frequency.often is not Often.ONCE and frequency.pause:
        told += words("alert_words.pausing", minutes=frequency.pause)
    if frequency.often is not Often.ONCE and frequency.rearm:
        told += words("alert_words.rearming", percent=shown(frequency.rearm))
    return told


def interval_text(interval: Interval, words: Words) -> str:
    """The length of a bar."""
    return words(f"alert_words.unit_{_UNITS[interval.unit]}", n=interval.count)


def study_name(condition: StudyCross, words: Words) -> str:
    """The indicator with its parameters, and its output where it has several."""
    indicator = indicators().get(condition.study)
    if indicator is None:
        return condition.study
    told = " ".join(f"{value:g}" for value in indicator.held(condition.parameters))
    title = indicator.titled(words.language)
    output = _output(condition, condition.output, words)
    told = told if output == title or len(indicator.outputs) == 1 else f"{told} {output}"
    return f"{title} {told}".rstrip()


def stand_text(alert: Alert, words: Words) -> str:
    """Where it stands."""
    return words(f"alert_words.stand_{alert.stand}")


def stand_tone(alert: Alert) -> Tone:
    """How its state is coloured."""
    return _TONES.get(alert.stand, Tone.DIM)


def fired_text(alert: Alert, price: Decimal | None, words: Words, *, missed: bool) -> str:
    """What is said when it is told: the condition, and the price at which it was met."""
    met = condition_text(alert.condition, words)
    if missed:
        return words("alert_words.missed", condition=met)
    if price is None:
        return words("alert_words.met", condition=met)
    return words("alert_words.met_at", condition=met, price=shown(price))


def moment_text(at: datetime | None) -> str:
    """A moment in exchange time; empty for none."""
    return "" if at is None else f"{at.astimezone(KOREA):%m-%d %H:%M:%S}"


def today() -> date:
    """The exchange's date by this machine's clock, where no price has told one."""
    return datetime.now(KOREA).date()


def shown(value: Decimal) -> str:
    """A number as it is written: with commas, without zeros behind the point."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _study_text(condition: StudyCross, words: Words) -> str:
    if condition.against is Against.PRICE:
        other = words("alert_words.the_price")
    elif condition.against is Against.OUTPUT:
        other = _output(condition, condition.other, words)
    else:
        other = "" if condition.level is None else shown(condition.level)
    return words(
        f"alert_words.study_{condition.way}",
        study=study_name(condition, words),
        bar=interval_text(condition.interval, words),
        other=other,
    )


def _output(condition: StudyCross, number: int, words: Words) -> str:
    indicator = indicators().get(condition.study)
    if indicator is None or not 0 <= number < len(indicator.outputs):
        return str(number)
    output = indicator.outputs[number]
    return output.title if words.language == "ko" else output.title_en


def _volume_text(condition: BarVolume, words: Words) -> str:
    bar = interval_text(condition.interval, words)
    if condition.shares is not None:
        return words("alert_words.bar_volume", bar=bar, shares=condition.shares)
    times = "" if condition.times is None else shown(condition.times)
    return words("alert_words.bar_times", bar=bar, times=times, bars=condition.bars)
