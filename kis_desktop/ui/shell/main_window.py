"""The window: top bar, docks, status line, and what the menus do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMenu,
    QStatusBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.instrument import Instrument
from kis_desktop.ui.desktop_note import DesktopPort, SystemTray
from kis_desktop.ui.dialogs.announcement_settings import AnnouncementDialog
from kis_desktop.ui.dialogs.audit_file import ask_where_to
from kis_desktop.ui.dialogs.fee_profile import FeeProfileDialog
from kis_desktop.ui.dialogs.risk_settings import RiskDialog
from kis_desktop.ui.dialogs.shortcuts import Shortcuts
from kis_desktop.ui.grid.csv_saving import WORLD
from kis_desktop.ui.shell import recorder_actions
from kis_desktop.ui.shell.actions import ACTIONS, ELSEWHERE, MENU_TITLES, ActionSpec, Menu
from kis_desktop.ui.shell.banner import Banner
from kis_desktop.ui.shell.dock_host import DockHost, Outcome
from kis_desktop.ui.shell.doubt_strip import DoubtStrip
from kis_desktop.ui.shell.first_paint import FirstPaint
from kis_desktop.ui.shell.kill_strip import KillStrip
from kis_desktop.ui.shell.notes import Notes
from kis_desktop.ui.shell.panel_scan import PanelSpec
from kis_desktop.ui.shell.quit_question import QuitQuestion
from kis_desktop.ui.shell.status_line import StatusLine
from kis_desktop.ui.shell.steady_hand import SteadyHand
from kis_desktop.ui.shell.top_bar import TopBar
from kis_desktop.ui.sound import SoundPort, SystemPlayer, sound_file
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Density, ThemeName
from kis_desktop.viewmodels.announcements import Announcement, Announcements, Notable
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.risk_settings import RiskSettings
from kis_desktop.viewmodels.words import Words

T = TypeVar("T")

_DEFAULT_SIZE = QSize(1680, 1050)
_LEAST_SIZE = QSize(1100, 700)
_LAYOUT_KEY = "shell/layout"
_THEME_KEY, _DENSITY_KEY, _FLASHES_KEY = "shell/theme", "shell/density", "shell/flashes"
_KEEP_MILLISECONDS = 600
_ICON_SIZE = 64
_EXPLORER = "api_explorer"
_YES, _NO = "1", "0"


class MainWindow(QMainWindow):
    """One window of one profile; `first_painted` once every panel that is seen has painted."""

    first_painted = Signal()
    closed = Signal()
    _ready = False  # Qt sends events before the window is built

    def __init__(
        self,
        context: ViewContext,
        theme: Theme,
        panels: Sequence[PanelSpec],
        *,
        profile: str = "",
    ) -> None:
        super().__init__()
        self._context = context
        self._theme = theme
        self._words = Words(context.language)
        self._restore_look()
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_MILLISECONDS)
        self._keep.timeout.connect(self._keep_layout)
        self._share = QTimer(self)
        self._share.setSingleShot(True)
        self._share.setInterval(0)
        self._prepare()
        self.top_bar = TopBar(context, self)
        self.banner = Banner(context)
        self.kill_strip = KillStrip(self.top_bar.kill_switch, context)
        self.doubt_strip = DoubtStrip(context)
        strips = (self.kill_strip, self.doubt_strip, self.banner)
        head = _stacked(self.top_bar, *strips)
        self.setMenuWidget(head)
        self.steady_hand = SteadyHand(self, head)
        for strip in strips:
            strip.moved.connect(self.steady_hand.moved)
        self.status_line = StatusLine(context, profile)
        self._place_status_line()
        self._quit = QuitQuestion(self, self.status_line.conditional, self._words)
        self.player: SoundPort = SystemPlayer(self)
        self.desktop: DesktopPort = SystemTray(self)
        self.announcements = Announcements(context, self)
        self.notes = Notes(self.announcements, self._words, self, self.status_line.height())
        self.resize(_DEFAULT_SIZE)
        self.docks = DockHost(self, context, panels)
        self._own_layout = self._restore_layout()
        self.actions_by_id = {spec.id: self._action(spec) for spec in ACTIONS}
        recorder_actions.prepare(self.actions_by_id, context, self.status_line.recorder)
        self._menus = {menu: self._menu(menu) for menu in Menu}
        self._connect()
        self._share.timeout.connect(self.docks.share_out)
        self._first_paint: FirstPaint | None = None
        self._ready = True

    def sizeHint(self) -> QSize:
        return _DEFAULT_SIZE

    def grab_picture(self, path: Path) -> bool:
        """Write the window as it is seen to a PNG file; whether that succeeded."""
        return self.grab().save(str(path), "PNG")

    def menu(self, menu: Menu) -> QMenu:
        """One of the menus."""
        return self._menus[menu]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape and focused is not None:
            focused.clearFocus()
            event.accept()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._first_paint is None:
            if not self._own_layout:
                self.docks.share_out()
            self.docks.focus_first()
            seen = [dock.panel for dock in self.docks.docks.values() if not dock.isHidden()]
            self._first_paint = FirstPaint(seen, self)
            self._first_paint.done.connect(self.first_painted)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep_layout()
        super().closeEvent(event)
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if not self._ready:
            return handled
        if event.type() is QEvent.Type.MouseButtonRelease:  # the end of pulling a separator
            self._notice_own_layout()
            self._keep.start()
        elif event.type() is QEvent.Type.Resize:
            if not self._own_layout:
                self._share.start()
            self._keep.start()
        return handled

    def do_picture(self) -> None:
        """Ask where to write the picture."""
        dialog = QFileDialog(
            self, self._words("shell.save_picture"), "kis-desktop.png", "PNG (*.png)"
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.fileSelected.connect(lambda path: self.grab_picture(Path(path)))
        dialog.open()

    def do_quit(self) -> None:
        self.close()

    def leave(self) -> None:
        """Close without asking, for the program ends."""
        self._quit.leave()
        self.close()

    def do_next_panel(self) -> None:
        self.docks.cycle(1)

    def do_last_panel(self) -> None:
        self.docks.cycle(-1)

    def do_reset_layout(self) -> None:
        """The default layout, at the window's present size."""
        self._own_layout = False
        self.docks.arrange()
        self._keep.start()

    def do_halt(self) -> None:
        self.top_bar.halt_button.press()

    def do_reconcile(self) -> None:
        self._context.commands.start(self._context.services.orders.reconcile)

    def do_refresh_account(self) -> None:
        self._context.commands.start(self._context.services.accounts.refresh)

    def do_edit_fees(self) -> None:
        """Open the account's commissions."""
        FeeProfileDialog(self._context, self).open()

    def do_search(self) -> None:
        self.top_bar.search.begin()

    def do_connect_now(self) -> None:
        self._context.commands.start(self._context.services.connection.connect_now)

    def do_record(self) -> None:
        self._context.commands.start(self._context.services.recording.toggle)

    def do_record_always(self) -> None:
        """The action itself keeps what was chosen."""

    def do_replay_pause(self) -> None:
        if (replay := self._context.services.replay) is not None:
            self._context.commands.start(replay.toggle_pause)

    def do_replay_faster(self) -> None:
        if (replay := self._context.services.replay) is not None:
            self._context.commands.start(replay.faster)

    def do_replay_slower(self) -> None:
        if (replay := self._context.services.replay) is not None:
            self._context.commands.start(replay.slower)

    def do_announcements(self) -> None:
        AnnouncementDialog(self.announcements.settings, self.player, self._words, self).open()

    def do_order_limits(self) -> None:
        RiskDialog(RiskSettings(self._context), self._words, self).open()

    def do_audit_export(self) -> None:
        ask_where_to(self, self._context)

    def do_shortcuts(self) -> None:
        """Show every key."""
        able = [spec for spec in ACTIONS if self.actions_by_id[spec.id].isEnabled()]
        keys = [(spec.key, self._words(spec.title)) for spec in able if spec.key]
        keys += [(key, self._words(words)) for key, words in ELSEWHERE]
        Shortcuts(keys, self._words, self).open()

    def _prepare(self) -> None:
        self.setObjectName("mainWindow")
        self.setWindowTitle(f"kis-desktop · {self._context.world}")
        self.setProperty(WORLD, self._context.world)
        self.setWindowIcon(self._icon())
        self.setMinimumSize(_LEAST_SIZE)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def _place_status_line(self) -> None:
        bar = QStatusBar(self)
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setFixedHeight(self.status_line.height())
        bar.addWidget(self.status_line, 1)
        layout = bar.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        self.setStatusBar(bar)

    def _icon(self) -> QIcon:
        """The program's sign in the colour of the world."""
        picture = QPixmap(_ICON_SIZE, _ICON_SIZE)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.environment(self._context.environment))
        painter.drawRoundedRect(2, 2, 60, 60, 12, 12)
        painter.setBrush(Qt.GlobalColor.white)
        for left, top, height in ((14, 30, 18), (27, 20, 24), (40, 14, 22)):
            painter.drawRect(left, top, 9, height)
            painter.drawRect(left + 4, top - 5, 1, height + 10)
        painter.end()
        return QIcon(picture)

    def _connect(self) -> None:
        self.top_bar.search.selected.connect(self._context.link.select)
        self.top_bar.search.explored.connect(self._explore)
        self.top_bar.halt_button.release_wanted.connect(self.kill_strip.ask_for_release)
        self.banner.told.connect(self.status_line.say)
        self.announcements.sounded.connect(self._play)
        self.announcements.announced.connect(self._tell_outside)
        self.notes.picked.connect(self._context.link.select)
        self.docks.arranged.connect(self._notice_own_layout)
        self.docks.arranged.connect(self._keep.start)
        self._theme.changed.connect(self._keep_look)

    def _play(self, kind: Notable) -> None:
        self.player.play(sound_file(kind))

    def _tell_outside(self, told: Announcement) -> None:
        """An alert is told by the system while another program is in front."""
        if told.kind is Notable.ALERT and not self.isActiveWindow():
            self.desktop.tell(told.title, told.text)

    def _explore(self, instrument: Instrument) -> None:
        """An instrument that the panels can't show is shown by the explorer, brought to the front
        so that it hears of it.
        """
        if _EXPLORER in self.docks.docks:
            self.docks.show_panel(_EXPLORER)
        self._context.link.explore(instrument)

    def _action(self, spec: ActionSpec) -> QAction:
        action = QAction(self._words(spec.title), self)
        action.setObjectName(spec.id)
        if spec.key:
            action.setShortcut(QKeySequence(spec.key))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        call: Callable[[], None] = getattr(self, f"do_{spec.id}")
        action.triggered.connect(lambda *_: call())
        self.addAction(action)
        return action

    def _menu(self, menu: Menu) -> QMenu:
        made = self.top_bar.menus.addMenu(self._words(MENU_TITLES[menu]))
        made.setObjectName(f"menu_{menu}")
        if menu is Menu.VIEW:
            self._fill_view_menu(made)
        for spec in ACTIONS:
            if spec.menu is menu:
                made.addAction(self.actions_by_id[spec.id])
        return made

    def _fill_view_menu(self, menu: QMenu) -> None:
        for panel_id, dock in self.docks.docks.items():
            action = QAction(dock.spec.titled(self._context.language), menu)
            action.setObjectName(f"show_{panel_id}")
            action.setCheckable(True)
            action.setChecked(not dock.isHidden())
            action.triggered.connect(_setter(self.docks.set_shown, panel_id))
            dock.toggleViewAction().toggled.connect(action.setChecked)
            menu.addAction(action)
        menu.addSeparator()
        self._choices(
            menu.addMenu(self._words("look.theme")),
            (
                (self._words("look.dark"), ThemeName.DARK),
                (self._words("look.light"), ThemeName.LIGHT),
            ),
            self._theme.name,
            self._theme.switch,
        )
        self._choices(
            menu.addMenu(self._words("look.density")),
            (
                (self._words("look.compact"), Density.COMPACT),
                (self._words("look.normal"), Density.NORMAL),
                (self._words("look.roomy"), Density.ROOMY),
            ),
            self._theme.density,
            self._theme.set_density,
        )
        flashes = QAction(self._words("look.flashes"), menu)
        flashes.setObjectName("flashes")
        flashes.setCheckable(True)
        flashes.setChecked(self._theme.flashes)
        flashes.toggled.connect(self._theme.set_flashes)
        menu.addAction(flashes)
        menu.addSeparator()

    def _choices(
        self,
        menu: QMenu,
        choices: Sequence[tuple[str, T]],
        now: T,
        choose: Callable[[T], None],
    ) -> None:
        group = QActionGroup(menu)
        for title, value in choices:
            action = QAction(title, menu)
            action.setObjectName(str(value))
            action.setCheckable(True)
            action.setChecked(value == now)
            action.triggered.connect(partial(_chosen, choose, value))
            group.addAction(action)
            menu.addAction(action)

    def _restore_look(self) -> None:
        """The kept theme, unless another was named at the start; the kept density and motion."""
        preferences = self._context.preferences
        name, density = preferences.get(_THEME_KEY), preferences.get(_DENSITY_KEY)
        if name in set(ThemeName) and not self._theme.is_chosen:
            self._theme.switch(ThemeName(name))
        if density in set(Density):
            self._theme.set_density(Density(density))
        if preferences.get(_FLASHES_KEY) == _NO:
            self._theme.set_flashes(False)

    def _keep_look(self) -> None:
        preferences = self._context.preferences
        preferences.set(_THEME_KEY, self._theme.name.value)
        preferences.set(_DENSITY_KEY, self._theme.density.value)
        preferences.set(_FLASHES_KEY, _YES if self._theme.flashes else _NO)

    def _restore_layout(self) -> bool:
        """Whether a kept layout is shown; one that cannot be used is told in the status line."""
        kept = self._context.preferences.get(_LAYOUT_KEY)
        if kept is None:
            return False
        outcome = self.docks.restore(kept)
        if outcome is Outcome.BROKEN:
            self.status_line.say(self._words("shell.layout_broken"))
        return outcome is Outcome.OWN

    def _notice_own_layout(self) -> None:
        """Docks that no longer stand as they were shared out were moved by the trader."""
        if not self._own_layout and not self._share.isActive():
            self._own_layout = self.isVisible() and not self.docks.is_untouched()

    def _keep_layout(self) -> None:
        if self.isVisible():
            self._notice_own_layout()
            text = self.docks.text(own=self._own_layout)
            self._context.preferences.set(_LAYOUT_KEY, text)


def _stacked(*widgets: QWidget) -> QWidget:
    """Widgets one under the other; one that is hidden takes no room."""
    stack = QWidget()
    column = QVBoxLayout(stack)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return stack


def _setter(show: Callable[[str, bool], None], panel_id: str) -> Callable[[bool], None]:
    return lambda shown: show(panel_id, shown)


def _chosen(choose: Callable[[T], None], value: T, *_: object) -> None:
    choose(value)
