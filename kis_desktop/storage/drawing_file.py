"""Drawings (차트에 그린 것) on the disk: a text file for each instrument, a line for each point.

A point is written as its moment in UTC and its price as text, so that both come back exactly and
a change reads well in a diff.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import msgspec

from kis_desktop.domain.drawing import (
    Dash,
    Drawing,
    DrawingPoint,
    DrawingStyle,
    check_drawings,
)
from kis_desktop.domain.message import Message
from kis_desktop.storage.plain_text import PlainFile, quoted, write_text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_USUAL = DrawingStyle()


class _Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    time: datetime
    price: Decimal


class _Drawing(msgspec.Struct, frozen=True):
    id: str
    kind: str
    points: tuple[_Point, ...]
    ink: str = _USUAL.ink
    width: int = _USUAL.width
    dash: Dash = _USUAL.dash
    text: str = ""
    locked: bool = False
    hidden: bool = False


class _Content(msgspec.Struct, frozen=True):
    symbol: str
    drawings: tuple[_Drawing, ...] = ()


class DrawingFolder:
    """The drawings of all instruments. Blocking. All methods raise `StorageFailed`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, symbol: str) -> tuple[tuple[Drawing, ...], Message | None]:
        """What was drawn, and what to tell when the file was damaged and so was set aside."""
        return _DrawingFile(self._path(symbol)).load(symbol)

    def save(self, symbol: str, drawings: tuple[Drawing, ...]) -> None:
        """Keep these instead."""
        head = f"symbol = {quoted(symbol)}\n"
        write_text(self._path(symbol), "\n".join([head, *map(_written, drawings)]))

    def _path(self, symbol: str) -> Path:
        # a name of its own kind: some systems forbid files that are called CON or AUX
        return self._folder / f"chart-{quote(symbol, safe='')}.toml"


class _DrawingFile(PlainFile):
    def load(self, symbol: str) -> tuple[tuple[Drawing, ...], Message | None]:
        content = self._content(_Content)
        if content is None:
            return (), self.damage
        try:
            return _read(content, symbol), None
        except ValueError as error:
            self._put_aside(str(error))
            return (), self.damage


def _read(content: _Content, symbol: str) -> tuple[Drawing, ...]:
    """Raises `ValueError`."""
    if content.symbol != symbol:
        raise ValueError(f"drawings of {content.symbol}, not of {symbol}")
    drawings = tuple(_drawing(kept) for kept in content.drawings)
    check_drawings(drawings)
    return drawings


def _drawing(kept: _Drawing) -> Drawing:
    return Drawing(
        kept.id,
        kept.kind,
        tuple(DrawingPoint(_seconds(point.time), point.price) for point in kept.points),
        DrawingStyle(kept.ink, kept.width, kept.dash, kept.text),
        kept.locked,
        kept.hidden,
    )


def _seconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError(f"time {moment}: one with a zone wanted, such as 2026-11-20T00:00:00Z")
    return (moment - _EPOCH) // _SECOND


def _written(drawing: Drawing) -> str:
    style = drawing.style
    lines = ["[[drawings]]", f"id = {quoted(drawing.id)}", f"kind = {quoted(drawing.kind)}"]
    lines += [f"ink = {quoted(style.ink)}"] if style.ink != _USUAL.ink else []
    lines += [f"width = {style.width}"] if style.width != _USUAL.width else []
    lines += [f"dash = {quoted(style.dash)}"] if style.dash is not _USUAL.dash else []
    lines += [f"text = {quoted(style.text)}"] if style.text else []
    lines += ["locked = true"] if drawing.locked else []
    lines += ["hidden = true"] if drawing.hidden else []
    lines += ["points = [", *map(_point_line, drawing.points), "]", ""]
    return "\n".join(lines)


def _point_line(point: DrawingPoint) -> str:
    moment = _EPOCH + point.time * _SECOND
    price = quoted(str(point.price))
    return f"    {{ time = {moment:%Y-%m-%dT%H:%M:%S}Z, price = {price} }},"
