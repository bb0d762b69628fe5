"""What is told of days beside a chart's bars, over the wire."""

from __future__ import annotations

import numpy as np
import pytest

from kis_desktop.domain.bar import BarKey, Interval
from kis_desktop.indicators.beside import laid_beside
from kis_desktop.indicators.series import Floats
from kis_desktop.services.companions import INVESTORS, SIDES
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import SAMSUNG, open_desk


async def test_investors_and_sides_stand_beside_the_days_of_a_chart(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        bars = await desk.services.history.load(BarKey(SAMSUNG, Interval.DAY))
        beside: dict[str, Floats] = {}
        for name in INVESTORS + SIDES:
            told = await desk.services.companions.load(SAMSUNG, name, Interval.DAY)
            beside[name] = laid_beside(told, bars.time)
    for column in beside.values():
        assert not np.isnan(column[-90:-1]).any()
    assert (beside["foreign"][-90:-1] < 0).any()
    assert (beside["bought"][-90:-1] > 0).all()
    both = beside["bought"] + beside["sold"]
    assert (both[-90:-1] <= bars.volume[-90:-1]).all()


@pytest.mark.parametrize("interval", [Interval.WEEK, Interval.MONTH])
async def test_longer_bars_have_the_sum_of_their_days(
    simulator: Simulator, interval: Interval
) -> None:
    async with open_desk(simulator) as desk:
        bars = await desk.services.history.load(BarKey(SAMSUNG, interval))
        told = await desk.services.companions.load(SAMSUNG, "foreign", interval)
    column = laid_beside(told, bars.time)
    start, end = bars.time[-4], bars.time[-3]
    days = (told.time >= start) & (told.time < end)
    assert days.sum() > 1
    assert column[-4] == told.values[days].sum()
