"""Buttons for a panel's head; those without room are reached through one more button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from kis_desktop.ui.chart.head_menu import open_below
from kis_desktop.ui.theme.tokens import HEAD_HEIGHT

_MORE_WIDTH, _EDGE = 28, 3


@dataclass(frozen=True, slots=True)
class HeadTool:
    """A button, and what it does when it has no room: the entry that it has in the menu then."""

    button: QToolButton
    add_to: Callable[[QMenu], object]


class HeadTools(QWidget):
    """The last tools give way first."""

    def __init__(self, tools: Sequence[HeadTool], more: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chart-head-tools")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._tools = tuple(tools)
        self.more = QToolButton(self)
        self.more.setObjectName("chart-more")
        self.more.setText("»")
        self.more.setToolTip(more)
        self.more.setAccessibleName(more)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(lambda: open_below(self.more, self.menu()))
        for tool in self._tools:
            tool.button.setParent(self)

    def refit(self) -> None:
        """Texts have changed."""
        self.updateGeometry()
        self._place()

    def menu(self) -> QMenu:
        """What has no room."""
        menu = QMenu(self)
        for tool in self._tools[self._fitting() :]:
            tool.add_to(menu)
        return menu

    def sizeHint(self) -> QSize:
        return QSize(sum(_width(tool) for tool in self._tools), HEAD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_MORE_WIDTH, HEAD_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _fitting(self) -> int:
        """How many of the tools have room."""
        if self.sizeHint().width() <= self.width():
            return len(self._tools)
        room, count = self.width() - _MORE_WIDTH, 0
        for tool in self._tools:
            room -= _width(tool)
            if room < 0:
                break
            count += 1
        return count

    def _place(self) -> None:
        count, height = self._fitting(), self.height() - 2 * _EDGE
        shown = self._tools[:count]
        more = count < len(self._tools)
        x = self.width() - sum(_width(tool) for tool in shown) - (_MORE_WIDTH if more else 0)
        for tool in shown:
            tool.button.setGeometry(x, _EDGE, _width(tool), height)
            x += _width(tool)
        for place, tool in enumerate(self._tools):
            tool.button.setVisible(place < count)
        self.more.setGeometry(x, _EDGE, _MORE_WIDTH, height)
        self.more.setVisible(more)


def _width(tool: HeadTool) -> int:
    return tool.button.sizeHint().width()
