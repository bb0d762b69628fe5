"""Alerts on the chart under a real mouse and real keys."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kis_desktop.domain.alert import (
    Alert,
    AlertBoard,
    Condition,
    LineCross,
    PercentMove,
    Point,
    PriceCross,
    PriceReach,
    Stand,
    StudyCross,
    Way,
)
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.chart_setup import StudySetup
from kis_desktop.domain.drawing import Drawing, DrawingPoint
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.services.topics import Topic
from kis_desktop.ui.chart.tools.alerts import AlertsTool
from kis_desktop.ui.dialogs.alert_editor import AlertEditor
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart_alerts import ChartAlerts
from tests.unit.chart_floor import LEFT, ChartFloor, move
from tests.unit.screen_desk import HYNIX, SAMSUNG, quote
from tests.unit.viewmodels.test_alerts import AlertService

D = Decimal
LINE = LineCross(Point(0, D(98_000)), Point(9, D(98_100)), Interval.MINUTE_1, drawing="d1")


class LineService(AlertService):
    """Also hears of drawings."""

    async def follow_drawing(self, drawing: str, ends: LineCross | None) -> None:
        await self._take("follow", (drawing, ends))


@pytest.fixture
async def floor(qtbot: QtBot, qapp: QApplication) -> ChartFloor:
    Theme().apply(qapp)
    floor = ChartFloor()
    vars(floor.services)["alerts"] = LineService()
    qtbot.addWidget(floor.view)
    floor.view.show()
    await floor.begin()
    floor.desk.show(quote())
    return floor


def tool(floor: ChartFloor) -> AlertsTool:
    found = floor.view.tools["alerts"]
    assert isinstance(found, AlertsTool)
    return found


def service(floor: ChartFloor) -> LineService:
    found = vars(floor.services)["alerts"]
    assert isinstance(found, LineService)
    return found


def show(floor: ChartFloor, *conditions: Condition, symbol: str = SAMSUNG) -> None:
    alerts = tuple(Alert(f"a{n}", symbol, one) for n, one in enumerate(conditions))
    lines = {one.id: D(98_200) for one in alerts if isinstance(one.condition, LineCross)}
    floor.desk.put(Topic.ALERTS, "", AlertBoard(alerts, lines))
    floor.desk.frame()


def tag(floor: ChartFloor, place: int = 0) -> tuple[QPoint, QPoint]:
    """The middle of a tag, and of its ×."""
    found = tool(floor)._tags()[place]  # noqa: SLF001 - where it is painted
    return found.box.center().toPoint(), found.close.center().toPoint()


async def test_alerts_of_the_chart_stand_at_their_prices(floor: ChartFloor) -> None:
    show(floor, PriceCross(D(98_300), Way.UP), PriceReach(D(98_000), Way.DOWN), LINE)
    assert [mark.text for mark in tool(floor).alerts.marks] == ["▲ 98,300", "≤ 98,000", "98,200"]
    before = floor.canvas.grab().toImage()
    show(floor, PriceCross(D(98_300)), symbol=HYNIX)
    assert tool(floor).alerts.marks == ()
    assert floor.canvas.grab().toImage() != before


async def test_a_move_on_the_day_stands_at_both_of_its_prices(floor: ChartFloor) -> None:
    show(floor, PercentMove(D(1)))
    close = quote().previous_close
    assert close is not None
    wanted = [close * 99 / 100, close * 101 / 100]
    assert [mark.price for mark in tool(floor).alerts.marks] == wanted


async def test_a_move_on_the_day_never_stands_on_another_symbol_s_close(floor: ChartFloor) -> None:
    show(floor, PercentMove(D(1), Way.UP), symbol=HYNIX)
    floor.desk.link.select(HYNIX)
    await floor.desk.settle()
    assert tool(floor).alerts.marks == (), "its close is not known"
    floor.desk.show(quote(HYNIX, last=300_000, base=290_000))
    assert [mark.price for mark in tool(floor).alerts.marks] == [D(292_900)]


async def test_a_chart_that_is_added_later_has_its_alerts(floor: ChartFloor) -> None:
    show(floor, PriceCross(D(98_300)), PercentMove(D(1), Way.UP))
    later = ChartAlerts(floor.desk.context, floor.view.model, floor.view)
    assert later.marks == tool(floor).alerts.marks
    assert len(later.marks) == 2


async def test_an_alert_is_pulled_to_another_price(floor: ChartFloor) -> None:
    show(floor, PriceCross(D(98_300), Way.UP))
    viewport = floor.canvas.viewport
    floor.drag(98_300, 98_100)
    await floor.desk.settle()
    ((what, changed),) = service(floor).asked
    assert isinstance(changed, Alert)
    assert (what, changed.condition) == ("change", PriceCross(D(98_100), Way.UP))
    assert floor.canvas.viewport == viewport


async def test_a_pull_that_is_given_up_changes_nothing(floor: ChartFloor) -> None:
    show(floor, PriceCross(D(98_300)))
    floor.pull(floor.at(98_300), floor.at(98_100))
    QTest.keyClick(floor.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(floor.canvas, LEFT, pos=floor.at(98_100))
    await floor.desk.settle()
    assert service(floor).asked == []


async def test_its_cross_and_its_key_take_it_away(floor: ChartFloor) -> None:
    show(floor, PriceCross(D(98_300)), PriceCross(D(98_000)))
    QTest.mouseClick(floor.canvas, LEFT, pos=tag(floor, 1)[1])
    move(floor.canvas, tag(floor, 0)[0])
    QTest.keyClick(floor.canvas, Qt.Key.Key_X)
    await floor.desk.settle()
    assert service(floor).asked == [("remove", ("a1",)), ("remove", ("a0",))]


async def test_a_double_click_opens_the_editor(floor: ChartFloor) -> None:
    show(floor, PriceCross(D(98_300), Way.UP))
    QTest.mouseDClick(floor.canvas, LEFT, pos=tag(floor)[0])
    editor = floor.view.window().findChild(AlertEditor)
    assert editor is not None
    assert editor.sentence.text() == "삼성전자가 98,300원을 위로 지나면 한 번"


async def test_a_key_makes_one_at_the_crosshair_or_the_last_price(floor: ChartFloor) -> None:
    QTest.keyClick(floor.canvas, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    await floor.desk.settle()
    ((what, made),) = service(floor).asked
    last = floor.canvas.content.on_tick(float(floor.canvas.content.pyramid.close[-1]))
    assert isinstance(made, Alert)
    assert (what, made.condition, made.symbol) == ("make", PriceCross(last), SAMSUNG)


async def test_the_menu_offers_the_price_and_the_indicators(floor: ChartFloor) -> None:
    show(floor, PriceCross(D(98_300)))
    spot = floor.canvas.spot(floor.at(98_300).toPointF())
    menu = QMenu()
    tool(floor).add_actions(menu, spot)
    (mine,) = [action.menu() for action in menu.actions()]
    assert isinstance(mine, QMenu)
    titles = [action.text() for action in mine.actions()]
    assert titles[:3] == ["알림 고치기", "알림 지우기", "여기에 알림 (98,300원)\tAlt+A"]
    assert any("RSI" in title for title in titles)
    mine.actions()[2].trigger()
    next(one for one in mine.actions() if "RSI" in one.text()).trigger()
    await floor.desk.settle()
    assert [what for what, _ in service(floor).asked] == ["make"]
    editor = floor.view.window().findChild(AlertEditor)
    assert editor is not None
    condition = editor.draft.condition
    assert isinstance(condition, StudyCross)
    assert (condition.study, condition.interval) == ("rsi", floor.view.model.interval)
    menu.deleteLater()


async def test_a_drawn_line_has_an_alert_that_follows_it(floor: ChartFloor) -> None:
    points = (DrawingPoint(0, D(98_000)), DrawingPoint(600, D(98_100)))
    drawing = Drawing("d1", "trend_line", points)
    tool(floor).add_line_alert(drawing)
    tool(floor).add_line_alert(Drawing("d2", "horizontal_line", points[:1]))
    tool(floor).add_line_alert(Drawing("d3", "trend_line", (points[0], points[0])))
    await floor.desk.settle()
    made = [one.condition for _, one in service(floor).asked if isinstance(one, Alert)]
    assert [one.drawing for one in made if isinstance(one, LineCross)] == ["d1", "d2"]
    service(floor).asked.clear()
    show(floor, LINE)
    alerts = tool(floor).alerts
    alerts.follow_drawing("other", points)
    alerts.follow_drawing("d1", points)
    alerts.follow_drawing("d1", None)
    await floor.desk.settle()
    (_, moved), (_, gone) = service(floor).asked
    assert isinstance(moved, tuple)
    assert moved[1] == LineCross(
        Point(0, D(98_000)), Point(600, D(98_100)), Interval.MINUTE_1, drawing="d1"
    )
    assert gone == ("d1", None)


async def test_a_refusal_is_said(floor: ChartFloor, qtbot: QtBot) -> None:
    service(floor).fails = InvalidInput(message("alert.too_many", most=1000))
    with qtbot.waitSignal(tool(floor).alerts.failed) as said:
        tool(floor).alerts.add_price(D(98_300))
        await floor.desk.settle()
    assert said.args is not None
    assert said.args[0].startswith("알림은 1,000개까지")
    with_words = floor.canvas.grab().toImage()
    tool(floor)._fall_silent()  # noqa: SLF001 - its time is up
    assert floor.canvas.grab().toImage() != with_words


async def test_what_is_over_is_not_shown(floor: ChartFloor) -> None:
    over = Alert("a", SAMSUNG, PriceCross(D(98_300)), stand=Stand.FIRED)
    floor.desk.put(Topic.ALERTS, "", AlertBoard((over,)))
    floor.desk.frame()
    assert tool(floor).alerts.marks == ()


async def test_what_has_no_value_at_a_bar_is_not_offered_to_be_watched(floor: ChartFloor) -> None:
    model = floor.view.model
    studies = (StudySetup("volume_profile"), StudySetup("rsi", (14,)))
    model.set_setup(msgspec.structs.replace(model.setup, studies=studies))
    alerts = tool(floor).alerts
    offered = [alerts.study_condition(plot) for plot in model.plots]
    assert [one and one.study for one in offered] == [None, "rsi"]
