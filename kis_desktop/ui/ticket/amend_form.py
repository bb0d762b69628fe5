"""The form to amend or cancel the picked order, and to take all of them back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kis_desktop.domain.order import OrderType
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import MONEY_BUTTON_HEIGHT, STEP, FontKind
from kis_desktop.ui.ticket.choice_box import ChoiceBox
from kis_desktop.ui.ticket.form_parts import evenly, in_a_row, labelled, offer_button, scrolled
from kis_desktop.ui.ticket.fresh_key import PRESSING, FreshKey
from kis_desktop.ui.ticket.lines import Line, Sentence
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.ui.ticket.order_button import SingleButton
from kis_desktop.ui.ticket.waking import Waking
from kis_desktop.viewmodels.amend_ticket import AmendTicket, AmendView
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_LABEL_WIDTH = 56


class AmendForm(QWidget):
    """Listens to an `AmendTicket` and hands every key and click to it."""

    def __init__(self, ticket: AmendTicket, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("amendOrder")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._keys = FreshKey()
        self._ticket = ticket
        self._words = words
        self.title = Line("amendTitle", FontKind.STRONG, Tone.TEXT, self)
        self.side = Line("amendSide", FontKind.BASE, Tone.TEXT, self)
        self.rest = Line("amendRest", parent=self)
        self.chain = Line("amendChain", parent=self)
        self.order_type: ChoiceBox[OrderType] = ChoiceBox(
            "newType", ticket.set_order_type, self._marked, self
        )
        self.condition = NumberField("newCondition", words("ticket.won"), self)
        self.price = NumberField("newPrice", words("ticket.won"), self)
        self.quantity = NumberField("newQuantity", words("ticket.shares"), self)
        self.offer = offer_button(words, self)
        self.reason = Sentence("amendReason", self)
        self.amend = self._button("amend", lambda by_mouse: ticket.amend(by_mouse=by_mouse))
        self.cancel = self._button("cancel", lambda _: ticket.cancel())
        self.cancel_all = self._button("cancelAll", lambda _: self._ask_all())
        self.confirm_all = self._button("confirmAll", lambda _: ticket.cancel_all())
        self._confirming = Waking(self.confirm_all)
        self.keep_all = self._button("keepAll", lambda _: ticket.keep_all())
        self.question = Sentence("cancelAllQuestion", self)
        self.progress = Line("amendProgress", parent=self)
        self._build()
        self.price.typed.connect(ticket.set_price_text)
        self.price.stepped.connect(ticket.step_price)
        self.condition.typed.connect(ticket.set_condition_text)
        self.condition.stepped.connect(ticket.step_condition)
        self.quantity.typed.connect(ticket.set_quantity_text)
        self.quantity.stepped.connect(ticket.step_quantity)
        for field in (self.price, self.condition, self.quantity):
            field.left.connect(ticket.tidy)
        self.offer.clicked.connect(ticket.take_offer)
        ticket.changed.connect(self._show)
        self._show()

    def focus_first(self) -> None:
        """Put the keyboard where typing begins."""
        field: QWidget = self.price if self.price.isEnabled() else self
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._key(event)
        if event.key() == Qt.Key.Key_Escape and self._ticket.view.is_asking_all:
            self._ticket.keep_all()
            event.accept()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._key(event)
        super().keyReleaseEvent(event)

    def _build(self) -> None:
        words = self._words
        for field in (self.price, self.condition):
            field.set_step_names(words("ticket.step_up"), words("ticket.step_down"))
        self.quantity.set_step_names(words("ticket.more"), words("ticket.fewer"))
        self.quantity.setPlaceholderText(words("amend.whole"))
        self.keep_all.setText(self._words("amend.no"))
        self.confirm_all.setText(self._words("amend.yes"))
        self.confirm_all.setAccessibleName(self._words("amend.yes"))
        rows = QGridLayout()
        rows.setHorizontalSpacing(STEP)
        rows.setVerticalSpacing(STEP + 1)
        rows.setColumnMinimumWidth(0, _LABEL_WIDTH)
        rows.setColumnStretch(1, 1)
        self._condition_label = self._label("ticket.condition")
        self._price_label = self._label("amend.new_price")
        lines: tuple[tuple[QLabel | None, QWidget], ...] = (
            (self._label("amend.order"), self.title),
            (None, self.side),
            (None, self.rest),
            (None, self.chain),
            (self._label("amend.type"), self.order_type),
            (self._condition_label, self.condition),
            (self._price_label, self.price),
            (self._label("ticket.quantity"), self.quantity),
        )
        for place, (label, line) in enumerate(lines):
            rows.addWidget(line, place, 1)
            if label is not None:
                rows.addWidget(label, place, 0)
                line.setAccessibleName(label.text())
        self.quantity.setAccessibleName(words("amend.quantity"))
        below = (
            in_a_row(self, self.reason, self.offer),
            evenly(self, self.amend, self.cancel),
            self.progress,
        )
        every = QHBoxLayout()
        every.setSpacing(STEP)
        every.addWidget(self.cancel_all, 1)
        every.addWidget(self.keep_all, 1)
        asked = QHBoxLayout()
        asked.setSpacing(STEP)
        asked.addWidget(self.question, 1)
        asked.addWidget(self.confirm_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, STEP)
        column.setSpacing(STEP)
        column.addWidget(scrolled(rows), 1)
        for widget in below:
            column.addWidget(widget)
        column.addLayout(asked)
        column.addLayout(every)

    def _show(self) -> None:
        view = self._ticket.view
        self.title.say(view.title)
        self.side.say(view.side, view.side_tone)
        self.rest.say(view.rest)
        self.chain.say(view.chain)
        self._show_fields(view)
        self.reason.say(
            view.amend_reason if view.has_order else self._words("amend.empty"),
            Tone.UNCERTAIN if view.offer else Tone.DIM,
        )
        self.offer.setVisible(bool(view.offer))
        self.offer.setText(self._words("ticket.offer", price=view.offer))
        self._dress(self.amend, view.amend, view.amend_reason)
        self._dress(self.cancel, view.cancel, view.cancel_reason)
        self._dress(self.cancel_all, view.cancel_all, view.cancel_all_reason)
        self._show_question(view)
        self.progress.say(view.progress, view.progress_tone)

    def _show_fields(self, view: AmendView) -> None:
        """What can be typed: nothing without an order, no price for a type that carries none."""
        entry, order = view.typed, self._ticket.order
        is_open = order is not None and not order.state.is_final and bool(order.order_no)
        self.order_type.show_choices(view.types, entry.order_type)
        self.order_type.setEnabled(is_open)
        self.price.setEnabled(is_open and entry.is_priced)
        priceless = self._words(f"order_type.{entry.order_type.value}")
        self.price.show_text(entry.price_text if entry.is_priced else priceless)
        self.condition.setEnabled(is_open)
        self.condition.show_text(entry.condition_text)
        self.condition.setVisible(entry.is_conditional)
        self._condition_label.setVisible(entry.is_conditional)
        self.quantity.setEnabled(is_open)
        self.quantity.show_text(entry.quantity_text)

    def _marked(self, name: str) -> str:
        return self._words("ticket.type_now", type=name)

    def _show_question(self, view: AmendView) -> None:
        """The answer that keeps stands where the question was asked, the other one above it."""
        asking = view.is_asking_all
        self.question.say(view.cancel_all if asking else "", Tone.UNCERTAIN)
        self._confirming.show(asking)
        if not asking:
            self._keep_keyboard(self.keep_all)
            self._keep_keyboard(self.confirm_all)
        self.keep_all.setVisible(asking)
        self.cancel_all.setVisible(not asking)

    def _ask_all(self) -> None:
        self._ticket.ask_all()
        if self._ticket.view.is_asking_all:
            self.keep_all.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key(self, event: QKeyEvent) -> None:
        """A key that comes here was pressed on a button before it was locked."""
        if event.key() in PRESSING:
            self._keys.take(event)
            self._ticket.prolong_rest()

    def _keep_keyboard(self, button: QPushButton) -> None:
        """A button that goes hands the keyboard to the form, not to its neighbour."""
        if button.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress(self, button: QPushButton, text: str, reason: str) -> None:
        if reason:
            self._keep_keyboard(button)
        button.setText(text)
        button.setAccessibleName(text)
        button.setEnabled(not reason)
        button.setToolTip(reason)

    def _button(self, name: str, call: Callable[[bool], object]) -> SingleButton:
        """A button whose `call` is told whether the mouse pressed it."""
        button = SingleButton(name, self._keys, self)
        button.setFont(Theme.current().font(FontKind.STRONG))
        button.setMinimumHeight(MONEY_BUTTON_HEIGHT - 2 * STEP)
        button.pressed_once.connect(call)
        button.key_seen.connect(self._ticket.prolong_rest)
        return button

    def _label(self, id_: str) -> QLabel:
        return labelled(self._words(id_), self)
