"""What drawings tell on the axes: prices and times, with no label of the axis beneath them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import date_text
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Token
from tests.unit.drawing_floor import NINE, DrawingFloor, waving


@pytest.fixture
async def floor(qtbot: QtBot, qapp: QApplication) -> DrawingFloor:
    Theme().apply(qapp)
    floor = DrawingFloor()
    qtbot.addWidget(floor.view)
    floor.view.show()
    await floor.begin()
    return floor


def sight_of(floor: DrawingFloor) -> Sight:
    sight = floor.canvas.sight
    assert sight is not None
    return sight


def inked(floor: DrawingFloor, box: QRect) -> bool:
    """Whether anything is painted in a part of the canvas."""
    picture: QImage = floor.canvas.grab(box).toImage()
    ground = Theme.current().color(Token.PANEL)
    return any(
        picture.pixelColor(x, y) != ground
        for x in range(picture.width())
        for y in range(picture.height())
    )


async def test_a_vertical_line_tells_its_time_on_the_axis(floor: DrawingFloor) -> None:
    floor.draw("vertical_line", (250, 98_000))
    (shown,) = floor.tool.board.shown()
    x = sight_of(floor).viewport.x(250)
    assert shown.shape.moments == (("2026/11/20 13:10", x),)
    ((left, right),) = floor.tool.axis_tags(sight_of(floor)).spans
    assert left <= x <= right
    axis = sight_of(floor).panes.time_axis
    assert inked(floor, QRect(round(left) + 1, round(axis.top()) + 5, 40, 10))


async def test_of_days_the_date_alone_is_told(floor: DrawingFloor) -> None:
    floor.draw("vertical_line", (0, 98_000))
    days = waving(120, 86_400, NINE - 9 * 3600 - 100 * 86_400)
    floor.canvas.show_bars(type(floor.canvas.content.pyramid)(days), (), dated=True)
    ((text, _),) = floor.tool.board.shown()[0].shape.moments
    assert text == date_text(NINE) == "2026/11/20"


async def test_a_tag_near_the_end_of_the_axis_stays_in_it_and_out_of_sight_there_is_none(
    floor: DrawingFloor,
) -> None:
    floor.draw("vertical_line", (299, 98_000))
    floor.draw("vertical_line", (1, 98_000))
    axis = sight_of(floor).panes.time_axis
    ((left, right),) = floor.tool.axis_tags(sight_of(floor)).spans
    assert 0 <= left < right <= axis.right()


async def test_no_time_of_the_axis_is_left_beneath_a_tag(floor: DrawingFloor) -> None:
    frame, axis = floor.canvas.frame, sight_of(floor).panes.time_axis
    label = next(one for one in frame.labels if 60 < sight_of(floor).viewport.x(one.bar) < 600)
    x = round(sight_of(floor).viewport.x(label.bar))
    drawing = floor.draw("vertical_line", (label.bar + 8, 98_000))
    ((left, _),) = floor.tool.axis_tags(sight_of(floor)).spans
    beside = QRect(x - 30, round(axis.top()) + 2, round(left) - x + 30, 18)
    assert beside.width() > 5
    assert not inked(floor, beside)
    floor.book.remove(drawing.id)
    assert inked(floor, beside)


async def test_no_price_of_the_axis_is_left_beneath_a_tag(floor: DrawingFloor) -> None:
    sight, axis = sight_of(floor), sight_of(floor).panes.price_axis
    price = floor.canvas.frame.prices[len(floor.canvas.frame.prices) // 2]
    lower = int(sight.price.price(sight.price.y(price) + 11))
    drawing = floor.draw("horizontal_line", (250, lower))
    (middle,) = floor.tool.axis_tags(sight).heights
    above = QRect(
        QPoint(round(axis.left()) + 4, round(middle) - 18),
        QPoint(round(axis.right()) - 2, round(middle) - 10),
    )
    assert not inked(floor, above)
    floor.book.remove(drawing.id)
    assert inked(floor, above)


async def test_a_tag_at_the_foot_of_the_prices_stays_beside_them(floor: DrawingFloor) -> None:
    pane = sight_of(floor).panes.price
    floor.draw("horizontal_line", (250, round(sight_of(floor).price.price(pane.bottom() - 2))))
    (middle,) = floor.tool.axis_tags(sight_of(floor)).heights
    assert middle + 8 <= pane.bottom()
