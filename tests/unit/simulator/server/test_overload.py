"""A server whose market can't keep up: what it does with its core."""

import asyncio
import time

import pytest

from kis_desktop.simulator.clock import MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.pace import Pace
from kis_desktop.simulator.server.server import serving
from kis_desktop.simulator.server.settings import Settings
from tests.unit.simulator.trading_floor import kst

_MORE_THAN_IT_CAN = 100_000.0


class _ToldPace(Pace):
    """Tells of every step of the server."""

    def __init__(self) -> None:
        super().__init__(0.005)
        self._begins = asyncio.Event()

    def end_rest(self) -> None:
        self._begins.set()
        super().end_rest()

    async def steps(self, count: int) -> None:
        """Waits until the server has begun so many steps more."""
        for _ in range(count):
            self._begins.clear()
            await self._begins.wait()


@pytest.mark.asyncio
async def test_nothing_is_prepared_beside_a_market_that_cannot_keep_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = MarketClock(monotonic=time.monotonic, start=kst("10:12"))
    market = Market(seed=7, clock=clock, instruments=20)
    market.pace = pace = _ToldPace()
    prepared: list[float] = []
    monkeypatch.setattr(market, "prepare", prepared.append)
    async with serving(market, Settings(flush_every=0.2)):
        await pace.steps(2)
        assert prepared
        for listing in market.universe.listings:
            market.wake(listing.symbol)
        market.set_print_rate(_MORE_THAN_IT_CAN)
        await pace.steps(2)
        assert not market.keeps_up
        before, here = len(prepared), clock.now()
        await pace.steps(3)
        assert len(prepared) == before
        assert clock.now() > here
