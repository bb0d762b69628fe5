"""The docks of a window: which panels stand where, which are seen, and how that is kept."""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QVBoxLayout, QWidget
from shiboken6 import isValid

from kis_desktop.bridge.commands import attempt
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.ui.shell.dock_head import DockHead
from kis_desktop.ui.shell.error_panel import ErrorPanel
from kis_desktop.ui.shell.layout_text import SavedLayout, layout_text, parse_layout
from kis_desktop.ui.shell.panel_scan import PanelSpec, Place
from kis_desktop.ui.theme.tokens import HEAD_HEIGHT
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

_log = logging.getLogger(__name__)

_STATE_VERSION = 1
_LEFT_SHARE, _RIGHT_SHARE = 0.229, 0.194  # of the window's width, as in the picture
_BOTTOM_SHARE, _TICKET_SHARE = 0.29, 0.335  # of the height below the top bar
_LEAST_WIDTHS = {Place.LEFT: 250, Place.RIGHT: 290}
_LEAST_BOTTOM, _LEAST_TICKET = 150, 322
_BARS_HEIGHT = 80  # top bar, status line and what lies between
_ASIDE = 40  # how far a panel that is torn off goes right and down
_LEAST_SEEN = 24  # a dock smaller than this cannot be worked with


class Outcome(enum.Enum):
    """What became of a kept layout."""

    OWN = enum.auto()  # the trader's own arrangement is shown
    DEFAULT = enum.auto()  # the default one had been kept
    BROKEN = enum.auto()  # it cannot be used; the default one is shown


@dataclass(frozen=True, slots=True)
class _Arrangement:
    docked: frozenset[str]
    boxes: frozenset[tuple[int, int, int, int]]


class Dock(QDockWidget):
    """One panel with its head."""

    def __init__(
        self, spec: PanelSpec, panel: QWidget, title: str, words: Words, parent: QWidget
    ) -> None:
        super().__init__(title, parent)
        self.spec = spec
        self.panel = panel
        self.setObjectName(f"dock_{spec.id}")
        self.head = DockHead(spec.id, title, words, self)
        self.setTitleBarWidget(self.head)
        self.setWidget(_body(panel))
        self.setAccessibleName(title)
        self.is_made = not spec.later

    def take(self, panel: QWidget) -> None:
        """Show the panel itself instead of what stood in for it."""
        self.panel.deleteLater()
        self.panel = panel
        self.is_made = True
        self.setWidget(_body(panel))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)


