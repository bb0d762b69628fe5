from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kis_desktop.ui.theme.toolkit_texts import spoken


def menu_texts(qtbot: QtBot) -> list[str]:
    """What the menu of a field offers."""
    field = QLineEdit()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    qtbot.addWidget(menu)
    return [action.text().replace("&", "") for action in menu.actions()]


@pytest.mark.parametrize(
    ("language", "paste"), [("ko", "붙여넣기"), ("en", "Paste"), ("xx", "Paste")]
)
def test_the_menu_of_a_field_speaks_the_programs_language(
    qapp: QApplication, qtbot: QtBot, language: str, paste: str
) -> None:
    before = menu_texts(qtbot)
    with spoken(qapp, language):
        texts = menu_texts(qtbot)
    assert any(paste in text for text in texts)
    assert menu_texts(qtbot) == before
