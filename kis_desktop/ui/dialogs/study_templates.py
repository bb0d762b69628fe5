"""Templates of indicators: one applied, one kept under a name, one forgotten."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kis_desktop.ui.explorer.form_field import CodeBox
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.study_settings import StudySettings

_LONGEST_NAME = 24  # letters


class TemplateBar(QWidget):
    """A list to apply from, and a name to keep under."""

    def __init__(self, settings: StudySettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        words = settings.words
        self.box = CodeBox()
        self.box.setObjectName("template-box")
        self.box.setAccessibleName(words("chart_panel.templates"))
        self.name = QLineEdit()
        self.name.setObjectName("template-name")
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setPlaceholderText(words("chart_panel.template_name"))
        self.name.setAccessibleName(words("chart_panel.template_name"))
        self.apply = self._button("apply")
        self.drop = self._button("drop")
        self.keep = self._button("keep")
        self.told = QLabel()
        self.told.setObjectName("template-told")
        self.told.setFont(Theme.current().font(FontKind.HINT))
        self.told.hide()
        set_tone(self.told, Tone.UNCERTAIN)
        self._build()
        self.box.currentIndexChanged.connect(self._enable)
        self.apply.clicked.connect(self._apply)
        self.drop.clicked.connect(self._drop)
        self.keep.clicked.connect(self._keep)
        self.name.returnPressed.connect(self._keep)
        settings.changed.connect(self._list)
        self._list()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(STEP)
        title = QLabel(self._settings.words("chart_panel.templates"))
        set_tone(title, Tone.DIM)
        row.addWidget(title)
        row.addWidget(self.box, 1)
        row.addWidget(self.apply)
        row.addWidget(self.drop)
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(row)
        column.addWidget(self.told)

    def _list(self) -> None:
        names = [name for name, _, _ in self._settings.templates()]
        if names != [self.box.itemText(place) for place in range(self.box.count())]:
            self.box.clear()
            self.box.addItems(names)
        self._enable()

    def _enable(self) -> None:
        templates, place = self._settings.templates(), self.box.currentIndex()
        self.drop.setEnabled(0 <= place < len(templates) and templates[place][2])

    def _apply(self) -> None:
        templates, place = self._settings.templates(), self.box.currentIndex()
        if 0 <= place < len(templates):
            self._settings.apply(templates[place][1])

    def _drop(self) -> None:
        self._settings.drop(self.box.currentText())

    def _keep(self) -> None:
        name = self.name.text()
        problem = self._settings.keep(name)
        self.told.setText(problem)
        self.told.setVisible(bool(problem))
        if not problem:
            self.name.clear()
            self.box.setCurrentText(name.strip())

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self._settings.words(f"chart_panel.template_{name}"))
        button.setObjectName(f"template-{name}")
        button.setAutoDefault(False)
        return button
