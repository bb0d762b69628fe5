"""The API explorer (API 탐색기): every endpoint and channel of KIS, found, asked and read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDockWidget,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.explorer.answer_pane import AnswerPane
from kis_desktop.ui.explorer.find_pane import FindPane
from kis_desktop.ui.explorer.form_pane import FormPane
from kis_desktop.ui.explorer.live_pane import LivePane
from kis_desktop.ui.explorer.start_pane import StartPane
from kis_desktop.viewmodels.api_explorer import ApiExplorer
from kis_desktop.viewmodels.context import ViewContext

PANEL_ID = "api_explorer"
PANEL_TITLE = "API 탐색기"
PANEL_TITLE_EN = "API explorer"
PANEL_PLACE = "center"
PANEL_ORDER = 80
PANEL_LATER = True

_WIDE = 1080  # from this width on, list and form stand side by side
_LIST_WIDTH, _FORM_WIDTH, _NARROW_FORM = 290, 290, 250
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_LEAST_LEFT, _LEAST_RIGHT = 200, 240


class ApiExplorerPanel(QWidget):
    """Twin of `viewmodels/api_explorer.py`: list, form, answer from left to right.

    Where there is little room the form takes the list's place, and the list comes back with Esc.
    """

    shows_symbol = False

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self.model = ApiExplorer(context, self)
        self.setAccessibleName(self.model.words("explorer.title"))
        self._finding = True
        self._wide = False
        self._pulled = False  # whether the trader has pulled the parts to sizes of his own
        self.finder = FindPane(self.model, context.preferences, self)
        self.form = FormPane(self.model, self)
        self.start = StartPane(self.model, self)
        self.answer = AnswerPane(self.model, context.preferences, self)
        self.live = LivePane(self.model, context.preferences, self)
        self.right = QStackedWidget(self)
        for view in (self.start, self.answer, self.live):
            self.right.addWidget(view)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setObjectName("explorerSplit")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        parts: tuple[tuple[QWidget, int], ...] = (
            (self.finder, _LEAST_LEFT),
            (self.form, _LEAST_LEFT),
            (self.right, _LEAST_RIGHT),
        )
        for part, least in parts:
            part.setMinimumWidth(least)
            self.split.addWidget(part)
        for place, stretch in enumerate((0, 0, 1)):
            self.split.setStretchFactor(place, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.setFocusProxy(self.finder.field)
        self._connect()
        self._arrange()
        self.model.load()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_LEFT + _LEAST_RIGHT, 220)

    def sizeHint(self) -> QSize:
        return QSize(1100, 640)

    def open(self, key: str) -> None:
        """Open an endpoint or channel and put the keyboard into its form."""
        if self.model.open(key):
            self._finding = False
            self._arrange()
            self.form.focus_first()

    def show_list(self) -> None:
        """Back to the list, the keyboard in its field."""
        self._finding = True
        self._arrange()
        self.finder.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.model.is_busy:
                self.model.cancel()
            else:
                self.show_list()
            event.accept()
            return
        focused = QApplication.focusWidget()
        if event.key() in _ENTER and isinstance(focused, QAbstractButton):
            focused.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        if wide is not self._wide:
            self._wide, self._pulled = wide, False
            self._arrange()
        if not self._pulled:
            self._share_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.load()

    def hideEvent(self, event: QHideEvent) -> None:
        """A panel that was closed listens no longer; one behind another tab does."""
        super().hideEvent(event)
        QTimer.singleShot(0, self, self._leave_if_closed)

    def _leave_if_closed(self) -> None:
        dock = self._dock()
        if dock is not None and dock.isHidden():
            self.model.close()

    def _dock(self) -> QDockWidget | None:
        """The dock that holds this panel."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QDockWidget):
            parent = parent.parentWidget()
        return parent

    def _connect(self) -> None:
        self.finder.opened.connect(self.open)
        self.start.chosen.connect(self.open)
        self.form.back.connect(self.show_list)
        self.form.ticket_wanted.connect(self._to_ticket)
        self.model.entry_changed.connect(self._entry_changed)
        self.split.splitterMoved.connect(self._keep_sizes)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            send = QShortcut(QKeySequence(keys), self)
            send.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            send.activated.connect(self.model.send)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.show_list)

    def _entry_changed(self) -> None:
        line = self.model.line
        self._finding = False
        channel = line is not None and line.is_channel
        self.right.setCurrentWidget(self.live if channel else self.answer)
        focused = QApplication.focusWidget()
        was_here = focused is not None and self.finder.isAncestorOf(focused)
        self._arrange()
        if was_here and not self.finder.isVisible():
            self.form.focus_first()

    def _arrange(self) -> None:
        """Which parts are seen, at this width."""
        opened = self.model.line is not None
        self.finder.setVisible(self._wide or self._finding or not opened)
        self.form.setVisible(opened and (self._wide or not self._finding))
        self.form.show_back(not self._wide)
        if not opened:
            self.right.setCurrentWidget(self.start)
        if not self._pulled:
            self._share_out()

    def _keep_sizes(self) -> None:
        self._pulled = True

    def _share_out(self) -> None:
        half = self.width() * 9 // 20
        left = _LIST_WIDTH if self._wide else min(_LIST_WIDTH, half)
        form = _FORM_WIDTH if self._wide else min(_NARROW_FORM, half)
        taken = left + form if self._wide else left if self.finder.isVisible() else form
        self.split.setSizes([left, form, max(self.width() - taken, _LEAST_RIGHT)])

    def _to_ticket(self) -> None:
        """The order panel, wherever it stands."""
        host = self.window().findChild(QDockWidget, "dock_ticket")
        if isinstance(host, QDockWidget):
            host.show()
            host.raise_()
            panel = host.findChild(QWidget, "ticket")
            if panel is not None:
                panel.setFocus(Qt.FocusReason.OtherFocusReason)


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new explorer."""
    return ApiExplorerPanel(context, parent)
