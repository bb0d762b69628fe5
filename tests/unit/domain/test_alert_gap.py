"""How far what is watched stands from its target."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kis_desktop.domain.alert import (
    Against,
    Alert,
    AlertBoard,
    BarVolume,
    Condition,
    DayVolume,
    LineCross,
    PercentMove,
    Point,
    PriceCross,
    PriceReach,
    Stand,
    StudyCross,
    Way,
)
from kis_desktop.domain.alert_gap import (
    Facts,
    Gap,
    gap_of,
    line_price,
    price_targets,
    scaled,
    watched_way,
)
from kis_desktop.domain.bar import Interval

D = Decimal
LINE = LineCross(Point(0, D(100)), Point(10, D(200)), Interval.DAY, right=False)
RSI = StudyCross("rsi", Interval.DAY, (14.0,), level=D(30))


@pytest.mark.parametrize(
    ("condition", "facts", "sides"),
    [
        (PriceCross(D(100)), Facts(D(101)), (1, 1)),
        (PriceCross(D(100)), Facts(D(100)), (0, 1)),
        (PriceReach(D(100), Way.UP), Facts(D(99)), (-1, -1)),
        (PriceReach(D(100), Way.DOWN), Facts(D(99)), (1, 1)),
        (PercentMove(D(5), Way.UP), Facts(D(105), D(100)), (0, 1)),
        (PercentMove(D(5), Way.DOWN), Facts(D(105), D(100)), (-1, -1)),
        (PercentMove(D(5), Way.EITHER), Facts(D(94), D(100)), (1, 1)),
        (PercentMove(D(5), Way.UP, D(50)), Facts(D(94), D(100)), (1, 1)),
        (LINE, Facts(D(99), line=D(150)), (-1, -1)),
        (RSI, Facts(value=D("29.9")), (-1, -1)),
        (
            StudyCross("sma", Interval.DAY, against=Against.PRICE),
            Facts(value=D(2), against=D(1)),
            (1, 1),
        ),
        (BarVolume(Interval.DAY, 10), Facts(bar_volume=D(10)), (0, 1)),
        (BarVolume(Interval.DAY, times=D(2)), Facts(bar_volume=D(19), mean_volume=D(10)), (-1, -1)),
        (DayVolume(10), Facts(volume=11), (1, 1)),
    ],
)
def test_a_value_stands_above_or_below_its_target(
    condition: Condition, facts: Facts, sides: tuple[int, int]
) -> None:
    gap = gap_of(condition, facts)
    assert gap is not None
    assert (gap.side(reach=False), gap.side(reach=True)) == sides


@pytest.mark.parametrize(
    "condition",
    [
        PriceCross(D(100)),
        PriceReach(D(100), Way.DOWN),
        PercentMove(D(5)),
        LINE,
        RSI,
        StudyCross("sma", Interval.DAY, against=Against.OUTPUT),
        BarVolume(Interval.DAY, 10),
        BarVolume(Interval.DAY, times=D(2)),
        BarVolume(Interval.DAY),
        DayVolume(10),
    ],
)
def test_what_is_not_known_has_no_gap(condition: Condition) -> None:
    assert gap_of(condition, Facts()) is None


def test_a_move_from_nothing_is_not_known() -> None:
    assert gap_of(PercentMove(D(5)), Facts(D(100), D(0))) is None


def test_a_distance_is_told_in_percent_of_the_target() -> None:
    assert Gap(D(98), D(100)).percent == 2
    assert Gap(D(-98), D(-100)).percent == 2
    assert Gap(D("0.1"), D(0)).percent == D("Infinity")


@pytest.mark.parametrize(
    ("condition", "way"),
    [(PriceCross(D(1), Way.DOWN), Way.DOWN), (RSI, Way.EITHER), (DayVolume(1), Way.UP)],
)
def test_what_only_has_to_be_there_is_met_from_below(condition: Condition, way: Way) -> None:
    assert watched_way(condition) is way


@pytest.mark.parametrize(
    ("condition", "targets"),
    [
        (PriceCross(D(100)), (D(100),)),
        (PriceReach(D(90), Way.UP), (D(90),)),
        (PercentMove(D(5), Way.UP), (D(210),)),
        (PercentMove(D(5), Way.DOWN), (D(190),)),
        (PercentMove(D(5), Way.EITHER, D(100)), (D(95), D(105))),
        (LINE, ()),
    ],
)
def test_targets_that_stand_still_are_prices(
    condition: Condition, targets: tuple[Decimal, ...]
) -> None:
    assert price_targets(condition, D(200)) == targets


def test_without_a_previous_close_no_target_is_known() -> None:
    assert price_targets(PercentMove(D(5)), None) == ()


@pytest.mark.parametrize(
    ("condition", "after"),
    [
        (PriceCross(D(1001)), PriceCross(D(200))),
        (PriceReach(D(1), Way.UP), PriceReach(D(1), Way.UP)),
        (PercentMove(D(5), base=D(500)), PercentMove(D(5), base=D(100))),
        (PercentMove(D(5)), PercentMove(D(5))),
        (
            StudyCross("sma", Interval.DAY, level=D(500), priced=True),
            StudyCross("sma", Interval.DAY, level=D(100), priced=True),
        ),
        (RSI, RSI),
        (LINE, LineCross(Point(0, D(20)), Point(10, D(40)), Interval.DAY, right=False)),
    ],
)
def test_prices_are_brought_to_another_base(condition: Condition, after: Condition) -> None:
    assert scaled(condition, D("0.2")) == after


@pytest.mark.parametrize(
    ("left", "right", "now", "price"),
    [
        (False, False, 5, 150),
        (False, False, 11, None),
        (False, True, 12, 220),
        (False, True, -1, None),
        (True, False, -1, 90),
    ],
)
def test_a_line_stands_where_it_is_drawn(
    left: bool, right: bool, now: int, price: int | None
) -> None:
    line = LineCross(LINE.first, LINE.second, Interval.DAY, left=left, right=right)
    assert line_price(line, (0.0, 10.0), now) == price
    turned = LineCross(LINE.second, LINE.first, Interval.DAY, left=left, right=right)
    assert line_price(turned, (10.0, 0.0), now) == price


def test_an_upright_line_has_no_price() -> None:
    assert line_price(LINE, (3.0, 3.0), 3.0) is None


@pytest.mark.parametrize(
    ("condition", "scaled_", "reach", "interval"),
    [
        (PriceCross(D(1)), True, False, None),
        (LINE, True, False, None),
        (PercentMove(D(1)), False, True, None),
        (PercentMove(D(1), base=D(1)), True, True, None),
        (RSI, False, False, Interval.DAY),
        (StudyCross("sma", Interval.DAY, level=D(1), priced=True), True, False, Interval.DAY),
        (BarVolume(Interval.DAY, 1), False, True, Interval.DAY),
        (DayVolume(1), False, True, None),
    ],
)
def test_an_alert_knows_what_its_condition_asks_for(
    condition: Condition, scaled_: bool, reach: bool, interval: Interval | None
) -> None:
    made = Alert("a", "005930", condition)
    assert (made.is_scaled, made.is_reach, made.interval) == (scaled_, reach, interval)


def test_the_board_counts_what_is_watched() -> None:
    paused = Alert("b", "005930", DayVolume(1), stand=Stand.PAUSED)
    assert AlertBoard((Alert("a", "005930", DayVolume(1)), paused)).armed == 1
    assert Alert("a", "005930", DayVolume(1)).is_daily
