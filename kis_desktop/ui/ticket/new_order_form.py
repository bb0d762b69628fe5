"""The form of a new order: type, price, quantity, what it costs, and the money button."""

from __future__ import annotations

import itertools
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.order import OrderType
from kis_desktop.domain.order_size import OrderSize
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, STEP, FontKind
from kis_desktop.ui.ticket.fresh_key import PRESSING, RELEASED, FreshKey
from kis_desktop.ui.ticket.lines import Line, Sentence
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.ui.ticket.order_button import OrderButton
from kis_desktop.viewmodels.order_words import side_tone
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket import OTHER_TYPES, SHARES, TYPES, Ticket
from kis_desktop.viewmodels.words import Words

_LABEL_WIDTH = 56
_ALL = 100
_LET_GO = round(RELEASED * 1000) + 20  # ms after the last key event: nothing is held any more


class NewOrderForm(QWidget):
    """Listens to a `Ticket` and hands every key and click to it."""

    def __init__(self, ticket: Ticket, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("newOrder")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._ticket = ticket
        self._words = words
        self._had_focus = False
        self.order_type = self._type_box()
        self.price = NumberField("price", words("ticket.won"), self)
        self.quantity = NumberField("quantity", words("ticket.shares"), self)
        self.again = NumberField("again", words("ticket.shares"), self)
        self.shares = [self._share_button(percent) for percent in SHARES]
        self.available = Line("available", parent=self)
        self.amount = Line("amount", FontKind.STRONG, Tone.TEXT, self)
        self.costs = Line("costs", parent=self)
        self.after = Line("after", parent=self)
        self.holding = Line("holding", parent=self)
        self._keys = FreshKey()
        self._let_go = QTimer(self)
        self._let_go.setSingleShot(True)
        self._let_go.setInterval(_LET_GO)
        self._let_go.timeout.connect(self._give_back)
        self.send = OrderButton(self._keys, self)
        self.told = Sentence("told", self)
        self._again_label = self._label("ticket.again")
        self._build()
        self._connect()
        self._show()

    def focus_first(self) -> None:
        """Put the keyboard where typing begins: always into the price, of a limit order."""
        self._ticket.set_order_type(OrderType.LIMIT)
        self.price.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.price.selectAll()

    def least_width(self) -> int:
        """Pixels below which the sides of fields would be cut off."""
        return self._rows.minimumSize().width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._key(event)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._key(event)
        super().keyReleaseEvent(event)

    def _build(self) -> None:
        words = self._words
        self.price.set_step_names(words("ticket.step_up"), words("ticket.step_down"))
        for field in (self.quantity, self.again):
            field.set_step_names(words("ticket.more"), words("ticket.fewer"))
        self.again.up.hide()
        self.again.down.hide()
        for figure in (self.available, self.amount, self.costs, self.after, self.holding):
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
        rows = self._rows = QGridLayout()
        rows.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, STEP)
        rows.setHorizontalSpacing(STEP)
        rows.setVerticalSpacing(STEP)
        rows.setColumnMinimumWidth(0, _LABEL_WIDTH)
        rows.setColumnStretch(1, 1)
        lines: tuple[tuple[QLabel | None, QWidget], ...] = (
            (self._label("ticket.type"), self.order_type),
            (self._label("ticket.price"), self.price),
            (self._label("ticket.quantity"), self.quantity),
            (self._again_label, self.again),
            (None, self._share_row()),
            (None, self.available),
            (self._label("ticket.amount"), self.amount),
            (self._small("ticket.estimated"), self.costs),
            (None, self.after),
            (None, self.holding),
        )
        for place, (label, line) in enumerate(lines):
            rows.addWidget(line, place, 1)
            if label is not None:
                rows.addWidget(label, place, 0)
                line.setAccessibleName(label.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_scrolled(rows), 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(3 * STEP, 0, 3 * STEP, 0)
        foot.setSpacing(2)
        foot.addWidget(self.send)
        foot.addWidget(self.told)
        column.addLayout(foot)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """The keyboard walks down the form and ends at the money button."""
        stops = [self.order_type, self.price, self.quantity, self.again, *self.shares, self.send]
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        ticket = self._ticket
        self.order_type.activated.connect(self._choose_type)
        self.price.typed.connect(ticket.set_price_text)
        self.price.stepped.connect(ticket.step_price)
        self.price.left.connect(ticket.tidy)
        self.quantity.typed.connect(ticket.set_quantity_text)
        self.quantity.stepped.connect(ticket.step_quantity)
        self.quantity.left.connect(ticket.tidy)
        self.again.typed.connect(ticket.set_again_text)
        self.send.pressed_once.connect(lambda by_mouse: ticket.press(by_mouse=by_mouse))
        self.send.key_seen.connect(self._hold)
        ticket.changed.connect(self._show)

    def _show(self) -> None:
        ticket, view = self._ticket, self._ticket.view
        is_limit = ticket.order_type is OrderType.LIMIT
        self.order_type.setCurrentIndex(list(TYPES).index(ticket.order_type))
        self.price.setEnabled(is_limit)
        market = self._words("order_type.market")
        self.price.show_text(ticket.price_text if is_limit else market)
        self.quantity.show_text(ticket.quantity_text)
        self.again.show_text(ticket.again_text)
        asks_again = view.size in {OrderSize.LARGE, OrderSize.VERY_LARGE}
        self.again.setVisible(asks_again)
        self._again_label.setVisible(asks_again)
        tone = side_tone(ticket.side)
        self.price.set_unit_tone(tone)
        self.quantity.set_unit_tone(tone)
        self.available.say(view.available)
        self.amount.say(view.amount)
        self.costs.say(view.costs)
        self.after.say(view.after)
        self.holding.say(view.holding)
        self.told.say(view.told, view.told_tone)
        self.send.setText(view.button)
        self.send.setAccessibleName(view.button)
        self.send.setAccessibleDescription(view.reason or view.note)
        self.send.setToolTip(view.reason)
        self.send.show_side(ticket.side)
        self._enable_send(view.can_send)

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

    def _choose_type(self, place: int) -> None:
        kinds = list(TYPES)
        if place < len(kinds):
            self._ticket.set_order_type(kinds[place])

    def _type_box(self) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("orderType")
        box.setFixedHeight(FIELD_HEIGHT)
        for kind in TYPES:
            box.addItem(self._words(f"order_type.{kind.value}"))
        model = cast("QStandardItemModel", box.model())
        for name in OTHER_TYPES:
            item = QStandardItem(self._words(f"order_type.{name}"))
            item.setEnabled(False)
            item.setToolTip(self._words("order_type.not_yet"))
            model.appendRow(item)
        venue = QLabel("KRX ▾", box)
        venue.setObjectName("venue")
        venue.setToolTip(self._words("ticket.venue"))
        venue.setFont(Theme.current().font(FontKind.HINT))
        venue.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_tone(venue, Tone.DIM)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 3 * STEP, 0)
        row.addStretch(1)
        row.addWidget(venue)
        return box

    def _share_button(self, percent: int) -> QPushButton:
        text = self._words("ticket.most") if percent == _ALL else f"{percent}%"
        button = QPushButton(text, self)
        button.setObjectName(f"share_{percent}")
        button.setAutoDefault(False)
        button.setToolTip(self._words("ticket.rounding"))
        button.clicked.connect(lambda: self._ticket.set_share(percent))
        return button

    def _share_row(self) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        for button in self.shares:
            row.addWidget(button, 1)
        return holder

    def _label(self, id_: str) -> QLabel:
        label = QLabel(self._words(id_), self)
        label.setFont(Theme.current().font(FontKind.BASE))
        set_tone(label, Tone.DIM)
        return label

    def _small(self, id_: str) -> QLabel:
        label = QLabel(self._words(id_), self)
        label.setFont(Theme.current().font(FontKind.HINT))
        set_tone(label, Tone.FAINT)
        return label


def _scrolled(rows: QGridLayout) -> QScrollArea:
    """In a low window the fields scroll; the money button stays in sight."""
    fields = QWidget()
    column = QVBoxLayout(fields)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(rows)
    column.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(fields)
    return area
