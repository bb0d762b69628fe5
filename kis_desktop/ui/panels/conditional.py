"""The panel of conditional orders (조건주문)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from kis_desktop.domain.conditional_order import ConditionalOrder
from kis_desktop.ui.dialogs.conditional_editor import ConditionalEditor
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.panel_parts import head_button, lay_out_with_foot
from kis_desktop.ui.theme.theme import set_tone
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.conditional import Conditional
from kis_desktop.viewmodels.conditional_draft import ConditionalDraft
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

PANEL_ID = "conditional"
PANEL_TITLE = "조건주문"
PANEL_TITLE_EN = "Conditional"
PANEL_PLACE = "bottom"
PANEL_ORDER = 60
PANEL_LATER = True


class ConditionalPanel(QWidget):
    """Every condition with its state and its distance, and whether anything is watched at all."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._context = context
        self._words = Words(context.language)
        self._removing: str | None = None
        self.conditional = Conditional(context, self)
        self.grid = Grid(self.conditional.table, "conditionalRows", context.preferences, self)
        self.grid.setAccessibleName(self._words("conditional_panel.table"))
        self.new = self._button("conditionalNew", "conditional_panel.new")
        self.edit = self._button("conditionalEdit", "conditional_panel.edit")
        self.pause = self._button("conditionalPause", "conditional_panel.pause")
        self.resume = self._button("conditionalResume", "conditional_panel.resume")
        self.remove = self._button("conditionalRemove", "conditional_panel.remove")
        self.confirm = self._button("conditionalConfirm", "conditional_panel.confirm_remove")
        self.keep = self._button("conditionalKeep", "conditional_panel.keep")
        set_tone(self.confirm, Tone.UNCERTAIN)
        self.beat = QLabel()
        self.only = QLabel(self._words("conditional_panel.only_here"))
        self.result = Line("conditionalResult", tone=Tone.UNCERTAIN, parent=self)
        self._build()
        self._connect()
        self._show()

    def head_widgets(self) -> Sequence[QWidget]:
        """What can be done with the selected one; deleting is asked once, in place."""
        return (
            self.new, self.edit, self.pause, self.resume, self.remove, self.confirm, self.keep,
        )  # fmt: skip

    def open_editor(self, order: ConditionalOrder | None = None) -> ConditionalEditor:
        """The editor, for a new one of the linked symbol or for one that is there."""
        draft = ConditionalDraft(self._context, self._context.link.symbol, order)
        editor = ConditionalEditor(draft, self._words, self.window())
        editor.open()
        return editor

    def _build(self) -> None:
        set_tone(self.only, Tone.DIM)
        self.beat.setObjectName("conditionalBeat")
        lay_out_with_foot(self, self.grid, (self.beat, self.only), self.result)

    def _connect(self) -> None:
        self.conditional.changed.connect(self._show)
        self.grid.selectionModel().selectionChanged.connect(self._selected)
        self.grid.row_activated.connect(self.conditional.pick)
        self.new.clicked.connect(self._new)
        self.edit.clicked.connect(self._edit)
        self.pause.clicked.connect(lambda: self.conditional.pause(self.grid.current_id()))
        self.resume.clicked.connect(lambda: self.conditional.resume(self.grid.current_id()))
        self.remove.clicked.connect(self._ask_remove)
        self.confirm.clicked.connect(self._do_remove)
        self.keep.clicked.connect(self._end_question)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.grid)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._ask_remove)

    def _new(self) -> None:
        self.open_editor()

    def _edit(self) -> None:
        order = self.conditional.order_of(self.grid.current_id())
        if order is not None:
            self.open_editor(order)

    def _ask_remove(self) -> None:
        current = self.grid.current_id()
        if self.conditional.can_remove(current):
            self._removing = current
            self._show_buttons()
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do_remove(self) -> None:
        self.conditional.remove(self._removing)
        self._end_question()

    def _end_question(self) -> None:
        self._removing = None
        self._show_buttons()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _selected(self) -> None:
        self._removing = None
        self._show_buttons()

    def _show(self) -> None:
        model = self.conditional
        self.grid.set_state(GridState(model.state.value), model.state_text)
        self.setWindowTitle(model.title)
        text, tone = model.beat
        if text != self.beat.text():
            self.beat.setText(text)
        set_tone(self.beat, tone)
        self.result.say(model.failure)
        self.only.setVisible(model.state is not PanelState.EMPTY)
        self._show_buttons()

    def _show_buttons(self) -> None:
        model, current = self.conditional, self.grid.current_id()
        asking = self._removing is not None and model.can_remove(self._removing)
        first = "" if current is not None else self._words("conditional_panel.select_first")
        why_not = self._words("conditional_panel.not_now")
        for button, able in (
            (self.edit, model.can_change(current)),
            (self.pause, model.can_pause(current)),
            (self.resume, model.can_resume(current)),
            (self.remove, model.can_remove(current)),
        ):
            button.setEnabled(able)
            button.setToolTip("" if able else first or model.refusal or why_not)
            button.setVisible(not asking)
        self.new.setEnabled(not model.refusal)
        self.new.setToolTip(model.refusal)
        self.new.setVisible(not asking)
        self.confirm.setVisible(asking)
        self.keep.setVisible(asking)

    def _button(self, name: str, id_: str) -> QToolButton:
        return head_button(self, name, self._words(id_))


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new panel of conditional orders."""
    return ConditionalPanel(context, parent)
