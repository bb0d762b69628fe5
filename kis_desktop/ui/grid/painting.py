"""How a grid's rows get onto the screen: grounds first, then bars, then all texts by font."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QStaticText

from kis_desktop.domain.connection import Feed
from kis_desktop.ui.grid.texts import TextCache
from kis_desktop.ui.theme.theme import Theme, laid_over
from kis_desktop.ui.theme.tokens import FLASH_SECONDS, FontKind, Token
from kis_desktop.viewmodels.roles import Flash, Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, RowTableModel

NO_ROOM = "⋯"  # stands for a number that its column cannot hold
PADDING = 6
DOT_ROOM = 16
_DOT = 4.0
_BAR_HEIGHT = 5
_BAR_SHARE = 0.55  # of the column's width
_BADGE_GAP = 4
_STALE_OPACITY = 0.62

_GROUNDS: dict[Tone, Token] = {
    Tone.UP: Token.UP_GROUND,
    Tone.BUY: Token.UP_GROUND,
    Tone.DOWN: Token.DOWN_GROUND,
    Tone.SELL: Token.DOWN_GROUND,
}


@dataclass(frozen=True, slots=True)
class Span:
    """Where a column stands in the viewport: its number in the model, left edge and width."""

    number: int
    column: Column
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """Where a row stands in the viewport: its place in the model, top edge, and whether chosen."""

    place: int
    top: int
    selected: bool


class Palette:
    """The theme's colours as a grid needs them, taken once per theme."""

    def __init__(self, theme: Theme) -> None:
        panel = theme.color(Token.PANEL)
        self.panel = panel
        self.selected = theme.color(Token.SELECTED)
        self.line = theme.color(Token.LINE)
        self.raised = theme.color(Token.RAISED)
        self.accent = theme.color(Token.ACCENT)
        self.live = theme.color(Token.LIVE)
        self.faint = theme.color(Token.FAINT)
        self.tones = {tone: QPen(theme.tone(tone)) for tone in Tone}
        self.stale = {tone: QPen(_faded(theme.tone(tone), panel)) for tone in Tone}
        self.grounds = {tone: theme.color(_GROUNDS.get(tone, Token.FLAT_GROUND)) for tone in Tone}
        self.base = TextCache(theme.font(FontKind.BASE))
        self.strong = TextCache(theme.font(FontKind.STRONG))
        self.tiny = TextCache(theme.font(FontKind.TINY))


Placed = tuple[float, float, QStaticText]


