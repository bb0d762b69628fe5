"""Above and below the ladder: the switch, the quantity, totals, and the buttons that take back."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.order import Side
from kis_desktop.ui.click_parts import ArmButton, ArmTexts, PresetChip, QuantityField
from kis_desktop.ui.ladder.ladder_view import LadderView
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, STEP, FontKind, Token
from kis_desktop.viewmodels.ladder import PRESETS, Ladder
from kis_desktop.viewmodels.ladder_orders import LadderOrders
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_ARM = ArmTexts("ladder.arm", "ladder.arm_on", "ladder.arm_off")
_PADDING = 6
_SWITCH = 28
_CHIP = 24
_FIELD = 72
_TITLES = 20
_NARROW = 300  # pixels, below which there is room for the most needed alone
_NARROW_PRESETS = (1, 10)
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


class ArmSwitch(ArmButton):
    """Over the whole width."""

    def __init__(self, ladder: Ladder, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(ladder, _ARM, words, parent)
        self.setObjectName("ladderArm")
        self.setFixedHeight(_SWITCH)

    def _box(self) -> QRect:
        return self.rect().adjusted(_PADDING, 2, -_PADDING, -2)


class QuantityRow(QWidget):
    """How many shares each click orders, typed or chosen."""

    def __init__(
        self, ladder: Ladder, view: LadderView, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        size = QSize(_FIELD, FIELD_HEIGHT)
        self.field = QuantityField(ladder, "ladder.quantity", size, words, self)
        self.field.setObjectName("ladderQuantity")
        self.field.returnPressed.connect(view.setFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(_PADDING, 0, _PADDING, 2)
        row.setSpacing(2)
        row.addWidget(self.field)
        self.chips = [PresetChip(ladder, shares, words, self) for shares in PRESETS]
        for shares, chip in zip(PRESETS, self.chips, strict=True):
            chip.setObjectName(f"ladderPreset{shares}")
            row.addWidget(chip)
        row.addStretch(1)
        self.auto = _tool("ladderAuto", words("ladder.auto"), words("ladder.auto_tip"), self)
        self.auto.setCheckable(True)
        self.auto.setChecked(view.auto)
        self.auto.toggled.connect(view.set_auto)
        centre = _tool("ladderCentre", words("ladder.centre"), words("ladder.centre_tip"), self)
        centre.clicked.connect(view.centre)
        row.addWidget(self.auto)
        row.addWidget(centre)
        view.auto_changed.connect(lambda: self.auto.setChecked(view.auto))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for shares, chip in zip(PRESETS, self.chips, strict=True):
            chip.setVisible(self.width() >= _NARROW or shares in _NARROW_PRESETS)


class LadderTitles(QWidget):
    """Which column buys and which sells, where the columns are; how old prices are while old."""

    def __init__(
        self, ladder: Ladder, view: LadderView, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ladder = ladder
        self._view = view
        self._words = words
        self.setFixedHeight(_TITLES)
        ladder.state_changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setFont(theme.font(FontKind.HINT))
        if self._ladder.state_text and self._ladder.armed is False and self._is_old():
            painter.setPen(theme.color(Token.ACCENT))
            painter.drawText(self.rect(), _CENTRE, self._ladder.state_text)
        else:
            self._titles(painter, theme)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Token.LINE))
        painter.end()

    def _is_old(self) -> bool:
        return self._ladder.state.value == "stale"

    def _titles(self, painter: QPainter, theme: Theme) -> None:
        edges = self._view.places().edges()
        for start, end, name, token in (
            (edges[0], edges[1], "ladder.mine", Token.FAINT),
            (edges[1], edges[2], "ladder.buys", Token.UP),
            (edges[2], edges[3], "ladder.price", Token.FAINT),
            (edges[3], edges[4], "ladder.sells", Token.DOWN),
            (edges[4], edges[5], "ladder.mine", Token.FAINT),
        ):
            painter.setPen(theme.color(token))
            painter.drawText(QRect(start, 0, end - start, _TITLES), _CENTRE, self._words(name))


class LadderFoot(QWidget):
    """Totals, what became of the last order, and the buttons that take back."""

    def __init__(
        self, ladder: Ladder, orders: LadderOrders, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ladder = ladder
        self._orders = orders
        self._words = words
        self.told = QLabel(self)
        self.told.setObjectName("ladderTold")
        self.told.setFont(Theme.current().font(FontKind.HINT))
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(2 * self.told.fontMetrics().height())
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons = {
            side: self._button(name, side)
            for side, name in ((Side.BUY, "buys"), (None, "all"), (Side.SELL, "sells"))
        }
        row = QHBoxLayout()
        row.setSpacing(STEP)
        for button in self.buttons.values():
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, 2, _PADDING, STEP)
        column.setSpacing(2)
        column.addWidget(self.told)
        column.addLayout(row)
        orders.changed.connect(self._show)
        ladder.state_changed.connect(self._show)
        ladder.repriced.connect(self._show)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def _button(self, name: str, side: Side | None) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"ladderCancel_{name}")
        button.setProperty("flat", True)
        button.setAutoDefault(False)
        button.setMinimumHeight(_CHIP)
        button.clicked.connect(lambda: self._orders.cancel_all(side))
        return button

    def _show(self) -> None:
        for side, button in self.buttons.items():
            count = self._orders.count(side)
            name = button.objectName().removeprefix("ladderCancel_")
            short = "" if self.width() >= _NARROW else "_short"
            text = self._words(f"ladder.cancel_{name}{short}", n=count)
            button.setAccessibleName(self._words(f"ladder.cancel_{name}", n=count))
            if button.text() != text:
                button.setText(text)
            button.setEnabled(count > 0)
        told, tone = self._orders.told, self._orders.told_tone
        if not told and self._ladder.disarmed_by:
            told, tone = self._ladder.disarmed_by, Tone.UNCERTAIN
        if not told and self._ladder.why_not_armed:
            told, tone = self._ladder.why_not_armed, Tone.DIM
        if self.told.text() != told:
            self.told.setText(told)
        set_tone(self.told, tone)


def _tool(name: str, text: str, tip: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setText(text)
    button.setToolTip(tip)
    button.setMinimumSize(_CHIP, _CHIP)
    return button
