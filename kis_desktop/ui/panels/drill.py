"""The outage drill panel (장애 훈련)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.panel_parts import head_button
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.drill import DrillRoom
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

PANEL_ID = "drill"
PANEL_TITLE = "장애 훈련"
PANEL_TITLE_EN = "Outage drill"
PANEL_PLACE = "bottom"
PANEL_ORDER = 97
PANEL_LATER = True

_DRILLS_SHARE, _SEEN_SHARE = 2, 1


class DrillPanel(QWidget):
    """What can be broken on purpose on the left, what the program made of it on the right."""

    shows_symbol = False

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._words = Words(context.language)
        self.room = DrillRoom(context, self)
        self.drills = Grid(self.room.drills, "drillRows", context.preferences, self)
        self.drills.setAccessibleName(self._words("drill.list"))
        self.seen = Grid(self.room.seen, "drillSeen", context.preferences, self)
        self.seen.setAccessibleName(self._words("drill.seen"))
        self.start = self._button("startDrill", "drill.start")
        self.clear = self._button("clearDrills", "drill.clear")
        self.told = Line("drillTold", tone=Tone.UNCERTAIN, parent=self)
        tables = QHBoxLayout()
        tables.setSpacing(1)
        tables.addWidget(self.drills, _DRILLS_SHARE)
        tables.addWidget(self.seen, _SEEN_SHARE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.told)
        column.addLayout(tables, 1)
        self.setFocusProxy(self.drills)
        self.start.clicked.connect(self._start)
        self.clear.clicked.connect(self.room.clear)
        self.drills.row_activated.connect(self.room.start)
        self.drills.selectionModel().selectionChanged.connect(self._show)
        self.room.changed.connect(self._show)
        self._show()

    def head_widgets(self) -> Sequence[QWidget]:
        """Setting off what is chosen, and taking back what waits."""
        return (self.start, self.clear)

    def _start(self) -> None:
        chosen = self.drills.selected_ids()
        if chosen:
            self.room.start(chosen[0])

    def _show(self) -> None:
        room = self.room
        told = room.refusal or room.failure
        self.told.say(told)
        self.told.setVisible(bool(told))
        self.drills.set_state(GridState.LIVE, "")
        empty = not room.seen.rowCount()
        state = GridState.EMPTY if empty else GridState.LIVE
        self.seen.set_state(state, self._words("drill.seen_empty") if empty else "")
        chosen = bool(self.drills.selected_ids())
        self.start.setEnabled(chosen and room.can_start)
        self.start.setToolTip(room.refusal or ("" if chosen else self._words("drill.pick_first")))
        self.clear.setEnabled(room.can_start and room.waiting > 0)

    def _button(self, name: str, id_: str) -> QToolButton:
        return head_button(self, name, self._words(id_))


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new outage drill panel."""
    return DrillPanel(context, parent)
