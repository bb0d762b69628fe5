"""One field of the form: its name above, what stands in it, and what is wrong with it below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, STEP, FontKind, Token
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.api_explorer_form import CHANNEL_KEY, CHOICE, FieldKind, FormField
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

# device-independent pixels
_ARROW_ROOM, _ARROW_EDGE = 6, 10
_POPUP_EDGE, _WIDEST_POPUP = 24, 480


class CodeBox(QComboBox):
    """Codes with what they mean. The wheel scrolls the form, never a value out of sight."""

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()

    def showPopup(self) -> None:
        """The list is as wide as its longest meaning."""
        wanted = self.view().sizeHintForColumn(0) + _POPUP_EDGE
        self.view().setMinimumWidth(min(max(wanted, self.width()), _WIDEST_POPUP))
        super().showPopup()

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        self._paint_arrow()

    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        line = self.lineEdit()
        if line is not None:
            line.setGeometry(line.geometry().adjusted(0, 0, -_ARROW_ROOM, 0))

    def _paint_arrow(self) -> None:
        painter = QPainter(self)
        painter.setPen(Theme.current().color(Token.DIM))
        painter.setFont(Theme.current().font(FontKind.HINT))
        box = self.rect().adjusted(0, 0, -_ARROW_EDGE, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "▾")
        painter.end()


class FieldView(QWidget):
    """`edited` carries name and text of what the trader has typed or chosen; `entered` is Enter."""

    edited = Signal(str, str)
    entered = Signal()

    def __init__(self, field: FormField, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._words = words
        self._showing = False
        name = Line(f"label_{field.name}", tone=Tone.DIM, parent=self)
        name.say(f"{field.label} *" if field.required and not self._is_filled else field.label)
        is_own = field.name.startswith(CHOICE) or field.name == CHANNEL_KEY
        code = "" if field.label == field.name or is_own else field.name
        wire = Line(f"code_{field.name}", FontKind.TINY, Tone.FAINT, self)
        wire.say(code)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(2 * STEP)
        head.addWidget(name, 5)
        if code:
            head.addWidget(wire, 4)
        self.remark = Line(f"remark_{field.name}", parent=self)
        self.remark.hide()
        self.box = self._made_box()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, STEP)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.box)
        column.addWidget(self.remark)
        spoken = words("explorer.required" if field.required else "explorer.optional")
        self.box.setAccessibleName(f"{field.label} ({spoken})")
        self.box.setToolTip("\n".join(filter(None, (field.label, code, field.hint))))

    @property
    def _is_filled(self) -> bool:
        return self.field.kind is FieldKind.FILLED

    def show_text(self, text: str) -> None:
        """Show what stands in the field; the cursor stays where somebody types."""
        self._showing = True
        if isinstance(self.box, QComboBox):
            place = self.box.findData(text)
            if place >= 0:
                self.box.setCurrentIndex(place)
            elif self.box.isEditable():
                self.box.setCurrentIndex(-1)
                self.box.setEditText(text)
        elif isinstance(self.box, QLineEdit) and self.box.text().strip() != text:
            self.box.setText(text)
        self._showing = False

    def show_problem(self, problem: str, remark: str) -> None:
        """Say what is wrong, or what is merely unusual."""
        self.remark.say(problem or remark, Tone.UNCERTAIN if problem else Tone.FAINT)
        self.remark.setVisible(bool(problem or remark))
        self.box.setAccessibleDescription(problem or remark)

    def _made_box(self) -> QWidget:
        field = self.field
        if self._is_filled:
            line = Line(f"field_{field.name}", FontKind.BASE, Tone.FAINT, self)
            line.say(field.hint)
            return line
        if field.options:
            return self._made_combo(editable=field.kind is FieldKind.COMBO)
        box = QLineEdit(self)
        box.setObjectName(f"field_{field.name}")
        box.setFixedHeight(FIELD_HEIGHT)
        box.setFont(Theme.current().font(FontKind.BASE))
        box.setPlaceholderText(field.hint)
        box.textEdited.connect(lambda text: self.edited.emit(field.name, text))
        box.returnPressed.connect(self.entered)
        return box

    def _made_combo(self, *, editable: bool) -> QWidget:
        box = CodeBox(self)
        box.setObjectName(f"field_{self.field.name}")
        box.setFixedHeight(FIELD_HEIGHT)
        box.setFont(Theme.current().font(FontKind.BASE))
        box.setEditable(editable)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if editable:
            # what is shown is what is sent, never more than was typed; Qt's stub knows no None
            box.setCompleter(None)  # type: ignore[arg-type]
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        if not self.field.required and editable and "" not in dict(self.field.options):
            box.addItem("", "")
        for code, meaning in self.field.options:
            box.addItem(f"{code}  {meaning}".strip(), code)
        line = box.lineEdit()
        if line is not None:
            line.setFont(Theme.current().font(FontKind.BASE))
            line.setPlaceholderText(self.field.hint)
            line.textEdited.connect(self._typed)
            line.returnPressed.connect(self.entered)
        box.activated.connect(lambda place: self._chosen(box, place))
        set_tone(box, Tone.TEXT)
        return box

    def _chosen(self, box: QComboBox, place: int) -> None:
        if not self._showing:
            self.edited.emit(self.field.name, str(box.itemData(place)))

    def _typed(self, text: str) -> None:
        """A code may be typed alone, or with its meaning behind it."""
        codes = {f"{code}  {meaning}".strip(): code for code, meaning in self.field.options}
        self.edited.emit(self.field.name, codes.get(text, text))
