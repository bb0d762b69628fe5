"""What is kept of a picture and shifted is what would be painted anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from msgspec import structs
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.chart_setup import ChartSetup, ChartStyle, PriceScale, StudySetup
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels import chart_studies
from kis_desktop.viewmodels.chart_levels import Level, LevelKind
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words
from tests.patience import PATIENCE_S

NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea
SHADE = 4  # of 255, on the edge of a slanted line
STUDIES = (
    StudySetup("sma", (5,)),
    StudySetup("ema", (60,)),
    StudySetup("rsi", (14,)),
    StudySetup("rsi", (30,)),
)


class Painted(QObject):
    """Remembers what a widget was asked to paint."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rects: list[QRect] = []
        self.area = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
            region = QRegion(event.region())
            places = (QPoint(x, y) for x in range(0, 700, 20) for y in range(0, 460, 10))
            self.area += 200 * sum(region.contains(place) for place in places)
        return False


def walk(count: int) -> BarSeries:
    source = np.random.default_rng(3)
    index = np.arange(count, dtype=np.int64)
    close = (98_000 + 100 * source.integers(-3, 4, count).cumsum()).astype(np.float64)
    opened = np.concatenate([close[:1], close[:-1]])
    return BarSeries(
        NINE + (index // 380) * 86_400 + (index % 380) * 60,
        opened,
        np.maximum(opened, close) + 100.0 * source.integers(0, 3, count),
        np.minimum(opened, close) - 100.0 * source.integers(0, 3, count),
        close,
        source.integers(1, 5000, count).astype(np.float64),
    )


def chart(setup: ChartSetup, count: int = 4000) -> ChartCanvas:
    canvas = ChartCanvas(Words("ko"))
    canvas.resize(700, 460)
    canvas.set_tick(100, lambda price: Decimal(round(price / 100) * 100))
    canvas.show_setup(structs.replace(setup, studies=STUDIES))
    pyramid = BarPyramid(walk(count))
    canvas.show_bars(pyramid, chart_studies.plots(STUDIES, pyramid), dated=False)
    sight = canvas.sight
    assert sight is not None
    canvas.hold_scale(replace(sight.price, low=sight.price.low * 0.9, high=sight.price.high * 1.1))
    for pane, scale in sight.lower.items():
        canvas.hold_scale(replace(scale, high=scale.high * 1.3), pane)
    canvas.show()
    return canvas


def picture(canvas: ChartCanvas) -> QImage:
    return canvas.grab().toImage()


def fresh(canvas: ChartCanvas) -> QImage:
    """The same painted from nothing."""
    canvas.repaint_bars()
    return picture(canvas)


def differing(one: QImage, other: QImage) -> int:
    """By how much a colour differs anywhere, of 255."""

    def colours(image: QImage) -> NDArray[np.int16]:
        plain = image.convertToFormat(QImage.Format.Format_RGB32)
        memory = np.frombuffer(plain.constBits(), np.uint8)
        rows = memory.reshape(plain.height(), plain.bytesPerLine())
        found: NDArray[np.int16] = rows[:, : 4 * plain.width()].astype(np.int16)
        return found

    return int(np.abs(colours(one) - colours(other)).max())


def pulled(canvas: ChartCanvas, pixels: float) -> None:
    canvas.move_to(canvas.viewport.panned(pixels))


def live(canvas: ChartCanvas, way: float) -> None:
    pyramid, last = canvas.content.pyramid, len(canvas.content.pyramid) - 1
    row = pyramid.bars(last)
    moved = BarSeries(row.time, row.open, row.high + 100, row.low, row.close + way, row.volume + 1)
    pyramid.put(last, moved)
    chart_studies.follow(canvas.content.plots, pyramid, last)
    canvas.follow_bars()


def grown(canvas: ChartCanvas, _way: float) -> None:
    pyramid, count = canvas.content.pyramid, len(canvas.content.pyramid)
    row = pyramid.bars(count - 1)
    next_ = BarSeries(row.time + 60, row.close, row.high, row.low, row.low.copy(), row.volume)
    pyramid.put(count, next_)
    chart_studies.follow(canvas.content.plots, pyramid, count)
    canvas.follow_bars()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp)
    return theme


