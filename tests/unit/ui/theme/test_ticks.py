"""A ticked box shows a tick, in a colour that is seen on it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import ThemeName, Token


@pytest.mark.parametrize("name", list(ThemeName))
def test_a_ticked_box_is_no_plain_square(name: ThemeName, qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme()
    theme.apply(qapp)
    theme.switch(name)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setChecked(True)
    box.resize(box.sizeHint())
    image = box.grab().toImage()
    colours = {
        QColor(image.pixel(x, y)).lightness()
        for x in range(2, 14)
        for y in range(image.height() // 2 - 5, image.height() // 2 + 5)
    }
    ground = theme.color(Token.ACCENT).lightness()
    assert max(abs(one - ground) for one in colours) > 60
