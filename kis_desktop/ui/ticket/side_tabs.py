"""The ticket's tabs: buy and sell differ in colour, sign, place and key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import HEAD_HEIGHT, FontKind, Token
from kis_desktop.viewmodels.ticket import Tab
from kis_desktop.viewmodels.words import Words

_KEYS = {Tab.BUY: "F1", Tab.SELL: "F2", Tab.AMEND: ""}
_FILLS = {Tab.BUY: Token.BUY, Tab.SELL: Token.SELL, Tab.AMEND: Token.SELECTED}
_TEXTS = {Tab.BUY: Token.UP, Tab.SELL: Token.DOWN, Tab.AMEND: Token.DIM}
_LEAST, _WISHED = 72, 92
_RING = 2
_ROUND = 12  # radius of the corners of buying


class SideTab(QAbstractButton):
    """One tab: filled with its colour when it is turned to."""

    def __init__(self, tab: Tab, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self.setObjectName(f"tab_{tab.value}")
        self.setCheckable(True)
        text = words(f"ticket.{tab.value}_tab")
        self.setText(f"{text} {_KEYS[tab]}".strip())
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_WISHED, HEAD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, HEAD_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = self.isChecked()
        text = Token.TEXT if self._tab is Tab.AMEND else Token.ON_BUTTON
        if seen:
            painter.fillPath(self._shape(), theme.color(_FILLS[self._tab]))
        elif self.underMouse():
            painter.fillRect(self.rect(), theme.color(Token.RAISED))
        painter.setFont(theme.font(FontKind.HEAD))
        painter.setPen(theme.color(text if seen else _TEXTS[self._tab]))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            bottom = self.height() - _RING
            painter.fillRect(0, bottom, self.width(), _RING, theme.color(Token.ACCENT))
        painter.end()

    def _shape(self) -> QPainterPath:
        """Buying is round at the top, selling is square: seen without their colours too."""
        path = QPainterPath()
        if self._tab is not Tab.BUY:
            path.addRect(QRectF(self.rect()))
            return path
        path.addRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, _ROUND), _ROUND, _ROUND)
        return path


class SideTabs(QWidget):
    """The three tabs in a row."""

    chosen = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ticketTabs")
        self.setProperty("headSide", "left")
        self._group = QButtonGroup(self)
        self._tabs = {tab: SideTab(tab, words, self) for tab in Tab}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for tab, button in self._tabs.items():
            row.addWidget(button)
            self._group.addButton(button)
            button.clicked.connect(lambda _on, picked=tab: self.chosen.emit(picked))
        self.turn_to(Tab.BUY)

    def turn_to(self, tab: Tab) -> None:
        """Show which tab the ticket is turned to."""
        self._tabs[tab].setChecked(True)

    def button(self, tab: Tab) -> SideTab:
        """The button of a tab."""
        return self._tabs[tab]
