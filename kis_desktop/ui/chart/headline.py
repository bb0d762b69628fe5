"""The line above the canvas, painted in one go; figures that have no room are left out whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind, Token
from kis_desktop.viewmodels.chart_headline import Figure, Headline
from kis_desktop.viewmodels.roles import Tone

_HEIGHT, _SMALL_HEIGHT = 44, 28
_SIDE = 12.0
_GAP = 10.0
_BADGE_HEIGHT, _BADGE_PAD = 18.0, 6.0
_LEAST_NAME = 60.0
_CLOSE = 22


class HeadlineView(QWidget):
    """Shows a `Headline`."""

    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline = Headline()
        self.close_button = _close_button(self)
        self.close_button.clicked.connect(self.close_asked)
        self._small = False
        self.setObjectName("chart-headline")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        Theme.current().changed.connect(self.update)

    @property
    def headline(self) -> Headline:
        """What is shown."""
        return self._headline

    def show_headline(self, headline: Headline, spoken: str) -> None:
        """Show it; `spoken` is what a screen reader says."""
        self._headline = headline
        self.setAccessibleName(spoken)
        self.setToolTip(headline.name)
        self.update()

    def set_small(self, *, small: bool) -> None:
        """Take less room: one chart of several."""
        if small is not self._small:
            self._small = small
            self.updateGeometry()
            self.update()

    def set_closable(self, *, closable: bool) -> None:
        """Whether the chart can be taken away: one of several."""
        self.close_button.setVisible(closable)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        top = (self.height() - _CLOSE) // 2
        self.close_button.setGeometry(self.width() - _CLOSE - 4, top, _CLOSE, _CLOSE)

    @property
    def _right(self) -> float:
        """Where the figures end."""
        closes = not self.close_button.isHidden()
        return self.width() - (_CLOSE + 8 if closes else _SIDE)

    def sizeHint(self) -> QSize:
        return QSize(600, _SMALL_HEIGHT if self._small else _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = Theme.current()
        painter.fillRect(self.rect(), theme.color(Token.PANEL))
        if self._headline.name:
            left = self._paint_left(painter, theme)
            self._paint_figures(painter, theme, left + 2 * _GAP)
        painter.end()

    def _paint_left(self, painter: QPainter, theme: Theme) -> float:
        """Name, badges, price and change; where they end. The price goes before the badges."""
        shown = self._headline
        price = theme.font(FontKind.SYMBOL if self._small else FontKind.PRICE)
        change = theme.font(FontKind.BASE if self._small else FontKind.BUTTON)
        change.setWeight(QFont.Weight.Medium)
        move = f"{shown.change}  {shown.rate}" if shown.moved else ""
        needed = _width(price, shown.last) + _GAP + _width(change, move)
        x = _SIDE
        room = self._right - _SIDE - needed - _GAP
        symbol = theme.font(FontKind.STRONG if self._small else FontKind.SYMBOL)
        metrics = QFontMetricsF(symbol)
        told = sum(_badge_width(text) + 6 for text in shown.told)
        wide = max(room - told - _GAP if shown.told else room, _LEAST_NAME)
        name = metrics.elidedText(shown.name, Qt.TextElideMode.ElideRight, wide)
        x = self._write(painter, x, name, symbol, self._ink(theme, Tone.TEXT)) + _GAP
        room -= metrics.horizontalAdvance(name) + _GAP
        x = self._paint_badges(painter, theme, x, room)
        ink = self._ink(theme, shown.tone)
        x = self._write(painter, x, shown.last, price, ink) + _GAP
        return self._write(painter, x, move, change, ink)

    def _paint_badges(self, painter: QPainter, theme: Theme, x: float, room: float) -> float:
        font = theme.font(FontKind.TINY)
        shown = self._headline
        told = [(text, Token.DIM) for text in shown.told]
        marked = [(text, Token.ACCENT) for text in shown.marks]
        plain = [(text, Token.DIM) for text in (() if self._small else shown.badges)]
        for text, token in told + marked + plain:
            width = _badge_width(text)
            room -= width + 6
            if room < 0:
                break
            box = QRectF(round(x), (self.height() - _BADGE_HEIGHT) / 2, width, _BADGE_HEIGHT)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
            painter.setBrush(theme.color(Token.RAISED))
            edge = Token.LINE if token is Token.DIM else token
            painter.setPen(QPen(theme.color(edge), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.setFont(font)
            painter.setPen(theme.color(token))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
            x += width + 6
        return x + 4

    def _paint_figures(self, painter: QPainter, theme: Theme, least: float) -> None:
        """The day's figures from the right; the first ones give way where there is no room."""
        names, texts = theme.font(FontKind.BASE), theme.font(FontKind.BASE)
        texts.setWeight(QFont.Weight.Medium)
        x = self._right
        for figure, width in self._fitting(x - least, names, texts):
            start = x - width
            after = self._write(
                painter, start, f"{figure.name} ", names, self._ink(theme, Tone.FAINT)
            )
            self._write(painter, after, figure.text, texts, self._ink(theme, figure.tone))
            x = start - _GAP

    def _fitting(self, room: float, names: QFont, texts: QFont) -> Sequence[tuple[Figure, float]]:
        """The figures that fit, the last one first."""
        found: list[tuple[Figure, float]] = []
        for figure in reversed(self._headline.figures):
            width = _width(names, f"{figure.name} ") + _width(texts, figure.text)
            room -= width + _GAP
            if room < 0:
                break
            found.append((figure, width))
        return found

    def _write(self, painter: QPainter, x: float, text: str, font: QFont, ink: QColor) -> float:
        painter.setFont(font)
        painter.setPen(ink)
        width = _width(font, text)
        box = QRectF(x, 0, width + 4, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        return x + width

    def _ink(self, theme: Theme, tone: Tone) -> QColor:
        return theme.tone(Tone.FAINT if self._headline.stale else tone)


def _close_button(parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName("chart-close")
    button.setText("×")
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.hide()
    return button


def _badge_width(text: str) -> int:
    return round(_width(Theme.current().font(FontKind.TINY), text) + 2 * _BADGE_PAD)


def _width(font: QFont, text: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)
