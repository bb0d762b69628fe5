"""Below a chart: whether a click orders, how many shares, what became of the last, all back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from kis_desktop.ui.click_parts import ArmButton, ArmTexts, PresetChip, QuantityField
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.chart_orders import ChartOrders
from kis_desktop.viewmodels.chart_trading import PRESETS
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_ARM = ArmTexts("chart_orders.arm", "chart_orders.arm_on", "chart_orders.arm_off")
_HEIGHT, _CHIP = 30, 24
_FIELD = 64
_ROOMY = 560  # pixels, below which presets give way


class ChartArm(ArmButton):
    """As wide in both states."""

    def __init__(self, orders: ChartOrders, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(orders.trading, _ARM, words, parent)
        self.setObjectName("chartArm")
        self.setFixedHeight(_CHIP)

    def _show(self) -> None:
        super()._show()
        self.setToolTip(self.toolTip() or self._words("chart_orders.hint"))
        width = max(
            self.fontMetrics().horizontalAdvance(f"●  {self._words(text)}")
            for text in (_ARM.on, _ARM.off)
        )
        self.setFixedWidth(width + 6 * STEP)


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
        size = QSize(_FIELD, _CHIP)
        self.field = QuantityField(orders.trading, "chart_orders.quantity", size, words, self)
        self.field.setObjectName("chartQuantity")
        self.chips = [PresetChip(orders.trading, shares, words, self) for shares in PRESETS]
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
        for shares, chip in zip(PRESETS, self.chips, strict=True):
            chip.setObjectName(f"chartPreset{shares}")
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

    def _take_all_back(self) -> None:
        self._orders.desk.cancel_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for chip in self.chips:
            chip.setVisible(self.width() >= _ROOMY)

    def _show(self) -> None:
        trading, desk = self._orders.trading, self._orders.desk
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
