"""The mark of a chosen menu item."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kis_desktop.ui.theme.theme import Theme

_MARKS = 28  # pixels at the left that belong to the mark


def _text_begins(image: QImage, middle: int) -> int:
    ground = image.pixel(_MARKS, middle)
    rows = range(middle - 5, middle + 5)
    return next(
        x for x in range(_MARKS, image.width()) if any(image.pixel(x, y) != ground for y in rows)
    )


def test_the_words_of_a_chosen_item_stand_below_those_of_the_others(
    qtbot: QtBot, qapp: QApplication
) -> None:
    Theme().apply(qapp)
    menu = QMenu()
    qtbot.addWidget(menu)
    chosen, other = (menu.addAction("전체") for _ in range(2))
    for action in (chosen, other):
        action.setCheckable(True)
    chosen.setChecked(True)
    menu.resize(menu.sizeHint())
    image = menu.grab().toImage()
    places = [menu.actionGeometry(action).center().y() for action in (chosen, other)]
    first, second = (_text_begins(image, place) for place in places)
    assert first == second
