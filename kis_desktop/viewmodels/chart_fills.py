"""Our fills on one chart: where they stand, and what is said of them under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.order import Side
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_levels import FillMark
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.own_fills import OwnFill, OwnFills
from kis_desktop.viewmodels.roles import Tone

MOST = 6  # fills of one mark that are told each
_SHOWN = "chart.fills_shown"


class ChartFills(QObject):
    """`changed` when the marks have. Twin of `ui/chart/tools/fills.py`."""

    changed = Signal()

    def __init__(
        self, context: ViewContext, model: ChartModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._words = model.words
        self._own = OwnFills.of(context)
        self.fills: tuple[OwnFill, ...] = ()
        self._own.changed.connect(self._on_changed)
        model.symbol_changed.connect(self._refresh)
        model.bars_replaced.connect(self._refresh)
        self._refresh()

    @property
    def shown(self) -> bool:
        """Whether fills are marked; kept for the next time."""
        return self._context.preferences.get(_SHOWN) != "no"

    def set_shown(self, wanted: bool) -> None:  # noqa: FBT001
        """Mark fills, or not."""
        self._context.preferences.set(_SHOWN, "yes" if wanted else "no")
        self._refresh()

    @property
    def is_incomplete(self) -> bool:
        """Whether past fills could not be read."""
        return self._own.failed

    @property
    def marks(self) -> tuple[FillMark, ...]:
        """Where the fills stand on the time axis, oldest first."""
        return tuple(FillMark(fill.time, fill.side) for fill in self.fills)

    def lines(self, places: Sequence[int]) -> tuple[tuple[str, Tone], ...]:
        """What is said of the fills at these places: each of a few, of more their sum, and what
        the day's sales brought.
        """
        told = [self.fills[place] for place in places]
        if not told:
            return ()
        lines = [self._line(fill) for fill in told[:MOST]]
        if len(told) > MOST:
            more = len(told) - MOST
            lines.append((self._words("chart_fills.more", n=more), Tone.DIM))
        if len(told) > 1:
            lines.insert(0, self._sum(told))
        return (*lines, *self._profits(told))

    def _line(self, fill: OwnFill) -> tuple[str, Tone]:
        moment = datetime.fromtimestamp(fill.time, fmt.EXCHANGE_ZONE)
        form = "order" if fill.is_order else "fill"
        text = self._words(
            f"chart_fills.{form}",
            side=self._words(f"side.{fill.side.value}_signed"),
            quantity=fmt.quantity(fill.quantity),
            price=fmt.price(fill.price),
            day=f"{moment:%m/%d}",
            time=fmt.clock(moment),
        )
        return text, _tone(fill.side)

    def _sum(self, fills: Sequence[OwnFill]) -> tuple[str, Tone]:
        """All of one side together, at their average."""
        shares = sum(fill.quantity for fill in fills)
        paid = sum((fill.price * fill.quantity for fill in fills), Decimal(0))
        text = self._words(
            "chart_fills.sum",
            n=len(fills),
            side=self._words(f"side.{fills[0].side.value}_signed"),
            quantity=fmt.quantity(shares),
            price=fmt.price(paid / shares),
        )
        return text, _tone(fills[0].side)

    def _profits(self, fills: Sequence[OwnFill]) -> tuple[tuple[str, Tone], ...]:
        """What the days of these sales brought, where the server told it; a few days alone."""
        days = sorted({fill.day for fill in fills if fill.side is Side.SELL})[:MOST]
        found = [(day, self._own.realised(day, self._model.symbol)) for day in days]
        return tuple(
            (
                self._words("chart_fills.realised", day=f"{day:%m/%d}", profit=fmt.signed(profit)),
                fmt.tone(fmt.sign_of(profit)),
            )
            for day, profit in found
            if profit is not None
        )

    def _on_changed(self, symbol: str) -> None:
        if symbol in {"", self._model.symbol}:
            self._refresh()

    def _refresh(self) -> None:
        model = self._model
        wanted = self.shown and bool(model.symbol) and not model.replaying
        if wanted:
            self._own.ask()
        fresh = self._own.fills(model.symbol) if wanted else ()
        if fresh != self.fills:
            self.fills = fresh
            self.changed.emit()


def _tone(side: Side) -> Tone:
    return Tone.BUY if side is Side.BUY else Tone.SELL
