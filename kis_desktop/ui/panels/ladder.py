"""The ladder panel (사다리)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QToolButton, QVBoxLayout, QWidget

from kis_desktop.domain.feed_key import MarketView
from kis_desktop.ui.ladder.ladder_edges import ArmSwitch, LadderFoot, LadderTitles, QuantityRow
from kis_desktop.ui.ladder.ladder_question import QuestionView
from kis_desktop.ui.ladder.ladder_view import LadderView
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.ui.ticket.fresh_key import PRESSING
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.ladder import VIEWS, Ladder
from kis_desktop.viewmodels.ladder_orders import LadderOrders
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

PANEL_ID = "ladder"
PANEL_TITLE = "사다리"
PANEL_TITLE_EN = "Ladder"
PANEL_PLACE = "right"
PANEL_ORDER = 12
PANEL_LATER = True

_PADDING = 6


class LadderPanel(QWidget):
    """Switch and quantity above, prices that stand still, and what was sent below."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        words = Words(context.language)
        self.ladder = Ladder(context, self)
        self.orders = LadderOrders(context, self.ladder, self)
        self.view = LadderView(self.ladder, self.orders, context, self)
        self.switch = ArmSwitch(self.ladder, words, self)
        self.quantity = QuantityRow(self.ladder, self.view, words, self)
        self.foot = LadderFoot(self.ladder, self.orders, words, self)
        self._session = QLabel(self)
        self._session.setObjectName("ladderSession")
        self._session.setFont(Theme.current().font(FontKind.HINT))
        self._session.setContentsMargins(_PADDING, 2, _PADDING, 2)
        set_tone(self._session, Tone.DIM)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (
            self._session,
            self.switch,
            self.quantity,
            LadderTitles(self.ladder, self.view, words, self),
        ):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)
        self.question = QuestionView(self.orders, context.world, words, self)
        self.orders.changed.connect(self._place_question)
        self.ladder.state_changed.connect(self._show_session)
        self._venues = [self._venue(view, words) for view in VIEWS]
        self.setFocusProxy(self.view)
        self._show_session()

    def head_widgets(self) -> Sequence[QWidget]:
        """The markets to choose from."""
        return self._venues

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_question()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._key(event)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._key(event)
        super().keyReleaseEvent(event)

    def _key(self, event: QKeyEvent) -> None:
        """The key that answered a question is let go here: the question is closed by then."""
        if event.key() in PRESSING:
            self.question.keys.take(event)

    def _place_question(self) -> None:
        """Over the lower part, where no price is hidden that was just clicked above it."""
        if self.orders.question is None:
            return
        height = self.question.heightForWidth(self.width())
        if height < 0:
            height = self.question.sizeHint().height()
        height = min(height, self.height())
        self.question.setGeometry(0, self.height() - height, self.width(), height)

    def _show_session(self) -> None:
        told = " · ".join(part for part in (self.ladder.session, self.ladder.badge) if part)
        self._session.setText(told)
        self._session.setToolTip(told)
        set_tone(self._session, Tone.UNCERTAIN if self.ladder.badge else Tone.DIM)

    def _venue(self, view: MarketView, words: Words) -> QToolButton:
        name = view.name.lower()
        button = QToolButton(self)
        button.setObjectName(f"ladder_{name}")
        button.setText(words(f"book.{name}"))
        button.setAccessibleName(words("book.venue_of", venue=words(f"book.{name}")))
        button.setCheckable(True)
        button.setChecked(view is self.ladder.view)
        button.clicked.connect(lambda: self.ladder.set_view(view))
        group = self.findChild(QButtonGroup) or QButtonGroup(self)
        group.addButton(button)
        return button


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new ladder panel."""
    return LadderPanel(context, parent)
