"""When an alert is met, and when it is not."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from kis_desktop.domain.alert import (
    Alert,
    Condition,
    Frequency,
    Often,
    PercentMove,
    PriceCross,
    PriceReach,
    Seen,
    Stand,
    Way,
)
from kis_desktop.domain.alert_check import Outcome, check, expire, needs_proof, rebase
from tests.unit.domain.alert_looks import NOW, TODAY, alert, look, walk

EVERY = Frequency(Often.EVERY)
YESTERDAY = TODAY - timedelta(days=1)
UP, DOWN, EITHER = (PriceCross(Decimal(100), way) for way in Way)


@pytest.mark.parametrize(
    ("condition", "prices", "told"),
    [
        (UP, [99, 101], [1]),
        (UP, [101, 102], []),  # it begins beyond
        (UP, [99, 100], []),  # touching is not crossing
        (UP, [99, 100, 101], [2]),
        (UP, [101, 100, 101], []),  # touched from above, and back
        (UP, [100, 101], []),
        (UP, [99, 150], [1]),  # a gap over it
        (UP, [101, 99], []),
        (UP, [101, 99, 101], [2]),
        (DOWN, [101, 99], [1]),
        (DOWN, [99, 101, 100, 99], [3]),
        (EITHER, [99, 101], [1]),
        (EITHER, [101, 99], [1]),
        (PriceReach(Decimal(100), Way.UP), [99, 100], [1]),
        (PriceReach(Decimal(100), Way.UP), [101], [0]),  # being there is enough
        (PriceReach(Decimal(100), Way.DOWN), [101, 100], [1]),
    ],
)
def test_an_alert_is_told_where_its_condition_is_met(
    condition: Condition, prices: list[int | str], told: list[int]
) -> None:
    assert walk(alert(condition), prices)[1] == told


def test_told_once_it_is_over() -> None:
    made, told = walk(alert(), [99, 101, 99, 101])
    assert told == [1]
    assert (made.stand, made.count, made.untold) == (Stand.FIRED, 1, True)
    assert (made.fired, made.fired_price) == (NOW + timedelta(minutes=1), Decimal(101))


def test_every_time_it_is_told_with_each_cross() -> None:
    made, told = walk(alert(EITHER, EVERY), [99, 101, 99, 100, 101])
    assert told == [1, 2, 4]
    assert (made.stand, made.count) == (Stand.ARMED, 3)


def test_a_value_that_trembles_on_its_target_is_told_once_until_it_was_off_it() -> None:
    rearming = Frequency(Often.EVERY, rearm=Decimal(2))
    assert walk(alert(UP, rearming), [99, 101, 99, 101, 99, 98, 101, 103, 99, 101])[1] == [1, 6]


def test_being_there_is_told_again_once_it_was_left_far_enough() -> None:
    rearming = Frequency(Often.EVERY, rearm=Decimal(2))
    reach = PriceReach(Decimal(100), Way.UP)
    assert walk(alert(reach, rearming), [101, 99, 101, 98, 100])[1] == [0, 4]


def test_a_cross_within_the_pause_is_not_told() -> None:
    pausing = Frequency(Often.EVERY, pause=3)
    assert walk(alert(UP, pausing), [99, 101, 99, 101, 99, 101])[1] == [1, 5]


def test_what_still_holds_when_the_pause_ends_is_told_then() -> None:
    pausing = Frequency(Often.EVERY, pause=3)
    reach = PriceReach(Decimal(100), Way.UP)
    assert walk(alert(reach, pausing), [101, 99, 101, 101, 101])[1] == [0, 3]


def test_every_day_counts_for_itself_where_the_move_is_from_the_previous_close() -> None:
    made = alert(PercentMove(Decimal(5)), EVERY)
    told = []
    for day in (YESTERDAY, TODAY):
        for price in (106, 107):
            verdict = check(made, look(made, price, on=day, previous_close=100))
            made = verdict.alert
            told.append(verdict.outcome is Outcome.FIRED)
    assert told == [True, False, True, False]


@pytest.mark.parametrize("old", [{"fresh": False}, {"previous_close": None}])
def test_an_old_or_an_unknown_price_changes_nothing(old: dict[str, Any]) -> None:
    made = alert(PercentMove(Decimal(5)))
    verdict = check(made, look(made, 150, **{"previous_close": 100, **old}))
    assert verdict == (type(verdict))(made)


def test_what_is_not_armed_is_left_alone() -> None:
    paused = msgspec.structs.replace(
        alert(seen=Seen(-1, Decimal(99), TODAY, NOW)), stand=Stand.PAUSED
    )
    assert check(paused, look(paused, 101)).alert is paused


def test_what_was_crossed_while_the_program_was_closed_is_told_as_missed() -> None:
    made = alert(seen=Seen(-1, Decimal(99), TODAY, NOW))
    verdict = check(made, look(made, 101, first=True, fresh=False))
    assert verdict.outcome is Outcome.MISSED
    assert (verdict.alert.stand, verdict.alert.count) == (Stand.MISSED, 0)


def test_what_is_told_every_time_goes_on_behind_a_missed_cross() -> None:
    made = alert(UP, EVERY, seen=Seen(-1, Decimal(99), TODAY, NOW))
    made = check(made, look(made, 101, first=True)).alert
    assert made.stand is Stand.ARMED
    assert walk(made, [102, 99, 101])[1] == [2]


def test_the_first_price_on_the_same_side_goes_on_where_it_was() -> None:
    made = alert(seen=Seen(-1, Decimal(99), TODAY, NOW))
    made = check(made, look(made, 98, first=True, fresh=False)).alert
    assert walk(made, [101])[1] == [0]


def test_one_cross_is_not_told_again_after_a_restart() -> None:
    made, told = walk(alert(UP, EVERY), [99, 101])
    again = check(made, look(made, 101, first=True))
    assert (told, again.outcome) == ([1], Outcome.QUIET)


def test_being_there_is_no_miss_but_told_with_the_first_fresh_price() -> None:
    made = alert(PriceReach(Decimal(100), Way.UP), seen=Seen(-1, Decimal(99), TODAY, NOW))
    old = check(made, look(made, 101, first=True, fresh=False))
    assert old == type(old)(made)
    assert check(made, look(made, 101)).outcome is Outcome.FIRED


def test_a_cross_over_night_waits_until_the_base_price_is_proven() -> None:
    made = alert(seen=Seen(-1, Decimal(99), YESTERDAY, NOW))
    assert needs_proof(made, TODAY)
    waiting = check(made, look(made, 101, proven=False))
    assert (waiting.alert, waiting.outcome) == (made, Outcome.UNPROVEN)
    assert check(made, look(made, 101)).outcome is Outcome.FIRED


def test_before_the_proof_nothing_else_is_remembered_either() -> None:
    made = alert(seen=Seen(-1, Decimal(99), YESTERDAY, NOW))
    assert check(made, look(made, 98, proven=False)).alert is made


def test_a_change_of_the_base_price_holds_what_means_prices() -> None:
    made = alert(seen=Seen(1, Decimal(100_000), YESTERDAY, NOW))
    held = rebase(made, Decimal(100_000), Decimal(20_000))
    assert (held.stand, held.factor, held.seen) == (Stand.HELD, Decimal("0.2"), Seen())
    assert held.reason is not None
    assert held.reason.arguments == {"before": "100,000", "now": "20,000"}
    assert check(held, look(held, 20_000)).outcome is Outcome.QUIET


@pytest.mark.parametrize(
    ("made", "base"),
    [
        (alert(), 100_000),
        (alert(PercentMove(Decimal(5))), 20_000),
        (msgspec.structs.replace(alert(), stand=Stand.PAUSED), 20_000),
    ],
)
def test_nothing_is_held_without_need(made: Alert, base: int) -> None:
    assert rebase(made, Decimal(100_000), Decimal(base)) is made


@pytest.mark.parametrize(
    ("until", "stand", "after"),
    [
        (YESTERDAY, Stand.ARMED, Stand.EXPIRED),
        (YESTERDAY, Stand.HELD, Stand.EXPIRED),
        (YESTERDAY, Stand.FIRED, Stand.FIRED),
        (TODAY, Stand.ARMED, Stand.ARMED),
        (None, Stand.ARMED, Stand.ARMED),
    ],
)
def test_an_alert_ends_behind_its_last_day(until: date | None, stand: Stand, after: Stand) -> None:
    made = msgspec.structs.replace(alert(), until=until, stand=stand)
    assert expire(made, TODAY).stand is after


def _crossings(prices: list[int], level: int, way: Way) -> list[int]:
    """Where a walk crosses, written naively: the last price off the level was on the other side."""
    found, last = [], 0
    for place, price in enumerate(prices):
        side = (price > level) - (price < level)
        if side and last and side != last and way in (Way.EITHER, Way.UP if side > 0 else Way.DOWN):
            found.append(place)
        last = side or last
    return found


@pytest.mark.parametrize("way", list(Way))
def test_on_random_walks_it_is_told_exactly_at_the_crossings(way: Way) -> None:
    for seed in range(60):
        chance = random.Random(seed)
        prices = [100 + chance.randint(-2, 2)]
        for _ in range(120):
            prices.append(prices[-1] + chance.choice((-3, -1, -1, 0, 1, 1, 3)))
        wanted = _crossings(prices, 100, way)
        assert walk(alert(PriceCross(Decimal(100), way), EVERY), prices)[1] == wanted
        assert walk(alert(PriceCross(Decimal(100), way)), prices)[1] == wanted[:1]


@pytest.mark.parametrize("cut", [1, 17, 60, 119])
def test_a_restart_anywhere_neither_loses_nor_doubles_a_cross(cut: int) -> None:
    for seed in range(60):
        chance = random.Random(seed)
        prices = [100]
        for _ in range(120):
            prices.append(prices[-1] + chance.choice((-2, -1, 0, 1, 2)))
        made, told = walk(alert(EITHER, EVERY), prices[:cut])
        first = check(made, look(made, prices[cut], first=True))
        missed = [cut] if first.outcome is Outcome.MISSED else []
        assert first.outcome is not Outcome.FIRED
        after = [cut + 1 + place for place in walk(first.alert, prices[cut + 1 :])[1]]
        assert told + missed + after == _crossings(prices, 100, Way.EITHER)