class DockHost(QObject):
    """All docks of one window. `arranged` after panels were shown, hidden, moved or tabbed."""

    arranged = Signal()

    def __init__(
        self, window: QMainWindow, context: ViewContext, panels: Sequence[PanelSpec]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._words = Words(context.language)
        self._shared: _Arrangement | None = None
        self.docks: dict[str, Dock] = {spec.id: self._make(spec) for spec in panels}
        context.link.symbol_changed.connect(self._show_symbol)
        self._show_symbol(context.link.symbol)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self.arrange()

    def arrange(self) -> None:
        """The default layout: watchlist, chart over the tabs, book over the ticket."""
        columns = [self._column(place) for place in (Place.LEFT, Place.CENTER, Place.RIGHT)]
        bottom = self._of(Place.BOTTOM)
        for dock in self.docks.values():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
        area = Qt.DockWidgetArea.LeftDockWidgetArea
        heads = [column[0] for column in columns if column]
        if not columns[1] and bottom:
            heads.insert(min(1, len(heads)), bottom[0])
        for left, dock in zip([None, *heads], heads, strict=False):
            if left is None:
                self._window.addDockWidget(area, dock)
            else:
                self._window.splitDockWidget(left, dock, Qt.Orientation.Horizontal)
        for column in columns:
            for upper, lower in pairwise(column):
                self._window.splitDockWidget(upper, lower, Qt.Orientation.Vertical)
        self._stack_bottom(columns[1], bottom)
        for dock in self.docks.values():
            dock.setVisible(not dock.spec.later)
        self._tab_the_rest()
        self._put_away_the_later()
        for dock in (*heads, *bottom[:1]):
            dock.raise_()
        self.share_out()
        self._refresh_heads()

    def share_out(self) -> None:
        """Give the docks of the default layout their share of the window."""
        self._shared = None
        width, height = self._window.width(), self._window.height() - _BARS_HEIGHT
        left = max(round(width * _LEFT_SHARE), _LEAST_WIDTHS[Place.LEFT])
        right = max(round(width * _RIGHT_SHARE), _LEAST_WIDTHS[Place.RIGHT])
        wide = {Place.LEFT: left, Place.RIGHT: right, Place.CENTER: width - left - right}
        across = [(docks[0], wide[place]) for place in wide if (docks := self._column(place))]
        if across:
            self._window.resizeDocks(
                [dock for dock, _ in across],
                [size for _, size in across],
                Qt.Orientation.Horizontal,
            )
        bottom = max(round(height * _BOTTOM_SHARE), _LEAST_BOTTOM)
        ticket = max(round(height * _TICKET_SHARE), self._ticket_height(height))
        self._split(self._column(Place.CENTER)[-1:] + self._of(Place.BOTTOM)[:1], height, bottom)
        self._split(self._column(Place.RIGHT), height, ticket)
        QTimer.singleShot(0, self, self._note_shares)

    def is_untouched(self) -> bool:
        """Whether the docks stand as they were shared out; true while that is under way."""
        return self._shared is None or self._arrangement() == self._shared

    def show_panel(self, panel_id: str) -> None:
        """Bring a panel to the front, reopening it where it was."""
        dock = self.docks[panel_id]
        dock.show()
        self._fill(dock)
        dock.raise_()
        self._focus(dock)

    def set_shown(self, panel_id: str, shown: bool) -> None:  # noqa: FBT001
        """Open or close a panel."""
        if shown:
            self.show_panel(panel_id)
        else:
            self.docks[panel_id].close()

    def seen(self) -> list[Dock]:
        """The docks that can be seen now: of tabs, the front one."""
        return [
            dock
            for dock in self.docks.values()
            if dock.isVisible() and not dock.visibleRegion().isEmpty()
        ]

    def focus_first(self) -> None:
        """Put the keyboard into the first panel."""
        for dock in self.docks.values():
            if not dock.isHidden():
                self._focus(dock)
                return

    def cycle(self, step: int) -> None:
        """Move the keyboard to the next seen panel, or the one before."""
        seen = self.seen()
        if not seen:
            return
        focused = QApplication.focusWidget()
        here = next(
            (place for place, dock in enumerate(seen) if focused and dock.isAncestorOf(focused)),
            -1 if step > 0 else 0,
        )
        self._focus(seen[(here + step) % len(seen)])

    def text(self, *, own: bool = True) -> str:
        """The layout as it is kept; of the default one, the window's geometry alone."""
        return layout_text(
            SavedLayout(
                bytes(self._window.saveGeometry().data()),
                bytes(self._window.saveState(_STATE_VERSION).data()) if own else b"",
                tuple(self.docks),
            )
        )

    def restore(self, text: str) -> Outcome:
        """Arrange the docks as kept, or by default where that can't be done."""
        try:
            saved = parse_layout(text)
        except ValueError as error:
            _log.warning("the saved layout cannot be read: %s", error)
            self.arrange()
            return Outcome.BROKEN
        self._window.restoreGeometry(QByteArray(saved.geometry))
        self._come_on_screen()
        if not saved.docks:
            return Outcome.DEFAULT
        restored = self._window.restoreState(QByteArray(saved.docks), _STATE_VERSION)
        if not restored or not self._is_usable():
            _log.warning("the saved layout cannot be used; the default one is shown")
            self.arrange()
            return Outcome.BROKEN
        for panel_id, dock in self.docks.items():
            if panel_id not in saved.panels:
                self._add_beside(dock)
            elif not dock.isHidden():
                self._fill(dock)
        self._refresh_heads()
        return Outcome.OWN

    def _come_on_screen(self) -> None:
        if not is_on_a_screen(self._window):
            self._window.move(QGuiApplication.primaryScreen().availableGeometry().topLeft())

    def _note_shares(self) -> None:
        if not isValid(self._window):
            return
        layout = self._window.layout()
        if layout is not None:
            layout.activate()
        self._shared = self._arrangement()

    def _arrangement(self) -> _Arrangement:
        """Which panels are docked, and where the seen ones stand, whichever tab is in front."""
        docked = {
            name
            for name, dock in self.docks.items()
            if not dock.isHidden() and not dock.isFloating()
        }
        return _Arrangement(
            frozenset(docked), frozenset(_box(dock.geometry()) for dock in self.seen())
        )

    def _is_usable(self) -> bool:
        """Whether some panel is open, and each floating one can be reached on a screen."""
        open_docks = [dock for dock in self.docks.values() if not dock.isHidden()]
        if self.docks and not open_docks:
            return False
        return all(
            is_on_a_screen(dock) and min(dock.width(), dock.height()) >= _LEAST_SEEN
            for dock in open_docks
            if dock.isFloating()
        )

    def _add_beside(self, dock: Dock) -> None:
        """A panel that the layout doesn't know stands as a tab behind one of its place."""
        near = [other for other in self._of(dock.spec.place) if other is not dock]
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
        if near:
            self._window.tabifyDockWidget(near[0], dock)
            near[0].raise_()
        dock.setVisible(not dock.spec.later)

    def _put_away_the_later(self) -> None:
        for dock in self.docks.values():
            if dock.spec.later:
                self._add_beside(dock)

    def _make(self, spec: PanelSpec) -> Dock:
        title = spec.titled(self._context.language)
        panel = QWidget() if spec.later else self._panel(spec, title)
        dock = Dock(spec, panel, panel.windowTitle() or title, self._words, self._window)
        if dock.is_made:
            self._furnish(dock)
        dock.head.tab_chosen.connect(self.show_panel)
        dock.head.menu_wanted.connect(lambda: self.menu(dock).popup(_below(dock.head)))
        dock.windowTitleChanged.connect(self._refresh_heads)
        dock.visibilityChanged.connect(lambda seen: self._fill(dock) if seen else None)
        for signal in (dock.dockLocationChanged, dock.visibilityChanged, dock.topLevelChanged):
            signal.connect(self._changed)
        return dock

    def _panel(self, spec: PanelSpec, title: str) -> QWidget:
        try:
            return attempt(spec.create, self._context)
        except KisDesktopError as error:
            sentence = self._words.sentence(error.message)
            told = self._words("shell.panel_failed", panel=title, error=sentence)
            panel = ErrorPanel(told)
            panel.setObjectName(spec.id)
            return panel

    def _fill(self, dock: Dock) -> None:
        """Make a panel that waited to be shown."""
        if dock.is_made:
            return
        dock.take(self._panel(dock.spec, dock.spec.titled(self._context.language)))
        self._furnish(dock)
        self._show_symbol(self._context.link.symbol)

    def _furnish(self, dock: Dock) -> None:
        """What a panel puts into its head."""
        panel = dock.panel
        dock.head.place_controls(_head_widgets(panel))
        dock.head.set_title_shown(bool(getattr(panel, "head_title", True)))
        panel.windowTitleChanged.connect(dock.setWindowTitle)
        if panel.windowTitle():
            dock.setWindowTitle(panel.windowTitle())

    def menu(self, dock: Dock) -> QMenu:
        """What can be done with a dock."""
        menu = QMenu(dock)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        floating = dock.isFloating()
        _act(
            menu,
            self._words("shell.to_place") if floating else self._words("shell.float"),
            lambda *_: _tear_off(dock) if not floating else dock.setFloating(False),
        )
        _act(menu, self._words("shell.close"), lambda *_: dock.close())
        return menu

    def _of(self, place: Place) -> list[Dock]:
        """The docks of a place in the default layout."""
        return [
            dock for dock in self.docks.values() if dock.spec.place is place and not dock.spec.later
        ]

    def _column(self, place: Place) -> list[Dock]:
        """The docks of a place that stand under each other; the last one right is the ticket."""
        docks = self._of(place)
        if place is Place.RIGHT and len(docks) > 1:
            return [docks[0], docks[-1]]
        return docks[:1] if place in {Place.LEFT, Place.CENTER} else docks

    def _tab_the_rest(self) -> None:
        """What else stands left, right or in the centre is a tab behind the first one there."""
        for place in (Place.LEFT, Place.CENTER, Place.RIGHT):
            column = self._column(place)
            for dock in self._of(place):
                if dock not in column:
                    self._window.tabifyDockWidget(column[0], dock)

    def _stack_bottom(self, center: list[Dock], bottom: list[Dock]) -> None:
        if center and bottom:
            self._window.splitDockWidget(center[-1], bottom[0], Qt.Orientation.Vertical)
        for dock in bottom[1:]:
            self._window.tabifyDockWidget(bottom[0], dock)

    def _ticket_height(self, height: int) -> int:
        """What the lowest panel on the right asks for, as long as the book keeps its half."""
        lowest = self._column(Place.RIGHT)[-1:]
        asked = [dock.panel.sizeHint().height() + HEAD_HEIGHT for dock in lowest]
        return min(max([_LEAST_TICKET, *asked]), height // 2)

    def _split(self, docks: list[Dock], height: int, lower: int) -> None:
        if len(docks) > 1:
            self._window.resizeDocks(
                docks[:2], [max(height - lower, 1), lower], Qt.Orientation.Vertical
            )

    def _show_symbol(self, symbol: str) -> None:
        for dock in self.docks.values():
            linked = dock.spec.place in {Place.CENTER, Place.RIGHT}
            wanted = getattr(dock.panel, "shows_symbol", linked)
            dock.head.set_symbol(symbol if wanted else "")

    def _refresh_heads(self) -> None:
        """Each head shows the panels that share its place, in the order of the panels."""
        order = list(self.docks)
        for dock in self.docks.values():
            group = {dock.spec.id}
            if not dock.isFloating():
                group |= {
                    other.spec.id
                    for other in self._window.tabifiedDockWidgets(dock)
                    if isinstance(other, Dock) and not other.isHidden()
                }
            ordered = sorted(group, key=order.index)
            dock.head.set_tabs({id_: self.docks[id_].windowTitle() for id_ in ordered})

    def _changed(self) -> None:
        if not isValid(self._window):  # docks tell of their end after the window's own
            return
        self._refresh_heads()
        self.arranged.emit()

    def _focus(self, dock: Dock) -> None:
        dock.panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not dock.isAncestorOf(QApplication.focusWidget() or self._window):
            first = _first_focusable(dock.panel)
            if first is not None:
                first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        for dock in self.docks.values():
            dock.head.set_active(now is not None and dock.isAncestorOf(now))


def _tear_off(dock: Dock) -> None:
    """Let a panel float, a little aside from where it stood, so that it is seen to float."""
    stood = dock.mapToGlobal(QPoint())
    dock.setFloating(True)
    if dock.pos() == stood:
        room = dock.screen().availableGeometry()
        moved = dock.frameGeometry().translated(_ASIDE, _ASIDE)
        moved.moveRight(min(moved.right(), room.right()))
        moved.moveBottom(min(moved.bottom(), room.bottom()))
        moved.moveLeft(max(moved.left(), room.left()))
        moved.moveTop(max(moved.top(), room.top()))
        dock.move(moved.topLeft())


def is_on_a_screen(widget: QWidget) -> bool:
    """Whether enough of a window's top edge lies on some screen to be seen and dragged."""
    frame = widget.frameGeometry()
    edge = frame.adjusted(0, 0, 0, _LEAST_SEEN - frame.height())
    return any(
        (shared := screen.availableGeometry() & edge).width() >= 2 * _LEAST_SEEN
        and shared.height() >= _LEAST_SEEN // 2
        for screen in QGuiApplication.screens()
    )


def _box(rect: QRect) -> tuple[int, int, int, int]:
    return rect.x(), rect.y(), rect.width(), rect.height()


def _body(panel: QWidget) -> QWidget:
    body = QWidget()
    body.setObjectName("dockBody")
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(panel)
    return body


def _head_widgets(panel: QWidget) -> Sequence[QWidget]:
    offered: Callable[[], Sequence[QWidget]] | None = getattr(panel, "head_widgets", None)
    return () if offered is None else offered()


def _first_focusable(panel: QWidget) -> QWidget | None:
    for child in panel.findChildren(QWidget):
        wants = child.focusPolicy() & Qt.FocusPolicy.TabFocus
        if wants and child.isVisible() and child.isEnabled():
            return child
    return None


def _act(menu: QMenu, title: str, call: Callable[..., object]) -> None:
    action = QAction(title, menu)
    action.triggered.connect(call)
    menu.addAction(action)


def _below(head: DockHead) -> QPoint:
    button = head.menu_button()
    return button.mapToGlobal(QPoint(0, button.height()))


__all__ = ["Dock", "DockHost", "Outcome", "is_on_a_screen"]
