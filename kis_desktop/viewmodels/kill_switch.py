"""The kill switch (긴급 정지): new orders stopped, working ones taken back, and how far that is."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.kill_switch import KillLine, KillOutcome, KillReport
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_words import price_text, side_text, side_tone
from kis_desktop.viewmodels.own_orders import OwnOrders
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("name", "column.name", ColumnKind.TEXT, width=150, stretch=True),
    Column("side", "column.side", width=70),
    Column("price", "column.order_price", width=80),
    Column("quantity", "column.order_quantity", width=62),
    Column("number", "column.order_no", width=92),
    Column("outcome", "column.state", ColumnKind.TEXT, width=130),
    Column("code", "column.code", ColumnKind.TEXT, width=82),
    Column("words", "error_help.original", ColumnKind.TEXT, width=280),
)
_TONES = {
    KillOutcome.WAITING: Tone.DIM,
    KillOutcome.SENT: Tone.DIM,
    KillOutcome.CANCELLED: Tone.TEXT,
    KillOutcome.REFUSED: Tone.UNCERTAIN,
    KillOutcome.UNKNOWN: Tone.UNCERTAIN,
    KillOutcome.GONE: Tone.TEXT,
}
_UNDER_WAY = frozenset({KillOutcome.WAITING, KillOutcome.SENT})


class KillSwitch(QObject):
    """Whether new orders are stopped, as the services say; this side never assumes it.

    `known` is false until they have spoken. Between asking and the answer, `asked` holds; `failure`
    is the sentence of a request that was not carried out, empty otherwise.
    """

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self.known = False
        self.halted = False
        self.asked = False
        self.failure = ""
        self.report: KillReport | None = None
        self._own = OwnOrders()
        self.table = RowTableModel(COLUMNS, context.language, self)
        context.clock.frame.connect(self.take)
        context.instruments.changed.connect(self._fill)

    def take(self, frame: Frame) -> None:
        """Follow one frame."""
        self._own.take(frame)
        before = (self.known, self.halted, self.report)
        told = frame.latest.get((Topic.HALT, ""))
        if isinstance(told, bool):
            self.known, self.halted = True, told
        report = frame.latest.get((Topic.KILL, ""))
        if isinstance(report, KillReport):
            self.report = report
        if before != (self.known, self.halted, self.report):
            self.failure = ""
            self._fill()
            self.changed.emit()

    def pull(self) -> None:
        """Stop new orders and take all working ones back; may be asked again at any time."""
        self._asking.write(self._carry_out(self._context.services.kill_switch.pull))

    def release(self, reason: str) -> None:
        """Let new orders through again; the reason is written down."""
        release = self._context.services.kill_switch.release
        self._asking.write(self._carry_out(lambda: release(reason)))

    @property
    def summary(self) -> str:
        """What became of the working orders, in a line; empty while nothing is stopped."""
        if not self.halted:
            return ""
        report = self.report
        if report is None or not report.lines:
            return self._words("kill.stopped_alone")
        parts = [self._words("kill.cancelled", n=report.count(KillOutcome.CANCELLED))]
        left = sum(line.outcome in _UNDER_WAY for line in report.lines)
        parts += [
            self._words(f"kill.{outcome}_count", n=count)
            for outcome in (KillOutcome.REFUSED, KillOutcome.UNKNOWN)
            if (count := report.count(outcome))
        ]
        if left:
            seconds = max(round(report.seconds_left), 1)
            parts.append(self._words("kill.left", n=left, seconds=seconds))
        return f"{self._words('kill.stopped')} · {' · '.join(parts)}"

    async def _carry_out(self, method: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self.asked, self.failure = True, ""
        self.changed.emit()
        try:
            await self._context.commands.run(method)
        except KisDesktopError as error:
            self.failure = self._words.sentence(error.message)
        self.asked = False
        self.changed.emit()

    def _fill(self) -> None:
        lines = () if self.report is None else self.report.lines
        gone = set(self.table.ids()) - {line.local_id or line.order_no for line in lines}
        self.table.remove(list(gone))
        self.table.upsert([self._row(line) for line in lines])

    def _row(self, line: KillLine) -> Row:
        name = self._context.instruments.name(line.symbol)
        return Row(
            line.local_id or line.order_no,
            (
                Cell(name, name, tip=f"{name} · {line.symbol}"),
                *self._asked(line),
                Cell(line.order_no, line.order_no or None, Tone.FAINT),
                Cell(
                    self._words(f"kill.outcome.{line.outcome}"),
                    line.outcome.value,
                    _TONES[line.outcome],
                ),
                Cell(line.code, line.code or None, Tone.DIM),
                Cell(line.words, line.words or None, Tone.DIM, tip=line.words),
            ),
            line.symbol,
        )

    def _asked(self, line: KillLine) -> tuple[Cell, Cell, Cell]:
        """Side, price and quantity of the order; unknown until the events have told of it."""
        order = self._own.by_id(line.local_id)
        if order is None:
            unknown = Cell(fmt.UNKNOWN, None, Tone.DIM)
            return unknown, unknown, unknown
        return (
            Cell(side_text(order.side, self._words), order.side.value, side_tone(order.side)),
            Cell(price_text(order, self._words), order.price),
            Cell(fmt.quantity(order.quantity), order.quantity),
        )