STEPS: tuple[tuple[Callable[[ChartCanvas, float], None], float], ...] = (
    (pulled, 7.0), (pulled, -3.4), (live, 100.0), (pulled, 250.0), (grown, 0.0), (pulled, 0.3),
    (live, -200.0), (pulled, -600.0), (pulled, -90.0), (live, 100.0), (pulled, 2000.0),
)  # fmt: skip


@pytest.mark.parametrize("style", list(ChartStyle))
@pytest.mark.parametrize("bar_width", [8.0, 3.3, 1.0, 0.21])
def test_a_shifted_picture_is_the_one_that_would_be_painted_anew(
    qtbot: QtBot, theme: Theme, style: ChartStyle, bar_width: float
) -> None:
    canvas = chart(ChartSetup(style=style))
    qtbot.addWidget(canvas)
    viewport = canvas.viewport
    canvas.move_to(viewport.zoomed(bar_width / viewport.bar_width, viewport.width).at_newest())
    picture(canvas)
    for number, (step, way) in enumerate(STEPS):
        step(canvas, way)
        found = picture(canvas)
        assert differing(found, fresh(canvas)) <= SHADE, (number, step.__name__, way)


@pytest.mark.parametrize("bar_width", [5.6, 1.0, 0.21])
def test_however_long_bars_are_pulled_the_picture_is_the_one_of_that_place(
    qtbot: QtBot, theme: Theme, bar_width: float
) -> None:
    pulled_one, fresh_one = chart(ChartSetup()), chart(ChartSetup())
    steps, painted = random.Random(7), pulled_one._screen._bars  # noqa: SLF001 - what it keeps
    kept = 0
    for canvas in (pulled_one, fresh_one):
        qtbot.addWidget(canvas)
        viewport = canvas.viewport
        canvas.move_to(viewport.zoomed(bar_width / viewport.bar_width, viewport.width).at_newest())
    for number in range(60):
        way = steps.choice((1.0, 1.0, -1.0)) * steps.choice((3.0, 40.0, 200.0, 900.0))
        live_too = number % 7 == 0
        for canvas in (pulled_one, fresh_one):
            pulled(canvas, way)
            if live_too:
                live(canvas, 100.0)
        kept += painted.spans(pulled_one.frame) is not None
        assert differing(picture(pulled_one), fresh(fresh_one)) <= SHADE, number
    assert kept > 20


@pytest.mark.parametrize("scale", list(PriceScale))
def test_an_inverted_scale_of_any_kind_is_shifted_as_well(
    qtbot: QtBot, theme: Theme, scale: PriceScale
) -> None:
    canvas = chart(ChartSetup(scale=scale, inverted=True))
    qtbot.addWidget(canvas)
    picture(canvas)
    for step, way in STEPS[:5]:
        step(canvas, way)
        found = picture(canvas)
        assert differing(found, fresh(canvas)) <= SHADE, (step.__name__, way)


def test_prices_that_move_from_frame_to_frame_are_painted_as_those_that_stay(
    qtbot: QtBot, theme: Theme
) -> None:
    canvas = chart(ChartSetup())
    qtbot.addWidget(canvas)
    moving = picture(canvas)
    for _ in range(5):
        canvas.move_to(canvas.viewport.zoomed(1.1, 300.0))
        moving = picture(canvas)
    still = fresh(canvas)
    assert differing(moving, still) <= SHADE
    pulled(canvas, 40.0)
    shifted = picture(canvas)
    assert shifted != still
    assert differing(shifted, fresh(canvas)) <= SHADE


