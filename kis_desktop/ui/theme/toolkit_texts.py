"""Qt's own texts, as in the menu of a field and the file dialog, in the program's language."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication


def install(app: QApplication, language: str) -> QTranslator:
    """Their translator in use; Qt's English stays where there is none for the language."""
    texts = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if texts.load(f"qtbase_{language}", folder):
        app.installTranslator(texts)
    return texts
