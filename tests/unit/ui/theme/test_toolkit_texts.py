import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kis_desktop.ui.theme.toolkit_texts import install


@pytest.mark.parametrize(
    ("language", "paste"), [("ko", "붙여넣기"), ("en", "Paste"), ("xx", "Paste")]
)
def test_the_menu_of_a_field_speaks_the_programs_language(
    qapp: QApplication, qtbot: QtBot, language: str, paste: str
) -> None:
    texts = install(qapp, language)
    try:
        field = QLineEdit()
        qtbot.addWidget(field)
        menu = field.createStandardContextMenu()
        qtbot.addWidget(menu)
        assert any(paste in action.text().replace("&", "") for action in menu.actions())
    finally:
        qapp.removeTranslator(texts)
