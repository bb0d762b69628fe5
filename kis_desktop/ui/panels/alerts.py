"""The panel of alerts (알림)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.alert import Alert, Stand
from kis_desktop.ui.dialogs.alert_editor import AlertEditor
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.panel_parts import head_button
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import LEAST_TARGET, STEP, FontKind
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.alert_draft import AlertDraft
from kis_desktop.viewmodels.alerts import AlertList, Shown
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

PANEL_ID = "alerts"
PANEL_TITLE = "알림"
PANEL_TITLE_EN = "Alerts"
PANEL_PLACE = "bottom"
PANEL_ORDER = 65
PANEL_LATER = True

_SEEK_WIDTH = 190
_WAITING = frozenset({Stand.FIRED, Stand.MISSED, Stand.PAUSED, Stand.HELD, Stand.EXPIRED})


class AlertsPanel(QWidget):
    """Every alert with its distance and its state; several can be chosen at once."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._context = context
        self._words = Words(context.language)
        self._removing: tuple[str, ...] = ()
        self.alerts = AlertList(context, self)
        self.grid = Grid(self.alerts.table, "alertRows", context.preferences, self)
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.grid.setAccessibleName(self._words("alerts_panel.table"))
        self.new = self._button("alertNew", "new")
        self.edit = self._button("alertEdit", "edit")
        self.pause = self._button("alertPause", "pause")
        self.resume = self._button("alertResume", "resume")
        self.adjust = self._button("alertAdjust", "adjust")
        self.remove = self._button("alertRemove", "remove")
        self.confirm = head_button(self, "alertConfirm", "")
        self.keep = self._button("alertKeep", "keep")
        set_tone(self.confirm, Tone.UNCERTAIN)
        self.seek = QLineEdit(self)
        self.shown = QComboBox(self)
        self.only = QLabel(self._words("alerts_panel.only_here"))
        self.result = Line("alertResult", tone=Tone.UNCERTAIN, parent=self)
        self._build()
        self._connect()
        self._show()

    def head_widgets(self) -> Sequence[QWidget]:
        """What can be done with those chosen."""
        return (
            self.new, self.edit, self.pause, self.resume, self.adjust,
            self.remove, self.confirm, self.keep,
        )  # fmt: skip

    def open_editor(self, alert: Alert | None = None) -> AlertEditor:
        """The editor, for a new one of the linked symbol or for one that is there."""
        draft = AlertDraft(self._context, self._context.link.symbol, alert)
        editor = AlertEditor(draft, self._words, self.window())
        editor.open()
        return editor

    def _build(self) -> None:
        words = self._words
        self.seek.setObjectName("alertSeek")
        self.seek.setPlaceholderText(words("alerts_panel.seek"))
        self.seek.setAccessibleName(words("alerts_panel.seek"))
        self.seek.setClearButtonEnabled(True)
        self.seek.setFixedSize(_SEEK_WIDTH, LEAST_TARGET)
        self.shown.setFixedHeight(LEAST_TARGET)
        self.shown.setObjectName("alertShown")
        self.shown.setAccessibleName(words("alerts_panel.stand"))
        for one in Shown:
            self.shown.addItem(words(f"alerts_panel.show_{one}"), one)
        set_tone(self.only, Tone.DIM)
        self.only.setFont(Theme.current().font(FontKind.HINT))
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * STEP, STEP // 2, 3 * STEP, STEP // 2)
        foot.setSpacing(2 * STEP)
        for part in (self.seek, self.shown, self.only):
            foot.addWidget(part)
        foot.addWidget(self.result, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        alerts = self.alerts
        alerts.changed.connect(self._show)
        self.grid.selectionModel().selectionChanged.connect(self._selected)
        self.grid.row_activated.connect(lambda _: self._edit())
        self.grid.current_row_changed.connect(lambda _: self._show_buttons())
        self.seek.textChanged.connect(alerts.seek)
        self.shown.activated.connect(lambda place: alerts.choose(Shown(self.shown.itemData(place))))
        self.new.clicked.connect(self._new)
        self.edit.clicked.connect(self._edit)
        self.pause.clicked.connect(lambda: alerts.pause(self.grid.selected_ids()))
        self.resume.clicked.connect(lambda: alerts.resume(self.grid.selected_ids()))
        self.adjust.clicked.connect(lambda: alerts.adjust(self.grid.selected_ids()))
        self.remove.clicked.connect(self._ask_remove)
        self.confirm.clicked.connect(self._do_remove)
        self.keep.clicked.connect(self._end_question)
        for key, call in (
            (QKeySequence(QKeySequence.StandardKey.Delete), self._ask_remove),
            (QKeySequence(Qt.Key.Key_Insert), self._new),
            (QKeySequence(Qt.Key.Key_Space), self._toggle),
        ):
            self._key(key, call)

    def _key(self, key: QKeySequence, call: Callable[[], object]) -> None:
        shortcut = QShortcut(key, self.grid)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(call)

    def _new(self) -> None:
        self.open_editor()

    def _edit(self) -> None:
        alert = self.alerts.find(self.grid.current_id())
        if alert is not None:
            self.alerts.pick(alert.id)
            self.open_editor(alert)

    def _toggle(self) -> None:
        """Pause what is watched among those chosen, or watch all of them again."""
        ids = self.grid.selected_ids()
        armed = tuple(one.id for one in self.alerts.chosen(ids) if one.is_armed)
        if armed:
            self.alerts.pause(armed)
        else:
            self.alerts.resume(ids)

    def _ask_remove(self) -> None:
        self._removing = self.grid.selected_ids()
        self._show_buttons()
        if self._removing:
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do_remove(self) -> None:
        self.alerts.remove(self._removing)
        self._end_question()

    def _end_question(self) -> None:
        self._removing = ()
        self._show_buttons()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _selected(self) -> None:
        self._removing = ()
        self._show_buttons()

    def _show(self) -> None:
        model = self.alerts
        self.grid.set_state(GridState(model.state.value), model.state_text)
        self.setWindowTitle(model.title)
        self.result.say(model.failure)
        self.only.setVisible(model.state is not PanelState.EMPTY)
        self._show_buttons()

    def _show_buttons(self) -> None:
        chosen = self.alerts.chosen(self.grid.selected_ids())
        asking = bool(self._removing)
        first = "" if chosen else self._words("alerts_panel.select_first")
        for button, able in (
            (self.edit, len(chosen) == 1),
            (self.pause, any(one.is_armed for one in chosen)),
            (self.resume, any(one.stand in _WAITING for one in chosen)),
            (self.remove, bool(chosen)),
        ):
            button.setEnabled(able)
            button.setToolTip("" if able else first)
            button.setVisible(not asking)
        self.adjust.setVisible(not asking and any(one.factor is not None for one in chosen))
        self.new.setVisible(not asking)
        self.confirm.setText(self._words("alerts_panel.confirm_remove", n=len(self._removing)))
        self.confirm.setVisible(asking)
        self.keep.setVisible(asking)

    def _button(self, name: str, id_: str) -> QToolButton:
        return head_button(self, name, self._words(f"alerts_panel.{id_}"))


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new panel of alerts."""
    return AlertsPanel(context, parent)
