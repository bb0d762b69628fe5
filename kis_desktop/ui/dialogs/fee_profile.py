"""The account's commissions by kind and days, and the taxes that the law sets."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.explorer.form_field import CodeBox
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.fee_profile import KINDS, FeeProfileEditor, Line
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_SIZE = QSize(560, 440)
_KIND, _FIELDS = 0, ("percent", "since", "until")


class FeeProfileDialog(QDialog):
    """One line a commission; an empty table leaves the usual one."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("feeProfile")
        self._words = words = Words(context.language)
        self.editor = FeeProfileEditor(context, self)
        self.setWindowTitle(words("fees.title"))
        head, told = QLabel(words("fees.title")), QLabel(words("fees.told"))
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        told.setWordWrap(True)
        set_tone(told, Tone.DIM)
        self.table = self._table()
        usual = QLabel(self.editor.usual_text())
        taxes = QLabel(
            "\n".join((words("fees.taxes"), *(f"  {line}" for line in self.editor.tax_lines())))
        )
        for label in (usual, taxes):
            set_tone(label, Tone.FAINT)
            label.setFont(Theme.current().font(FontKind.HINT))
        self.wrong = QLabel()
        self.wrong.setObjectName("feesWrong")
        self.wrong.setWordWrap(True)
        set_tone(self.wrong, Tone.UNCERTAIN)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 5 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        for widget in (head, told, self.table, usual, taxes, self.wrong):
            column.addWidget(widget, 1 if widget is self.table else 0)
        column.addLayout(self._buttons())
        self.resize(_SIZE)
        self.editor.loaded.connect(self._show)
        self.editor.saved.connect(self.accept)
        self.editor.failed.connect(self.wrong.setText)
        self.editor.load()

    def lines(self) -> tuple[Line, ...]:
        """What stands in the table."""
        return tuple(
            (self._kind(row), *(self._text(row, column) for column in range(1, 4)))  # type: ignore[misc]
            for row in range(self.table.rowCount())
        )

    def add(self) -> None:
        """One more line, to be filled in."""
        self._append(("", "", "", ""))

    def _append(self, line: Line) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        kinds = CodeBox(self.table)
        for kind in KINDS:
            kinds.addItem(self._words(f"fees.{kind or 'all_kinds'}"), kind)
        kinds.setCurrentIndex(max(kinds.findData(line[0]), 0))
        self.table.setCellWidget(row, _KIND, kinds)
        for column, text in enumerate(line[1:], start=1):
            self.table.setItem(row, column, QTableWidgetItem(text))

    def remove(self) -> None:
        """Take the current line out."""
        self.table.removeRow(self.table.currentRow())

    def save(self) -> None:
        """Keep what stands in the table."""
        self.wrong.clear()
        self.editor.save(self.lines())

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, 1 + len(_FIELDS), self)
        table.setAccessibleName(self._words("fees.table"))
        titles = [self._words("fees.kind"), *(self._words(f"fees.{name}") for name in _FIELDS)]
        table.setHorizontalHeaderLabels(titles)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        return table

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for name, call in (("add", self.add), ("remove", self.remove)):
            button = QPushButton(self._words(f"fees.{name}"))
            button.setObjectName(f"fees_{name}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on, do=call: do())
            row.addWidget(button)
        row.addStretch(1)
        leave, save = (
            QPushButton(self._words("shell.cancel")),
            QPushButton(self._words("fees.save")),
        )
        save.setObjectName("fees_save")
        for answer in (leave, save):  # Enter in the table closes nothing
            answer.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        save.clicked.connect(self.save)
        row.addWidget(leave)
        row.addWidget(save)
        return row

    def _show(self) -> None:
        self.table.setRowCount(0)
        for line in self.editor.lines:
            self._append(line)

    def _kind(self, row: int) -> str:
        box = self.table.cellWidget(row, _KIND)
        return str(box.currentData()) if isinstance(box, QComboBox) else ""

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text() if item is not None else ""
