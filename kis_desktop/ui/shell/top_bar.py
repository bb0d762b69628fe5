"""The top edge: name, menus, search, the market's clock, the world we trade in, and the stop."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QPushButton, QSizePolicy, QWidget

from kis_desktop.domain.connection import Environment
from kis_desktop.ui.shell.search_box import SearchBox
from kis_desktop.ui.theme.theme import Theme, laid_over, set_tone, thinned
from kis_desktop.ui.theme.tokens import (
    ENVIRONMENT_LINE,
    RADIUS,
    STEP,
    TOP_BAR_HEIGHT,
    FontKind,
    Token,
)
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.kill_switch import KillSwitch
from kis_desktop.viewmodels.market_clock import MarketClock
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_SEARCH_WIDTH = 216
_NARROW_SEARCH = 150
_BADGE_HEIGHT = 24
_BADGE_GROUND = 0.16
_DOT = 7


class EnvironmentBadge(QWidget):
    """Which world this is, as a dot and words in its colour."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._environment = context.environment
        self.text = context.world
        self.setObjectName("environment")
        self.setAccessibleName(self.text)
        self.setFont(Theme.current().font(FontKind.STRONG))
        width = self.fontMetrics().horizontalAdvance(self.text)
        self.setFixedSize(QSize(width + _DOT + 6 * STEP, _BADGE_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        colour = theme.environment(self._environment)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(laid_over(thinned(colour, _BADGE_GROUND), theme.color(Token.PANEL)))
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        painter.setBrush(colour)
        painter.drawEllipse(2 * STEP, (self.height() - _DOT) // 2, _DOT, _DOT)
        painter.setPen(colour)
        painter.setFont(self.font())
        room = self.rect().adjusted(2 * STEP + _DOT + STEP, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text)
        painter.end()


class HaltButton(QPushButton):
    """Stops all new orders and takes working ones back at once; to let go it wants a reason."""

    release_wanted = Signal()

    def __init__(self, halt: KillSwitch, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._halt = halt
        self._words = words
        self.setObjectName("halt")
        self.setFont(Theme.current().font(FontKind.STRONG))
        self.setFixedHeight(28)
        self.clicked.connect(self.press)
        halt.changed.connect(self._show)
        self._show()

    def press(self) -> None:
        """Stop, or ask whether to go on."""
        if self._halt.halted:
            self.release_wanted.emit()
        else:
            self._halt.pull()

    def _show(self) -> None:
        halted = self._halt.halted
        text = self._words("halt.stopped" if halted else "halt.stop")
        if self._halt.asked:
            text = self._words("halt.asked")
        elif self._halt.failure:
            text = self._words("halt.release_failed" if halted else "halt.stop_failed")
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(self._halt.failure or self._words("halt.hint"))
        self.setProperty("halted", halted)
        self.style().unpolish(self)
        self.style().polish(self)


class TopBar(QWidget):
    """Forty-eight pixels, and the line in the colour of the world under them."""

    def __init__(self, context: ViewContext, window: QWidget) -> None:
        super().__init__(window)
        self._environment = context.environment
        self._market = MarketClock(context, self)
        self.kill_switch = KillSwitch(context, self)
        self.menus = QMenuBar(self)
        self.menus.setNativeMenuBar(False)
        self.search = SearchBox(context, window)
        self.badge = EnvironmentBadge(context)
        self.halt_button = HaltButton(self.kill_switch, Words(context.language))
        self._phase, self._time = QLabel(), QLabel()
        self._build()
        self._market.changed.connect(self._show_clock)
        self._show_clock()
        Theme.current().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Token.PANEL))
        top = self.height() - ENVIRONMENT_LINE
        painter.fillRect(
            0, top, self.width(), ENVIRONMENT_LINE, theme.environment(self._environment)
        )
        painter.end()

    def _build(self) -> None:
        theme = Theme.current()
        self.setObjectName("topBar")
        self.setFixedHeight(TOP_BAR_HEIGHT + ENVIRONMENT_LINE)
        name = QLabel("kis-desktop")
        name.setFont(theme.font(FontKind.BUTTON))
        self.menus.setFont(theme.font(FontKind.BASE))
        replayed = self._environment is Environment.REPLAY  # its badge needs the room
        self.search.setFixedWidth(_NARROW_SEARCH if replayed else _SEARCH_WIDTH)
        self._phase.setObjectName("phase")
        self._phase.setFont(theme.font(FontKind.BASE))
        self._time.setObjectName("marketTime")
        self._time.setFont(theme.font(FontKind.BUTTON))
        set_tone(self._phase, Tone.DIM)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, 0, 3 * STEP, ENVIRONMENT_LINE)
        row.setSpacing(2 * STEP)
        self.menus.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for widget in (name, self.menus, self.search):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._phase)
        row.addWidget(self._time)
        row.addSpacing(STEP)
        row.addWidget(self.badge)
        row.addSpacing(STEP)
        row.addWidget(self.halt_button)

    def _show_clock(self) -> None:
        self._phase.setText(self._market.phase)
        self._time.setText(self._market.time)
        self._phase.setToolTip(self._market.next_phase)
        self._time.setToolTip(self._market.next_phase)