class RowPainter:
    """Paints rows of one model; made anew when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self.palette = Palette(theme)
        self._flashes = theme.flashes
        self._wanted: dict[int, int] = {}
        self._edge = 0

    @property
    def has_wanted(self) -> bool:
        """Whether some number found no room since the last taking."""
        return bool(self._wanted)

    def take_wanted(self) -> dict[int, int]:
        """Columns (by number in the model) whose numbers found no room, and the width they need."""
        wanted, self._wanted = self._wanted, {}
        return wanted

    def paint(
        self,
        painter: QPainter,
        model: RowTableModel,
        spans: list[Span],
        lines: list[Line],
        *,
        height: int,
        now: float,
        stale: bool,
    ) -> bool:
        """Paint the lines; true while a flash is still fading in one of them."""
        self._edge = painter.viewport().width()
        regular: dict[int, tuple[QPen, list[Placed]]] = {}
        strong: dict[int, tuple[QPen, list[Placed]]] = {}
        fading = False
        for line in lines:
            cells = model.row(line.place).cells
            if line.selected and spans:
                right = spans[-1].left + spans[-1].width
                left = spans[0].left
                painter.fillRect(left, line.top, right - left, height, self.palette.selected)
            for span in spans:
                cell = cells[span.number]
                if cell.flash is not None and self._flashes:
                    fading |= self._flash(painter, cell.flash, span, line.top, height, now)
                self._place(
                    painter, cell, span, line.top, height,
                    strong if cell.bold else regular, stale=stale or cell.stale,
                )  # fmt: skip
        self._write(painter, self.palette.base, regular)
        self._write(painter, self.palette.strong, strong)
        return fading

    def _flash(
        self, painter: QPainter, flash: Flash, span: Span, top: int, height: int, now: float
    ) -> bool:
        at, tone = flash
        left = 1.0 - (now - at) / FLASH_SECONDS
        if not 0.0 < left <= 1.0:
            return False
        ground = QColor(self.palette.grounds[tone])
        ground.setAlphaF(ground.alphaF() * left)
        painter.fillRect(span.left, top, span.width, height, ground)
        return True

    def _place(
        self,
        painter: QPainter,
        cell: Cell,
        span: Span,
        top: int,
        height: int,
        texts: dict[int, tuple[QPen, list[Placed]]],
        *,
        stale: bool,
    ) -> None:
        cache = self.palette.strong if cell.bold else self.palette.base
        left = span.left + PADDING
        room = span.width - 2 * PADDING
        if cell.dot is not None:
            self._dot(painter, cell.dot, span.left, top, height)
            left += DOT_ROOM - PADDING
            room -= DOT_ROOM - PADDING
        if span.column.kind is ColumnKind.BAR and cell.bar is not None:
            self._bar(painter, cell, QRect(left, top, round(room * _BAR_SHARE), height))
        if cell.badges:
            room -= self._badges_width(cell)
        text, width = self._fitted(cache, cell, span, room)
        if span.column.kind is not ColumnKind.TEXT:
            left += max(room - round(width), 0)
        if span.column.kind is not ColumnKind.TEXT and not 0 <= left <= self._edge - width:
            return  # scrolled half out of sight, its rest would read as another number
        pen = (self.palette.stale if stale else self.palette.tones)[cell.tone]
        texts.setdefault(id(pen), (pen, []))[1].append(
            (left, top + (height - cache.height) / 2, text)
        )
        if cell.badges:
            self._badges(painter, cell, round(left + width) + _BADGE_GAP, top, height)
        elif cell.note:
            note, note_width = cache.laid_out(f" — {cell.note}")
            if width + note_width <= room:
                dim = self.palette.tones[Tone.DIM]
                texts.setdefault(id(dim), (dim, []))[1].append(
                    (left + width, top + (height - cache.height) / 2, note)
                )

    def _fitted(
        self, cache: TextCache, cell: Cell, span: Span, room: int
    ) -> tuple[QStaticText, float]:
        """A text may be cut, a number never: part of it would read as another number."""
        if span.column.kind is ColumnKind.TEXT:
            return cache.fitted(cell.text, room)
        found = cache.laid_out(cell.text)
        if found[1] <= room:
            return found
        needed = span.width + ceil(found[1]) - room
        self._wanted[span.number] = max(self._wanted.get(span.number, 0), needed)
        return cache.laid_out(NO_ROOM)

    @staticmethod
    def _write(
        painter: QPainter, cache: TextCache, texts: dict[int, tuple[QPen, list[Placed]]]
    ) -> None:
        if not texts:
            return
        painter.setFont(cache.font)
        for pen, placed in texts.values():
            painter.setPen(pen)
            for x, y, text in placed:
                painter.drawStaticText(QPointF(x, y), text)

    def _dot(self, painter: QPainter, feed: Feed, left: int, top: int, height: int) -> None:
        """Full: live; hollow: polled; an amber bar: broken; small and grey: waiting."""
        box = QRectF(left + PADDING, top + (height - _DOT) / 2, _DOT, _DOT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        match feed:
            case Feed.LIVE:
                painter.setBrush(self.palette.live)
                painter.drawEllipse(box)
            case Feed.GAP:
                painter.fillRect(box.adjusted(-1, 1, 1, -1), self.palette.accent)
            case Feed.WAITING:
                painter.setBrush(self.palette.faint)
                painter.drawEllipse(box.adjusted(1, 1, -1, -1))
            case Feed.POLLED:
                painter.setPen(self.palette.faint)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _bar(self, painter: QPainter, cell: Cell, box: QRect) -> None:
        top = box.top() + (box.height() - _BAR_HEIGHT) // 2
        painter.fillRect(box.left(), top, box.width(), _BAR_HEIGHT, self.palette.line)
        filled = round(box.width() * min(max(cell.bar or 0.0, 0.0), 1.0))
        colour = self.palette.tones[cell.tone].color()
        painter.fillRect(box.left(), top, filled, _BAR_HEIGHT, colour)

    def _badges_width(self, cell: Cell) -> int:
        widths = (self.palette.tiny.laid_out(badge)[1] for badge in cell.badges)
        return sum(round(width) + 2 * _BADGE_GAP + _BADGE_GAP for width in widths)

    def _badges(self, painter: QPainter, cell: Cell, left: int, top: int, height: int) -> None:
        cache = self.palette.tiny
        painter.setFont(cache.font)
        painter.setPen(self.palette.tones[Tone.DIM])
        for badge in cell.badges:
            text, width = cache.laid_out(badge)
            box_height = round(cache.height) + 2
            box = QRect(
                left, top + (height - box_height) // 2, round(width) + 2 * _BADGE_GAP, box_height
            )
            painter.fillRect(box, self.palette.raised)
            painter.drawStaticText(QPointF(box.left() + _BADGE_GAP, box.top() + 1), text)
            left += box.width() + _BADGE_GAP


def _faded(colour: QColor, surface: QColor) -> QColor:
    thin = QColor(colour)
    thin.setAlphaF(_STALE_OPACITY)
    return laid_over(thin, surface)
