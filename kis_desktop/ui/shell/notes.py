"""Notes over the window's lower left corner: what happened to orders and line, newest below.

On the right they would lie over the ticket's button.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import RADIUS, STEP, FontKind, Token
from kis_desktop.viewmodels.announcements import Announcement, Announcements
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

SHOWN_FOR = 7_000  # ms
MOST = 4
_WIDTH = 320
_EDGE = 3
_LINE = {Tone.BUY: Token.UP, Tone.SELL: Token.DOWN, Tone.UNCERTAIN: Token.ACCENT}


class Note(QFrame):
    """One announcement: `gone` when its time is over or it was closed, `picked` on a click."""

    gone = Signal(str)
    picked = Signal(str)

    def __init__(self, told: Announcement, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self.setFixedWidth(_WIDTH)
        self.told = told
        self.title, self.text = QLabel(), QLabel()
        self.close_button = QToolButton()
        self.close_button.setText("✕")
        self.close_button.setObjectName("closeNote")
        self.close_button.setToolTip(words("announce.close_hint"))
        self.close_button.setAccessibleName(words("announce.close_hint"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self._leave)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(SHOWN_FOR)
        self._rest.timeout.connect(self._leave)
        self._build()
        self.tell(told)

    def tell(self, told: Announcement) -> None:
        """Say something newer of the same."""
        self.told = told
        for label, words in ((self.title, told.title), (self.text, told.text)):
            label.setText(words)
            label.setToolTip(words)
        set_tone(self.title, told.tone)
        self.text.setVisible(bool(told.text))
        spoken = f"{told.title}. {told.text}" if told.text else told.title
        self.setAccessibleName(spoken)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))
        self._begin_rest()
        self.fit()
        self.update()

    def fit(self) -> None:
        """As high as its wrapped lines need; `adjustSize` wraps them at another width."""
        self.setFixedHeight(self._row.totalHeightForWidth(_WIDTH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color(Token.LINE))
        painter.setBrush(theme.color(Token.RAISED))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        edge = theme.color(_LINE.get(self.told.tone, Token.FAINT))
        painter.fillRect(0, RADIUS, _EDGE, self.height() - 2 * RADIUS, edge)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """What is being read stays."""
        self._rest.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._begin_rest()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.told.symbol:
            self.picked.emit(self.told.symbol)
        super().mouseReleaseEvent(event)

    def _begin_rest(self) -> None:
        if self.told.stays:
            self._rest.stop()
        else:
            self._rest.start()

    def _leave(self) -> None:
        self._rest.stop()
        self.gone.emit(self.told.key)

    def _build(self) -> None:
        theme = Theme.current()
        self.title.setFont(theme.font(FontKind.STRONG))
        self.text.setFont(theme.font(FontKind.BASE))
        set_tone(self.text, Tone.DIM)
        self.title.setWordWrap(True)
        self.text.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(STEP // 2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3 * STEP, 2 * STEP, STEP, 2 * STEP)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)


class Notes(QObject):
    """Stacks notes over `host`'s lower left corner, `above` pixels over its edge; the oldest that
    doesn't wait for the trader goes when there are too many.
    """

    picked = Signal(str)

    def __init__(
        self, announcements: Announcements, words: Words, host: QWidget, above: int
    ) -> None:
        super().__init__(host)
        self._announcements = announcements
        self._words = words
        self._host = host
        self._above = above
        self._shown: dict[str, Note] = {}
        announcements.announced.connect(self.show_note)
        host.installEventFilter(self)

    @property
    def shown(self) -> tuple[Note, ...]:
        """The notes that are on the screen, oldest first."""
        return tuple(self._shown.values())

    def show_note(self, told: Announcement) -> None:
        """Show an announcement, in the place of an older one with its key."""
        note = self._shown.get(told.key)
        if note is not None:
            note.tell(told)
        else:
            note = self._shown[told.key] = Note(told, self._words, self._host)
            note.gone.connect(self._remove)
            note.picked.connect(self.picked)
            self._make_room()
            note.show()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self._place()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        while len(self._shown) > MOST:
            passing = [key for key, note in self._shown.items() if not note.told.stays]
            self._remove((passing or list(self._shown))[0])

    def _remove(self, key: str) -> None:
        note = self._shown.pop(key, None)
        if note is not None:
            note.hide()
            note.deleteLater()
            self._announcements.forget(key)
            self._place()

    def _place(self) -> None:
        bottom = self._host.height() - self._above
        for note in reversed(self._shown.values()):
            note.fit()
            bottom -= note.height() + 2 * STEP
            note.move(QPoint(3 * STEP, bottom))
            note.raise_()
