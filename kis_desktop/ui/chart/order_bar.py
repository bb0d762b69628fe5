"""Below a chart: whether a click orders, how many shares, what became of the last, all back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.chart_orders import ChartOrders
from kis_desktop.viewmodels.chart_trading import PRESETS
from kis_desktop.viewmodels.format import quantity
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_HEIGHT, _CHIP = 30, 24
_FIELD = 64
_ROOMY = 560  # pixels, below which presets give way
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


class ChartArm(QPushButton):
    """Whether a click on the chart orders: in words, and amber while it does."""

    def __init__(self, orders: ChartOrders, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trading = orders.trading
        self._words = words
        self.setObjectName("chartArm")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFixedHeight(_CHIP)
        self.setAccessibleName(words("chart_orders.arm"))
        self.clicked.connect(self._trading.arm)
        self._trading.state_changed.connect(self._show)
        Theme.current().changed.connect(self.update)
        self._show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, on = Theme.current(), self._trading.armed
        painter = QPainter(self)
        box = self.rect()
        painter.fillRect(box, theme.color(Token.ACCENT if on else Token.RAISED))
        painter.setPen(theme.color(Token.ACCENT if self.hasFocus() else Token.LINE))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        ink = Token.PANEL if on else (Token.DIM if self.isEnabled() else Token.FAINT)
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font(FontKind.STRONG))
        painter.drawText(box, _CENTRE, f"{'●' if on else '○'} {self.text()}")
        painter.end()

    def _show(self) -> None:
        why = self._trading.why_not_armed
        self.setChecked(self._trading.armed)
        self.setText(self._words(f"chart_orders.{'arm_on' if self._trading.armed else 'arm_off'}"))
        self.setEnabled(not why)
        self.setToolTip(why or self._words("chart_orders.hint"))
        self.setAccessibleDescription(" ".join(one for one in (self.text(), why) if one))
        width = max(
            self.fontMetrics().horizontalAdvance(f"●  {self._words(f'chart_orders.{key}')}")
            for key in ("arm_on", "arm_off")
        )
        self.setFixedWidth(width + 6 * STEP)
        self.update()


class OrderBar(QWidget):
    """Twin of `ChartTrading` and `LadderOrders`. It can be put away; what is told of an order that
    went wrong brings it back for as long as it is told.
    """

    def __init__(self, orders: ChartOrders, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders = orders
        self._words = words
        self.setObjectName("chartOrderBar")
        self.setFixedHeight(_HEIGHT)
        self.arm = ChartArm(orders, words, self)
        self.field = self._quantity_field()
        self.chips = [self._chip(shares) for shares in PRESETS]
        self.told = QLabel(self)
        self.told.setObjectName("chartTold")
        self.told.setFont(Theme.current().font(FontKind.HINT))
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.cancel = QPushButton(self)
        self.cancel.setObjectName("chartCancelAll")
        self.cancel.setProperty("flat", True)
        self.cancel.setAutoDefault(False)
        self.cancel.setFixedHeight(_CHIP)
        self.cancel.clicked.connect(self._take_all_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP, 2, STEP, 2)
        row.setSpacing(STEP)
        row.addWidget(self.arm)
        row.addWidget(self.field)
        for chip in self.chips:
            row.addWidget(chip)
        row.addWidget(self.told, 1)
        row.addWidget(self.cancel)
        orders.trading.state_changed.connect(self._show)
        orders.desk.changed.connect(self._show)
        orders.changed.connect(self._show)
        self._show()

    @property
    def wanted(self) -> bool:
        """Whether the trader wants it here."""
        return self._orders.bar_wanted

    def set_wanted(self, wanted: bool) -> None:  # noqa: FBT001
        """Keep it here, or put it away; a chart without its switch in sight never orders."""
        self._orders.set_bar_wanted(wanted)
        if not wanted:
            self._orders.trading.arm(False)
        self._show()

    def _quantity_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("chartQuantity")
        field.setPlaceholderText(self._words("ladder.quantity_hint"))
        field.setAccessibleName(self._words("chart_orders.quantity"))
        field.setFixedSize(_FIELD, _CHIP)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFont(Theme.current().font(FontKind.STRONG))
        field.textEdited.connect(self._orders.trading.set_quantity_text)
        return field

    def _take_all_back(self) -> None:
        self._orders.desk.cancel_all()

    def _chip(self, shares: int) -> QToolButton:
        chip = QToolButton(self)
        chip.setObjectName(f"chartPreset{shares}")
        chip.setText(quantity(shares))
        chip.setAccessibleName(self._words("ladder.preset", n=shares))
        chip.setCheckable(True)
        chip.setMinimumSize(_CHIP, _CHIP)
        chip.clicked.connect(lambda: self._orders.trading.set_quantity_text(quantity(shares)))
        return chip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for chip in self.chips:
            chip.setVisible(self.width() >= _ROOMY)

    def _show(self) -> None:
        trading, desk = self._orders.trading, self._orders.desk
        if self.field.text() != trading.quantity_text:
            self.field.setText(trading.quantity_text)
        for shares, chip in zip(PRESETS, self.chips, strict=True):
            chip.setChecked(trading.quantity == shares)
        count = desk.count()
        self.cancel.setText(self._words("chart_orders.cancel_all", n=count))
        self.cancel.setAccessibleName(self._words("chart_orders.cancel_all_of", n=count))
        self.cancel.setToolTip(self.cancel.accessibleName())
        self.cancel.setVisible(count > 0)
        told, tone = desk.told, desk.told_tone
        if not told and trading.disarmed_by:
            told, tone = trading.disarmed_by, Tone.UNCERTAIN
        if self.told.text() != told:
            self.told.setText(told)
            self.told.setToolTip(told)
        set_tone(self.told, tone)
        here = self.wanted or (bool(told) and tone is Tone.UNCERTAIN)
        self.setVisible(here and not trading.replaying)
