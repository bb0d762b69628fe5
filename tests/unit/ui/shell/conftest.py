"""Small panels of our own, and a window around them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QApplication

from kis_desktop.ui.theme.theme import Theme

_PANEL = '''
"""A panel of a test."""
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
PANEL_ID = "{id}"
PANEL_TITLE = "{title}"
PANEL_TITLE_EN = "{id}"
PANEL_PLACE = "{place}"
PANEL_ORDER = {order}
{body}
def create(context, parent=None):
    panel = QWidget(parent)
    column = QVBoxLayout(panel)
    panel.field = QLineEdit()
    panel.field.setObjectName("{id}_field")
    column.addWidget(QLabel("{title}"))
    column.addWidget(panel.field)
    panel.setFocusProxy(panel.field)
    return panel
'''
LAYOUT = (
    ("watchlist", "관심종목", "left", 10),
    ("chart", "차트", "center", 10),
    ("order_book", "호가", "right", 10),
    ("tape", "체결가", "right", 20),
    ("ticket", "주문", "right", 30),
    ("open_orders", "미체결", "bottom", 10),
    ("fills", "체결", "bottom", 20),
    ("positions", "잔고", "bottom", 30),
)

PanelWriter = Callable[..., None]
PackageOf = Callable[[], ModuleType]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp)
    return theme


@pytest.fixture
def package_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "panels_of_test"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.startswith("panels_of_test")]:
        del sys.modules[name]


@pytest.fixture
def write_panel(package_folder: Path) -> PanelWriter:
    def write(id_: str, title: str, place: str, order: int, body: str = "") -> None:
        text = _PANEL.format(id=id_, title=title, place=place, order=order, body=body)
        (package_folder / f"{id_}.py").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def package(package_folder: Path) -> PackageOf:
    def load() -> ModuleType:
        importlib.invalidate_caches()
        return importlib.import_module("panels_of_test")

    return load


@pytest.fixture
def panels(write_panel: PanelWriter, package: PackageOf) -> ModuleType:
    for panel in LAYOUT:
        write_panel(*panel)
    return package()
