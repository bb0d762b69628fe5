"""The limits on orders: what each does when it is met, and where it lies."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.risk_rules import Action, Rule
from kis_desktop.ui.explorer.form_field import CodeBox
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, STEP, FontKind
from kis_desktop.viewmodels.risk_settings import GROUPS, UNITS, Group, RiskSettings
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

# device-independent pixels
_CHOICE_WIDTH, _BOUND_WIDTH = 96, 132
_AROUND, _EDGE = 216, 80  # what stands around the limits, and what the screen keeps free
_NAME, _CHOICE, _BOUND, _UNIT = range(4)


class RuleRow:
    """The widgets of one limit; where it has a bound, `bound` is its field."""

    def __init__(self, rule: Rule, settings: RiskSettings, words: Words) -> None:
        self.rule = rule
        self._settings = settings
        name = words(f"limit.{rule.value}")
        self.name = QLabel(name)
        self.name.setToolTip(words(f"limit.{rule.value}_tip"))
        self.choice = CodeBox()
        self.choice.setObjectName(f"{rule.value}Choice")
        self.choice.setAccessibleName(name)
        self.choice.setToolTip(words(f"limit.{rule.value}_tip"))
        self.choice.setFixedSize(_CHOICE_WIDTH, FIELD_HEIGHT)
        for action in Action:
            self.choice.addItem(words(f"limit.action_{action.value}"), action)
        self.choice.activated.connect(self._chosen)
        self.bound: QLineEdit | None = None
        self.unit = QLabel("")
        self.problem = QLabel("")
        self.problem.setFont(Theme.current().font(FontKind.HINT))
        self.problem.setWordWrap(True)
        set_tone(self.problem, Tone.UNCERTAIN)
        if rule in UNITS:
            self.unit.setText(words(f"limit.unit_{UNITS[rule]}"))
            set_tone(self.unit, Tone.DIM)
            self.bound = self._field(f"{name} ({self.unit.text()})")

    def show(self) -> None:
        """Show the draft."""
        action = self._settings.action(self.rule)
        self.choice.setCurrentIndex(self.choice.findData(action))
        set_tone(self.name, Tone.DIM if action is Action.OFF else Tone.TEXT)
        problem = self._settings.problem(self.rule)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if self.bound is None:
            return
        self.bound.setEnabled(action is not Action.OFF)
        self.bound.setToolTip(problem)
        text = self._settings.text(self.rule)
        if self.bound.text() != text:
            self.bound.setText(text)

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"{self.rule.value}Bound")
        field.setAccessibleName(name)
        field.setFixedSize(_BOUND_WIDTH, FIELD_HEIGHT)
        field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        field.setFont(Theme.current().font(FontKind.STRONG))
        field.textEdited.connect(lambda text: self._settings.type(self.rule, text))
        field.editingFinished.connect(lambda: self._settings.tidy(self.rule))
        return field

    def _chosen(self, _place: int) -> None:
        self._settings.choose(self.rule, Action(self.choice.currentData()))


class RiskDialog(QDialog):
    """Nothing holds before it is saved; Enter alone saves nothing."""

    def __init__(self, settings: RiskSettings, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._words = words
        self._inside = QWidget()
        settings.setParent(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("riskSettings")
        self.setWindowTitle(words("limit.title"))
        self.rows = {
            rule: RuleRow(rule, settings, words) for rules in GROUPS.values() for rule in rules
        }
        self.sheet = QCheckBox(words("limit.sheet"))
        self.sheet.setToolTip(words("limit.sheet_tip"))
        self.sheet.clicked.connect(lambda always: settings.show_sheet(always=always))
        self.told = QLabel("")
        self.told.setWordWrap(True)
        set_tone(self.told, Tone.UNCERTAIN)
        self.reset = QPushButton(words("limit.reset"))
        self.no = QPushButton(words("shell.cancel"))
        self.yes = QPushButton(words("limit.save"))
        for button, id_ in ((self.reset, "reset"), (self.no, "no"), (self.yes, "yes")):
            button.setObjectName(id_)
            button.setAutoDefault(False)
        self.reset.clicked.connect(settings.reset)
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(settings.save)
        settings.changed.connect(self._show)
        settings.saved.connect(self.accept)
        self._build()
        self._show()
        self._fit()
        settings.load()

    def _build(self) -> None:
        head = QLabel(self._words("limit.title"))
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        told = QLabel(self._words("limit.words"))
        told.setWordWrap(True)
        set_tone(told, Tone.DIM)
        answers = QHBoxLayout()
        answers.addWidget(self.reset)
        answers.addStretch(1)
        answers.addWidget(self.no)
        answers.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 5 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        for widget in (head, told):
            column.addWidget(widget)
        column.addWidget(self._scrolled(), 1)
        column.addWidget(self.sheet)
        column.addWidget(self.told)
        column.addLayout(answers)

    def _fit(self) -> None:
        """As high as all limits, where the screen has room."""
        self.resize(self.sizeHint().width(), self._inside.sizeHint().height() + _AROUND)
        room = self.screen().availableGeometry().height() - _EDGE
        if self.height() > room:
            self.resize(self.width(), room)

    def _scrolled(self) -> QScrollArea:
        inside = self._inside
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 2 * STEP, 0)
        grid.setHorizontalSpacing(3 * STEP)
        grid.setVerticalSpacing(STEP)
        grid.setColumnStretch(_NAME, 1)
        line = 0
        for group, rules in GROUPS.items():
            line = self._add_group(grid, line, group, rules)
        grid.setRowStretch(line, 1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumWidth(
            inside.sizeHint().width() + area.verticalScrollBar().sizeHint().width()
        )
        return area

    def _add_group(
        self, grid: QGridLayout, line: int, group: Group, rules: tuple[Rule, ...]
    ) -> int:
        """The lines of a group; which line comes next."""
        title = QLabel(self._words(f"limit.group_{group.value}"))
        title.setFont(Theme.current().font(FontKind.STRONG))
        title.setContentsMargins(0, STEP if line else 0, 0, 0)
        grid.addWidget(title, line, _NAME, 1, _UNIT + 1)
        for rule in rules:
            row, line = self.rows[rule], line + 2
            grid.addWidget(row.name, line - 1, _NAME)
            grid.addWidget(row.choice, line - 1, _CHOICE)
            if row.bound is not None:
                grid.addWidget(row.bound, line - 1, _BOUND)
            grid.addWidget(row.unit, line - 1, _UNIT)
            grid.addWidget(row.problem, line, _NAME, 1, _UNIT + 1)
        return line + 1

    def _show(self) -> None:
        settings = self._settings
        for row in self.rows.values():
            row.show()
            row.choice.setEnabled(settings.is_loaded)
        self.sheet.setEnabled(settings.is_loaded)
        self.sheet.setChecked(settings.sheet)
        told = settings.told or (self._words("limit.loosened") if settings.loosens else "")
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.yes.setEnabled(settings.may_save)
        self.reset.setEnabled(settings.may_reset)
