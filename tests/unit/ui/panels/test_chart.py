"""The chart panel: states in their place, intervals in the head, prices to the ticket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from kis_desktop.bridge.commands import Commands
from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.chart_setup import ChartStyle, PriceScale
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.kept_charts import KeptCharts
from kis_desktop.domain.quote import Quote, Sign
from kis_desktop.services.application import Services
from kis_desktop.services.topics import Topic
from kis_desktop.ui.chart.headline import HeadlineView
from kis_desktop.ui.panels import chart
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.context import LinkGroup, ViewContext
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory
from kis_desktop.viewmodels.opening import Opening


class Nobody(QObject):
    changed = Signal()

    def find(self, symbol: str) -> Instrument | None:
        return None

    def name(self, symbol: str) -> str:
        return symbol


@dataclass
class Kept:
    words: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str | None:
        return self.words.get(key)

    def set(self, key: str, value: str) -> None:
        self.words[key] = value


class NoCharts:
    """Services that have kept no chart."""

    @property
    def charts(self) -> NoCharts:
        return self

    async def kept(self) -> KeptCharts:
        return KeptCharts()

    async def save(self, kept: KeptCharts) -> None:
        """Nothing is kept here."""


class HereCommands:
    async def run(self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object) -> object:
        return await method(*args)


@dataclass
class Shown:
    panel: chart.ChartPanel
    clock: FrameClock
    mailbox: Mailbox
    link: LinkGroup
    kept: Kept
    context: ViewContext


@pytest.fixture
async def shown(qtbot: QtBot, qapp: QApplication) -> Shown:
    """A panel to which no symbol is linked yet, so that no market is asked."""
    Theme().apply(qapp)
    mailbox, link, kept = Mailbox(), LinkGroup(), Kept()
    clock = FrameClock(mailbox)
    context = ViewContext(
        services=cast("Services", NoCharts()),
        commands=cast("Commands", HereCommands()),
        clock=clock,
        link=link,
        instruments=cast("InstrumentDirectory", Nobody()),
        preferences=kept,
        language="ko",
        environment=Environment.SIMULATED,
    )
    panel = chart.create(context)
    assert isinstance(panel, chart.ChartPanel)
    qtbot.addWidget(panel)
    for widget in panel.head_widgets():
        qtbot.addWidget(widget)
    panel.resize(900, 640)
    panel.show()
    for _ in range(4):
        await asyncio.sleep(0)
    return Shown(panel, clock, mailbox, link, kept, context)


def chip(shown: Shown, interval: Interval) -> QAbstractButton:
    found = shown.panel.head.intervals.findChild(QAbstractButton, f"chart-interval-{interval}")
    assert isinstance(found, QAbstractButton)
    return found


async def test_the_panel_bears_its_id_and_a_name_to_be_read_out(shown: Shown) -> None:
    assert shown.panel.objectName() == chart.PANEL_ID
    assert shown.panel.accessibleName() == "차트"
    assert shown.panel.canvas.accessibleName() == "가격 차트"


async def test_without_a_symbol_it_says_what_to_do_next(shown: Shown) -> None:
    notice = shown.panel.findChild(QLabel, "chart-notice")
    assert isinstance(notice, QLabel)
    assert notice.isVisible()
    assert notice.text() == "종목을 선택하세요"


async def test_a_chip_chooses_its_interval_alone(shown: Shown) -> None:
    QTest.mouseClick(chip(shown, Interval.DAY), Qt.MouseButton.LeftButton)
    assert chip(shown, Interval.DAY).isChecked()
    assert not chip(shown, Interval.MINUTE_1).isChecked()
    assert shown.panel.model.interval == Interval.DAY


async def test_prices_of_a_simulated_world_are_marked_so(shown: Shown) -> None:
    assert shown.panel.canvas.content.simulated


async def test_the_headline_is_read_out_with_its_sign(shown: Shown, qtbot: QtBot) -> None:
    view = shown.panel.findChild(HeadlineView, "chart-headline")
    assert isinstance(view, HeadlineView)
    assert view.accessibleName() == ""
    shown.panel.model.symbol = "005930"
    quote = Quote(
        "005930",
        last=Decimal(98_400),
        change=Decimal(-200),
        change_rate=Decimal("-0.2"),
        sign=Sign.DOWN,
    )
    shown.mailbox.latest(Topic.QUOTE, "005930", quote)
    shown.clock.drain()
    assert view.accessibleName() == "005930 현재가 98,400, 전일 대비 ▼ 200, −0.20%"


@pytest.mark.parametrize("width", [200, 400, 700, 1400])
async def test_the_headline_is_painted_at_any_width(shown: Shown, width: int) -> None:
    shown.panel.resize(width, 400)
    assert shown.panel.grab().width() == shown.panel.width()


async def test_the_menu_says_how_the_chart_is_drawn(shown: Shown) -> None:
    menu = shown.panel.view.menu(None)
    scales = menu.findChild(QMenu, "chart-scale")
    assert isinstance(scales, QMenu)
    assert [action.text() for action in scales.actions()] == ["일반 눈금", "로그 눈금", "등락률(%)"]
    scales.actions()[1].trigger()
    assert shown.panel.model.setup.scale is PriceScale.LOGARITHMIC


async def test_another_style_is_drawn(shown: Shown) -> None:
    styles = shown.panel.view.menu(None).findChild(QMenu, "chart-style")
    assert isinstance(styles, QMenu)
    styles.actions()[1].trigger()
    assert shown.panel.canvas.content.setup.style is ChartStyle.HOLLOW


async def test_a_switch_of_the_menu_turns_the_chart_round(shown: Shown) -> None:
    switch = shown.panel.view.menu(None).findChild(QAction, "chart-inverted")
    assert isinstance(switch, QAction)
    switch.trigger()
    assert shown.panel.model.setup.inverted


async def test_a_price_of_the_menu_goes_to_the_ticket(shown: Shown) -> None:
    picked: list[Decimal] = []
    shown.link.price_picked.connect(picked.append)
    action = shown.panel.view.menu(Decimal(98_300)).actions()[0]
    assert action.text() == "98,300원을 주문창에 넣기"
    action.trigger()
    assert picked == [Decimal(98_300)]


async def test_a_summary_says_that_no_bar_is_shown(shown: Shown) -> None:
    assert shown.panel.view.summary() == " 차트. 표시된 봉이 없습니다."


async def test_tools_are_laid_when_the_window_was_painted(shown: Shown, qtbot: QtBot) -> None:
    opening = Opening()
    panel = chart.create(replace(shown.context, opening=opening))
    assert isinstance(panel, chart.ChartPanel)
    qtbot.addWidget(panel)
    for widget in panel.head_widgets():
        qtbot.addWidget(widget)
    assert not panel.canvas.tools
    opening.end()
    assert set(panel.view.tools) >= {"drawings", "orders", "replay"}
    assert len(panel.canvas.tools) == len(panel.view.tools)


async def test_a_tool_that_is_asked_for_waits_for_no_painting(shown: Shown, qtbot: QtBot) -> None:
    panel = chart.create(replace(shown.context, opening=Opening()))
    assert isinstance(panel, chart.ChartPanel)
    qtbot.addWidget(panel)
    for widget in panel.head_widgets():
        qtbot.addWidget(widget)
    panel.toggle_replay()
    assert panel.canvas.tools
