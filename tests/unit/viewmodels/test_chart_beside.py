"""A chart asks for what its studies need beside the bars, and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from kis_desktop.bridge.mailbox import Frame, PrintBatch
from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.domain.chart_setup import ChartSetup, StudySetup
from kis_desktop.domain.errors import RequestFailed
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Aggressor
from kis_desktop.indicators.beside import Told
from kis_desktop.services.bar_builder import series
from kis_desktop.viewmodels.chart_beside import ChartBeside, wanted
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from tests.unit.viewmodels.test_chart import Desk as ChartDesk
from tests.unit.viewmodels.test_live_sides import NINE, heard, trade

FOREIGN, STRENGTH = StudySetup("net_foreign"), StudySetup("trade_strength")
DAY = int(datetime(2026, 11, 20, tzinfo=EXCHANGE_ZONE).timestamp())
BARS = np.array([DAY - 86_400, DAY], np.int64)


@dataclass
class Companions:
    asked: list[tuple[str, str, Interval]] = field(default_factory=list)
    fails: bool = False

    async def load(self, symbol: str, name: str, interval: Interval) -> Told:
        self.asked.append((symbol, name, interval))
        if self.fails:
            raise RequestFailed(message("kis.in_doubt"))
        return Told(np.array([DAY], np.int64), np.array([float(len(self.asked))]))


class Here:
    async def run(self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object) -> object:
        return await method(*args)


class Desk:
    def __init__(self) -> None:
        self.companions = Companions()
        self.seconds = 0.0
        self.told = 0
        services = SimpleNamespace(companions=self.companions)
        context = cast("ViewContext", SimpleNamespace(services=services, commands=Here()))
        self.beside = ChartBeside(context, monotonic=lambda: self.seconds)
        self.beside.changed.connect(self._count)

    def _count(self) -> None:
        self.told += 1

    def hear(self, *batches: PrintBatch, feed: str = "005930") -> None:
        for batch in batches:
            self.beside.on_frame(Frame({}, {feed: batch}, ()))


@pytest.fixture
def desk(qapp: QCoreApplication) -> Desk:
    return Desk()


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_the_names_are_those_that_the_studies_ask_for() -> None:
    studies = (StudySetup("sma"), FOREIGN, STRENGTH, StudySetup("no_such_one"))
    assert wanted(studies) == {"foreign", "bought", "sold"}


async def test_without_such_a_study_nothing_is_asked_for(desk: Desk) -> None:
    desk.beside.show("005930", Interval.DAY, (StudySetup("sma"),))
    await turns()
    assert desk.companions.asked == []
    assert desk.beside.columns(BARS) == {}


async def test_what_is_told_stands_beside_its_bar(desk: Desk) -> None:
    desk.beside.show("005930", Interval.DAY, (FOREIGN,))
    assert desk.beside.columns(BARS) == {}
    await turns()
    assert desk.companions.asked == [("005930", "foreign", Interval.DAY)]
    assert desk.told == 1
    (column,) = desk.beside.columns(BARS).values()
    assert np.isnan(column[0])
    assert column[1] == 1.0


async def test_it_is_asked_for_again_after_a_while_alone(desk: Desk) -> None:
    desk.beside.show("005930", Interval.DAY, (FOREIGN,))
    await turns()
    desk.hear(heard())
    await turns()
    assert len(desk.companions.asked) == 1
    desk.seconds += 120
    desk.hear(heard(), feed="000660")
    await turns()
    assert len(desk.companions.asked) == 2
    assert desk.beside.columns(BARS)["foreign"][1] == 2.0


async def test_another_symbol_has_nothing_of_the_one_before(desk: Desk) -> None:
    desk.beside.show("005930", Interval.DAY, (FOREIGN,))
    await turns()
    desk.companions.fails = True
    desk.beside.show("000660", Interval.DAY, (FOREIGN,))
    await turns()
    assert desk.beside.columns(BARS) == {}
    assert desk.told == 1


async def test_an_answer_for_the_symbol_before_is_dropped(desk: Desk) -> None:
    desk.beside.show("005930", Interval.DAY, (FOREIGN,))
    desk.beside.show("000660", Interval.MINUTE_1, (FOREIGN,))
    await turns()
    assert desk.told == 0
    assert desk.beside.columns(BARS) == {}


async def test_minutes_know_both_sides_since_the_chart_listens(desk: Desk) -> None:
    desk.beside.show("005930", Interval.MINUTE_1, (STRENGTH, FOREIGN))
    desk.hear(heard(trade(time(9, 0), 1, Aggressor.BUY), trade(time(9, 1), 5, Aggressor.BUY)))
    desk.hear(heard(trade(time(9, 1), 100, Aggressor.SELL)), feed="000660")
    await turns()
    columns = desk.beside.columns(np.array([NINE, NINE + 60], np.int64))
    assert desk.companions.asked == []
    assert np.isnan(columns["bought"][0])
    assert (columns["bought"][1], columns["sold"][1]) == (5.0, 0.0)
    desk.beside.missed()
    columns = desk.beside.columns(np.array([NINE, NINE + 60], np.int64))
    assert np.isnan(columns["bought"]).all()


async def test_the_tape_of_the_symbol_before_is_not_the_new_ones(desk: Desk) -> None:
    bars = np.array([NINE, NINE + 60], np.int64)
    desk.beside.show("005930", Interval.MINUTE_1, (STRENGTH,))
    desk.hear(heard(trade(time(9, 0), 1, Aggressor.BUY), trade(time(9, 1), 5, Aggressor.BUY)))
    desk.beside.show("005930", Interval.MINUTE_5, (STRENGTH,))
    assert not np.isnan(desk.beside.columns(bars)["bought"]).all()
    desk.beside.show("000660", Interval.MINUTE_5, (STRENGTH,))
    assert np.isnan(desk.beside.columns(bars)["bought"]).all()


async def test_a_charts_study_is_computed_with_what_is_told(qapp: QCoreApplication) -> None:
    desk, told = ChartDesk(), list[bool]()
    desk.services.companions = Companions()  # type: ignore[attr-defined]
    desk.model.set_setup(ChartSetup(interval=Interval.DAY, studies=(FOREIGN,)))
    desk.model.plots_changed.connect(lambda: told.append(True))
    desk.link.select("005930")
    price = Decimal(98_000)
    days = [Bar(int(at), price, price, price, price, 1) for at in BARS]
    await desk.answer(series(days))
    await turns()
    (plot,) = desk.model.plots
    assert told == [True]
    assert plot.study.value(0) is None
    assert plot.study.value(1) == 1.0
    desk.model.begin_replay(series(days))
    (plot,) = desk.model.plots
    assert plot.study.value(1) is None
