"""The account panel (계좌): deposits, what can be ordered with, and what the account is made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.account.fund_list import FundList
from kis_desktop.ui.dialogs.fee_profile import FeeProfileDialog
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.funds import Funds
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

PANEL_ID = "account"
PANEL_TITLE = "계좌"
PANEL_TITLE_EN = "Account"
PANEL_PLACE = "bottom"
PANEL_ORDER = 35
PANEL_LATER = True


class AccountPanel(QWidget):
    """Figures above, the kinds of assets below."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._context = context
        self._words = words = Words(context.language)
        self.funds = Funds(context, self)
        self.list = FundList(self.funds, words, self)
        scroll = QScrollArea(self)
        scroll.setWidget(self.list)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setMaximumHeight(self.list.sizeHint().height() + 2)
        self.told = QLabel(self)
        self.told.setFont(Theme.current().font(FontKind.HINT))
        self.told.setContentsMargins(10, 2, 10, 2)
        self.grid = Grid(self.funds.assets, "assetRows", context.preferences, self)
        self.grid.setAccessibleName(words("funds.assets_table"))
        self.fees = QToolButton(self)
        self.fees.setObjectName("editFees")
        self.fees.setText(words("fees.edit"))
        self.fees.clicked.connect(self.edit_fees)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll)
        column.addWidget(self.told)
        column.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self.grid.retry_requested.connect(self.funds.refresh)
        self.funds.changed.connect(self._show)
        context.clock.frame.connect(self._age)
        self._show()

    def head_widgets(self) -> Sequence[QWidget]:
        """The fees of the account."""
        return (self.fees,)

    def edit_fees(self) -> None:
        """Open the account's commissions."""
        FeeProfileDialog(self._context, self).open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.funds.begin()

    def _age(self) -> None:
        if self.isVisible() and self.told.text() != self._note():
            self._show()

    def _note(self) -> str:
        """The age of what is shown; a failure is said where the table would be."""
        failed = self.funds.state is PanelState.FAILED
        return "" if failed else self.funds.state_text

    def _show(self) -> None:
        funds = self.funds
        uncertain = funds.state in {PanelState.STALE, PanelState.FAILED}
        failed = funds.state is PanelState.FAILED
        self.told.setText(self._note())
        set_tone(self.told, Tone.UNCERTAIN if uncertain else Tone.FAINT)
        state = PanelState.FAILED if failed else funds.assets_state
        text = funds.state_text if failed else self._words("funds.assets_untold")
        self.grid.set_state(GridState(state.value), "" if state is PanelState.LIVE else text)


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new account panel."""
    return AccountPanel(context, parent)
