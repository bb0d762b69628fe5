"""The panel of reservation orders (예약주문)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from kis_desktop.domain.reservation import Reservation
from kis_desktop.ui.dialogs.confirm import Confirm
from kis_desktop.ui.dialogs.reservation_editor import ReservationEditor
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.panel_parts import head_button, lay_out_with_foot
from kis_desktop.ui.theme.theme import set_tone
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.reservation_draft import ReservationDraft
from kis_desktop.viewmodels.reservations import ReservationsView
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

PANEL_ID = "reservations"
PANEL_TITLE = "예약주문"
PANEL_TITLE_EN = "Reservations"
PANEL_PLACE = "bottom"
PANEL_ORDER = 65
PANEL_LATER = True


class ReservationsPanel(QWidget):
    """Locked with every start of the program; taking one back is asked once, in place."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._context = context
        self._words = Words(context.language)
        self._cancelling: str | None = None
        self.reservations = ReservationsView(context, self)
        self.grid = Grid(self.reservations.table, "reservationRows", context.preferences, self)
        self.grid.setAccessibleName(self._words("reservation_panel.table"))
        self.unlock = self._button("reservationUnlock", "unlock")
        self.refresh = self._button("reservationRefresh", "refresh")
        self.new = self._button("reservationNew", "new")
        self.amend = self._button("reservationAmend", "amend")
        self.cancel = self._button("reservationTakeBack", "cancel")
        self.confirm = self._button("reservationConfirm", "confirm_cancel")
        self.keep = self._button("reservationKeep", "keep")
        set_tone(self.confirm, Tone.UNCERTAIN)
        self.hours, self.read = QLabel(), QLabel()
        self.result = Line("reservationResult", tone=Tone.UNCERTAIN, parent=self)
        self._build()
        self._connect()
        self._show()

    def head_widgets(self) -> Sequence[QWidget]:
        """Unlocking first; then what can be done."""
        return (
            self.unlock, self.refresh, self.new, self.amend, self.cancel, self.confirm, self.keep,
        )  # fmt: skip

    def ask_unlock(self) -> Confirm:
        """Ask whether reservations are meant."""
        words = self._words
        question = Confirm(
            words("reservation_panel.ask_title"),
            words("reservation_panel.ask"),
            words("reservation_panel.ask_yes"),
            words,
            self,
        )
        question.accepted.connect(self.reservations.unlock)
        question.open()
        return question

    def open_editor(self, amended: Reservation | None = None) -> ReservationEditor:
        """The editor, for a new one of the linked symbol or for one that waits."""
        draft = ReservationDraft(self._context, self._context.link.symbol, amended)
        editor = ReservationEditor(draft, self._words, self.window())
        editor.open()
        return editor

    def _build(self) -> None:
        set_tone(self.read, Tone.DIM)
        lay_out_with_foot(self, self.grid, (self.hours, self.read), self.result)

    def _connect(self) -> None:
        self.reservations.changed.connect(self._show)
        self.grid.selectionModel().selectionChanged.connect(self._selected)
        self.grid.row_activated.connect(self.reservations.pick)
        self.unlock.clicked.connect(self._ask_unlock)
        self.refresh.clicked.connect(self.reservations.refresh)
        self.new.clicked.connect(self._new)
        self.amend.clicked.connect(self._amend)
        self.cancel.clicked.connect(self._ask_cancel)
        self.confirm.clicked.connect(self._do_cancel)
        self.keep.clicked.connect(self._selected)

    def _ask_unlock(self) -> None:
        self.ask_unlock()

    def _new(self) -> None:
        self.open_editor()

    def _amend(self) -> None:
        found = self.reservations.find(self.grid.current_id())
        if found is not None:
            self.open_editor(found)

    def _ask_cancel(self) -> None:
        current = self.grid.current_id()
        if self.reservations.can_change(current):
            self._cancelling = current
            self._show_buttons()
            self.keep.setFocus()

    def _do_cancel(self) -> None:
        self.reservations.cancel(self._cancelling)
        self._selected()

    def _selected(self) -> None:
        self._cancelling = None
        self._show_buttons()

    def _show(self) -> None:
        model = self.reservations
        self.grid.set_state(GridState(model.state.value), model.state_text)
        self.setWindowTitle(model.title)
        text, tone = model.hours
        self.hours.setText(text)
        set_tone(self.hours, tone)
        self.read.setText(model.read_text)
        self.result.say(model.failure)
        self._show_buttons()

    def _show_buttons(self) -> None:
        model, current = self.reservations, self.grid.current_id()
        asking = self._cancelling is not None and model.can_change(self._cancelling)
        ready = model.is_unlocked and not asking
        self.unlock.setVisible(not model.is_unlocked)
        self.unlock.setEnabled(not model.refusal)
        self.unlock.setToolTip(model.refusal)
        for button in (self.refresh, self.new, self.amend, self.cancel):
            button.setVisible(ready)
        closed = "" if model.is_open else self._words("kis.reservation_hours")
        self.new.setEnabled(model.can_make)
        self.new.setToolTip(closed)
        for button in (self.amend, self.cancel):
            able = model.can_change(current)
            button.setEnabled(able)
            button.setToolTip(
                "" if able else closed or self._words("reservation_panel.select_first")
            )
        self.confirm.setVisible(asking)
        self.keep.setVisible(asking)

    def _button(self, name: str, id_: str) -> QToolButton:
        return head_button(self, name, self._words(f"reservation_panel.{id_}"))


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new panel of reservation orders."""
    return ReservationsPanel(context, parent)
