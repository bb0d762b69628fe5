"""What can be changed of one indicator: its numbers, colours, pane and anchor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.indicators.study import Parameter
from kis_desktop.ui.dialogs.colour_button import ColourButton
from kis_desktop.ui.explorer.form_field import CodeBox
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, STEP, FontKind
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.study_settings import StudySettings

_NO_BUTTONS = (
    "QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 0px; }"
)
_INSET = 7  # pixels before a number
_IN_A_ROW = 3  # colour buttons
_FINE = 0.01  # a step below it needs a third place behind the point


class StudyForm(QWidget):
    """Rebuilt when another study is chosen; a number's field is never taken from under the hand.
    `usual` says in which colours the chosen study's outputs are drawn where the trader has not
    chosen any.
    """

    anchor_asked = Signal()

    def __init__(
        self,
        settings: StudySettings,
        usual: Callable[[], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._usual = usual
        self._words = settings.words
        self._shown: tuple[object, ...] | None = None
        self._body: QWidget | None = None
        self._inks: list[ColourButton] = []
        self._numbers: list[QSpinBox | QDoubleSpinBox] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        settings.changed.connect(self.show_study)
        self.show_study()

    def show_study(self) -> None:
        """Show the chosen study; what is being typed stays as it is."""
        settings = self._settings
        shown = (
            settings.chosen,
            settings.study.id if settings.study is not None else None,
            settings.study.anchor if settings.study is not None else None,
            settings.panes(),
        )
        if shown != self._shown:
            self._shown = shown
            self._rebuild()
        self._follow()
        usual = self._usual() if self._inks else ()
        for place, button in enumerate(self._inks):
            button.show_usual(usual[place] if place < len(usual) else "")

    def _follow(self) -> None:
        """Show what was changed elsewhere; a field that was read already stays untouched."""
        for field, (_, value) in zip(self._numbers, self._settings.parameters(), strict=True):
            if field.value() != value:
                field.blockSignals(True)
                _show_number(field, value)
                field.blockSignals(False)
        for place, button in enumerate(self._inks):
            button.show_colour(self._settings.colour(place))

    def _rebuild(self) -> None:
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._inks, self._numbers = [], []
        self._body = self._made()
        self._column.addWidget(self._body)

    def _made(self) -> QWidget:
        body, settings = QWidget(), self._settings
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * STEP)
        form.setVerticalSpacing(STEP)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if settings.indicator is None:
            unknown = settings.study is not None
            form.addRow(
                _dim(self._words(f"chart_panel.{'form_unknown' if unknown else 'form_none'}"))
            )
            return body
        korean = self._words.language == "ko"
        for place, (parameter, value) in enumerate(settings.parameters()):
            title = parameter.title if korean else parameter.title_en
            form.addRow(_label(title), self._number(place, parameter, value, title))
        form.addRow(_label(self._words("chart_panel.colours")), self._colours())
        form.addRow(_label(self._words("chart_panel.pane")), self._pane())
        if settings.indicator.anchored:
            form.addRow(_label(self._words("chart_panel.anchor")), self._anchor())
        return body

    def _number(
        self, place: int, parameter: Parameter, value: float, title: str
    ) -> QSpinBox | QDoubleSpinBox:
        field: QSpinBox | QDoubleSpinBox
        if parameter.is_whole:
            field = QSpinBox()
            field.setRange(int(parameter.least), int(parameter.most))
            field.setSingleStep(int(parameter.step))
        else:
            field = QDoubleSpinBox()
            field.setDecimals(3 if parameter.step <= _FINE else 2)
            field.setRange(parameter.least, parameter.most)
            field.setSingleStep(parameter.step)
        _show_number(field, value)
        self._numbers.append(field)
        field.setStyleSheet(_NO_BUTTONS)
        field.lineEdit().setTextMargins(_INSET, 0, 0, 0)
        field.setObjectName(f"study-{parameter.name}")
        field.setAccessibleName(title)
        limits = self._words(
            "chart_panel.limits", least=f"{parameter.least:g}", most=f"{parameter.most:g}"
        )
        field.setToolTip(limits)
        field.setFixedHeight(FIELD_HEIGHT)
        field.setKeyboardTracking(False)
        field.valueChanged.connect(lambda new: self._settings.set_parameter(place, float(new)))
        return field

    def _colours(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        korean, row = self._words.language == "ko", QHBoxLayout()
        for place, output in enumerate(self._settings.outputs()):
            if place % _IN_A_ROW == 0:
                row = QHBoxLayout()
                row.setSpacing(STEP)
                column.addLayout(row)
            button = ColourButton(output.title if korean else output.title_en, self._words)
            button.setObjectName(f"colour-{output.name}")
            button.show_colour(self._settings.colour(place))
            button.chosen.connect(lambda colour, one=place: self._settings.set_colour(one, colour))
            self._inks.append(button)
            row.addWidget(button)
        row.addStretch(1)
        return holder

    def _pane(self) -> CodeBox:
        box = CodeBox()
        box.setObjectName("study-pane")
        box.setAccessibleName(self._words("chart_panel.pane"))
        box.setFixedHeight(FIELD_HEIGHT)
        choices = self._settings.panes()
        for key, title in choices:
            box.addItem(title, key)
        study = self._settings.study
        keys = [key for key, _ in choices]
        here = study.pane if study is not None and study.pane in keys else ""
        box.setCurrentIndex(keys.index(here))
        box.activated.connect(lambda place: self._settings.set_pane(keys[place]))
        return box

    def _anchor(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        study = self._settings.study
        text = self._words("chart_panel.anchor_none")
        if study is not None and study.anchor is not None:
            text = f"{datetime.fromtimestamp(study.anchor, EXCHANGE_ZONE):%Y-%m-%d %H:%M}"
        pick = QPushButton(self._words("chart_panel.anchor_pick"))
        pick.setObjectName("anchor-pick")
        pick.setAutoDefault(False)
        pick.clicked.connect(self.anchor_asked)
        row.addWidget(QLabel(text), 1)
        row.addWidget(pick)
        return holder


def _show_number(field: QSpinBox | QDoubleSpinBox, value: float) -> None:
    if isinstance(field, QSpinBox):
        field.setValue(int(value))
    else:
        field.setValue(value)


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setMinimumHeight(FIELD_HEIGHT)
    return label


def _dim(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setFont(Theme.current().font(FontKind.HINT))
    set_tone(label, Tone.DIM)
    return label
