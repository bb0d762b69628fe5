"""Prints of a share that has none yet, or whose first ones were not heard."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kis_desktop.services.topics import Topic
from kis_desktop.storage.bar_store import BarStore
from tests.patience import PATIENCE_S
from tests.unit.services.test_history_older import SYMBOL, TICKS, Charts, Server


@pytest.fixture
def charts(tmp_path: Path) -> Iterator[Charts]:
    with closing(BarStore(tmp_path / "bars.sqlite")) as store:
        made = Charts(store, Server())
        yield made
        made.worker.close()


async def until_bars(charts: Charts, count: int) -> None:
    """Wait until the chart is told to have so many bars."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            charts.screen.told = asyncio.Event()
            told = (Topic.HISTORY, TICKS.text) in charts.screen.values
            if told and charts.progress(TICKS).bars == count:
                return
            await charts.screen.told.wait()


async def test_without_a_print_everything_is_read_and_nobody_is_held_up(charts: Charts) -> None:
    assert len(await charts.history.load(TICKS)) == 0
    await charts.history.follow("chart", TICKS)
    async with charts.running():
        told = await charts.until_told(TICKS, "complete")
    assert told.bars == 0


async def test_going_back_before_the_first_print_ends(charts: Charts) -> None:
    async with asyncio.timeout(PATIENCE_S):
        await charts.history.reach(TICKS, 0)
    assert len(await charts.history.bars(TICKS)) == 0


async def test_the_day_s_first_prints_are_read_back_to_where_none_was_yet(charts: Charts) -> None:
    await charts.history.load(TICKS)
    await charts.history.follow("chart", TICKS)
    async with charts.running():
        await charts.until_told(TICKS, "complete")
        for second in range(900):
            charts.server.trade(second)
        charts.history.on_return()
        await until_bars(charts, 300)
    bars = await charts.history.bars(TICKS)
    assert bars.volume.sum() == sum(told.size for told in charts.server.prints)


async def test_prints_heard_for_long_before_the_pages_came_are_no_burden(charts: Charts) -> None:
    book_needed = charts.history.follow("chart", TICKS)
    await book_needed
    heard = [charts.server.trade(second % 3600, size=1) for second in range(25_000)]
    charts.history.on_trades(SYMBOL, heard)
    charts.server.prints = heard[-30:]
    bars = await charts.history.load(TICKS)
    assert bars.volume.sum() == 20_000
