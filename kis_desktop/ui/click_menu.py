"""The menu of settings for a click on a price: which click does it, and whether it is asked."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from kis_desktop.viewmodels.click_modes import ClickMode, ClickSettings


def click_menu(
    view: QWidget, settings: ClickSettings, title: str, names: Mapping[ClickMode, str], asks: str
) -> QMenu:
    """The settings of a place under its title; `asks` names the question before an order."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addSection(title)
    group = QActionGroup(menu)
    for mode, name in names.items():
        action = QAction(name, menu)
        action.setCheckable(True)
        action.setChecked(mode is settings.mode)
        action.triggered.connect(lambda _on, chosen=mode: settings.set_mode(chosen))
        group.addAction(action)
        menu.addAction(action)
    menu.addSeparator()
    confirm = menu.addAction(asks)
    confirm.setCheckable(True)
    confirm.setChecked(settings.confirms)
    confirm.toggled.connect(settings.set_confirms)
    return menu
