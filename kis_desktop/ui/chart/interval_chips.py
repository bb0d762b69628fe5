"""The chart's intervals as tabs for a panel's head."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from kis_desktop.domain.bar import Interval
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import HEAD_HEIGHT, FontKind, Token
from kis_desktop.viewmodels.interval_words import interval_text
from kis_desktop.viewmodels.words import Words

_PAD = 10


class IntervalChip(QAbstractButton):
    """One interval; a line below the chosen one."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        Theme.current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(Theme.current().font(FontKind.HEAD))
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * _PAD, HEAD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = Theme.current()
        chosen = self.isChecked()
        painter.setFont(theme.font(FontKind.HEAD if chosen else FontKind.BASE))
        lit = chosen or self.underMouse()
        painter.setPen(theme.color(Token.TEXT if lit else Token.DIM))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        if chosen:
            line = QRectF(0, self.height() - 2, self.width(), 2)
            painter.fillRect(line, theme.color(Token.ACCENT))
        if self.hasFocus():
            painter.setPen(theme.color(Token.ACCENT))
            painter.drawRect(QRectF(self.rect()).adjusted(2.5, 3.5, -3.5, -4.5))
        painter.end()


class IntervalChips(QWidget):
    """Chips for some intervals, one of them chosen."""

    chosen = Signal(object)  # Interval

    def __init__(
        self, intervals: Sequence[Interval], words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("chart-intervals")
        self.setAccessibleName(words("chart.intervals"))
        self._chips: dict[Interval, IntervalChip] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for interval in intervals:
            chip = IntervalChip(interval_text(interval, words))
            chip.setObjectName(f"chart-interval-{interval}")
            chip.setAccessibleName(chip.text())
            chip.clicked.connect(lambda _=False, chosen=interval: self.chosen.emit(chosen))
            self._group.addButton(chip)
            layout.addWidget(chip)
            self._chips[interval] = chip

    def choose(self, interval: Interval) -> None:
        """Mark an interval as the one that is shown, where it is among the chips."""
        self._group.setExclusive(False)
        for one, chip in self._chips.items():
            chip.setChecked(one == interval)
        self._group.setExclusive(True)
