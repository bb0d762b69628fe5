"""Which events make a note on the screen, and which a sound."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.sound import SoundPort, sound_file
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.announcements import AnnouncementSettings, Notable, Way
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_WIDTH = 380


class AnnouncementDialog(QDialog):
    """What is chosen holds at once."""

    def __init__(
        self,
        settings: AnnouncementSettings,
        player: SoundPort,
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._player = player
        self._words = words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("announcementSettings")
        self.setWindowTitle(words("announce.settings"))
        self.boxes: dict[tuple[Notable, Way], QCheckBox] = {}
        self.listen: dict[Notable, QToolButton] = {}
        self.mute = QCheckBox(words("announce.mute"))
        self.mute.setChecked(settings.is_muted)
        self.mute.toggled.connect(lambda muted: settings.mute(muted=muted))
        self._build()

    def _build(self) -> None:
        head = QLabel(self._words("announce.settings"))
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        close = QPushButton(self._words("shell.close"))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 5 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(head)
        column.addLayout(self._grid())
        column.addWidget(self.mute)
        if not self._player.can_play:
            silent = QLabel(self._words("announce.no_sound"))
            silent.setWordWrap(True)
            set_tone(silent, Tone.UNCERTAIN)
            column.addWidget(silent)
        column.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(_WIDTH)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * STEP)
        grid.setVerticalSpacing(2 * STEP)
        grid.setColumnStretch(0, 1)
        for place, way in enumerate(Way, 1):
            title = QLabel(self._words(f"announce.{way}"))
            set_tone(title, Tone.DIM)
            grid.addWidget(title, 0, place, Qt.AlignmentFlag.AlignCenter)
        for row, kind in enumerate(Notable, 1):
            name = self._words(f"announce.kind.{kind}")
            grid.addWidget(QLabel(name), row, 0)
            for place, way in enumerate(Way, 1):
                box = self._box(kind, way, name)
                grid.addWidget(box, row, place, Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(self._listen(kind, name), row, len(Way) + 1)
        return grid

    def _box(self, kind: Notable, way: Way, name: str) -> QCheckBox:
        box = QCheckBox()
        box.setAccessibleName(f"{name} {self._words(f'announce.{way}')}")
        box.setChecked(self._settings.has(kind, way))
        box.toggled.connect(self._chooser(kind, way))
        self.boxes[kind, way] = box
        return box

    def _chooser(self, kind: Notable, way: Way) -> Callable[[bool], None]:
        return lambda chosen: self._settings.choose(kind, way, chosen=chosen)

    def _listen(self, kind: Notable, name: str) -> QToolButton:
        button = QToolButton()
        button.setText("♪")
        button.setToolTip(self._words("announce.try_sound"))
        button.setAccessibleName(f"{name} {self._words('announce.try_sound')}")
        button.setEnabled(self._player.can_play)
        button.clicked.connect(lambda: self._player.play(sound_file(kind)))
        self.listen[kind] = button
        return button
