"""A position that is thought of: entry, target and stop, and what they are worth (손익비)."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.domain.drawing import Dash, DrawingPoint
from kis_desktop.ui.chart.drawings.figures import percent_text, price_text, signed_price
from kis_desktop.ui.chart.drawings.placed import Placed, Placing
from kis_desktop.ui.chart.drawings.shape import (
    LOSS,
    NEUTRAL,
    PROFIT,
    Fill,
    Label,
    Shape,
    Side,
    Stroke,
)

LEAST_BARS = 3
_HALF = Decimal(2)
_USUAL_SHARE = Decimal("0.02")  # of the price, for a target at the entry itself
_POINTS = 3


def completed(
    points: tuple[DrawingPoint, ...], placing: Placing, way: int
) -> tuple[DrawingPoint, ...]:
    """Entry, target and stop from the two that were pointed at; `way` is 1 where a rise is wanted,
    -1 where a fall is.
    """
    entry, aim = points[:2]
    gain = abs(aim.price - entry.price) or (entry.price * _USUAL_SHARE).quantize(Decimal(1))
    bar = placing.bar(entry.time)
    end = max(placing.bar(aim.time), bar + LEAST_BARS)
    until = placing.times.time_of(end)
    target = DrawingPoint(until, entry.price + way * gain)
    loss = (gain / _HALF).quantize(Decimal(1)) or gain
    return (entry, target, DrawingPoint(until, entry.price - way * loss))


def pulled_edge(
    points: tuple[DrawingPoint, ...], handle: int, to: DrawingPoint
) -> tuple[DrawingPoint, ...]:
    """Entry, target and stop after one was pulled: target and stop end at one moment."""
    entry, target, stop = points
    if handle == 0:
        return (to, target, stop)
    prices = (to.price, stop.price) if handle == 1 else (target.price, to.price)
    return (entry, *(DrawingPoint(to.time, price) for price in prices))


def position_shape(placed: Placed) -> Shape:
    """Two areas that meet at the entry, and what each of them is worth."""
    left, right = placed.at[0][0], placed.at[1][0]
    heights = [place[1] for place in placed.at]
    fills, strokes = [], []
    for y, ink in zip(heights[1:], (PROFIT, LOSS), strict=False):
        area = ((left, heights[0]), (right, heights[0]), (right, y), (left, y))
        fills.append(Fill(area, ink, share=0.16, solid=True))
        strokes.append(Stroke(((left, y), (right, y)), ink, 1.0, Dash.SOLID))
    strokes.append(Stroke(((left, heights[0]), (right, heights[0])), NEUTRAL, 1.0, Dash.SOLID))
    labels = _labels(placed, (left + right) / 2) if len(placed.at) == _POINTS else ()
    return Shape(tuple(strokes), tuple(fills), labels)


def _labels(placed: Placed, x: float) -> tuple[Label, ...]:
    words = placed.placing.words
    entry, target, stop = placed.prices
    way = 1 if target >= entry else -1
    gain, loss = way * (target - entry), way * (stop - entry)
    ratio = f"{gain / -loss:.2f}" if loss < 0 else "—"
    heights = [place[1] for place in placed.at]
    up = Side.ABOVE if heights[1] < heights[0] else Side.BELOW
    down = Side.BELOW if up is Side.ABOVE else Side.ABOVE

    def worth(difference: float) -> str:
        return f"{signed_price(difference)} ({percent_text(difference, entry)})"

    aim = words("drawing.target", price=price_text(target), worth=worth(gain))
    guard = words("drawing.stop", price=price_text(stop), worth=worth(loss))
    middle = words("drawing.entry", price=price_text(entry), ratio=ratio)
    return (
        Label(aim, (x, heights[1]), up, PROFIT, plate=True),
        Label(guard, (x, heights[2]), down, LOSS, plate=True),
        Label(middle, (x, heights[0]), Side.MIDDLE, NEUTRAL, plate=True),
    )
