"""Alerts against a real server, with no chart open: each cross is told once, also over restarts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import pytest

from kis_desktop.domain.alert import (
    Alert,
    AlertBoard,
    AlertFired,
    BarVolume,
    Frequency,
    Often,
    PriceCross,
    StudyCross,
)
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.conditional_trigger import MAX_AGE
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.services.alert_base import AlertBase
from kis_desktop.services.alert_clock import AlertClock
from kis_desktop.services.topics import Topic
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import SAMSUNG, Desk, open_desk

EVERY = Frequency(Often.EVERY)
LEVELS = 12  # above and below, a tick apart
SILENCE = 0.001  # prints a second


class Tape:
    """The prices of one run as its services hear them, behind the last one of the run before: the
    first quote, then prints that do not come too late to count.
    """

    def __init__(self, desk: Desk, last: Decimal | None = None) -> None:
        self.prices = [] if last is None else [last]
        self._waits = True
        self._around = AlertClock(desk.services.clock)
        desk.services.market_data.quote_listeners.insert(0, self.begin)
        desk.services.market_data.listeners.insert(0, self.hear)

    def begin(self, quote: Quote) -> None:
        if quote.symbol == SAMSUNG and quote.last is not None and self._waits:
            self._waits = False
            self.prices.append(quote.last)

    def hear(self, symbol: str, trades: Sequence[Trade]) -> None:
        for trade in trades:
            age = self._around.age_of_trade(trade)
            if symbol == SAMSUNG and age is not None and age <= MAX_AGE:
                self._waits = False
                self.prices.append(trade.price)

    def crossings(self, level: Decimal) -> int:
        """How often the prices went over a level that none of them can stand on."""
        sides = [price > level for price in self.prices]
        return sum(before is not after for before, after in pairwise(sides))


def alerts(desk: Desk) -> tuple[Alert, ...]:
    desk.look()
    board = desk.latest.get((Topic.ALERTS, ""))
    return board.alerts if isinstance(board, AlertBoard) else ()


def fired(desk: Desk) -> list[AlertFired]:
    desk.look()
    return [event for event in desk.events if isinstance(event, AlertFired)]


async def watch(desk: Desk, tape: Tape) -> list[Decimal]:
    """Alerts in the middle between ticks around the price; their levels."""
    service = desk.services.alerts
    far = await service.make(Alert("", SAMSUNG, PriceCross(Decimal(1)), EVERY))
    await desk.until(lambda: tape.prices)
    await service.remove([far])
    middle = tape.prices[-1] + 50
    levels = [middle + 100 * step for step in range(-LEVELS, LEVELS)]
    for level in levels:
        await service.make(Alert("", SAMSUNG, PriceCross(level), EVERY))
    return levels


def crossed(desk: Desk, tape: Tape) -> int:
    """How often any of their levels was crossed."""
    conditions = [alert.condition for alert in alerts(desk)]
    return sum(tape.crossings(one.level) for one in conditions if isinstance(one, PriceCross))


def agrees(desk: Desk, tape: Tape, counted: dict[str, int]) -> bool:
    """Whether every alert was told as often as its level was crossed, and has counted that."""
    standing, told = alerts(desk), Counter(one.alert.id for one in fired(desk))
    for alert in standing:
        assert isinstance(alert.condition, PriceCross)
        if told[alert.id] != tape.crossings(alert.condition.level):
            return False
        if told[alert.id] != alert.count - counted[alert.id]:
            return False
    return bool(standing)


async def cross(desk: Desk, tape: Tape, simulator: Simulator, least: int) -> None:
    """Have the price run over so many levels and rest."""
    simulator.post("flow", {"prints_per_second": 30, "symbols": [SAMSUNG]})
    await desk.until(lambda: crossed(desk, tape) >= least)
    simulator.post("flow", {"prints_per_second": SILENCE, "symbols": [SAMSUNG]})


def counts(desk: Desk) -> dict[str, int]:
    """How often each was met."""
    return {alert.id: alert.count for alert in alerts(desk)}


async def test_each_cross_is_told_once_with_no_chart_open_and_over_a_restart(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        tape = Tape(desk)
        await desk.until_live()
        await watch(desk, tape)
        await desk.until(lambda: not any(alert.untold for alert in alerts(desk)))
        tape.prices = tape.prices[-1:]
        counted = counts(desk)
        desk.events.clear()
        await cross(desk, tape, simulator, 8)
        await desk.until(lambda: agrees(desk, tape, counted))
        assert not any(one.missed for one in fired(desk))
    counted = counts(desk)
    async with open_desk(simulator) as desk:
        tape = Tape(desk, tape.prices[-1])
        await desk.until_live()
        await cross(desk, tape, simulator, 4)
        await desk.until(lambda: agrees(desk, tape, counted))
        assert sum(not one.missed for one in fired(desk)) >= 3
    simulator.post("flow", {"prints_per_second": None})


@pytest.mark.parametrize("symbol", [SAMSUNG, f"{SAMSUNG}@UN", "000660", "069500"])
async def test_an_ordinary_mornings_base_price_is_the_last_close(
    symbol: str, simulator: Simulator
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        services = desk.services
        await services.market_data.set_interest("test", Interest(frozenset({symbol})))
        await desk.until(lambda: services.market_data.quote(symbol))
        base = AlertBase(desk.world.client.history, services.market_data.quote)
        base.want(symbol)
        found = await base.look(services.clock.trade_date(), 0.0)
        assert found is not None
        assert found[1] == found[2]


async def test_indicators_and_volumes_are_watched_without_a_chart(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        average = StudyCross("sma", Interval.MINUTE_1, (1.0,), level=Decimal("0.5"))
        volume = BarVolume(Interval.MINUTE_1, 1)
        for condition in (average, volume):
            await desk.services.alerts.make(Alert("", SAMSUNG, condition, Frequency()))
        simulator.post("flow", {"prints_per_second": 30, "symbols": [SAMSUNG]})
        await desk.until(lambda: fired(desk))
        assert [one.alert.condition for one in fired(desk)] == [volume]
    simulator.post("flow", {"prints_per_second": None})
