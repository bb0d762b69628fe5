"""The head of a dock: the titles of the panels that share its place, symbol and controls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import HEAD_HEIGHT, STEP, FontKind, Token
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_UNDERLINE = 2
_DOT = 5.0
_TAB_PADDING = 10


class HeadTab(QAbstractButton):
    """One title in a head; underlined when its panel is the one that is seen."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFont(Theme.current().font(FontKind.BASE))

    def sizeHint(self) -> QSize:
        strong = Theme.current().font(FontKind.HEAD)
        width = QFontMetrics(strong).horizontalAdvance(self.text()) + 2 * _TAB_PADDING
        return QSize(width, HEAD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        seen = self.isChecked()
        lit = seen or self.underMouse()
        painter.setFont(theme.font(FontKind.HEAD if seen else FontKind.BASE))
        painter.setPen(theme.color(Token.TEXT if lit else Token.DIM))
        room = self.rect().adjusted(STEP, 0, -STEP, 0)
        cut = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, cut)
        if seen or self.hasFocus():
            bottom = self.height() - _UNDERLINE
            painter.fillRect(0, bottom, self.width(), _UNDERLINE, theme.color(Token.ACCENT))
        painter.end()


class DockHead(QWidget):
    """Thirty pixels: alone, a dot and the title; with others, a tab each. Then the controls.

    A control goes to the right unless its property `headSide` is "left".
    """

    tab_chosen = Signal(str)
    menu_wanted = Signal()

    def __init__(
        self, panel_id: str, title: str, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._panel_id = panel_id
        self._tabs: dict[str, HeadTab] = {}
        self._shows_title = True
        self._active = False
        self._title = QLabel(title)
        self._title.setObjectName("title")
        self._title.setFont(Theme.current().font(FontKind.HEAD))
        self._chip = QLabel()
        self._chip.setObjectName("symbol")
        self._chip.setProperty("chip", True)
        self._chip.setFont(Theme.current().font(FontKind.HINT))
        self._chip.hide()
        self._menu = QToolButton()
        self._menu.setObjectName("panelMenu")
        self._menu.setText("⋯")
        self._menu.setFixedSize(HEAD_HEIGHT - 6, HEAD_HEIGHT - 6)
        self._menu.setToolTip(words("shell.panel_menu"))
        self._menu.setAccessibleName(words("shell.menu_of", title=title))
        self._menu.clicked.connect(self.menu_wanted)
        self._layout()

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles shown, left to right; the panel's own when it stands alone."""
        if self._tabs:
            return tuple(tab.text() for tab in self._tabs.values())
        return (self._title.text(),) if self._shows_title else ()

    def set_active(self, active: bool) -> None:  # noqa: FBT001
        """Show that the keyboard is in this panel."""
        if active is not self._active:
            self._active = active
            self.update()

    def set_symbol(self, symbol: str) -> None:
        """Show which instrument the panel follows; nothing for an empty one."""
        self._chip.setText(symbol)
        self._make_room()

    def set_title_shown(self, shown: bool) -> None:  # noqa: FBT001
        """Leave the title out where the panel's own controls say what it is."""
        self._shows_title = shown
        self._title.setVisible(shown and not self._tabs)
        self.update()

    def set_tabs(self, titles: dict[str, str]) -> None:
        """Show these panels as tabs, this one as seen; a single one is a plain title."""
        shown = titles if len(titles) > 1 else {}
        if list(shown) != list(self._tabs):
            self._rebuild(shown)
        for panel_id, title in shown.items():
            tab = self._tabs[panel_id]
            if tab.text() != title:
                tab.setText(title)
                tab.setAccessibleName(title)
                tab.updateGeometry()
        self._title.setText(titles.get(self._panel_id, self._title.text()))
        self._title.setVisible(self._shows_title and not shown)
        self.update()

    def place_controls(self, controls: Sequence[QWidget]) -> None:
        """Take the panel's own controls in; one that the panel has hidden stays hidden."""
        for control in controls:
            left = control.property("headSide") == "left"
            (self._left if left else self._right).addWidget(control)

    def menu_button(self) -> QToolButton:
        """The button at the right end."""
        return self._menu

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEAD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, HEAD_HEIGHT)

    def event(self, event: QEvent) -> bool:
        known = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._make_room()
        return known

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Token.PANEL))
        bottom = self.height() - 1
        painter.fillRect(0, bottom, self.width(), 1, theme.color(Token.LINE))
        if self._active:
            painter.fillRect(
                0, 2 * STEP, _UNDERLINE, self.height() - 4 * STEP, theme.color(Token.ACCENT)
            )
        if self._title.isVisible():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(Token.ACCENT))
            top = (self.height() - _DOT) / 2
            painter.drawEllipse(QRectF(3 * STEP - _DOT, top, _DOT, _DOT))
        painter.end()

    def _make_room(self) -> None:
        """In a narrow head the symbol gives way first: the panel itself names it too."""
        row = self.layout()
        if row is None:
            return
        hidden = self._chip.isHidden()
        needed = row.sizeHint().width()
        needed += self._chip.sizeHint().width() + 2 * STEP if hidden else 0
        self._chip.setVisible(bool(self._chip.text()) and needed <= self.width())

    def _layout(self) -> None:
        self.setFixedHeight(HEAD_HEIGHT)
        self._tab_row, self._left, self._right = (_row(0), _row(STEP), _row(STEP))
        row = _row(2 * STEP)
        row.setContentsMargins(0, 0, STEP, 0)
        row.addLayout(self._tab_row)
        self._title.setContentsMargins(4 * STEP, 0, 0, 0)
        row.addWidget(self._title)
        row.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._left)
        row.addStretch(1)
        row.addLayout(self._right)
        row.addWidget(self._menu)
        self.setLayout(row)
        set_tone(self._title, Tone.TEXT)

    def _rebuild(self, titles: dict[str, str]) -> None:
        for tab in self._tabs.values():
            self._tab_row.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs = {}
        for panel_id, title in titles.items():
            tab = HeadTab(title)
            tab.setObjectName(f"tab_{panel_id}")
            tab.setAccessibleName(title)
            tab.setChecked(panel_id == self._panel_id)
            tab.clicked.connect(lambda _checked, chosen=panel_id: self._choose(chosen))
            self._tab_row.addWidget(tab)
            self._tabs[panel_id] = tab

    def _choose(self, panel_id: str) -> None:
        """A tab of this head stays marked: the head of the other panel marks its own."""
        for other, tab in self._tabs.items():
            tab.setChecked(other == self._panel_id)
        self.tab_chosen.emit(panel_id)


def _row(spacing: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    return row
