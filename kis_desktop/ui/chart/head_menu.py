"""A menu that a button of the panel's head opens below itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton


def open_below(button: QToolButton, menu: QMenu) -> None:
    """Open a menu; it is gone with its closing. The button stays lit until then: it learns that the
    pointer has left it for the menu, but is not painted for that.
    """
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.aboutToHide.connect(button.update)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
