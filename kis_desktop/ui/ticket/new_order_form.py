"""The form of a new order: type, price, quantity, what it costs, and the money button."""

from __future__ import annotations

import itertools
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from kis_desktop.domain.order import OrderType, Venue
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.ticket.choice_box import ChoiceBox
from kis_desktop.ui.ticket.credit_row import CreditRow
from kis_desktop.ui.ticket.form_parts import in_a_row, labelled, offer_button, scrolled
from kis_desktop.ui.ticket.fresh_key import PRESSING, RELEASED, FreshKey
from kis_desktop.ui.ticket.lines import Line, Sentence
from kis_desktop.ui.ticket.name_line import NameLine
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.ui.ticket.order_button import OrderButton
from kis_desktop.ui.ticket.preset_bar import PresetBar
from kis_desktop.ui.ticket.size_rows import SizeRows
from kis_desktop.viewmodels.order_words import side_tone
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket import Ticket
from kis_desktop.viewmodels.ticket_presets import TicketPresets
from kis_desktop.viewmodels.words import Words

_LABEL_WIDTH = 56
_VENUE_WIDTH = 68
_LET_GO = round(RELEASED * 1000) + 20  # ms after the last key event: nothing is held any more


class NewOrderForm(QWidget):
    """Listens to a `Ticket` and hands every key and click to it."""

    def __init__(
        self,
        ticket: Ticket,
        presets: TicketPresets,
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("newOrder")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._ticket = ticket
        self._words = words
        self._had_focus = False
        self._keys = FreshKey()
        self.name = NameLine(self)
        self.session = Line("session", parent=self)
        self.presets = PresetBar(presets, ticket, words, self)
        self.credit = CreditRow(ticket, words, self)
        self.order_type: ChoiceBox[OrderType] = ChoiceBox(
            "orderType", ticket.set_order_type, self._marked, self
        )
        self.venue: ChoiceBox[Venue] = ChoiceBox("venue", ticket.set_venue, str, self)
        self.venue.setFixedWidth(_VENUE_WIDTH)
        self.condition = NumberField("condition", words("ticket.won"), self)
        self.price = NumberField("price", words("ticket.won"), self)
        self.sizing = SizeRows(ticket, words, self)
        self.quantity = self.sizing.quantity
        self.shares = self.sizing.shares
        self.available = Line("available", parent=self)
        self.amount = Line("amount", FontKind.STRONG, Tone.TEXT, self)
        self.costs = Line("costs", parent=self)
        self.after = Line("after", parent=self)
        self.holding = Line("holding", parent=self)
        self._let_go = QTimer(self)
        self._let_go.setSingleShot(True)
        self._let_go.setInterval(_LET_GO)
        self._let_go.timeout.connect(self._give_back)
        self.send = OrderButton(self._keys, self)
        self.told = Sentence("told", self)
        self.offer = offer_button(words, self)
        self._condition_label = labelled(words("ticket.condition"), self)
        self._credit_label = labelled(words("credit.title"), self, Tone.UNCERTAIN)
        self._build()
        self._connect()
        self._show()

    def focus_first(self) -> None:
        """Put the keyboard where typing begins: always into the price, of a priced order."""
        if not self._ticket.entry.is_priced:
            self._ticket.set_order_type(OrderType.LIMIT)
        self.price.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.price.selectAll()

    def least_width(self) -> int:
        """Pixels below which the sides of fields would be cut off."""
        return self._rows.minimumSize().width()

    def wished_height(self) -> int:
        """Pixels in which nothing has to be scrolled."""
        foot = self.send.sizeHint().height() + self.told.height() + STEP
        return self._rows.sizeHint().height() + foot

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._key(event)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._key(event)
        super().keyReleaseEvent(event)

    def _build(self) -> None:
        words = self._words
        for field in (self.price, self.condition):
            field.set_step_names(words("ticket.step_up"), words("ticket.step_down"))
        self.venue.setAccessibleName(words("ticket.venue_name"))
        for figure in (self.available, self.amount, self.costs, self.after, self.holding):
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
        rows = self._rows = QGridLayout()
        rows.setContentsMargins(3 * STEP, STEP + 2, 3 * STEP, STEP)
        rows.setHorizontalSpacing(STEP)
        rows.setVerticalSpacing(STEP)
        rows.setColumnMinimumWidth(0, _LABEL_WIDTH)
        rows.setColumnStretch(1, 1)
        for whole in (self.name, self.session, self.presets):
            rows.addWidget(whole, rows.rowCount(), 0, 1, 2)
        estimated = labelled(words("ticket.estimated"), self, Tone.FAINT, FontKind.HINT)
        lines: tuple[tuple[QWidget | None, QWidget], ...] = (
            (self._credit_label, self.credit),
            (labelled(words("ticket.type"), self), in_a_row(self, self.order_type, self.venue)),
            (self._condition_label, self.condition),
            (labelled(words("ticket.price"), self), self.price),
            (self.sizing.switch, self.quantity),
            (self.presets.edit, self.sizing.share_row),
            (None, self.sizing.told),
            (None, self.available),
            (labelled(words("ticket.amount"), self), self.amount),
            (estimated, self.costs),
            (None, self.after),
            (None, self.holding),
        )
        for label, line in lines:
            place = rows.rowCount()
            rows.addWidget(line, place, 1)
            if label is not None:
                rows.addWidget(label, place, 0)
            if isinstance(label, QLabel):
                line.setAccessibleName(label.text())
        for control, beside in (
            (self.sizing.margin, self.sizing.told),
            (self.credit.switch, self.after),
        ):
            place, *_ = cast(
                "tuple[int, int, int, int]", rows.getItemPosition(rows.indexOf(beside))
            )
            rows.addWidget(control, place, 0, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self.order_type.setAccessibleName(words("ticket.type"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolled(rows), 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(3 * STEP, 0, 3 * STEP, 0)
        foot.setSpacing(2)
        foot.addWidget(self.send)
        foot.addWidget(in_a_row(self, self.told, self.offer))
        column.addLayout(foot)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """The keyboard walks down the form and ends at the money button."""
        stops = [
            self.sizing.switch,
            self.sizing.margin,
            self.credit.switch,
            self.presets.edit,
            self.order_type,
            self.venue,
            self.condition,
            self.price,
            self.quantity,
            *self.shares,
            self.send,
        ]
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        ticket = self._ticket
        self.price.typed.connect(ticket.set_price_text)
        self.price.stepped.connect(ticket.step_price)
        self.price.left.connect(ticket.tidy)
        self.condition.typed.connect(ticket.set_condition_text)
        self.condition.stepped.connect(ticket.step_condition)
        self.condition.left.connect(ticket.tidy)
        self.offer.clicked.connect(ticket.take_offer)
        self.send.pressed_once.connect(lambda _by_mouse: ticket.press())
        self.send.key_seen.connect(self._hold)
        ticket.changed.connect(self._show)

    def _show(self) -> None:
        ticket, view = self._ticket, self._ticket.view
        entry = ticket.entry
        self.name.say(view.name, view.badges)
        tone = Tone.UNCERTAIN if view.session.is_urgent else Tone.DIM
        self.session.say(view.session.text, tone)
        self.order_type.show_choices(view.types, entry.order_type)
        self.venue.show_choices(view.venues, entry.venue)
        self.credit.show_ticket()
        self._credit_label.setVisible(ticket.credit.is_unlocked)
        self.price.setEnabled(entry.is_priced)
        priceless = self._words(f"order_type.{entry.order_type.value}")
        self.price.show_text(entry.price_text if entry.is_priced else priceless)
        self.condition.show_text(entry.condition_text)
        self.condition.setVisible(entry.is_conditional)
        self._condition_label.setVisible(entry.is_conditional)
        tone = side_tone(ticket.side)
        self.price.set_unit_tone(tone)
        self.condition.set_unit_tone(tone)
        self.sizing.show_ticket()
        self.available.say(view.available)
        self.amount.say(view.amount)
        self.costs.say(view.costs)
        self.after.say(view.after)
        self.holding.say(view.holding)
        self.told.say(view.told, view.told_tone)
        self.offer.setVisible(bool(view.offer) and view.told == view.reason)
        self.offer.setText(self._words("ticket.offer", price=view.offer))
        self.send.say(view.button, view.name)
        self.send.setAccessibleDescription(view.reason or view.note)
        self.send.setToolTip(view.reason)
        self.send.show_side(ticket.side)
        self._enable_send(view.can_send)

    def _marked(self, name: str) -> str:
        return self._words("ticket.type_now", type=name)

    def _enable_send(self, can_send: bool) -> None:  # noqa: FBT001
        """A button that is locked hands the keyboard to the form, not to its neighbour."""
        if not can_send and self.send.hasFocus():
            self._had_focus = True
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.send.setEnabled(can_send)
        self._give_back()

    def _give_back(self) -> None:
        """The button gets the keyboard again when it may send and no key is held."""
        if not self._had_focus or not self.send.isEnabled() or self._keys.is_down:
            return
        self._had_focus = False
        if self.hasFocus():
            self.send.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key(self, event: QKeyEvent) -> None:
        """A key that comes here was pressed on the button before it was locked."""
        if event.key() in PRESSING:
            self._keys.take(event)
            self._hold()

    def _hold(self) -> None:
        self._ticket.prolong_rest()
        self._let_go.start()
