"""The hand, the wheel and the keys: panes divided, scales pulled, boxes zoomed to."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.chart_setup import (
    PRICE_PANE,
    VOLUME_PANE,
    ChartSetup,
    PaneSetup,
    StudySetup,
)
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries, Floats
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart_studies import plots
from kis_desktop.viewmodels.words import Words
from tests.unit.chart_floor import move

NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea
LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
STUDIES = (StudySetup("sma", (5,)), StudySetup("rsi", (14,)), StudySetup("rsi", (30,)))
FAST, SLOW = "rsi-1", "rsi-2"


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp)
    return theme


@pytest.fixture
def canvas(qtbot: QtBot, theme: Theme) -> ChartCanvas:
    canvas = ChartCanvas(Words("ko"))
    qtbot.addWidget(canvas)
    canvas.resize(900, 700)
    canvas.set_tick(100, lambda price: Decimal(round(price / 100) * 100))
    low: Floats = 50_000.0 + 100 * np.arange(500, dtype=np.float64)
    time = NINE + 60 * np.arange(500, dtype=np.int64)
    pyramid = BarPyramid(
        BarSeries(time, low, low + 100, low.copy(), low + 100, np.full(500, 10.0, np.float64))
    )
    canvas.show_bars(pyramid, plots(STUDIES, pyramid), dated=False)
    canvas.show()
    return canvas


def names(canvas: ChartCanvas) -> list[str]:
    return [pane.name for pane in canvas.panes.lower]


def drag(
    canvas: ChartCanvas, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier | None = None
) -> None:
    modifier = modifier or Qt.KeyboardModifier.NoModifier
    QTest.mousePress(canvas, LEFT, modifier, start)
    QTest.mouseMove(canvas, start + (end - start) / 2)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, LEFT, modifier, end)


def turn(
    canvas: ChartCanvas,
    at: QPointF,
    angle: QPoint,
    pixels: QPoint | None = None,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    phase = Qt.ScrollPhase.NoScrollPhase if pixels is None else Qt.ScrollPhase.ScrollUpdate
    event = QWheelEvent(
        at,
        QPointF(canvas.mapToGlobal(at.toPoint())),
        pixels or QPoint(),
        angle,
        Qt.MouseButton.NoButton,
        modifier,
        phase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def top_of(canvas: ChartCanvas, pane: str) -> int:
    return round(canvas.panes.box(pane).top())


def test_every_study_with_a_pane_of_its_own_has_one(canvas: ChartCanvas) -> None:
    assert names(canvas) == [VOLUME_PANE, FAST, SLOW]


def test_panes_stand_as_they_are_kept_and_those_not_named_come_below(canvas: ChartCanvas) -> None:
    kept = (PaneSetup(SLOW, 0.3), PaneSetup("gone", 0.2), PaneSetup(VOLUME_PANE, 0.1))
    canvas.show_setup(ChartSetup(panes=kept))
    assert names(canvas) == [SLOW, VOLUME_PANE, FAST]
    room = canvas.panes.bottom
    assert canvas.panes.box(SLOW).height() == pytest.approx(0.3 * room, abs=1)


def test_a_pulled_boundary_divides_anew_and_tells_so_once(
    canvas: ChartCanvas, qtbot: QtBot
) -> None:
    top = top_of(canvas, FAST)
    below, above = canvas.panes.box(FAST).height(), canvas.panes.box(VOLUME_PANE).height()
    with qtbot.waitSignal(canvas.panes_changed) as told:
        drag(canvas, QPoint(300, top), QPoint(300, top - 20))
    assert canvas.panes.box(FAST).height() == pytest.approx(below + 20, abs=1)
    assert canvas.panes.box(VOLUME_PANE).height() == pytest.approx(above - 20, abs=1)
    assert told.args == [canvas.wanted_panes]
    assert [pane.name for pane in canvas.wanted_panes] == [VOLUME_PANE, FAST, SLOW]


@pytest.mark.parametrize("far", [-2000, 2000])
def test_a_boundary_leaves_both_its_panes_room(canvas: ChartCanvas, far: int) -> None:
    for pane in (VOLUME_PANE, FAST, SLOW):
        top = top_of(canvas, pane)
        drag(canvas, QPoint(300, top), QPoint(300, top + far))
    assert names(canvas) == [VOLUME_PANE, FAST, SLOW]
    assert canvas.panes.price.height() >= 120
    assert min(pane.box.height() for pane in canvas.panes.lower) >= 39


def test_a_pull_of_a_boundary_leaves_the_bars_where_they_are(canvas: ChartCanvas) -> None:
    before = canvas.viewport
    top = top_of(canvas, FAST)
    drag(canvas, QPoint(300, top), QPoint(360, top - 20))
    assert canvas.viewport == before


def test_a_boundary_is_wide_enough_for_the_hand(canvas: ChartCanvas) -> None:
    top = top_of(canvas, FAST)
    held = [y for y in range(top - 10, top + 10) if canvas.panes.boundary_at(y) is not None]
    assert len(held) >= 6
    QTest.mouseMove(canvas, QPoint(300, top))
    assert canvas.cursor().shape() is Qt.CursorShape.SplitVCursor


def test_a_pane_is_moved_by_its_title(canvas: ChartCanvas, qtbot: QtBot) -> None:
    title = QPoint(30, top_of(canvas, SLOW) + 12)
    with qtbot.waitSignal(canvas.panes_changed):
        drag(canvas, title, QPoint(30, top_of(canvas, VOLUME_PANE) + 5))
    assert names(canvas) == [SLOW, VOLUME_PANE, FAST]


@pytest.mark.parametrize("pane", [PRICE_PANE, FAST])
def test_a_double_click_gives_a_pane_all_the_room_and_takes_it_back(
    canvas: ChartCanvas, pane: str
) -> None:
    before = canvas.panes
    QTest.mouseDClick(canvas, LEFT, pos=QPoint(400, top_of(canvas, pane) + 30))
    assert canvas.panes.box(pane).height() == pytest.approx(canvas.panes.bottom)
    canvas.grab()
    QTest.mouseDClick(canvas, LEFT, pos=QPoint(400, 200))
    assert canvas.panes == before


def test_keys_move_divide_and_maximise_the_pane_that_is_pointed_at(canvas: ChartCanvas) -> None:
    def point() -> None:
        canvas.point(QPointF(400, canvas.panes.box(SLOW).center().y()))

    point()
    QTest.keyClick(canvas, Qt.Key.Key_Up, CONTROL | ALT)
    assert names(canvas) == [VOLUME_PANE, SLOW, FAST]
    point()
    before = canvas.panes.box(SLOW).height()
    QTest.keyClick(canvas, Qt.Key.Key_Up, SHIFT | ALT)
    assert canvas.panes.box(SLOW).height() > before
    point()
    QTest.keyClick(canvas, Qt.Key.Key_Return, ALT)
    assert names(canvas) == [SLOW]


def test_each_pane_has_a_scale_that_can_be_held_and_let_go(canvas: ChartCanvas) -> None:
    assert canvas.sight is not None
    before = canvas.sight.scale_of(FAST)
    x, y = round(canvas.panes.price_axis.center().x()), round(canvas.panes.box(FAST).center().y())
    drag(canvas, QPoint(x, y), QPoint(x, y + 20))
    assert canvas.sight.scale_of(FAST).high > before.high
    assert canvas.fits_itself
    QTest.mouseDClick(canvas, LEFT, pos=QPoint(x, y))
    assert canvas.sight.scale_of(FAST) == before


@pytest.mark.parametrize(
    ("modifier", "spans"), [(ALT, 1.0), (CONTROL, 1 / 1.18)], ids=["pulled", "scaled"]
)
def test_keys_pull_and_scale_prices(
    canvas: ChartCanvas, modifier: Qt.KeyboardModifier, spans: float
) -> None:
    assert canvas.sight is not None
    before = canvas.sight.price
    QTest.keyClick(canvas, Qt.Key.Key_Up, modifier)
    held = canvas.sight.price
    assert held != before
    assert held.high - held.low == pytest.approx((before.high - before.low) * spans)
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.sight.price == before


def test_a_page_is_nearly_what_is_in_sight(canvas: ChartCanvas) -> None:
    first, last = canvas.viewport.left, canvas.viewport.right
    QTest.keyClick(canvas, Qt.Key.Key_PageUp)
    assert last - canvas.viewport.right == pytest.approx(0.9 * (last - first))


def test_a_box_drawn_with_control_is_what_is_shown(canvas: ChartCanvas) -> None:
    sight = canvas.sight
    assert sight is not None
    first, last = canvas.viewport.index_at(200), canvas.viewport.index_at(500)
    high, low = sight.price.price(100), sight.price.price(250)
    drag(canvas, QPoint(200, 100), QPoint(500, 250), CONTROL)
    assert canvas.viewport.left == pytest.approx(first, abs=0.05)
    assert canvas.viewport.right == pytest.approx(last, abs=0.05)
    assert canvas.sight is not None
    assert (canvas.sight.price.low, canvas.sight.price.high) == pytest.approx((low, high))


def test_a_hand_whose_release_went_astray_pulls_nothing_any_more(canvas: ChartCanvas) -> None:
    before = canvas.viewport
    QTest.mousePress(canvas, LEFT, pos=QPoint(300, 200))
    move(canvas, QPoint(500, 200))
    assert canvas.viewport == before


def test_the_crosshair_stays_under_the_pointer_while_keys_move_the_bars(
    canvas: ChartCanvas,
) -> None:
    move(canvas, QPoint(400, 200))
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_End):
        QTest.keyClick(canvas, key)
        assert canvas.pointed == canvas.viewport.bar_at(400)
    QTest.keyClick(canvas, Qt.Key.Key_Left, CONTROL)
    kept = canvas.viewport.bar_at(400)
    assert kept is not None
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.pointed == kept - 1


def test_after_escape_the_chart_goes_on_hearing_keys(canvas: ChartCanvas) -> None:
    for _ in range(2):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas, event)
        assert event.isAccepted()


def test_a_box_that_is_given_up_changes_nothing(canvas: ChartCanvas) -> None:
    before = canvas.viewport
    QTest.mousePress(canvas, LEFT, CONTROL, QPoint(200, 100))
    QTest.mouseMove(canvas, QPoint(400, 300))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, CONTROL, QPoint(400, 300))
    assert canvas.viewport == before


def test_fingers_on_a_touchpad_pull_by_the_pixel_and_zoom_smoothly(canvas: ChartCanvas) -> None:
    index = canvas.viewport.index_at(300)
    turn(canvas, QPointF(300, 100), QPoint(37, 0), QPoint(37, 2))
    assert canvas.viewport.index_at(337) == pytest.approx(index)
    wide = canvas.viewport.bar_width
    turn(canvas, QPointF(300, 100), QPoint(0, 9), QPoint(1, 9))
    assert wide < canvas.viewport.bar_width < 1.1 * wide


def test_shift_and_the_wheel_pull(canvas: ChartCanvas) -> None:
    index = canvas.viewport.index_at(300)
    turn(canvas, QPointF(300, 100), QPoint(0, 120), modifier=SHIFT)
    assert canvas.viewport.index_at(348) == pytest.approx(index)


def test_the_wheel_over_an_axis_scales_its_pane_alone(canvas: ChartCanvas) -> None:
    before = canvas.viewport
    box = canvas.panes.box(SLOW)
    turn(canvas, QPointF(canvas.panes.price_axis.center().x(), box.center().y()), QPoint(0, 120))
    assert canvas.viewport == before
    assert not canvas.is_fitted(SLOW)
    assert canvas.fits_itself


@pytest.mark.parametrize(
    ("go", "bar"),
    [
        (lambda canvas: canvas.go_to(NINE + 200 * 60), 200.0),
        (lambda canvas: canvas.go_to(NINE + 300 * 60), 300.0),
    ],
)
def test_a_moment_is_brought_into_the_middle(
    canvas: ChartCanvas, go: Callable[[ChartCanvas], None], bar: float
) -> None:
    go(canvas)
    middle = (canvas.viewport.left + canvas.viewport.right) / 2
    assert middle == pytest.approx(bar, abs=0.01)


def test_prices_can_be_held_by_their_ends(canvas: ChartCanvas) -> None:
    canvas.show_prices(90_000, 60_000)
    assert canvas.sight is not None
    assert (canvas.sight.price.low, canvas.sight.price.high) == (60_000, 90_000)
    canvas.fit_prices()
    assert canvas.fits_itself


def test_prices_grow_downwards_on_an_inverted_scale(canvas: ChartCanvas) -> None:
    canvas.show_setup(ChartSetup(inverted=True))
    assert canvas.sight is not None
    assert canvas.sight.price.y(97_000) < canvas.sight.price.y(98_000)
    price = canvas.price_at(canvas.sight.price.y(97_000))
    assert price == 97_000
    canvas.grab()


@pytest.mark.parametrize("height", [60, 160, 300, 500])
def test_low_canvases_give_up_panes_before_prices(canvas: ChartCanvas, height: int) -> None:
    canvas.resize(500, height)
    canvas.grab()
    panes = canvas.panes
    assert panes.price.height() >= min(120, height - 24)
    assert all(pane.box.height() >= 40 for pane in panes.lower)
    assert panes.price.height() + sum(pane.box.height() for pane in panes.lower) == pytest.approx(
        panes.bottom
    )


def test_two_fingers_on_a_touchpad_zoom_about_their_place(canvas: ChartCanvas) -> None:
    wide, index = canvas.viewport.bar_width, canvas.viewport.index_at(300)
    at = QPointF(300, 100)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        at,
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.viewport.bar_width == pytest.approx(1.25 * wide)
    assert canvas.viewport.index_at(300) == pytest.approx(index)


def test_a_study_may_share_the_pane_of_another(canvas: ChartCanvas) -> None:
    pyramid = canvas.content.pyramid
    studies = (*STUDIES[:2], StudySetup("rsi", (30,), pane=FAST))
    canvas.exchange_bars(pyramid, plots(studies, pyramid))
    assert names(canvas) == [VOLUME_PANE, FAST]
    assert len(canvas.content.plots_in(FAST)) == 2
    canvas.grab()


def test_without_volume_and_studies_prices_have_all_the_room(canvas: ChartCanvas) -> None:
    canvas.exchange_bars(canvas.content.pyramid, ())
    canvas.show_setup(ChartSetup(volume=False))
    assert canvas.panes.lower == ()
    assert canvas.panes.price.height() == canvas.panes.bottom
    QTest.mouseDClick(canvas, LEFT, pos=QPoint(400, 200))
    assert canvas.panes.price.height() == canvas.panes.bottom


def test_the_mark_of_simulated_prices_stays_while_a_lower_pane_has_all_the_room(
    canvas: ChartCanvas,
) -> None:
    canvas.maximise(FAST)
    bare = canvas.grab().toImage()
    canvas.show_simulated(simulated=True)
    assert canvas.grab().toImage() != bare
