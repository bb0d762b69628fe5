"""The bottom edge: the line, what is used of the limits, the token, and what happened last."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from kis_desktop.domain.connection import LinkState
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STATUS_HEIGHT, STEP, FontKind, Token
from kis_desktop.viewmodels.conditional_mark import ConditionalMark
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.recorder_mark import RecorderMark
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.status import Gauge, Status

_BAR_WIDTH, _BAR_HEIGHT = 64, 5
_DOT = 5.0


class LineDot(QWidget):
    """Green while the line stands, amber while it doesn't."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = False
        self.setFixedSize(2 * STEP, STATUS_HEIGHT)

    def set_live(self, live: bool) -> None:  # noqa: FBT001
        """Full green, or amber."""
        if live is not self._live:
            self._live = live
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Theme.current().color(Token.LIVE if self._live else Token.ACCENT))
        painter.drawEllipse(QRectF(0, (self.height() - _DOT) / 2, _DOT, _DOT))
        painter.end()


class GaugeBar(QWidget):
    """How much of a limit is used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self._tone = Tone.DIM
        self.setFixedSize(QSize(_BAR_WIDTH, STATUS_HEIGHT))

    def show_gauge(self, gauge: Gauge) -> None:
        """Show another use."""
        if (gauge.share, gauge.tone) != (self._share, self._tone):
            self._share, self._tone = gauge.share, gauge.tone
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        top = (self.height() - _BAR_HEIGHT) // 2
        painter.fillRect(0, top, self.width(), _BAR_HEIGHT, theme.color(Token.LINE))
        near = self._tone is Tone.UNCERTAIN
        colour = theme.color(Token.ACCENT if near else Token.LIVE)
        painter.fillRect(0, top, round(self.width() * (self._share or 0)), _BAR_HEIGHT, colour)
        painter.end()


class RecorderLabel(QLabel):
    """Red while something is recorded, in the colour of the world while something is replayed."""

    def __init__(self, mark: RecorderMark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        self.setObjectName("recorder")
        self.setFont(Theme.current().font(FontKind.STRONG))
        mark.changed.connect(self._show)
        Theme.current().changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._mark.text))
        self.setText(self._mark.text)
        self.setToolTip(self._mark.hint)
        token = Token.RECORDING if self._mark.records else Token.REPLAY
        palette = self.palette()
        palette.setColor(self.foregroundRole(), Theme.current().color(token))
        self.setPalette(palette)


class NewsLabel(QLabel):
    """The last event: as far as there is room, from its beginning on; whole in the tip."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), self.shown_text())
        painter.end()

    def shown_text(self) -> str:
        """The text, cut at its end where there is no room."""
        metrics = QFontMetrics(self.font())
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())


class StatusLine(QWidget):
    """One row of small texts; repainted only where a text changes."""

    def __init__(
        self, context: ViewContext, profile: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.status = Status(context, self)
        self._dot, self._line = LineDot(), _label("line")
        self._rest, self._rest_bar = _label("rest"), GaugeBar()
        self._registrations, self._registrations_bar = _label("registrations"), GaugeBar()
        self._rest_title, self._registrations_title = _label("restTitle"), _label("liveTitle")
        self._token, self._news = _label("token"), _label("news", NewsLabel())
        self._notices = _label("notices")
        self.conditional = ConditionalMark(context, self)
        self._conditional = _label("conditionalMark")
        self._profile = _label("profile")
        self._profile.setText(profile or context.world)
        self.recorder = RecorderMark(context, self)
        self._recorder = RecorderLabel(self.recorder)
        self._build()
        self.conditional.changed.connect(self._show_conditional)
        self._show_conditional()
        self.status.changed.connect(self._show)
        self.status.news_changed.connect(self._show_news)
        self._show()

    def say(self, text: str) -> None:
        """Show a sentence until the next event."""
        _say(self._news, text, Tone.UNCERTAIN)
        self._news.setToolTip(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Theme.current().color(Token.PANEL))
        painter.end()

    def _build(self) -> None:
        self.setObjectName("statusLine")
        self.setFixedHeight(STATUS_HEIGHT)
        self._news.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._news.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, 0, 3 * STEP, 0)
        row.setSpacing(2 * STEP)
        for group in (
            (self._dot, self._line, self._notices),
            (self._rest_title, self._rest_bar, self._rest),
            (self._registrations_title, self._registrations_bar, self._registrations),
            (self._token,),
            (self._conditional,),
        ):
            for widget in group:
                row.addWidget(widget)
            row.addSpacing(2 * STEP)
        row.addWidget(self._news, 1)
        row.addSpacing(2 * STEP)
        row.addWidget(self._recorder)
        row.addWidget(self._profile)

    def _show(self) -> None:
        status = self.status
        self._dot.set_live(status.state is LinkState.LIVE)
        _say(self._line, status.line.text, status.line.tone)
        self._line.setToolTip(status.reason)
        _say(self._notices, status.notices.text, status.notices.tone)
        self._notices.setVisible(bool(status.notices.text))
        for gauge, title, bar, text in (
            (status.rest, self._rest_title, self._rest_bar, self._rest),
            (
                status.registrations,
                self._registrations_title,
                self._registrations_bar,
                self._registrations,
            ),
        ):
            title.setText(gauge.title)
            bar.show_gauge(gauge)
            _say(text, gauge.text, gauge.tone)
        _say(self._token, status.token.text, status.token.tone)

    def _show_conditional(self) -> None:
        mark = self.conditional
        _say(self._conditional, mark.text, mark.tone)
        self._conditional.setToolTip(mark.hint)
        self._conditional.setVisible(bool(mark.text))

    def _show_news(self) -> None:
        _say(self._news, self.status.news.text, self.status.news.tone)
        self._news.setToolTip(self.status.news.text)


def _label(name: str, label: QLabel | None = None) -> QLabel:
    label = label or QLabel()
    label.setObjectName(name)
    label.setFont(Theme.current().font(FontKind.HINT))
    set_tone(label, Tone.DIM)
    return label


def _say(label: QLabel, text: str, tone: Tone) -> None:
    if label.text() != text:
        label.setText(text)
    set_tone(label, tone)
