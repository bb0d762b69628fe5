"""The outage drill: what can be broken on purpose, and what the program made of it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import LinkState
from kis_desktop.domain.drill import Drill, DrillStatus
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import (
    ConnectionChanged,
    Event,
    FillReceived,
    Logged,
    OrderChanged,
    Severity,
)
from kis_desktop.domain.order import OrderState
from kis_desktop.domain.quarantine import Quarantined
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_words import request_text, state_text
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("drill", "drill.column_drill", ColumnKind.TEXT, width=160),
    Column("expected", "drill.column_expected", ColumnKind.TEXT, width=240, stretch=True),
    Column("state", "drill.column_state", ColumnKind.TEXT, width=76, sortable=False),
)
SEEN_COLUMNS = (
    Column("after", "drill.column_after", width=60, sortable=False),
    Column("what", "drill.column_seen", ColumnKind.TEXT, width=240, stretch=True, sortable=False),
)
KEPT = 200  # lines
_LINE = frozenset({LinkState.LIVE, LinkState.GAP, LinkState.BLOCKED})


class DrillRoom(QObject):
    """`drills` lists what can be set off, `seen` what happened since the first was, newest on top.

    `changed` when either did. `refusal` says why no drill can be held here; empty where one can.
    """

    changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._name = context.instruments.name
        self._asking = Asking(self)
        self._monotonic = monotonic
        self._status: DrillStatus | None = None
        self._began: float | None = None
        self._lines = 0
        self._line: LinkState | None = None
        self._orders: dict[str, OrderState] = {}
        self._quarantined = 0
        self.failure = ""
        self.drills = RowTableModel(COLUMNS, context.language, self)
        self.seen = RowTableModel(SEEN_COLUMNS, context.language, self)
        context.clock.frame.connect(self._on_frame)
        self._on_frame(context.clock.so_far)
        self._fill()

    @property
    def refusal(self) -> str:
        """Why no drill can be held here; empty where one can, and while it isn't known."""
        reason = "" if self._status is None else self._status.reason
        return self._words(reason) if reason else ""

    @property
    def can_start(self) -> bool:
        """Whether a drill can be set off now."""
        return self._status is not None and not self._status.reason

    @property
    def waiting(self) -> int:
        """How many wait to strike."""
        return 0 if self._status is None else len(self._status.waiting)

    def start(self, drill: str) -> None:
        """Set one off."""
        if self.can_start:
            if self._began is None:
                self._began = self._monotonic()
            name = self._words(f"drill.name.{drill}")
            self._see(self._words("drill.started", name=name), Tone.DIM)
            self._asking.write(self._start(Drill(drill)))

    def clear(self) -> None:
        """Take back what waits."""
        if self.can_start:
            self._asking.write(self._clear())

    async def _start(self, drill: Drill) -> None:
        await self._tried(self._context.commands.run(self._context.services.drills.start, drill))

    async def _clear(self) -> None:
        await self._tried(self._context.commands.run(self._context.services.drills.clear))

    async def _tried(self, asked: Awaitable[object]) -> None:
        self.failure = ""
        try:
            await asked
        except KisDesktopError as error:
            self.failure = self._words.sentence(error.message)
        self.changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        status = frame.latest.get((Topic.DRILL, ""))
        fresh = isinstance(status, DrillStatus) and status != self._status
        if isinstance(status, DrillStatus) and fresh:
            self._status = status
            self._fill()
        for event in frame.events:
            self._follow(event)
        kept = frame.latest.get((Topic.QUARANTINE, ""))
        if isinstance(kept, tuple):
            self._follow_quarantine(kept)
        if fresh:
            self.changed.emit()

    def _follow(self, event: Event) -> None:
        match event:
            case ConnectionChanged():
                self._follow_line(event.status.state)
            case OrderChanged():
                order = event.order
                if self._orders.get(order.local_id) is not order.state:
                    self._orders[order.local_id] = order.state
                    uncertain = order.state is OrderState.UNKNOWN
                    told = self._words(
                        "drill.order",
                        name=self._name(order.symbol),
                        request=request_text(order, self._words),
                        state=state_text(order, self._words),
                    )
                    self._see(told, Tone.UNCERTAIN if uncertain else Tone.TEXT)
            case FillReceived():
                fill = event.fill
                certainty = "provisional" if fill.provisional else "confirmed"
                told = self._words(
                    "drill.fill",
                    name=self._name(fill.symbol),
                    quantity=fill.quantity,
                    certainty=self._words(f"fills.{certainty}"),
                )
                self._see(told, Tone.TEXT)
            case Logged() if event.severity is not Severity.NOTE:
                self._see(self._words.sentence(event.message), Tone.UNCERTAIN)
            case _:
                pass

    def _follow_line(self, state: LinkState) -> None:
        if state in _LINE and state is not self._line:
            self._line = state
            lost = state is not LinkState.LIVE
            self._see(self._words(f"log.state_{state}"), Tone.UNCERTAIN if lost else Tone.TEXT)

    def _follow_quarantine(self, kept: tuple[object, ...]) -> None:
        count = sum(one.count for one in kept if isinstance(one, Quarantined))
        if count > self._quarantined:
            self._see(self._words("drill.quarantined", n=count), Tone.UNCERTAIN)
        self._quarantined = count

    def _see(self, told: str, tone: Tone) -> None:
        """Keep a line, once a drill has been held."""
        if self._began is None:
            return
        self._lines += 1
        after = self._monotonic() - self._began
        cells = (Cell(f"+{after:.1f} s", after, Tone.DIM), Cell(told, told, tone, tip=told))
        self.seen.prepend([Row(str(self._lines), cells)], keep=KEPT)
        self.changed.emit()

    def _fill(self) -> None:
        self.drills.upsert([self._row(drill) for drill in Drill])

    def _row(self, drill: Drill) -> Row:
        name, expected = self._words(f"drill.name.{drill}"), self._words(f"drill.expected.{drill}")
        state, tone = self._state(drill)
        return Row(
            drill.value,
            (
                Cell(name, name, tip=name),
                Cell(expected, expected, Tone.DIM, tip=expected),
                Cell(state, state or None, tone),
            ),
        )

    def _state(self, drill: Drill) -> tuple[str, Tone]:
        if self._status is None:
            return "", Tone.DIM
        count = dict(self._status.struck).get(drill, 0)
        if drill in self._status.waiting:
            return self._words("drill.waiting"), Tone.UNCERTAIN
        return (self._words("drill.struck", n=count), Tone.TEXT) if count else ("", Tone.DIM)
