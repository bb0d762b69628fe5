"""Shapes on the canvas: areas below, lines over them, words on top; only what is in sight."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from kis_desktop.domain.drawing import Dash, DrawingStyle
from kis_desktop.ui.chart.drawings.geometry import Place, Places, cut_area, cut_line
from kis_desktop.ui.chart.drawings.inks import ink_color
from kis_desktop.ui.chart.drawings.label_pictures import label_picture
from kis_desktop.ui.chart.drawings.lettering import size_of
from kis_desktop.ui.chart.drawings.shape import Fill, Label, Shape, Side, Stroke
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.tool import Brush
from kis_desktop.ui.theme.theme import Theme, thinned
from kis_desktop.ui.theme.tokens import ThemeName

HANDLE = 4.5  # pixels, the radius
_LEVEL = 0.01  # pixels; less of a slope is none
_PATTERNS = {Dash.DASHED: [5.0, 4.0], Dash.DOTTED: [1.0, 2.5]}
_CORNERS = 4
_MANY = 5  # corners; with more it is a curve
_GAP = 6.0  # between a plate and its place
_TAG_HEIGHT, _TAG_PAD, _TAG_TOP = 16.0, 8, 3.0
_BEHIND = 24.0  # pixels around the pane in which lines still count, for their width


def paint_shape(brush: Brush, shape: Shape, style: DrawingStyle) -> None:
    """Paint one drawing; the painter is clipped to the price pane already."""
    painter, pane = brush.painter, brush.sight.panes.price
    seen = pane.adjusted(-_BEHIND, -_BEHIND, _BEHIND, _BEHIND)
    for fill in shape.fills:
        _fill(painter, fill, style, seen)
    for stroke in shape.strokes:
        _stroke(brush, stroke, style, seen)
    for label in shape.labels:
        if seen.adjusted(-400, -40, 400, 40).contains(QPointF(*label.at)):
            _label(brush, label, style, pane)


def paint_tags(brush: Brush, shape: Shape, style: DrawingStyle) -> None:
    """The shape's prices and times on the axes."""
    for text, y in shape.tags:
        _tag(brush, price_place(brush.sight, y), text, style)
    for text, x in shape.moments:
        _tag(brush, moment_place(brush.sight, text, x), text, style)


def price_place(sight: Sight, y: float) -> QRectF:
    """Where a price at a height is told on the axis beside its pane; empty where it is out of
    sight.
    """
    axis, pane = sight.panes.price_axis, sight.panes.price
    if not pane.top() <= y <= pane.bottom():
        return QRectF()
    top = min(max(y - _TAG_HEIGHT / 2, pane.top()), pane.bottom() - _TAG_HEIGHT)
    return QRectF(axis.left(), top, axis.width(), _TAG_HEIGHT)


def moment_place(sight: Sight, text: str, x: float) -> QRectF:
    """Where a time is told on the axis, inside of it; empty where it is out of sight."""
    axis = sight.panes.time_axis
    if not 0 <= x <= axis.right():
        return QRectF()
    width = round(size_of(text)[0]) + 2 * _TAG_PAD
    left = min(max(x - width / 2, 0.0), max(axis.right() - width, 0.0))
    return QRectF(round(left), axis.top() + _TAG_TOP, width, _TAG_HEIGHT)


def _tag(brush: Brush, place: QRectF, text: str, style: DrawingStyle) -> None:
    if place.isEmpty():
        return
    painter, ink = brush.painter, ink_color(style.ink)
    painter.fillRect(place, brush.colors.panel)
    painter.fillRect(place, thinned(ink, 0.22))
    painter.fillRect(QRectF(place.left(), place.top(), 2.0, _TAG_HEIGHT), ink)
    painter.setFont(brush.fonts.plain)
    painter.setPen(brush.colors.text)
    painter.drawText(place.adjusted(_TAG_PAD, 0, 0, 0), _LEFT, text)


def paint_handles(brush: Brush, places: Places, *, faint: bool, locked: bool) -> None:
    """Where a drawing is taken hold of; squares where it is locked."""
    painter, colors = brush.painter, brush.colors
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(QPen(colors.faint if locked else ink_color("blue"), 1.0 if faint else 2.0))
    painter.setBrush(colors.panel)
    for x, y in places:
        if locked:
            painter.drawRect(QRectF(x - 3.5, y - 3.5, 7.0, 7.0))
        else:
            painter.drawEllipse(QPointF(x, y), HANDLE, HANDLE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _fill(painter: QPainter, fill: Fill, style: DrawingStyle, seen: QRectF) -> None:
    colour = thinned(ink_color(fill.ink or style.ink), fill.share)
    if _is_upright(fill.places):
        painter.fillRect(_box(fill.places).intersected(seen), colour)
        return
    area = cut_area(fill.places, seen)
    if not area:
        return
    # a smooth edge costs ten times as much, and a stroke lies on it
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in area]))


