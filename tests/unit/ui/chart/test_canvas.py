"""The canvas under a real mouse and real keys, and what it paints."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kis_desktop.domain.chart_setup import ChartSetup, ChartStyle, PriceScale
from kis_desktop.domain.order import Side
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries, Floats
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.content import Notice
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import ThemeName, Token
from kis_desktop.viewmodels.chart_levels import FillMark, Level, LevelKind
from kis_desktop.viewmodels.chart_studies import plots
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea
WIDTH, HEIGHT = 900, 600
LEFT = Qt.MouseButton.LeftButton


def rising(count: int, start: int = NINE) -> BarSeries:
    """Bars that rise a hundred won each, their bodies whole."""
    low: Floats = 50_000.0 + 100 * np.arange(count, dtype=np.float64)
    time = start + 60 * np.arange(count, dtype=np.int64)
    return BarSeries(time, low, low + 100, low.copy(), low + 100, np.full(count, 10.0, np.float64))


def shown(canvas: ChartCanvas, bars: BarSeries) -> BarPyramid:
    pyramid = BarPyramid(bars)
    canvas.show_bars(pyramid, plots(ChartSetup().studies, pyramid), dated=False)
    return pyramid


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp)
    return theme


@pytest.fixture
def canvas(qtbot: QtBot, theme: Theme) -> ChartCanvas:
    canvas = ChartCanvas(Words("ko"))
    qtbot.addWidget(canvas)
    canvas.resize(WIDTH, HEIGHT)
    canvas.set_tick(100, lambda price: Decimal(round(price / 100) * 100))
    shown(canvas, rising(500))
    canvas.show()
    return canvas


def picture(canvas: ChartCanvas) -> QImage:
    return canvas.grab().toImage()


def turn(canvas: ChartCanvas, x: float, notches: int) -> None:
    place = QPointF(x, 200.0)
    event = QWheelEvent(
        place,
        QPointF(canvas.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def drag(canvas: ChartCanvas, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(canvas, LEFT, pos=start)
    QTest.mouseMove(canvas, start + (end - start) / 2)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, LEFT, pos=end)


def axis_x(canvas: ChartCanvas) -> int:
    return int(canvas.panes.price_axis.center().x())


def test_the_wheel_zooms_about_the_bar_under_the_pointer(canvas: ChartCanvas) -> None:
    before = canvas.viewport.index_at(300)
    turn(canvas, 300, 3)
    assert canvas.viewport.bar_width > 8
    assert canvas.viewport.index_at(300) == pytest.approx(before)


def test_a_pull_moves_the_bars_with_the_hand(canvas: ChartCanvas) -> None:
    before = canvas.viewport.index_at(300)
    drag(canvas, QPoint(300, 200), QPoint(460, 200))
    assert canvas.viewport.index_at(460) == pytest.approx(before)


def test_pulling_the_price_axis_scales_and_a_double_click_fits_again(canvas: ChartCanvas) -> None:
    assert canvas.sight is not None
    fitted = canvas.sight.price
    drag(canvas, QPoint(axis_x(canvas), 100), QPoint(axis_x(canvas), 220))
    held = not canvas.fits_itself
    assert held
    assert canvas.sight.price.high - canvas.sight.price.low > 1.5 * (fitted.high - fitted.low)
    QTest.mouseDClick(canvas, LEFT, pos=QPoint(axis_x(canvas), 200))
    assert canvas.fits_itself
    assert canvas.sight.price == fitted


def test_pulling_the_time_axis_makes_bars_wider_and_a_double_click_ends_it(
    canvas: ChartCanvas,
) -> None:
    y = int(canvas.panes.time_axis.center().y())
    drag(canvas, QPoint(500, y), QPoint(400, y))
    assert canvas.viewport.bar_width > 12
    QTest.mouseDClick(canvas, LEFT, pos=QPoint(400, y))
    assert canvas.viewport == canvas.viewport.reset()


def test_a_click_on_the_price_axis_picks_the_price_on_tick(
    canvas: ChartCanvas, qtbot: QtBot
) -> None:
    assert canvas.sight is not None
    y = round(canvas.sight.price.y(97_930))
    with qtbot.waitSignal(canvas.price_picked) as picked:
        QTest.mouseClick(canvas, LEFT, pos=QPoint(axis_x(canvas), y))
    price = picked.args[0]
    assert isinstance(price, Decimal)
    assert price % 100 == 0
    assert abs(price - 97_930) < 100


def test_a_click_among_the_bars_picks_nothing(canvas: ChartCanvas, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(canvas.price_picked):
        QTest.mouseClick(canvas, LEFT, pos=QPoint(300, 200))


def test_the_right_button_asks_for_a_menu_with_the_price(canvas: ChartCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.menu_asked) as asked:
        QTest.mouseClick(canvas, Qt.MouseButton.RightButton, pos=QPoint(300, 200))
    assert asked.args[1] == canvas.price_at(200)


@pytest.mark.parametrize(("key", "bars"), [(Qt.Key.Key_Left, -1), (Qt.Key.Key_Right, 1)])
def test_arrows_move_by_a_bar_and_with_shift_by_ten(
    canvas: ChartCanvas, key: Qt.Key, bars: int
) -> None:
    before = canvas.viewport.right
    QTest.keyClick(canvas, key)
    assert canvas.viewport.right == pytest.approx(before + bars)
    QTest.keyClick(canvas, key, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.viewport.right == pytest.approx(before + 11 * bars)


def test_keys_zoom_and_go_to_the_ends(canvas: ChartCanvas) -> None:
    start = canvas.viewport
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.viewport.bar_width > start.bar_width
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.viewport.bar_width == pytest.approx(start.bar_width)
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.viewport.visible()[0] == 0
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert canvas.viewport.right == pytest.approx(start.right)
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    QTest.keyClick(canvas, Qt.Key.Key_R)
    assert canvas.viewport == start.reset()


def test_the_keyboard_points_at_bars_one_by_one(canvas: ChartCanvas) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(canvas, Qt.Key.Key_Left, control)
    assert canvas.pointed == 499
    QTest.keyClick(canvas, Qt.Key.Key_Left, control)
    assert canvas.pointed == 498
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.pointed is None


def test_the_pointer_points_at_the_bar_below_it(canvas: ChartCanvas) -> None:
    x = round(canvas.viewport.x(450))
    QTest.mouseMove(canvas, QPoint(x, 100))
    assert canvas.pointed == 450
    QTest.mouseMove(canvas, QPoint(axis_x(canvas), 100))
    assert canvas.pointed is None


def test_a_move_of_the_pointer_leaves_the_bars_as_they_were_painted(canvas: ChartCanvas) -> None:
    picture(canvas)
    sight = canvas.sight
    canvas.point(QPointF(200, 100))
    picture(canvas)
    assert canvas.sight is sight


def test_a_rising_bar_is_filled_with_the_rising_colour(canvas: ChartCanvas, theme: Theme) -> None:
    assert canvas.sight is not None
    x, y = canvas.viewport.x(470), canvas.sight.price.y(50_000 + 47_000 + 50)
    found = picture(canvas).pixelColor(round(x - 2), round(y))
    assert found == theme.color(Token.UP)


def test_a_falling_bar_is_filled_with_the_falling_colour(canvas: ChartCanvas, theme: Theme) -> None:
    bars = rising(500)
    shown(canvas, BarSeries(bars.time, bars.close, bars.high, bars.low, bars.open, bars.volume))
    assert canvas.sight is not None
    x, y = canvas.viewport.x(470), canvas.sight.price.y(50_000 + 47_000 + 50)
    assert picture(canvas).pixelColor(round(x - 2), round(y)) == theme.color(Token.DOWN)


def test_a_hollow_rising_bar_shows_the_surface_inside(canvas: ChartCanvas, theme: Theme) -> None:
    canvas.move_to(canvas.viewport.zoomed(3, 500))
    canvas.show_style(ChartStyle.HOLLOW)
    assert canvas.sight is not None
    bar = canvas.viewport.visible()[0] + 10
    x, y = canvas.viewport.x(bar), canvas.sight.price.y(50_000 + 100 * bar + 50)
    assert picture(canvas).pixelColor(round(x), round(y)) == theme.color(Token.PANEL)


@pytest.mark.parametrize("style", list(ChartStyle))
@pytest.mark.parametrize("zoom", [1e-9, 1.0, 5.0])
def test_every_style_is_painted_at_any_zoom(
    canvas: ChartCanvas, style: ChartStyle, zoom: float
) -> None:
    canvas.move_to(canvas.viewport.zoomed(zoom, 500).at_newest())
    bare = QImage(picture(canvas))
    bare.fill(Theme.current().color(Token.PANEL))
    canvas.show_style(style)
    assert picture(canvas) != bare


def test_a_switch_of_theme_paints_anew(canvas: ChartCanvas, theme: Theme) -> None:
    picture(canvas)
    theme.switch(ThemeName.LIGHT)
    assert picture(canvas).pixelColor(3, 3) == QColor("#FFFFFF")


def test_a_new_bar_moves_the_chart_on_only_where_the_newest_is_in_sight(
    canvas: ChartCanvas,
) -> None:
    pyramid = canvas.content.pyramid
    before = canvas.viewport
    pyramid.put(500, rising(1, start=NINE + 500 * 60))
    canvas.follow_bars()
    assert canvas.viewport.right == before.right + 1
    canvas.move_to(canvas.viewport.panned(2000))
    older = canvas.viewport.right
    pyramid.put(501, rising(1, start=NINE + 501 * 60))
    canvas.follow_bars()
    assert canvas.viewport.right == older


def test_bars_read_anew_leave_what_is_in_sight(canvas: ChartCanvas) -> None:
    canvas.move_to(canvas.viewport.panned(1600))
    pyramid = canvas.content.pyramid
    seen = int(pyramid.time[canvas.viewport.visible()[0]])
    longer = BarPyramid(rising(540, start=NINE - 40 * 60))
    canvas.exchange_bars(longer, ())
    assert int(longer.time[canvas.viewport.visible()[0]]) == seen


def test_bars_read_anew_leave_the_crosshair_on_its_bar(canvas: ChartCanvas) -> None:
    canvas.point(QPointF(canvas.viewport.x(450), 200))
    canvas.exchange_bars(BarPyramid(rising(540, start=NINE - 40 * 60)), ())
    assert canvas.pointed == 490
    canvas.exchange_bars(BarPyramid(rising(10, start=NINE + 600 * 60)), ())
    assert canvas.pointed == 0
    canvas.exchange_bars(BarPyramid(rising(0)), ())
    assert canvas.pointed is None


def test_a_level_is_drawn_at_its_price(canvas: ChartCanvas, theme: Theme) -> None:
    price = Decimal(97_000)
    level = Level(LevelKind.LAST, price, "97,000", "", Tone.DOWN)
    canvas.show_levels((level,))
    assert canvas.sight is not None
    image = picture(canvas)
    y = round(canvas.sight.price.y(97_000))
    assert image.pixelColor(5, y) == theme.color(Token.DOWN)
    assert image.pixelColor(WIDTH - 3, y) == theme.color(Token.DOWN)


def test_an_order_out_of_sight_keeps_its_tag_at_the_edge(canvas: ChartCanvas, theme: Theme) -> None:
    level = Level(LevelKind.ORDER, Decimal(10_000), "10,000", "매수 1주", Tone.BUY)
    canvas.show_levels((level,))
    image = picture(canvas)
    y = round(canvas.panes.price.bottom()) - 3
    assert image.pixelColor(WIDTH - 3, y) == theme.color(Token.UP)


def test_a_far_level_does_not_flatten_the_bars(canvas: ChartCanvas) -> None:
    assert canvas.sight is not None
    before = canvas.sight.price
    canvas.show_levels((Level(LevelKind.AVERAGE, Decimal(1000), "1,000", "", Tone.UNCERTAIN),))
    assert canvas.sight.price == before


def test_a_notice_takes_the_place_of_bars_and_offers_a_way_on(
    canvas: ChartCanvas, qtbot: QtBot
) -> None:
    canvas.show_notice(Notice("읽지 못했습니다", "시간 초과", retry=True))
    button = canvas.findChild(QPushButton, "chart-retry")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(canvas.retry_asked):
        QTest.mouseClick(button, LEFT)
    canvas.show_notice(None)
    assert not button.isVisible()


@pytest.mark.parametrize("count", [0, 1, 3, 100_000])
@pytest.mark.parametrize("zoom", [1e-9, 1.0, 1e9])
def test_any_number_of_bars_at_any_zoom_is_painted(
    canvas: ChartCanvas, count: int, zoom: float
) -> None:
    shown(canvas, rising(count))
    canvas.move_to(canvas.viewport.zoomed(zoom, 400))
    canvas.point(QPointF(400, 100))
    assert picture(canvas).size().width() == WIDTH


def test_five_thousand_fills_are_painted_as_what_the_pixels_hold(canvas: ChartCanvas) -> None:
    marks = tuple(
        FillMark(NINE + 6 * number, Side.BUY if number % 2 else Side.SELL) for number in range(5000)
    )
    bare = picture(canvas)
    canvas.show_marks(marks)
    assert picture(canvas) != bare


def test_a_logarithmic_scale_gives_equal_room_to_equal_ratios(canvas: ChartCanvas) -> None:
    canvas.show_setup(ChartSetup(scale=PriceScale.LOGARITHMIC))
    assert canvas.sight is not None
    scale = canvas.sight.price
    first = scale.y(95_000) - scale.y(95_000 * 1.01)
    assert scale.y(98_000) - scale.y(98_000 * 1.01) == pytest.approx(first)


@pytest.mark.parametrize("size", [(320, 200), (60, 40), (1600, 900)])
def test_no_size_breaks_the_picture(canvas: ChartCanvas, size: tuple[int, int]) -> None:
    canvas.resize(*size)
    assert picture(canvas).width() == size[0]
