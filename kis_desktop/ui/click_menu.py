"""The menu of settings for a click on a price: which click does it, and whether it is asked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from kis_desktop.viewmodels.click_modes import ClickMode, ClickSettings
from kis_desktop.viewmodels.words import Words


def click_menu(view: QWidget, place: str, settings: ClickSettings, words: Words) -> QMenu:
    """The settings of a place (book, ladder), in its words."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addSection(words(f"{place}.click"))
    group = QActionGroup(menu)
    for mode in ClickMode:
        action = QAction(words(f"{place}.click_{mode.value}"), menu)
        action.setCheckable(True)
        action.setChecked(mode is settings.mode)
        action.triggered.connect(lambda _on, chosen=mode: settings.set_mode(chosen))
        group.addAction(action)
        menu.addAction(action)
    menu.addSeparator()
    confirm = menu.addAction(words("book.confirm"))
    confirm.setCheckable(True)
    confirm.setChecked(settings.confirms)
    confirm.toggled.connect(settings.set_confirms)
    return menu
