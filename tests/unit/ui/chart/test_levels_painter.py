"""Tags of the price axis and the words of levels: none covers another, none leaves the plot."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.levels_painter import (
    TAG_HEIGHT,
    AxisTag,
    TagFonts,
    paint_levels,
    shown_levels,
    side_tags,
    tag_inset,
)
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.tag_pictures import TagPictures
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.chart_levels import Level, LevelKind
from kis_desktop.viewmodels.order_levels import TOLD, Standing, order_levels
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import order
from tests.unit.ui.chart.test_canvas import rising, shown


@pytest.mark.parametrize(("text", "inset"), [(56.0, 8.0), (70.0, 3.0), (73.5, 0.0), (90.0, 0.0)])
def test_a_tag_with_an_arrow_begins_sooner_so_that_its_last_digit_is_seen(
    text: float, inset: float
) -> None:
    assert tag_inset(74.0, text) == inset


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication) -> ChartCanvas:
    Theme().apply(qapp)
    canvas = ChartCanvas(Words("ko"))
    qtbot.addWidget(canvas)
    canvas.resize(900, 700)
    shown(canvas, rising(500))
    return canvas


def sight_of(canvas: ChartCanvas) -> Sight:
    assert canvas.sight is not None
    return canvas.sight


def fonts() -> TagFonts:
    theme = Theme.current()
    return TagFonts(theme.font(FontKind.HINT), theme.font(FontKind.HINT))


def sixty(language: str) -> tuple[Level, ...]:
    orders = [
        order(local_id=str(n), order_no=f"{n + 1}", price=Decimal(97_000 + 50 * n))
        for n in range(60)
    ]
    return order_levels(orders, Standing(Words(language), Decimal(98_500)))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("width", [320, 900])
def test_words_of_sixty_orders_neither_meet_nor_leave_the_plot(
    canvas: ChartCanvas, width: int, language: str
) -> None:
    canvas.resize(width, 700)
    sight = sight_of(canvas)
    tags = side_tags(sight, shown_levels(sight, sixty(language)), fonts())
    assert len(tags) == TOLD + 1
    boxes = [tag.box.united(tag.close) if tag.level.cancels else tag.box for tag in tags]
    for number, box in enumerate(boxes):
        assert QRectF(sight.panes.price).contains(box)
        assert not any(box.intersects(other) for other in boxes[number + 1 :])


def test_words_too_long_for_the_plot_are_cut_before_their_cross(canvas: ChartCanvas) -> None:
    canvas.resize(320, 400)
    sight = sight_of(canvas)
    long = Level(LevelKind.ORDER, Decimal(99_000), "99,000", "매수 " * 40, Tone.BUY, cancels=("1",))
    (tag,) = side_tags(sight, (long,), fonts())
    assert tag.text.endswith("…")
    assert tag.close.right() <= sight.panes.plot_width


def test_words_that_an_order_leaves_no_room_beside_it_stay_away(canvas: ChartCanvas) -> None:
    canvas.resize(320, 400)
    sight = sight_of(canvas)
    price = Decimal(round((sight.price.low + sight.price.high) / 2))
    long = Level(LevelKind.ORDER, price, "1", "매수 " * 40, Tone.BUY)
    average = Level(LevelKind.AVERAGE, price, "1", "평균", Tone.TEXT)
    assert [tag.level for tag in side_tags(sight, (average, long), fonts())] == [long]
    assert [tag.level for tag in side_tags(sight, (average,), fonts())] == [average]


def test_ours_keep_a_tag_at_the_edge_and_the_markets_go(canvas: ChartCanvas) -> None:
    sight = sight_of(canvas)
    far = [Level(kind, Decimal(1_000), "1,000", kind.value, Tone.TEXT) for kind in LevelKind]
    kinds = {level.kind for level in shown_levels(sight, far)}
    assert kinds == {kind for kind in LevelKind if kind.is_own}
    tags = side_tags(sight, shown_levels(sight, far), fonts())
    assert all(tag.text.startswith("↓ ") for tag in tags)


def test_what_is_compared_is_written_beside_a_level_of_the_same_price(canvas: ChartCanvas) -> None:
    sight = sight_of(canvas)
    price = (sight.price.low + sight.price.high) / 2
    level = Level(LevelKind.LAST, Decimal(round(price)), "98,000", "", Tone.UP)
    colors, ground = ChartColors.of(Theme.current()), QColor("#12ab34")
    image = QImage(900, 700, QImage.Format.Format_RGB32)
    image.fill(0)
    with QPainter(image) as painter:
        other = AxisTag(price, "+1.25%", ground)
        paint_levels(painter, sight, (level,), (), colors, fonts(), (other,))
    column = [image.pixelColor(round(sight.panes.price_axis.left()) + 2, y) for y in range(700)]
    assert column.count(ground) == TAG_HEIGHT
    assert column.count(colors.tone(level.tone)) >= TAG_HEIGHT


def test_a_picture_is_painted_once_for_what_it_shows() -> None:
    pictures, painted = TagPictures(), []
    image = QImage(100, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)

    def paint(on: QPainter, box: QRectF) -> None:
        painted.append(box)
        on.fillRect(box, 0xFF00FF00)

    for left in (0, 10, 20):
        pictures.draw(painter, QRectF(left, 0, 30, 18), 1.0, "a", paint)
    pictures.draw(painter, QRectF(60, 0, 30, 18), 1.0, "b", paint)
    painter.end()
    assert painted == [QRectF(0, 0, 30, 18)] * 2
    assert image.pixelColor(49, 5).green() == image.pixelColor(61, 5).green() == 255
    assert image.pixelColor(52, 5).green() == 0
