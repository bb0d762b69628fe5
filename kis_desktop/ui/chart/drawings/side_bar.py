"""The tools for drawing, at the left of the chart: kinds by group, magnet, and what holds for all.

What has no room stands behind the last button, so that the bar never asks for height.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from kis_desktop.ui.chart.drawings.actions import DrawingActions
from kis_desktop.ui.chart.drawings.icon_button import SIZE, IconButton
from kis_desktop.ui.chart.drawings.icons import tinted
from kis_desktop.ui.chart.drawings.kind import GROUPS, Kind, kinds
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Token
from kis_desktop.viewmodels.drawings import DrawingDesk, Magnet
from kis_desktop.viewmodels.words import Words

WIDTH, FOLDED = 36, 14
_TOP, _GAP, _RULE = 6, 2, 9  # pixels; a rule is between groups of buttons
_LEAST = 120  # a bar that is lower than this has nothing but its last button
_WORDS = {"lock": "lock_all", "hide": "hide_all", "delete": "delete_all"}
_MAGNETS = (Magnet.OFF, Magnet.WEAK, Magnet.STRONG)


class SideBar(QWidget):
    """Twin of `DrawingDesk`. `keyed` hands on the keys that are not the buttons' own."""

    keyed = Signal(QKeyEvent)

    def __init__(self, desk: DrawingDesk, actions: DrawingActions, words: Words) -> None:
        super().__init__()
        self._desk, self._actions, self._words = desk, actions, words
        self._last = {group: _first(group) for group in GROUPS}
        self._columns: list[tuple[IconButton, bool]] = []  # a button, whether a rule is above it
        self.setObjectName("drawing-tools")
        self.setAccessibleName(words("drawing.tools"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self._cursor = self._button("cursor", lambda: desk.take(""))
        self._groups = {group: self._group_button(group) for group in GROUPS}
        self._magnet = self._button("magnet", self._next_magnet, ruled=True)
        self._magnet.offer_more()
        self._magnet.more_asked.connect(self._open_magnets)
        self._stay = self._button("stay", lambda: desk.set_stays(stays=not desk.stays))
        self._lock = self._button("lock", actions.lock_all)
        self._hide = self._button("hide", lambda: desk.hide_all(hidden=not desk.all_hidden))
        self._delete = self._button("delete", actions.clear, ruled=True)
        self._more = self._button("more", self._open_all)
        self._fold = IconButton("draw-fold", words("drawing.fold"), self)
        self._fold.setObjectName("drawing-fold")
        self._fold.clicked.connect(lambda: desk.open_bar(opened=not desk.bar_open))
        desk.bar_changed.connect(self._lay_out)
        for button in (self._cursor, self._magnet, self._stay, self._lock, self._hide):
            button.setCheckable(True)
        self.follow()
        self._lay_out()

    def follow(self) -> None:
        """Show what is in the hand and what holds."""
        desk, words, kind = self._desk, self._words, kinds().get(self._desk.tool)
        if kind is not None:
            self._last[kind.group] = kind
        for group, button in self._groups.items():
            last = self._last[group]
            button.show_icon(last.icon)
            button.say(last.name(words.language), last.key)
            button.setChecked(last.id == desk.tool)
        self._cursor.setChecked(not desk.tool)
        self._magnet.setChecked(desk.magnet is not Magnet.OFF)
        self._magnet.show_icon("draw-magnet", "s" if desk.magnet is Magnet.STRONG else "")
        self._magnet.say(words(f"drawing.magnet_{desk.magnet}"), "Ctrl")
        self._stay.setChecked(desk.stays)
        book = self._actions.book
        self._lock.setChecked(book is not None and book.all_locked)
        self._lock.setEnabled(book is not None and bool(book.drawings))
        self._delete.setEnabled(book is not None and bool(book.drawings))
        self._hide.setChecked(desk.all_hidden)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH if self._desk.bar_open else FOLDED, _LEAST)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), Theme.current()
        painter.fillRect(self.rect(), theme.color(Token.PANEL))
        line = theme.color(Token.LINE)
        painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), line)
        for button, ruled in self._columns:
            if ruled and button.isVisibleTo(self):
                y = button.y() - _RULE // 2 - 1
                painter.fillRect(QRect(8, y, self.width() - 17, 1), line)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            self.keyed.emit(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def menu_of(self, group: str) -> QMenu:
        """The kinds of a group."""
        menu = self._menu(f"drawing-menu-{group}")
        self._add_group(menu, group)
        return menu

    def _add_group(self, menu: QMenu, group: str) -> None:
        for kind in kinds().values():
            if kind.group == group:
                name = kind.name(self._words.language)
                action = menu.addAction(self._icon(kind.icon), f"{name}\t{kind.key}")
                action.setObjectName(kind.id)
                action.triggered.connect(lambda _=False, id_=kind.id: self._desk.take(id_))

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(name)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _button(self, name: str, act: Callable[[], None], *, ruled: bool = False) -> IconButton:
        words = self._words(f"drawing.{_WORDS.get(name, name)}")
        button = IconButton(f"draw-{name}", words, self)
        button.setObjectName(f"drawing-{name}")
        button.clicked.connect(lambda: self._act(act))
        self._columns.append((button, ruled))
        return button

    def _act(self, act: Callable[[], None]) -> None:
        act()
        self.follow()

    def _group_button(self, group: str) -> IconButton:
        kind = self._last[group]
        button = IconButton(kind.icon, kind.title, self)
        button.setObjectName(f"drawing-{group}")
        button.setCheckable(True)
        button.clicked.connect(lambda: self._take(group))
        if sum(kind.group == group for kind in kinds().values()) > 1:
            button.offer_more()
            button.more_asked.connect(lambda: self._open(self.menu_of(group), button))
        self._columns.append((button, False))
        return button

    def _take(self, group: str) -> None:
        """Take the group's tool; who has it in the hand already wants another of the group."""
        wanted = self._last[group].id
        if self._desk.tool == wanted:
            self._open(self.menu_of(group), self._groups[group])
        else:
            self._desk.take(wanted)
        self.follow()

    def _next_magnet(self) -> None:
        off = self._desk.magnet is Magnet.OFF
        self._desk.set_magnet(Magnet.WEAK if off else Magnet.OFF)

    def _open_magnets(self) -> None:
        menu = self._menu("drawing-menu-magnet")
        for magnet in _MAGNETS:
            action = menu.addAction(self._words(f"drawing.magnet_{magnet}"))
            action.setObjectName(magnet.value)
            action.setCheckable(True)
            action.setChecked(magnet is self._desk.magnet)
            action.triggered.connect(lambda _=False, chosen=magnet: self._desk.set_magnet(chosen))
        self._open(menu, self._magnet)

    def _open_all(self) -> None:
        """What had no room: all kinds, and the buttons below."""
        menu = self._menu("drawing-menu-more")
        for group in GROUPS:
            self._add_group(menu, group)
            menu.addSeparator()
        for button in (self._magnet, self._stay, self._lock, self._hide, self._delete):
            if not button.isVisibleTo(self):
                action = menu.addAction(button.accessibleName())
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)
        self._open(menu, self._more)

    def _open(self, menu: QMenu, button: IconButton) -> None:
        menu.popup(button.mapToGlobal(QPoint(self.width(), 0)))

    def _icon(self, name: str) -> QIcon:
        colour: QColor = Theme.current().color(Token.DIM)
        return QIcon(QPixmap.fromImage(tinted(name, colour, 20, self.devicePixelRatioF())))

    def _lay_out(self) -> None:
        opened = self._desk.bar_open
        self.setFixedWidth(WIDTH if opened else FOLDED)
        self._fold.show_icon("draw-fold" if opened else "draw-unfold")
        self._fold.say(self._words("drawing.fold" if opened else "drawing.unfold"))
        width = SIZE if opened else FOLDED - 1
        self._fold.setFixedSize(width, SIZE)
        self._fold.move((self.width() - 1 - width) // 2, max(self.height() - SIZE - 4, 0))
        room = self._fold.y() - _GAP
        tops, full = self._tops(room)
        fits = full <= room
        for button, _ in self._columns:
            top = tops.get(button)
            button.setVisible(opened and top is not None and (button is not self._more or not fits))
            if top is not None:
                button.move((WIDTH - 1 - SIZE) // 2, top)
        self.update()

    def _tops(self, room: int) -> tuple[dict[IconButton, int], int]:
        """Where buttons stand, the last one below those that have room, and how much all need."""
        full = _TOP
        tops: dict[IconButton, int] = {}
        for button, ruled in self._columns[:-1]:
            full += _RULE if ruled else 0
            tops[button] = full
            full += SIZE + _GAP
        if full <= room:
            return tops, full
        kept = {button: top for button, top in tops.items() if top + 2 * SIZE + _GAP <= room}
        kept[self._more] = max((top + SIZE + _GAP for top in kept.values()), default=_TOP)
        return kept, full


def _first(group: str) -> Kind:
    return next(kind for kind in kinds().values() if kind.group == group)
