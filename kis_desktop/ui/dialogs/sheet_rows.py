"""Rows of the sheet before sending: labels with values, and limits with their ticks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSizePolicy, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import LEAST_TARGET, STEP, FontKind
from kis_desktop.viewmodels.order_sheet_rows import CheckRow, Row
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_LABEL_WIDTH = 112
_WIRE_WIDTH = 168


class RowList(QWidget):
    """Labels left, values beside them; rows are made once and then only change their texts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._shown: tuple[Row, ...] = ()
        self._grid = _grid(self)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """What is shown, row by row."""
        return tuple((label.text(), value.text()) for label, value in self._rows)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        if tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        while len(self._rows) < len(rows):
            self._add()
        for (label, value), row in zip(self._rows, rows, strict=False):
            label.setText(" ".join(part for part in (row.label, row.wire) if part))
            label.setMinimumWidth(_WIRE_WIDTH if row.wire else 0)
            label.setToolTip(label.text())
            value.setText(row.value)
            set_tone(value, row.tone)
        for at, pair in enumerate(self._rows):
            for part in pair:
                part.setVisible(at < len(rows))

    def _add(self) -> None:
        label, value = _label(self, Tone.DIM), _label(self, Tone.TEXT)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        place = len(self._rows)
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, place, 1)
        self._rows.append((label, value))


class CheckList(QWidget):
    """One line a limit: sign, name, what was measured; below it the sentence and its tick."""

    ticked = Signal(str, bool)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shown: tuple[CheckRow, ...] = ()
        self._parts: list[QWidget] = []
        self.ticks: dict[str, QCheckBox] = {}
        self._measured: dict[str, QLabel] = {}
        self._grid = _grid(self)
        self._grid.setColumnStretch(1, 1)

    def show_checks(self, checks: Sequence[CheckRow]) -> None:
        """Show these limits; the lines are made anew only when a verdict is another."""
        if tuple(checks) == self._shown:
            return
        if _shape(checks) != _shape(self._shown):
            self._build(checks)
        self._shown = tuple(checks)
        for check in checks:
            self._measured[check.rule.value].setText(check.measured)
            tick = self.ticks.get(check.rule.value)
            if tick is not None:
                tick.setChecked(check.is_ticked)

    def _build(self, checks: Sequence[CheckRow]) -> None:
        for part in self._parts:
            self._grid.removeWidget(part)
            part.deleteLater()
        self._parts, self.ticks, self._measured = [], {}, {}
        line = 0
        for check in checks:
            sign, name = _label(self, check.tone), _label(self, check.tone)
            measured = _label(self, Tone.DIM)
            sign.setText(check.sign)
            name.setText(check.name)
            measured.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._measured[check.rule.value] = measured
            for column, part in enumerate((sign, name, measured)):
                self._put(part, line, column)
            line += 1
            if check.told:
                told = _label(self, check.tone)
                told.setWordWrap(True)
                told.setText(check.told)
                told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                self._put(told, line, 1, 2)
                line += 1
            if check.asks:
                self._put(self._tick(check), line, 1, 2)
                line += 1

    def _tick(self, check: CheckRow) -> QCheckBox:
        text = self._words("sheet.pass_once" if check.passes_once else "sheet.confirm_warning")
        tick = QCheckBox(text, self)
        tick.setMinimumHeight(LEAST_TARGET)
        tick.setObjectName(f"tick_{check.rule.value}")
        tick.setAccessibleName(f"{check.name}: {check.told} {text}")
        tick.clicked.connect(lambda on: self.ticked.emit(check.rule.value, on))
        self.ticks[check.rule.value] = tick
        return tick

    def _put(self, part: QWidget, line: int, column: int, span: int = 1) -> None:
        self._grid.addWidget(part, line, column, 1, span)
        self._parts.append(part)


def _shape(checks: Sequence[CheckRow]) -> list[tuple[object, ...]]:
    return [(one.rule, one.sign, one.asks, one.passes_once, one.told) for one in checks]


def _grid(owner: QWidget) -> QGridLayout:
    grid = QGridLayout(owner)
    grid.setContentsMargins(0, 0, 0, STEP)
    grid.setHorizontalSpacing(2 * STEP)
    grid.setVerticalSpacing(2)
    return grid


def _label(parent: QWidget, tone: Tone) -> QLabel:
    label = QLabel(parent)
    label.setFont(Theme.current().font(FontKind.BASE))
    set_tone(label, tone)
    return label
