"""The alerts of a chart's instrument, made, moved and taken away at their prices."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.alert import (
    Alert,
    AlertBoard,
    Condition,
    LineCross,
    PercentMove,
    Point,
    PriceCross,
    PriceReach,
    Seen,
    Stand,
    StudyCross,
    Way,
)
from kis_desktop.domain.alert_gap import price_targets
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.drawing import Drawing, DrawingPoint
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.quote import Quote
from kis_desktop.indicators.scan import indicators
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.alert_draft import AlertDraft
from kis_desktop.viewmodels.alert_words import shown
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.context import ViewContext

Call = Coroutine[Any, Any, object]

_DAY = 86_400
_SHOWN = frozenset({Stand.ARMED, Stand.PAUSED, Stand.HELD})
_SIGNS = {Way.UP: "▲ ", Way.DOWN: "▼ ", Way.EITHER: ""}


class AlertMark(msgspec.Struct, frozen=True):
    """One price at which an alert stands. `can_move`: its price may be pulled to another."""

    alert: Alert
    price: Decimal
    text: str
    can_move: bool


class ChartAlerts(QObject):
    """`changed` when other marks are to be seen; `failed` with a sentence."""

    changed = Signal()
    failed = Signal(str)

    def __init__(
        self, context: ViewContext, model: ChartModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._asking = Asking(self)
        self._board = AlertBoard()
        self._closes: dict[str, Decimal | None] = {}  # previous ones, by feed
        self._pulled: dict[str, Decimal] = {}  # where those stand that are being moved
        self.marks: tuple[AlertMark, ...] = ()
        context.clock.frame.connect(self._on_frame)
        model.state_changed.connect(self._show)
        self._on_frame(context.clock.so_far)

    def draft(self, condition: Condition | None = None) -> AlertDraft:
        """A new alert to be written, with what is waited for already there."""
        key = self._model.feed
        alert = None if condition is None else Alert("", key, condition)
        return AlertDraft(self._context, key, alert)

    def draft_of(self, alert: Alert) -> AlertDraft:
        """An alert to be written anew."""
        return AlertDraft(self._context, alert.symbol, alert)

    def study_condition(self, plot: Plot) -> StudyCross | None:
        """What an alert on a plot waits for at first; None where it cannot be watched."""
        indicator = plot.study.indicator
        if not indicator.needs_bars_alone or indicator.id not in indicators():
            return None
        levels = [Decimal(str(guide)) for guide in indicator.guides]
        value = plot.study.value(len(plot.study) - 1)
        usual = Decimal(f"{value:.0f}") if value is not None else Decimal(0)
        return StudyCross(
            indicator.id,
            self._model.interval,
            plot.study.parameters,
            level=levels[0] if levels else usual,
            priced=indicator.pane == "price",
        )

    def add_price(self, price: Decimal) -> None:
        """Be told once when the price crosses a level."""
        self._make(PriceCross(price))

    def add_line(self, drawing: Drawing) -> None:
        """Be told once when the price crosses a drawn line."""
        line = line_of(drawing.id, drawing.points, self._model.interval)
        if line is not None:
            self._make(line)

    def follow_drawing(self, id_: str, points: tuple[DrawingPoint, ...] | None) -> None:
        """A drawing stands elsewhere, or, without points, nowhere any more."""
        if not any(_drawing(alert) == id_ for alert in self._board.alerts):
            return
        alert = next(one for one in self._board.alerts if _drawing(one) == id_)
        assert isinstance(alert.condition, LineCross)
        line = None if points is None else line_of(id_, points, alert.condition.interval)
        service = self._context.services.alerts
        self._asking.write(self._quietly(service.follow_drawing, id_, line))

    def move(self, alert: Alert, price: Decimal) -> None:
        """Have an alert wait at another price."""
        condition = alert.condition
        if isinstance(condition, (PriceCross, PriceReach)) and condition.level != price:
            self._pulled[alert.id] = price
            self._show()
            moved = msgspec.structs.replace(condition, level=price)
            changed = msgspec.structs.replace(alert, condition=moved)
            self._asking.write(self._quietly(self._context.services.alerts.change, changed))

    def remove(self, alert: Alert) -> None:
        """Forget an alert."""
        self._asking.write(self._quietly(self._context.services.alerts.remove, (alert.id,)))

    def _make(self, condition: Condition) -> None:
        alert = Alert("", self._model.feed, condition)
        self._asking.write(self._quietly(self._context.services.alerts.make, alert))

    async def _quietly(self, method: Callable[..., Call], *arguments: object) -> None:
        try:
            await self._context.commands.run(method, *arguments)
        except KisDesktopError as error:
            self.failed.emit(self._model.words.sentence(error.message))
        self._pulled.clear()
        self._show()

    def _on_frame(self, frame: Frame) -> None:
        board = frame.latest.get((Topic.ALERTS, ""))
        before = self._closes.get(self._model.feed)
        for (_, key), value in frame.latest.items():
            if isinstance(value, Quote):
                self._closes[key] = value.previous_close
        if isinstance(board, AlertBoard):
            self._board = board
            self._show()
        elif self._closes.get(self._model.feed) != before:
            self._show()

    def _show(self) -> None:
        marks = tuple(
            mark
            for alert in self._board.alerts
            if alert.symbol == self._model.feed and alert.stand in _SHOWN
            for mark in self._marks(alert)
        )
        if marks != self.marks:
            self.marks = marks
            self.changed.emit()

    def _marks(self, alert: Alert) -> list[AlertMark]:
        bare = msgspec.structs.replace(alert, seen=Seen())
        condition = alert.condition
        if isinstance(condition, LineCross):
            price = self._board.lines.get(alert.id)
            text = _SIGNS[condition.way] + ("" if price is None else shown(price))
            return [] if price is None else [AlertMark(bare, price, text, can_move=False)]
        can_move = isinstance(condition, (PriceCross, PriceReach))
        found = []
        for target in price_targets(condition, self._closes.get(alert.symbol)):
            price = self._pulled.get(alert.id, target)
            found.append(AlertMark(bare, price, mark_text(condition, price), can_move))
        return found


def line_of(drawing: str, points: tuple[DrawingPoint, ...], interval: Interval) -> LineCross | None:
    """The line of a drawing, carried on to the right; None for one that stands upright."""
    first = Point(points[0].time, points[0].price)
    if len(points) == 1:
        second = Point(first.time + _DAY, first.price)
        return LineCross(first, second, interval, left=True, drawing=drawing)
    second = Point(points[1].time, points[1].price)
    if first.time == second.time:
        return None
    return LineCross(first, second, interval, drawing=drawing)


def mark_text(condition: Condition, price: Decimal) -> str:
    """What stands in an alert's tag at a price."""
    if isinstance(condition, PercentMove):
        return f"{shown(price)} ({shown(condition.percent)}%)"
    if isinstance(condition, PriceReach):
        return f"{'≥' if condition.way is Way.UP else '≤'} {shown(price)}"
    return _SIGNS[condition.way if isinstance(condition, PriceCross) else Way.EITHER] + shown(price)


def _drawing(alert: Alert) -> str:
    return alert.condition.drawing if isinstance(alert.condition, LineCross) else ""
