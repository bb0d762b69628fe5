"""What an alert has to say before it is watched."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

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
    Point,
    PriceCross,
    PriceReach,
    StudyCross,
    Way,
)
from kis_desktop.domain.alert_terms import reasons
from kis_desktop.domain.bar import Interval

D, TODAY = Decimal, date(2026, 11, 20)
GOOD = Alert("", "005930", PriceCross(D(98_400)))
LINE = LineCross(Point(0, D(1)), Point(9, D(2)), Interval.DAY)
STUDY = StudyCross("rsi", Interval.DAY, level=D(30))


def told(**changes: Any) -> list[str]:
    return [reason.id for reason in reasons(msgspec.structs.replace(GOOD, **changes), TODAY)]


@pytest.mark.parametrize(
    "condition",
    [
        GOOD.condition,
        PriceReach(D(1), Way.UP),
        PercentMove(D(5)),
        PercentMove(D(5), base=D(10)),
        LINE,
        STUDY,
        StudyCross("macd", Interval.DAY, against=Against.OUTPUT),
        BarVolume(Interval.DAY, 1),
        BarVolume(Interval.DAY, times=D(2)),
        DayVolume(1),
    ],
)
def test_a_whole_alert_has_no_reason_against_it(condition: Condition) -> None:
    assert told(condition=condition) == []


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (PriceCross(D(0)), "alert.level_missing"),
        (PriceReach(D(0), Way.UP), "alert.level_missing"),
        (PriceReach(D(1), Way.EITHER), "alert.way_missing"),
        (PercentMove(D(0)), "alert.percent_missing"),
        (PercentMove(D(1001)), "alert.percent_missing"),
        (PercentMove(D(1), base=D(0)), "alert.level_missing"),
        (msgspec.structs.replace(LINE, second=Point(0, D(2))), "alert.line_upright"),
        (msgspec.structs.replace(LINE, second=Point(9, D(0))), "alert.level_missing"),
        (msgspec.structs.replace(STUDY, level=None), "alert.study_level_missing"),
        (msgspec.structs.replace(STUDY, interval=Interval.TICK), "alert.interval_missing"),
        (msgspec.structs.replace(STUDY, against=Against.OUTPUT, other=0), "alert.study_same"),
        (BarVolume(Interval.TICK, 1), "alert.interval_missing"),
        (BarVolume(Interval.DAY, 0), "alert.shares_missing"),
        (BarVolume(Interval.DAY), "alert.times_missing"),
        (BarVolume(Interval.DAY, times=D(0)), "alert.times_missing"),
        (BarVolume(Interval.DAY, times=D(1), bars=0), "alert.bars"),
        (DayVolume(0), "alert.shares_missing"),
    ],
)
def test_a_condition_that_says_nothing_is_refused(condition: Condition, reason: str) -> None:
    assert told(condition=condition) == [reason]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"symbol": ""}, "alert.symbol_missing"),
        ({"channels": frozenset()}, "alert.channel_missing"),
        ({"note": "가" * 201}, "alert.note_long"),
        ({"until": TODAY - timedelta(days=1)}, "alert.until_past"),
        ({"frequency": Frequency(pause=-1)}, "alert.pause"),
        ({"frequency": Frequency(rearm=D(51))}, "alert.rearm"),
        ({"frequency": Frequency(Often.BAR_CLOSE)}, "alert.close_interval"),
        ({"frequency": Frequency(Often.BAR_CLOSE, interval=Interval.WEEK)}, "alert.close_interval"),
    ],
)
def test_what_cannot_be_done_is_refused(changes: dict[str, Any], reason: str) -> None:
    assert told(**changes) == [reason]


@pytest.mark.parametrize("interval", [Interval.MINUTE_5, Interval.DAY])
def test_ends_of_minutes_and_days_are_known(interval: Interval) -> None:
    assert told(frequency=Frequency(Often.BAR_CLOSE, interval=interval), until=TODAY) == []