def test_a_live_bar_asks_for_its_own_columns_alone(qtbot: QtBot, theme: Theme) -> None:
    canvas = chart(ChartSetup())
    qtbot.addWidget(canvas)
    qtbot.waitExposed(canvas)
    canvas.point(QPointF(100, 100))
    QApplication.processEvents()
    painted = Painted(canvas)
    canvas.installEventFilter(painted)
    live(canvas, 100.0)
    qtbot.waitUntil(lambda: bool(painted.rects), timeout=round(PATIENCE_S * 1000))
    assert min(rect.left() for rect in painted.rects) > 500


def test_a_price_that_moves_asks_for_its_rows_and_the_axis_alone(
    qtbot: QtBot, theme: Theme
) -> None:
    canvas = chart(ChartSetup())
    qtbot.addWidget(canvas)
    sight = canvas.sight
    assert sight is not None
    price = Decimal(round(sight.price.price(200)))
    level = Level(LevelKind.LAST, price, "98,000", "", Tone.UP)
    canvas.show_levels((level,))
    QApplication.processEvents()
    painted = Painted(canvas)
    canvas.installEventFilter(painted)
    canvas.show_levels((replace(level, price=price + 100, text="98,100"),))
    qtbot.waitUntil(lambda: bool(painted.area), timeout=round(PATIENCE_S * 1000))
    assert painted.area < 0.3 * canvas.width() * canvas.height()


def screen_of(canvas: ChartCanvas) -> QImage:
    """What stands on the screen, nothing painted for it."""
    return canvas.screen().grabWindow(canvas.winId()).toImage()


def test_what_is_painted_in_parts_is_what_would_be_painted_at_once(
    qtbot: QtBot, theme: Theme
) -> None:
    canvas = chart(ChartSetup())
    qtbot.addWidget(canvas)
    qtbot.waitExposed(canvas)
    sight = canvas.sight
    assert sight is not None
    price = Decimal(round(sight.price.price(200)))
    for pointed in (None, QPointF(300, 150), len(canvas.content.pyramid)):
        if isinstance(pointed, int):
            canvas.point_at_bar(pointed)
        else:
            canvas.point(pointed)
        for number in range(4):
            live(canvas, 100.0 - 50 * number)
            QApplication.processEvents()
            level = Level(LevelKind.LAST, price + 70 * number, f"{number}", "", Tone.UP)
            canvas.show_levels((level,))
            QApplication.processEvents()
            live(canvas, 100.0)
            pulled(canvas, -5.0 * number)
            QApplication.processEvents()
        found = screen_of(canvas)
        assert differing(found, fresh(canvas)) <= SHADE


def test_what_prices_are_is_said_also_where_there_is_no_legend(qtbot: QtBot, theme: Theme) -> None:
    canvas = chart(ChartSetup(volume=False))
    qtbot.addWidget(canvas)
    canvas.exchange_bars(canvas.content.pyramid, ())
    canvas.show_setup(ChartSetup(volume=False))
    canvas.show_simulated(simulated=True)
    picture(canvas)
    again = picture(canvas)
    assert differing(again, fresh(canvas)) == 0
    canvas.show_stale("이전 시세")
    picture(canvas)
    told = picture(canvas)
    assert differing(told, again) > 0
    assert differing(told, fresh(canvas)) == 0


def test_a_chart_that_nobody_sees_holds_no_pictures(qtbot: QtBot, theme: Theme) -> None:
    canvas = chart(ChartSetup())
    qtbot.addWidget(canvas)
    shown = picture(canvas)
    assert bytes_of_pictures(canvas) >= 4 * 700 * 460
    canvas.hide()
    assert bytes_of_pictures(canvas) == 0
    canvas.show()
    assert differing(picture(canvas), shown) == 0


def bytes_of_pictures(canvas: ChartCanvas) -> int:
    screen = canvas._screen  # noqa: SLF001 - what it holds is nowhere to be seen
    held = (screen._bars._pixmap, screen._still._pixmap)  # noqa: SLF001
    return sum(one.width() * one.height() * one.depth() // 8 for one in held)
