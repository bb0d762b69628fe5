"""The groups of the watchlist as tabs in the panel's head, renamed in place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QTabBar,
    QToolButton,
    QWidget,
)

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import HEAD_HEIGHT, LEAST_TARGET, FontKind
from kis_desktop.viewmodels.watch_groups import WatchGroups
from kis_desktop.viewmodels.words import Words


class _NameField(QLineEdit):
    """Escape gives up."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            event.accept()
        else:
            super().keyPressEvent(event)


class GroupTabs(QWidget):
    """A tab a group and ＋ for a new one; a double click or the menu renames."""

    def __init__(self, groups: WatchGroups, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("watchGroups")
        self.setProperty("headSide", "left")
        self._groups = groups
        self._words = words
        self._renamed = -1
        self.bar = QTabBar(self)
        self.bar.setObjectName("groupTabs")
        self.bar.setFont(Theme.current().font(FontKind.HEAD))
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.add = QToolButton(self)
        self.add.setObjectName("addGroup")
        self.add.setText("+")
        self.add.setToolTip(words("watchlist.add_group"))
        self.add.setAccessibleName(words("watchlist.add_group"))
        self.add.setFixedSize(LEAST_TARGET, LEAST_TARGET)
        self.name = _NameField(self)
        self.name.setObjectName("groupName")
        self.name.setAccessibleName(words("watchlist.group_name"))
        self.name.hide()
        self.setFixedHeight(HEAD_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.bar)
        row.addWidget(self.add)
        row.addStretch(1)
        self.bar.currentChanged.connect(self._turned)
        self.bar.tabBarDoubleClicked.connect(self.rename)
        self.bar.customContextMenuRequested.connect(self._offer)
        self.add.clicked.connect(groups.add_group)
        self.name.editingFinished.connect(self._named)
        groups.changed.connect(self._show)
        self._show()

    def whole_width(self) -> int:
        """What all tabs and ＋ take; in less, the tabs are scrolled."""
        tabs = sum(self.bar.tabRect(place).width() for place in range(self.bar.count()))
        return tabs + LEAST_TARGET

    def rename(self, place: int) -> None:
        """Write a new name over a tab."""
        if not 0 <= place < len(self._groups.groups):
            return
        self._renamed = place
        self.name.setText(self._groups.groups[place].name)
        rect = self.bar.tabRect(place)
        self.name.setGeometry(rect.left(), 1, max(rect.width(), 4 * LEAST_TARGET), HEAD_HEIGHT - 2)
        self.name.show()
        self.name.raise_()
        self.name.selectAll()
        self.name.setFocus()

    def menu(self, place: int) -> QMenu:
        """What can be done with a group."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        several = len(self._groups.groups) > 1
        for text, enabled, call in (
            ("watchlist.rename_group", True, lambda: self.rename(place)),
            ("watchlist.remove_group", several, lambda: self._groups.remove_group(place)),
            ("watchlist.add_group", True, self._groups.add_group),
        ):
            action = QAction(self._words(text), menu)
            action.setEnabled(enabled)
            action.triggered.connect(call)
            menu.addAction(action)
        return menu

    def _offer(self, position: QPoint) -> None:
        place = self.bar.tabAt(position)
        if place >= 0:
            self.menu(place).popup(self.bar.mapToGlobal(position))

    def _named(self) -> None:
        if self.name.isVisible():
            self.name.hide()
            self._groups.rename(self._renamed, self.name.text())

    def _turned(self, place: int) -> None:
        self._groups.show(place)

    def _show(self) -> None:
        """The bar follows the groups without telling them so."""
        self.bar.blockSignals(True)
        names = [group.name for group in self._groups.groups]
        while self.bar.count() > len(names):
            self.bar.removeTab(self.bar.count() - 1)
        for place, name in enumerate(names):
            if place == self.bar.count():
                self.bar.addTab(name)
            elif self.bar.tabText(place) != name:
                self.bar.setTabText(place, name)
            self.bar.setTabToolTip(place, name)
        self.bar.setCurrentIndex(self._groups.shown)
        self.bar.blockSignals(False)
        self.add.setEnabled(self._groups.is_known)
