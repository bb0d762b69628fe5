"""The log (연결 기록): what happened, newest on top, in sentences with their codes."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.alert import AlertFired, Channel
from kis_desktop.domain.connection import LinkState
from kis_desktop.domain.event import ConnectionChanged, Event, Logged, OrderChanged, Severity
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import Order, OrderState
from kis_desktop.viewmodels.alert_words import fired_text
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.error_help import ErrorHelp, find_help
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.market_times import MarketTimes
from kis_desktop.viewmodels.missing_reads import MissingReads
from kis_desktop.viewmodels.order_words import progress_text
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("time", "column.time", ColumnKind.TEXT, width=70),
    Column("severity", "column.severity", ColumnKind.TEXT, width=76),
    Column("sentence", "column.sentence", ColumnKind.TEXT, width=320, stretch=True),
    Column("code", "column.code", ColumnKind.TEXT, width=80),
    Column("original", "error_help.original", ColumnKind.TEXT, width=240),
)
KEPT = 2_000  # lines
_TONES = {Severity.NOTE: Tone.DIM, Severity.WARNING: Tone.UNCERTAIN, Severity.FAILURE: Tone.UP}
_SIGNS = {Severity.NOTE: "", Severity.WARNING: "▲ ", Severity.FAILURE: "✕ "}
_WENT_WRONG = frozenset({OrderState.REJECTED, OrderState.UNKNOWN})
_LINE_SEVERITY = {
    LinkState.LIVE: Severity.NOTE,
    LinkState.CONNECTING: Severity.NOTE,
    LinkState.OFFLINE: Severity.WARNING,
    LinkState.GAP: Severity.WARNING,
    LinkState.BLOCKED: Severity.FAILURE,
}


class _Line(msgspec.Struct, frozen=True):
    """One line before it is a row; `cause` carries the server's code and words."""

    at: datetime
    severity: Severity
    sentence: str
    cause: Message


class Log(QObject):
    """The table of lines. `changed` when lines were added."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = Words(context.language)
        self._clean = context.clean
        self._name = context.instruments.name
        self._missing = MissingReads()
        self._causes: dict[str, Message] = {}
        self._orders: set[tuple[str, OrderState]] = set()
        self._count = 0
        self._times = MarketTimes()
        self._early: dict[str, _Line] = {}  # lines from before the market's clock was known
        self._line: tuple[LinkState, Message | None] | None = None
        self.table = RowTableModel(COLUMNS, context.language, self)
        context.clock.frame.connect(self._on_frame)

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        return PanelState.LIVE if self.table.rowCount() else PanelState.EMPTY

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state."""
        return "" if self.table.rowCount() else self._words("log.empty")

    def copied(self, row_ids: tuple[str, ...]) -> str:
        """These lines as text without secrets, a line each, fields apart by tabs."""
        rows = (self.table.find(row_id) for row_id in row_ids)
        return "\n".join(
            "\t".join(cell.text for cell in row.cells).rstrip() for row in rows if row is not None
        )

    def find_help(self, row_id: str) -> ErrorHelp | None:
        """What a line's code means; None for a line without one."""
        cause = self._causes.get(row_id)
        return None if cause is None else find_help(cause, self._words, self._clean)

    def _on_frame(self, frame: Frame) -> None:
        self._times.take(frame)
        if self._early and self._times.known:
            early, self._early = self._early, {}
            self.table.upsert([self._told(row_id, line) for row_id, line in early.items()])
        rows = [self._row(line) for line in map(self._line_of, frame.events) if line is not None]
        if rows:
            self.table.prepend(rows[::-1], keep=KEPT)
            self._forget_causes()
            self.changed.emit()

    def _forget_causes(self) -> None:
        """Those of lines that the table has forgotten."""
        oldest = self._count - KEPT
        for row_id in [row_id for row_id in self._causes if int(row_id) <= oldest]:
            del self._causes[row_id]

    def _line_of(self, event: Event) -> _Line | None:
        """What an event says; None for one that is told elsewhere, or again."""
        if isinstance(event, Logged):
            fresh = self._missing.told(event)
            return None if fresh is None else self._line_of_logged(fresh)
        if isinstance(event, OrderChanged):
            return self._line_of_order(event.order)
        if isinstance(event, AlertFired):
            return self._line_of_alert(event)
        if not isinstance(event, ConnectionChanged):
            return None
        status = event.status
        if (status.state, status.reason) == self._line:
            return None
        self._line = status.state, status.reason
        told = message(f"log.state_{status.state.value}")
        said, cause = self._bare(told), status.reason or told
        if status.reason is not None:
            said = f"{said} — {self._bare(status.reason)}"
        return _Line(datetime.now(UTC), _LINE_SEVERITY[status.state], said, cause)

    def _line_of_logged(self, event: Logged) -> _Line:
        said = self._bare(event.message)
        return _Line(event.at, event.severity, said, event.message)

    def _line_of_alert(self, fired: AlertFired) -> _Line | None:
        """An alert that is to stand in the log."""
        if Channel.LOG not in fired.alert.channels:
            return None
        name = self._name(split_feed_key(fired.alert.symbol)[0])
        met = fired_text(fired.alert, fired.price, self._words, missed=fired.missed)
        said = message("alert_words.logged", name=name, met=met)
        severity = Severity.WARNING if fired.missed else Severity.NOTE
        return _Line(fired.at, severity, self._bare(said), said)

    def _line_of_order(self, order: Order) -> _Line | None:
        """An order that was refused, or for which nobody answers, once."""
        told = order.local_id, order.state
        if order.state not in _WENT_WRONG or order.reason is None or told in self._orders:
            return None
        self._orders.add(told)
        name = self._name(order.symbol)
        order_said = progress_text(msgspec.structs.replace(order, reason=None), self._words)
        said = f"{name} {order_said} — {self._bare(order.reason)}"
        return _Line(order.at, Severity.WARNING, said, order.reason)

    def _row(self, line: _Line) -> Row:
        self._count += 1
        row_id = str(self._count)
        if line.cause.code:
            self._causes[row_id] = line.cause
        if not self._times.known:
            self._early[row_id] = line
        return self._told(row_id, line)

    def _told(self, row_id: str, line: _Line) -> Row:
        code = line.cause.code
        sentence = self._clean(line.sentence)
        original = self._clean(line.cause.original.strip())
        kind = f"{_SIGNS[line.severity]}{self._words(f'log.{line.severity.value}')}"
        tone = _TONES[line.severity]
        return Row(
            row_id,
            (
                Cell(self._times.text(line.at), line.at.timestamp(), Tone.DIM),
                Cell(kind, line.severity.value, tone),
                Cell(sentence, sentence, tip=sentence),
                Cell(code, code or None, Tone.DIM),
                Cell(original, original or None, Tone.DIM, tip=original),
            ),
        )

    def _bare(self, told: Message) -> str:
        """Our own words; the server's stand in columns of their own."""
        return self._words.sentence(msgspec.structs.replace(told, code="", original=""))
