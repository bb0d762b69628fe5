"""Which prices and times bring a leg to the point of being confirmed, and which never do."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from kis_desktop.domain.conditional_events import (
    Clicked,
    Confirm,
    Lost,
    Paused,
    SessionChanged,
    Tell,
)
from kis_desktop.domain.conditional_order import Basis, LegState, Told, TrailUnit, TriggerKind
from kis_desktop.domain.conditional_trigger import Prices, threshold
from kis_desktop.domain.order import Side
from tests.unit.domain.conditional_desk import (
    AT,
    NOW,
    TICKS,
    TODAY,
    TOMORROW,
    after,
    confirming,
    pair,
    printed,
    single,
)

K = TriggerKind
FIRES = (Confirm(0),)


@pytest.mark.parametrize(
    ("kind", "side", "met", "not_met"),
    [
        (K.STOP, Side.SELL, 97_000, 97_100),
        (K.STOP, Side.BUY, 97_000, 96_900),
        (K.TAKE_PROFIT, Side.SELL, 97_000, 96_900),
        (K.TAKE_PROFIT, Side.BUY, 97_000, 97_100),
    ],
)
def test_a_level_is_met_when_it_is_reached(kind: K, side: Side, met: int, not_met: int) -> None:
    order = single(kind, side)
    assert after(order, printed(98_000), printed(not_met))[1] == ()
    assert after(order, printed(98_000), printed(met))[1] == FIRES


def test_the_first_price_only_gives_the_bearings() -> None:
    order, actions = after(single(), printed(96_000))
    assert actions == ()
    assert order.legs[0].is_based
    assert after(order, printed(96_000))[1] == FIRES


@pytest.mark.parametrize(
    "between",
    [
        Lost(),
        Lost("005930"),
        SessionChanged(),
        printed(98_000, age=5.1),
        printed(98_000, age=None),
        printed(98_000, permitted=False),
        printed(98_000, today=TOMORROW),
    ],
)
def test_a_first_price_after_missing_data_only_gives_the_bearings(between: Any) -> None:
    assert after(single(), printed(98_000), between, printed(97_000))[1] == ()
    assert after(single(), printed(98_000), between, printed(98_000), printed(97_000))[1] == FIRES


@pytest.mark.parametrize(
    "fields",
    [{"age": 5.1}, {"age": None}, {"permitted": False}, {"today": TOMORROW}, {"key": "005930@NXT"}],
)
def test_a_price_that_proves_nothing_never_fires(fields: dict[str, object]) -> None:
    order, _ = after(single(), printed(98_000))
    assert after(order, *[printed(97_000, **fields)] * 3)[1] == ()


def test_a_gap_of_another_feed_changes_nothing() -> None:
    assert after(single(), printed(98_000), Lost("000660"), printed(97_000))[1] == FIRES


@pytest.mark.parametrize("event", [Lost(), SessionChanged()])
def test_a_gap_takes_a_leg_back_that_was_about_to_be_confirmed(event: Any) -> None:
    order, _ = after(confirming(single(), 97_000), event)
    assert order.legs[0].state is LegState.ARMED
    assert not order.legs[0].is_based


@pytest.mark.parametrize(("basis", "price"), [(Basis.BID, 96_900), (Basis.ASK, 97_100)])
def test_the_chosen_price_is_watched(basis: Basis, price: int) -> None:
    order = single(basis=basis, level=Decimal(price))
    spread = Prices(Decimal(97_000), Decimal(96_900), Decimal(97_100))
    wide = Prices(Decimal(90_000), Decimal(97_200), Decimal(97_300))
    assert after(order, printed(1, prices=wide), printed(1, prices=wide))[1] == ()
    assert after(order, printed(1, prices=wide), printed(1, prices=spread))[1] == FIRES


def test_a_price_that_was_not_told_takes_the_base_away() -> None:
    order = single(basis=Basis.BID)
    without = printed(96_000)
    told = printed(1, prices=Prices(bid=Decimal(96_000)))
    assert after(order, told, without, told)[1] == ()


@pytest.mark.parametrize("prices", [[96_000, 96_500], [96_900, 97_000, 96_000], [97_000, 97_000]])
def test_a_profit_that_never_was_is_not_kept(prices: list[int]) -> None:
    """이익보존: a price that begins below the level, or only touches it, must not fire."""
    order, actions = after(single(K.KEEP_PROFIT, ticks=2), *(printed(one) for one in prices))
    assert actions == ()
    assert order.legs[0].state is LegState.WAITING_FIRST_CROSS


def test_a_profit_is_kept_once_the_price_falls_back_by_the_ticks() -> None:
    order = single(K.KEEP_PROFIT, ticks=2)
    order, actions = after(order, *(printed(one) for one in (96_900, 97_100, 97_000, 96_900)))
    assert actions == ()
    assert order.legs[0].crossed_on == TODAY
    assert after(order, printed(96_800))[1] == FIRES


def test_a_purchase_keeps_its_profit_on_the_way_up() -> None:
    order = single(K.KEEP_PROFIT, Side.BUY, ticks=1)
    assert after(order, *(printed(one) for one in (97_200, 97_100, 97_200)))[1] == ()
    assert after(order, *(printed(one) for one in (97_200, 96_900, 97_000)))[1] == ()
    assert after(order, *(printed(one) for one in (97_200, 96_900, 97_100)))[1] == FIRES


@pytest.mark.parametrize(
    ("unit", "distance", "limit"),
    [
        (TrailUnit.TICKS, "5", "98500"),
        (TrailUnit.WON, "450", "98550"),
        (TrailUnit.PERCENT, "1.5", "97515"),
    ],
)
def test_a_trailing_leg_follows_its_highest(unit: TrailUnit, distance: str, limit: str) -> None:
    order = single(K.TRAILING, distance=Decimal(distance), unit=unit)
    assert threshold(order.legs[0], TICKS) is None
    order, _ = after(order, *(printed(one) for one in (98_000, 99_000, 98_900)))
    assert order.legs[0].extreme == 99_000
    assert threshold(order.legs[0], TICKS) == Decimal(limit)
    assert after(order, printed(str(Decimal(limit) + 1)))[1] == ()
    assert after(order, printed(limit))[1] == FIRES


def test_a_trailing_purchase_follows_its_lowest() -> None:
    order = single(K.TRAILING, Side.BUY, distance=Decimal(500), unit=TrailUnit.WON)
    order, actions = after(order, *(printed(one) for one in (98_000, 97_000, 97_400)))
    assert (order.legs[0].extreme, actions) == (Decimal(97_000), ())
    assert after(order, printed(97_500))[1] == FIRES


def test_the_highest_outlives_a_gap() -> None:
    order = single(K.TRAILING, distance=Decimal(500), unit=TrailUnit.WON)
    order, _ = after(order, printed(98_000), printed(99_000), Lost(), printed(90_000))
    assert order.legs[0].extreme == 99_000


def test_a_leg_without_a_distance_has_no_price_to_fire_at() -> None:
    order = single(K.TRAILING)
    order, actions = after(order, printed(98_000), printed(1_000))
    assert (threshold(order.legs[0], TICKS), actions) == (None, ())


def test_a_leg_without_a_level_never_fires() -> None:
    order = single(K.KEEP_PROFIT, ticks=1, level=None)
    assert after(order, printed(98_000), printed(99_000), printed(1_000))[1] == ()


def clicked(moment: time, **fields: object) -> Clicked:
    now = datetime.combine(TODAY, moment, NOW.tzinfo)
    return msgspec.structs.replace(Clicked(now, TODAY, permitted=True, at=100.0), **fields)


def test_a_time_fires_when_it_comes_and_a_price_was_seen() -> None:
    order = single(K.TIME, at=AT)
    assert after(order, clicked(time(10, 30)))[1] == ()
    order, actions = after(order, printed(98_000), printed(1_000), clicked(time(10, 29, 59)))
    assert actions == ()
    assert after(order, clicked(time(10, 30)))[1] == FIRES


@pytest.mark.parametrize(
    "fields", [{"permitted": False}, {"now": None}, {"today": TODAY - timedelta(days=1)}]
)
def test_a_time_outside_the_session_or_without_a_clock_does_not_fire(
    fields: dict[str, object],
) -> None:
    order, _ = after(single(K.TIME, at=AT), printed(98_000))
    assert after(order, clicked(AT, **fields))[1] == ()


def test_a_time_waits_behind_a_reading_that_failed() -> None:
    order, _ = after(single(K.TIME, at=AT), printed(98_000))
    order = msgspec.structs.replace(
        order, legs=(msgspec.structs.replace(order.legs[0], retry_at=101.0),)
    )
    assert after(order, clicked(AT))[1] == ()
    assert after(order, clicked(AT, at=101.0))[1] == FIRES


def test_a_session_that_changes_leaves_a_time_its_base_and_a_gap_takes_it() -> None:
    order, _ = after(single(K.TIME, at=AT), printed(98_000), SessionChanged())
    assert after(order, printed(98_000, permitted=False), clicked(AT))[1] == FIRES
    assert after(order, Lost(), clicked(AT))[1] == ()


def test_a_missed_time_is_not_made_up_for() -> None:
    order, actions = after(single(K.TIME, at=AT), printed(98_000), clicked(time(10, 30, 31)))
    told = Told("conditional.time_missed", {"at": "10:30:00"})
    assert actions == (Tell(told, loud=True),)
    assert order.legs[0].state is LegState.EXPIRED


def test_a_time_takes_nothing_from_the_other_kinds() -> None:
    assert after(single(), clicked(AT)) == (single(), ())


def test_what_has_run_out_does_not_fire() -> None:
    order, actions = after(pair(), clicked(AT, today=TOMORROW))
    assert [leg.state for leg in order.legs] == [LegState.EXPIRED] * 2
    assert [type(action) for action in actions] == [Tell]
    assert after(order, clicked(AT, today=TOMORROW))[1] == ()
    paused, _ = after(pair(), Paused(Told("x")), clicked(AT, today=TOMORROW))
    assert paused.legs[0].state is LegState.EXPIRED


def test_the_close_is_the_newest_price_of_the_regular_session() -> None:
    order, _ = after(
        single(), printed(98_000), printed(98_100), printed(99_000, regular=False),
        printed(99_100, age=9.0), printed(99_200, key="000660"), printed(1, prices=Prices()),
    )  # fmt: skip
    assert order.close == 98_100


def test_a_leg_fires_once_until_its_reading_is_in() -> None:
    _, actions = after(single(), printed(98_000), printed(97_000), printed(96_900))
    assert actions == FIRES
