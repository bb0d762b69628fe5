"""Qt's own texts, as in the menu of a field and the file dialog, in the program's language."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication


@contextlib.contextmanager
def spoken(app: QApplication, language: str) -> Iterator[None]:
    """Their translator in use; Qt's English stays where there is none for the language."""
    texts = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if texts.load(f"qtbase_{language}", folder):
        app.installTranslator(texts)
    try:
        yield
    finally:
        app.removeTranslator(texts)
        texts.deleteLater()
