"""The sheet before sending: the whole order on one page, and the last word.

Enter never sends where a large order must be confirmed otherwise; Esc closes. What must be decided
(warnings, changes, a large quantity) stands above the buttons and is never scrolled away.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.dialogs.sheet_rows import CheckList, RowList
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import LEAST_TARGET, STEP, FontKind
from kis_desktop.ui.ticket.fresh_key import PRESSING, FreshKey
from kis_desktop.ui.ticket.lines import Line, Sentence
from kis_desktop.ui.ticket.name_line import NameLine
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.ui.ticket.order_button import OrderButton
from kis_desktop.ui.ticket.waking import ASLEEP
from kis_desktop.viewmodels.order_sheet import CHANGED, OrderSheet
from kis_desktop.viewmodels.order_words import side_tone
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_WIDTH, _HEIGHT = 480, 760
_MARGIN = 64  # pixels that a low screen keeps around it
_EDGE = 4  # pixels in the world's colour on top


class OrderSheetDialog(QDialog):
    """Listens to an `OrderSheet`; to be shown with `open()`."""

    def __init__(self, sheet: OrderSheet, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("orderSheet")
        self.setWindowTitle(words("sheet.title"))
        self.setModal(True)
        self._sheet = sheet
        self._words = words
        self._asleep = True
        self._keys = FreshKey()
        self.world = self._label("sheetWorld", FontKind.STRONG)
        self.account = self._label("sheetAccount", FontKind.BASE)
        self.title = Line("sheetTitle", FontKind.SYMBOL, Tone.TEXT, self)
        self.badges = NameLine(self)
        self.order = RowList(self)
        self.costs = RowList(self)
        self.wire = RowList(self)
        self.checks = CheckList(words, self)
        self.seen_change = QCheckBox(words("sheet.seen_change"), self)
        self.seen_change.setObjectName("seenChange")
        self.seen_change.setMinimumHeight(LEAST_TARGET)
        self.changed_line = Sentence("sheetChanged", self)
        self.again = NumberField("again", words("ticket.shares"), self)
        self.again.setAccessibleName(words("ticket.again"))
        self.again.setPlaceholderText(words("ticket.again"))
        self.again.up.hide()
        self.again.down.hide()
        self.told = Sentence("sheetTold", self)
        self.no = QPushButton(words("shell.cancel"), self)
        self.no.setObjectName("no")
        self.no.setAutoDefault(False)
        self.send = OrderButton(self._keys, self)
        self.send.setObjectName("confirmSend")
        self._waking = QTimer(self)
        self._waking.setSingleShot(True)
        self._waking.setInterval(ASLEEP)
        self._waking.timeout.connect(self._wake)
        self._build()
        self._connect()
        self._waking.start()
        self._show()
        self.setFixedWidth(_WIDTH)
        self.resize(_WIDTH, min(_HEIGHT, self.screen().availableGeometry().height() - _MARGIN))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does nothing outside the button; Esc closes."""
        if event.key() in PRESSING:
            self._keys.take(event)
            event.accept()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSING:
            self._keys.take(event)
        super().keyReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        colour = Theme.current().environment(self._sheet.view.environment)
        painter.fillRect(0, 0, self.width(), _EDGE, colour)
        painter.end()

    def done(self, result: int) -> None:
        self._sheet.close()
        super().done(result)
        parent = self.parentWidget()
        if parent is not None:
            parent.window().activateWindow()  # shortcuts work in the active window alone

    def _build(self) -> None:
        words = self._words
        head = QHBoxLayout()
        head.addWidget(self.world)
        head.addStretch(1)
        head.addWidget(self.account)
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 2 * STEP, 0)
        body.setSpacing(STEP)
        for title, part in (
            ("sheet.order", self.order),
            ("sheet.costs", self.costs),
            ("sheet.limits", self.checks),
            ("sheet.request", self.wire),
        ):
            body.addWidget(self._section(words(title)))
            body.addWidget(part)
        body.addStretch(1)
        page = QWidget()
        page.setLayout(body)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        buttons = QHBoxLayout()
        buttons.addWidget(self.no)
        buttons.addWidget(self.send, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 3 * STEP + _EDGE, 4 * STEP, 3 * STEP)
        column.setSpacing(2 * STEP)
        column.addLayout(head)
        column.addWidget(self.title)
        column.addWidget(self.badges)
        column.addWidget(area, 1)
        for line in (self.changed_line, self.seen_change, self.again, self.told):
            column.addWidget(line)
        column.addLayout(buttons)

    def _connect(self) -> None:
        sheet = self._sheet
        self.checks.ticked.connect(lambda rule, on: sheet.tick(rule, on=on))
        self.seen_change.clicked.connect(lambda on: sheet.tick(CHANGED, on=on))
        self.again.typed.connect(sheet.set_again_text)
        self.no.clicked.connect(self.reject)
        self.send.pressed_once.connect(self._pressed)
        sheet.changed.connect(self._show)
        sheet.closed.connect(self._closed)

    def _pressed(self, by_mouse: bool) -> None:  # noqa: FBT001
        """A second press of a very large order is another one: the button sleeps between."""
        if self._asleep:
            return
        self._sheet.press(by_mouse=by_mouse)
        if self._sheet.view.is_second:
            self._asleep = True
            self._waking.start()
            self._show()

    def _wake(self) -> None:
        self._asleep = False
        self._show()

    def _closed(self) -> None:
        if self.isVisible():
            self.accept()

    def _show(self) -> None:
        view = self._sheet.view
        self.world.setText(f"● {view.world}")
        colour = Theme.current().environment(view.environment)
        self.world.setStyleSheet(f"color: {colour.name()}")
        self.account.setText(f"{self._words('sheet.account')} {view.account}")
        self.title.say(view.title, side_tone(view.side))
        self.badges.say("", view.badges)
        self.badges.setVisible(bool(view.badges))
        self.order.show_rows(view.order)
        self.costs.show_rows(view.costs)
        self.checks.show_checks(view.checks)
        self.wire.show_rows(view.wire)
        self.changed_line.say(view.changed, Tone.UNCERTAIN)
        self.changed_line.setVisible(bool(view.changed))
        self.seen_change.setVisible(bool(view.changed))
        self.seen_change.setChecked(view.changed_ticked)
        self.again.setVisible(bool(view.question))
        self.again.show_text(view.again_text)
        told = view.reason or view.question
        self.told.say(told, Tone.UNCERTAIN if view.question or view.checks else Tone.DIM)
        self.send.say(view.button, view.name)
        self.send.setAccessibleDescription(told)
        self.send.setToolTip(view.reason)
        self.send.show_side(view.side)
        self._enable(view.can_send and not self._asleep)

    def _enable(self, can_send: bool) -> None:  # noqa: FBT001
        """Once it may send, the button of a normal order has the keyboard."""
        had = self.send.isEnabled()
        if not can_send and self.send.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.send.setEnabled(can_send)
        if can_send and not had and self.focusWidget() in {None, self, self.no}:
            target = self.no if self._sheet.view.question else self.send
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _label(self, name: str, font: FontKind) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setFont(Theme.current().font(font))
        return label

    def _section(self, text: str) -> QLabel:
        label = self._label("", FontKind.HINT)
        label.setText(text)
        set_tone(label, Tone.FAINT)
        return label
