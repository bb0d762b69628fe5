"""The fields of a dialog below each other, each behind its label."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from kis_desktop.ui.theme.theme import set_tone
from kis_desktop.ui.theme.tokens import STEP
from kis_desktop.viewmodels.roles import Tone

_LABEL_WIDTH = 84


class FormRows:
    """Rows by name. A field is called what its label says; `text` gives the label of a name."""

    def __init__(self, rows: Iterable[tuple[str, QWidget]], text: Callable[[str], str]) -> None:
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(2 * STEP)
        self.grid.setVerticalSpacing(STEP)
        self.grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self.grid.setColumnStretch(1, 1)
        self._rows: dict[str, tuple[QLabel, QWidget]] = {}
        for place, (name, field) in enumerate(rows):
            label = QLabel(text(name))
            set_tone(label, Tone.DIM)
            field.setAccessibleName(label.text())
            self.grid.addWidget(label, place, 0)
            self.grid.addWidget(field, place, 1)
            self._rows[name] = (label, field)

    def label(self, name: str) -> QLabel:
        """The label of a row."""
        return self._rows[name][0]

    def show_only(self, names: AbstractSet[str]) -> bool:
        """Show these rows and hide the others; whether any was not so already."""
        changed = False
        for name, (label, field) in self._rows.items():
            changed |= label.isHidden() is (name in names)
            label.setVisible(name in names)
            field.setVisible(name in names)
        return changed

    def lead_to(self, *after: QWidget) -> None:
        """The Tab key goes down the rows and then to these. All must lie in one window by now."""
        stops = [one for _, field in self._rows.values() for one in _stops(field)]
        for before, following in pairwise((*stops, *after)):
            QWidget.setTabOrder(before, following)


def write_below(label: QLabel, height: int) -> None:
    """What is said below the fields: plain words from the top left, in a room of its own height
    (pixels), so that nothing moves as it comes and goes.
    """
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setMinimumHeight(height)


def _stops(row: QWidget) -> list[QWidget]:
    """Where the Tab key stops in a row: at the field, or at those that stand beside each other."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    parts = (row, *row.findChildren(QWidget, options=direct))
    return [one for one in parts if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
