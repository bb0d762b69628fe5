"""Charts beside each other: what each shows, what they share, and what is kept of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from kis_desktop.bridge.commands import Commands
from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.bar import BarKey, Interval
from kis_desktop.domain.chart_setup import ChartSetup, ChartStyle, StudySetup
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import KisDesktopError, StorageFailed
from kis_desktop.domain.ex_date import ExDate
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.kept_charts import GridSync, KeptCell, KeptCharts, KeptGrid, StudySet
from kis_desktop.domain.message import message
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.application import Services
from kis_desktop.viewmodels.chart import ChartModel, ChartState
from kis_desktop.viewmodels.chart_grid import ChartGrid
from kis_desktop.viewmodels.context import LinkGroup, ViewContext
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory
from kis_desktop.viewmodels.study_settings import StudySettings

SAMSUNG, HYNIX, NAVER = "005930", "000660", "035420"
LINE = ChartSetup(style=ChartStyle.LINE)
RSI = (StudySetup("rsi", (9,)),)


class Nobody(QObject):
    changed = Signal()

    def find(self, symbol: str) -> Instrument | None:
        return None

    def name(self, symbol: str) -> str:
        return symbol


@dataclass
class Everything:
    """The services that charts ask, as one."""

    kept_charts: KeptCharts = field(default_factory=KeptCharts)
    failure: KisDesktopError | None = None
    saved: list[KeptCharts] = field(default_factory=list)
    loads: list[BarKey] = field(default_factory=list)
    followed: dict[str, BarKey] = field(default_factory=dict)
    interests: dict[str, Interest] = field(default_factory=dict)

    @property
    def charts(self) -> Everything:
        return self

    history = market_data = charts

    async def kept(self) -> KeptCharts:
        if self.failure is not None:
            raise self.failure
        return self.kept_charts

    async def save(self, kept: KeptCharts) -> None:
        self.saved.append(kept)

    async def load(self, key: BarKey) -> BarSeries:
        self.loads.append(key)
        return BarSeries.empty()

    async def ex_dates(self, symbol: str) -> tuple[ExDate, ...]:
        return ()

    async def follow(self, owner: str, key: BarKey) -> None:
        self.followed[owner] = key

    async def unfollow(self, owner: str) -> None:
        self.followed.pop(owner, None)

    async def set_interest(self, owner: str, interest: Interest) -> None:
        self.interests[owner] = interest


class HereCommands:
    async def run(self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object) -> object:
        return await method(*args)

    def start(
        self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object
    ) -> asyncio.Task[Any]:
        return asyncio.ensure_future(method(*args))


class Kept:
    def get(self, key: str) -> str | None:
        return None

    def set(self, key: str, value: str) -> None:
        raise AssertionError(key)


async def turns() -> None:
    for _ in range(8):
        await asyncio.sleep(0)


class Desk:
    def __init__(self, kept: KeptCharts | None = None, symbol: str = SAMSUNG) -> None:
        self.services = Everything(kept or KeptCharts())
        self.link = LinkGroup(symbol)
        self.clock = FrameClock(Mailbox())
        self.directory = Nobody()
        self.grid = ChartGrid(
            ViewContext(
                services=cast("Services", self.services),
                commands=cast("Commands", HereCommands()),
                clock=self.clock,
                link=self.link,
                instruments=cast("InstrumentDirectory", self.directory),
                preferences=Kept(),
                language="ko",
                environment=Environment.SIMULATED,
            )
        )

    async def open(self) -> ChartGrid:
        self.grid.load()
        await turns()
        return self.grid

    @property
    def symbols(self) -> list[str]:
        return [chart.symbol for chart in self.grid.charts]

    @property
    def intervals(self) -> list[str]:
        return [str(chart.interval) for chart in self.grid.charts]


def two(**sync: bool) -> KeptCharts:
    cells = (KeptCell(SAMSUNG, LINE), KeptCell(HYNIX, ChartSetup(interval=Interval.DAY)))
    shared = replace(GridSync(), **sync)
    return KeptCharts(grid=KeptGrid("2h", cells, 0, shared))


@pytest.fixture
def desk(qapp: QCoreApplication) -> Desk:
    return Desk()


async def test_nothing_is_read_before_what_was_kept_is_known(desk: Desk) -> None:
    desk.grid.load()
    desk.link.select(HYNIX)
    assert desk.grid.active.state is ChartState.LOADING
    assert desk.services.loads == []
    await turns()
    assert [key.symbol for key in desk.services.loads] == [HYNIX]


async def test_what_was_kept_is_shown(qapp: QCoreApplication) -> None:
    desk = Desk(two())
    grid = await desk.open()
    assert desk.symbols == [SAMSUNG, HYNIX]
    assert desk.intervals == ["1m", "D"]
    assert grid.active.setup.style is ChartStyle.LINE
    assert sorted(desk.services.followed) == ["chart-1", "chart-2"]


async def test_the_linked_symbol_comes_to_the_active_chart_alone(qapp: QCoreApplication) -> None:
    desk = Desk(two())
    await desk.open()
    desk.link.select(NAVER)
    assert desk.symbols == [NAVER, HYNIX]


async def test_another_active_chart_links_its_symbol(qapp: QCoreApplication) -> None:
    desk = Desk(two())
    grid = await desk.open()
    grid.activate(1)
    assert desk.link.symbol == HYNIX
    desk.link.select(NAVER)
    assert desk.symbols == [SAMSUNG, NAVER]


async def test_the_active_chart_is_served_first(qapp: QCoreApplication) -> None:
    desk = Desk(two())
    grid = await desk.open()
    grid.activate(1)
    await turns()
    focused = {owner: one.focused for owner, one in desk.services.interests.items()}
    assert focused == {"chart-1": False, "chart-2": True}


async def test_a_shared_symbol_comes_to_all(qapp: QCoreApplication) -> None:
    desk = Desk(two(symbol=True))
    await desk.open()
    desk.link.select(NAVER)
    assert desk.symbols == [NAVER, NAVER]


async def test_a_shared_interval_comes_to_all(qapp: QCoreApplication) -> None:
    desk = Desk(two())
    grid = await desk.open()
    grid.active.show_interval(Interval.WEEK)
    assert desk.intervals == ["W", "D"]
    grid.set_sync(replace(grid.sync, interval=True))
    assert desk.intervals == ["W", "W"]
    grid.charts[1].show_interval(Interval.MINUTE_5)
    assert desk.intervals == ["5m", "5m"]


async def test_more_charts_show_what_the_active_one_does(desk: Desk) -> None:
    grid = await desk.open()
    grid.active.show_style(ChartStyle.LINE)
    grid.set_layout("4")
    assert desk.symbols == [SAMSUNG] * 4
    assert {chart.setup.style for chart in grid.charts} == {ChartStyle.LINE}
    assert len({chart.owner for chart in grid.charts}) == 4


async def test_a_chart_that_is_taken_away_leaves_the_services(qapp: QCoreApplication) -> None:
    desk = Desk(two())
    grid = await desk.open()
    grid.activate(1)
    grid.set_layout("1")
    await turns()
    assert desk.link.symbol == SAMSUNG
    assert list(desk.services.followed) == ["chart-1"]
    assert desk.services.interests["chart-2"] == Interest()


async def test_charts_that_come_and_go_leave_nothing_behind(desk: Desk) -> None:
    grid = await desk.open()
    grid.active.set_setup(replace(grid.active.setup, compared=(HYNIX,)))
    await turns()
    begun = len(grid.findChildren(QObject))
    for name in ("4", "1", "2h", "16", "1") * 10:
        grid.set_layout(name)
        await turns()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(grid.findChildren(QObject)) == begun
    assert grid.findChildren(ChartModel) == [grid.active]
    assert {owner.split("/")[0] for owner in desk.services.followed} == {"chart-1"}
    assert [owner for owner, one in desk.services.interests.items() if one != Interest()] == [
        "chart-1"
    ]


async def test_no_two_charts_have_one_name_after_one_was_closed(desk: Desk) -> None:
    grid = await desk.open()
    grid.set_layout("2h")
    grid.close(0)
    grid.set_layout("4")
    await turns()
    assert len({chart.owner for chart in grid.charts}) == len(grid.charts) == 4
    assert sorted(desk.services.followed) == sorted(chart.owner for chart in grid.charts)


async def test_every_change_is_kept(qapp: QCoreApplication) -> None:
    desk = Desk(two())
    grid = await desk.open()
    grid.activate(1)
    grid.active.show_interval(Interval.MONTH)
    await turns()
    kept = desk.services.saved[-1].grid
    assert (kept.layout, kept.active) == ("2h", 1)
    assert kept.cells == (
        KeptCell(SAMSUNG, LINE),
        KeptCell(HYNIX, ChartSetup(interval=Interval.MONTH)),
    )


async def test_nothing_is_written_over_what_could_not_be_read(desk: Desk) -> None:
    desk.services.failure = StorageFailed(message("storage.text_damaged"))
    grid = await desk.open()
    assert desk.symbols == [SAMSUNG]
    grid.active.show_interval(Interval.MONTH)
    await turns()
    assert desk.services.saved == []


async def test_a_symbol_has_indicators_of_its_own(desk: Desk) -> None:
    grid = await desk.open()
    usual = grid.active.setup.studies
    grid.set_own_studies(grid.active, own=True)
    grid.active.set_setup(replace(grid.active.setup, studies=RSI))
    desk.link.select(HYNIX)
    assert grid.active.setup.studies == usual
    desk.link.select(SAMSUNG)
    assert grid.active.setup.studies == RSI
    grid.set_own_studies(grid.active, own=False)
    assert grid.active.setup.studies == usual


async def test_an_interval_changed_over_own_indicators_is_the_charts(desk: Desk) -> None:
    desk.services.kept_charts = KeptCharts(symbols=(StudySet(SAMSUNG, RSI),))
    grid = await desk.open()
    assert grid.active.setup.studies == RSI
    grid.active.show_interval(Interval.WEEK)
    desk.link.select(HYNIX)
    assert grid.active.interval == Interval.WEEK
    assert grid.active.setup.studies == ChartSetup().studies


async def test_studies_are_added_changed_and_put_back(desk: Desk) -> None:
    grid = await desk.open()
    settings = StudySettings(grid)
    before = grid.active.setup.studies
    settings.add("bollinger")
    assert settings.titles()[-1] == "볼린저 밴드 20 2"
    settings.set_parameter(0, 999_999)
    settings.set_colour(1, "#123456")
    assert grid.active.setup.studies[-1].parameters[0] == settings.parameters()[0][0].most
    assert grid.active.setup.studies[-1].colours == ("", "#123456")
    settings.undo()
    assert grid.active.setup.studies == before


async def test_an_unknown_indicator_is_named_and_kept(desk: Desk) -> None:
    odd = StudySetup("of_a_later_program", (3,), colours=("#111111",))
    desk.services.kept_charts = KeptCharts(
        grid=KeptGrid(cells=(KeptCell("", ChartSetup(studies=(odd, *RSI))),))
    )
    grid = await desk.open()
    settings = StudySettings(grid)
    assert settings.titles()[0] == "알 수 없는 지표 (of_a_later_program)"
    settings.set_parameter(0, 7)
    settings.set_pane("price")
    settings.choose(1)
    settings.set_parameter(0, 21)
    assert grid.active.setup.studies[0] == odd


async def test_templates_are_kept_applied_and_forgotten(desk: Desk) -> None:
    grid = await desk.open()
    settings = StudySettings(grid)
    assert [name for name, _, _ in settings.templates()] == ["기본", "추세", "모멘텀", "일목균형표"]
    assert settings.keep("추세") != ""
    assert settings.keep("  ") != ""
    assert settings.keep("내 것") == ""
    kept = grid.active.setup.studies
    settings.apply(settings.templates()[3][1])
    assert [one.id for one in grid.active.setup.studies] == ["ichimoku", "rsi"]
    settings.apply(settings.templates()[4][1])
    assert grid.active.setup.studies == kept
    settings.drop("내 것")
    assert len(settings.templates()) == 4


@pytest.mark.parametrize(
    ("layout", "closed", "left"),
    [("4", 0, "4"), ("4", 1, "2h"), ("9", 1, "9"), ("9", 2, "6"), ("3", 0, "2h"), ("2v", 0, "1")],
)
async def test_a_chart_is_closed_and_the_others_take_its_room(
    desk: Desk, layout: str, closed: int, left: str
) -> None:
    grid = await desk.open()
    grid.set_layout(layout)
    for _ in range(closed + 1):
        gone = grid.charts[1]
        grid.close(1)
        assert gone not in grid.charts
        assert gone.symbol == ""
    await turns()
    assert grid.layout.name == left
    kept = desk.services.saved[-1].grid
    assert (kept.layout, len(kept.cells)) == (left, len(grid.charts))


async def test_when_the_active_chart_is_closed_its_neighbour_is_worked_with(desk: Desk) -> None:
    cells = tuple(KeptCell(symbol) for symbol in (SAMSUNG, HYNIX, NAVER, SAMSUNG))
    desk.services.kept_charts = KeptCharts(grid=KeptGrid("4", cells, 1))
    grid = await desk.open()
    grid.close(0)
    assert grid.active_place == 0
    told: list[str] = []
    grid.active_changed.connect(lambda: told.append(grid.active.symbol))
    grid.close(0)
    assert told == [NAVER]
    assert desk.link.symbol == NAVER
    grid.close(0)
    grid.close(0)
    assert len(grid.charts) == 1


async def test_charts_that_were_closed_stay_closed_and_are_there_again_when_wanted(
    desk: Desk,
) -> None:
    cells = tuple(KeptCell(symbol) for symbol in (SAMSUNG, HYNIX, NAVER))
    desk.services.kept_charts = KeptCharts(grid=KeptGrid("4", cells))
    grid = await desk.open()
    assert [chart.symbol for chart in grid.charts] == [SAMSUNG, HYNIX, NAVER]
    grid.set_layout("4")
    assert len(grid.charts) == 4
