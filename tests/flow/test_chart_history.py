"""A chart's history over the wire: shown, read back while idle, kept, joined again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import numpy as np
import pytest

from kis_desktop.domain.bar import BarKey, BarTail, HistoryProgress, Interval, Unit
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.ex_date import ExKind
from kis_desktop.domain.index_key import KOSPI
from kis_desktop.domain.interest import Interest
from kis_desktop.indicators.resample import resampled
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.chart_scaled import ratio_text, scaled_at
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from tests.flow.conftest import MOMENT, Simulator, end_simulator, start_simulator
from tests.flow.trading_desk import SAMSUNG, Desk, open_desk

MINUTES = BarKey(SAMSUNG, Interval.MINUTE_1)
DAYS = BarKey(SAMSUNG, Interval.DAY, adjusted=True)


def progress(desk: Desk, key: BarKey) -> HistoryProgress:
    """How far a chart reaches, as the screen was told."""
    desk.look()
    told = desk.latest.get((Topic.HISTORY, key.text))
    return told if isinstance(told, HistoryProgress) else HistoryProgress(key, 0)


async def test_older_minutes_are_read_while_idle_and_shown_at_once_after_a_restart(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        history = desk.services.history
        first = await history.load(MINUTES)
        await history.follow("chart", MINUTES)
        await desk.until(lambda: progress(desk, MINUTES).bars > 5 * 380)
        shown = await history.bars(MINUTES)
        assert (np.diff(shown.time) > 0).all()
        assert shown.time[0] < first.time[0]
    async with open_desk(simulator) as desk:
        kept = await desk.services.history.load(MINUTES)
        assert len(kept) >= len(shown) - 1
        assert int(kept.time[0]) <= int(shown.time[0])


SPLIT = "403490"  # ten for one
EX = date(2026, 11, 16)


@pytest.fixture(scope="module")
def large_simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """One with small companies, whose shares are split."""
    file = tmp_path_factory.mktemp("large") / "ready.json"
    arguments = ("--clock", MOMENT, "--no-limits", "--instruments", "4000")
    process, made = start_simulator(file, *arguments)
    yield made
    end_simulator(process)


async def test_a_split_is_no_crash_on_adjusted_charts_and_is_one_on_others(
    large_simulator: Simulator,
) -> None:
    async with open_desk(large_simulator) as desk:
        history = desk.services.history
        days = [BarKey(SPLIT, Interval.DAY, adjusted) for adjusted in (True, False)]
        adjusted, raw = [await history.load(key) for key in days]
        falls = [_deepest_fall(bars) for bars in (adjusted, raw)]
        assert falls[0] > 0.69
        assert falls[1] < 0.3
        minutes = BarKey(SPLIT, Interval(30, Unit.MINUTE), adjusted=True)
        await history.load(minutes)
        await history.reach(minutes, int(datetime(2026, 11, 12, tzinfo=UTC).timestamp()))
        bars = await history.bars(minutes)
        assert bars.time[0] <= datetime(2026, 11, 12, tzinfo=UTC).timestamp()
        assert _deepest_fall(bars) > 0.69
        plain = await history.bars(BarKey(SPLIT, minutes.interval))
        assert _deepest_fall(plain) < 0.3
        eve = int(datetime(EX.year, EX.month, EX.day, tzinfo=EXCHANGE_ZONE).timestamp())
        (ratio,) = scaled_at((eve,), bars.time, bars.close, plain).values()
        assert ratio_text(ratio) == "1/10"
        assert {one.kind for one in await history.ex_dates(SPLIT) if one.date == EX} == {
            ExKind.SPLIT
        }


def _deepest_fall(bars: BarSeries) -> float:
    """The lowest close in parts of the one before."""
    return float((bars.close[1:] / bars.close[:-1]).min())


async def test_weeks_months_and_years_hold_the_days(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        history = desk.services.history
        days = await history.load(DAYS)
        for unit in (Unit.WEEK, Unit.MONTH, Unit.YEAR):
            longer = await history.load(BarKey(SAMSUNG, Interval(1, unit), adjusted=True))
            joined = resampled(days, Interval(1, unit))
            ours, theirs = joined.volume[1:-1], longer.volume[-len(joined) + 1 : -1]
            assert ours.tolist() == theirs.tolist()
            assert joined.time[1:].tolist() == longer.time[-len(joined) + 1 :].tolist()


async def test_prints_and_their_bars_go_on_over_a_reconnect(simulator: Simulator) -> None:
    key = BarKey(SAMSUNG, Interval(2, Unit.TICK))
    async with open_desk(simulator) as desk:
        await desk.until_live()
        wanted = Interest(quotes=frozenset({SAMSUNG}), focused=True)
        await desk.services.market_data.set_interest("chart", wanted)
        history = desk.services.history
        first = await history.load(key)
        assert len(first)
        await history.follow("chart", key)
        await desk.until(lambda: newest(desk, key) > first.time[-1] + 1)
        simulator.faults({"kind": "drop_ws"})
        await desk.until(lambda: not desk.is_live())
        await desk.until_live()
        before = newest(desk, key)
        await desk.until(lambda: newest(desk, key) > before + 1)
        page = await desk.world.client.history.prints_page(SAMSUNG, "235959")
        mark = newest(desk, key)
        await desk.until(lambda: newest(desk, key) > mark + 2)  # what the page has is here as well
        bars = await history.bars(key)
        prints = await history.bars(BarKey(SAMSUNG, Interval.TICK))
        assert bars.volume.sum() == prints.volume.sum()
        assert (np.diff(bars.time) > 0).all()
        settled = [one.size for one in page][:-10]  # later ones may still be under way to us
        ours = prints.volume.astype(int).tolist()
        assert any(ours[at : at + len(settled)] == settled for at in range(len(ours)))


def newest(desk: Desk, key: BarKey) -> int:
    """When the newest bar on the screen began."""
    desk.look()
    tail = desk.latest.get((Topic.BARS, key.text))
    return tail.bars[-1].time if isinstance(tail, BarTail) else 0


async def test_a_chart_of_both_markets_as_one_reads_their_minutes(simulator: Simulator) -> None:
    key = BarKey(f"{SAMSUNG}@UN", Interval.MINUTE_1)
    async with open_desk(simulator) as desk:
        both = await desk.services.history.load(key)
        alone = await desk.services.history.load(MINUTES)
        assert both.volume[:100].sum() > alone.volume[:100].sum()


async def test_the_index_is_charted_by_days(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        bars = await desk.services.history.load(BarKey(KOSPI, Interval.DAY))
        assert len(bars) > 100
        assert (bars.high >= bars.low).all()
        with pytest.raises(InvalidInput):
            await desk.services.history.load(BarKey(KOSPI, Interval.MINUTE_5))