def _stroke(brush: Brush, stroke: Stroke, style: DrawingStyle, seen: QRectF) -> None:
    painter = brush.painter
    width = style.width if stroke.width is None else stroke.width
    dash = style.dash if stroke.dash is None else stroke.dash
    pen = _pen(stroke.ink or style.ink, stroke.share, width, dash, Theme.current().name)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if stroke.rounded:
        _curve(painter, pen, stroke.places, seen)
        return
    places = stroke.places + (stroke.places[:1] if stroke.closed else ())
    if len(places) > _MANY:
        _outline(painter, places, seen)
        return
    for begin, end in pairwise(places):
        part = cut_line(begin, end, seen)
        if part is not None:
            _line(brush, part[0], part[1], width)


@lru_cache(maxsize=256)
def _pen(ink: str, share: float, width: float, dash: Dash, _theme: ThemeName) -> QPen:
    """The pen of a stroke, which nobody changes."""
    colour = ink_color(ink)
    pen = QPen(thinned(colour, share) if share < 1 else colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash in _PATTERNS:
        pen.setDashPattern(_PATTERNS[dash])
    return pen


def _line(brush: Brush, begin: Place, end: Place, width: float) -> None:
    """A line; an upright or level one lies on whole device pixels."""
    painter, sight = brush.painter, brush.sight
    level, upright = abs(begin[1] - end[1]) < _LEVEL, abs(begin[0] - end[0]) < _LEVEL
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=not (level or upright))
    (ax, ay), (bx, by) = begin, end
    odd = 0.5 / sight.ratio if sight.device(width) % 2 else 0.0
    if level:
        ay = by = sight.snapped(ay - odd) + odd
    elif upright:
        ax = bx = sight.snapped(ax - odd) + odd
    painter.drawLine(QLineF(ax, ay, bx, by))


def _outline(painter: QPainter, places: Places, seen: QRectF) -> None:
    """A line through many places, its dashes running on."""
    if _is_seen(places, seen):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in places]))


def _is_seen(places: Places, seen: QRectF) -> bool:
    return _box(places).adjusted(-1, -1, 1, 1).intersects(seen)


def _box(places: Places) -> QRectF:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))


def _curve(painter: QPainter, pen: QPen, places: Places, seen: QRectF) -> None:
    """A smooth line through the middles between places."""
    if not _is_seen(places, seen):
        return
    rounded = QPen(pen)
    rounded.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(rounded)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    path = QPainterPath(QPointF(*places[0]))
    for (x, y), (next_x, next_y) in pairwise(places[1:]):
        path.quadTo(QPointF(x, y), QPointF((x + next_x) / 2, (y + next_y) / 2))
    path.lineTo(QPointF(*places[-1]))
    painter.drawPath(path)


def _label(brush: Brush, label: Label, style: DrawingStyle, pane: QRectF) -> None:
    sight, ink = brush.sight, label.ink or style.ink
    picture = label_picture(label.text, ink, sight.ratio, plate=label.plate, large=label.large)
    at = _place(label, picture.deviceIndependentSize(), pane)
    brush.painter.drawImage(QPointF(sight.snapped(at.x()), sight.snapped(at.y())), picture)


def _place(label: Label, size: QSizeF, pane: QRectF) -> QPointF:
    """Where the words begin; a plate is kept inside of the pane."""
    width, height = size.width(), size.height()
    off = _GAP if label.plate else 0.0
    x, y = label.at
    left = {Side.LEFT: x - width, Side.RIGHT: x}.get(label.side, x - width / 2)
    top = {Side.ABOVE: y - height - off, Side.BELOW: y + off}.get(label.side, y - height / 2)
    if label.plate:
        left = min(max(left, pane.left() + 2), max(pane.right() - width - 2, pane.left() + 2))
        top = min(max(top, pane.top() + 2), max(pane.bottom() - height - 2, pane.top() + 2))
    return QPointF(left, top)


def _is_upright(area: Places) -> bool:
    """Whether an area is a rectangle that stands straight."""
    if len(area) != _CORNERS:
        return False
    one, two, three, four = area
    if one[1] == two[1]:
        return two[0] == three[0] and three[1] == four[1] and four[0] == one[0]
    return one[0] == two[0] and two[1] == three[1] and three[0] == four[0] and four[1] == one[1]


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
