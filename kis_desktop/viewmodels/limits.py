"""What is used of the server's limits, and which registration stands where (연결과 한도)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.catalogue.loader import find_channel
from kis_desktop.domain.connection import (
    Budget,
    Notices,
    NoticeStatus,
    Registered,
    Standing,
    Waiting,
)
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

USE_COLUMNS = (
    Column("item", "limits.item", ColumnKind.TEXT, width=96),
    Column("value", "limits.value", ColumnKind.BAR, width=100, sortable=False),
    Column("note", "limits.note", ColumnKind.TEXT, width=150, stretch=True, sortable=False),
)
LINE_COLUMNS = (
    Column("rank", "limits.rank", width=44),
    Column("channel", "limits.channel", ColumnKind.TEXT, width=170, stretch=True),
    Column("key", "limits.key", ColumnKind.TEXT, width=170),
    Column("standing", "limits.standing", ColumnKind.TEXT, width=140),
)
_TONES = {
    Standing.CONFIRMED: Tone.TEXT,
    Standing.ASKED: Tone.DIM,
    Standing.REFUSED: Tone.UNCERTAIN,
    Standing.NO_ROOM: Tone.UNCERTAIN,
}


class Limits(QObject):
    """Two tables: the uses of limits, and the registrations by importance. `changed` with them."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._instruments = context.instruments
        self._words = Words(context.language)
        self._budget: Budget | None = None
        self._notices: NoticeStatus | None = None
        self._quarantined = 0
        self.uses = RowTableModel(USE_COLUMNS, context.language, self)
        self.line = RowTableModel(LINE_COLUMNS, context.language, self)
        context.instruments.changed.connect(self._show)
        context.clock.frame.connect(self._on_frame)
        self._on_frame(context.clock.so_far)

    @property
    def state(self) -> PanelState:
        """Whether anything is known yet."""
        return PanelState.LOADING if self._budget is None else PanelState.LIVE

    @property
    def line_state(self) -> PanelState:
        """What there is to show of the registrations."""
        if self._budget is None:
            return PanelState.LOADING
        return PanelState.LIVE if self._budget.line else PanelState.EMPTY

    @property
    def line_text(self) -> str:
        """The sentence that goes with the registrations' state."""
        return self._words("limits.line_empty") if self.line_state is PanelState.EMPTY else ""

    def _on_frame(self, frame: Frame) -> None:
        budget = frame.latest.get((Topic.BUDGET, ""))
        notices = frame.latest.get((Topic.NOTICES, ""))
        kept = frame.latest.get((Topic.QUARANTINE, ""))
        before = (self._budget, self._notices, self._quarantined)
        if isinstance(budget, Budget):
            self._budget = budget
        if isinstance(notices, NoticeStatus):
            self._notices = notices
        if isinstance(kept, tuple):
            self._quarantined = sum(one.count for one in kept)
        if before != (self._budget, self._notices, self._quarantined):
            self._show()

    def _show(self) -> None:
        if self._budget is None:
            return
        self.uses.replace(self._uses(self._budget))
        self.line.replace([self._registered(one) for one in self._budget.line])
        self.changed.emit()

    def _uses(self, budget: Budget) -> list[Row]:
        words = self._words
        server = words("limits.server", limit=f"{budget.server_limit:g}")
        rows = [
            _row(
                "rest",
                words("limits.rest"),
                f"{budget.rest_used}/{budget.rest_limit:g}",
                server if budget.server_limit else "",
                bar=_share(budget.rest_used, budget.rest_limit),
            ),
            _row(
                "line",
                words("limits.registrations"),
                f"{budget.registrations}/{budget.registration_limit}",
                words("limits.polled", n=self._without_room(budget)),
                bar=_share(budget.registrations, budget.registration_limit),
            ),
        ]
        rows += [self._lane(queue) for queue in budget.queues]
        rows.append(
            _row(
                "busy",
                words("limits.busy"),
                fmt.quantity(budget.busy_answers),
                words("limits.busy_note"),
                tone=Tone.UNCERTAIN if budget.busy_answers else Tone.TEXT,
            )
        )
        issued_today = budget.tokens_today
        rows.append(
            _row(
                "token",
                words("limits.token"),
                _moment(budget.token_valid_until),
                words(
                    "limits.token_note",
                    issued=_moment(budget.token_issued_at),
                    n=fmt.UNKNOWN if issued_today is None else str(issued_today),
                ),
            )
        )
        return [*rows, self._notices_row(), self._quarantine_row()]

    def _notices_row(self) -> Row:
        told, title = self._notices, self._words("limits.notices")
        if told is None:
            return _row("notices", title, fmt.UNKNOWN, "")
        live = told.state is Notices.LIVE
        note = self._words("limits.notices_note", seconds=f"{told.read_every:g}")
        if told.reason is not None:
            note = self._words.sentence(told.reason)
        return _row(
            "notices",
            title,
            self._words(f"limits.notices_{told.state}"),
            note,
            tone=Tone.TEXT if live else Tone.UNCERTAIN,
        )

    def _quarantine_row(self) -> Row:
        return _row(
            "quarantine",
            self._words("limits.quarantine"),
            fmt.quantity(self._quarantined),
            self._words("limits.quarantine_note"),
            tone=Tone.UNCERTAIN if self._quarantined else Tone.TEXT,
        )

    def _lane(self, queue: Waiting) -> Row:
        note = ""
        if queue.count:
            note = self._words("limits.longest", seconds=f"{queue.longest:.1f}")
        return _row(
            f"lane/{queue.lane}",
            self._words(f"limits.lane_{queue.lane}"),
            fmt.quantity(queue.count),
            note,
        )

    def _registered(self, one: Registered) -> Row:
        channel = find_channel(one.tr_id)
        title = one.tr_id
        if channel is not None:
            title = channel.title.ko if self._words.language == "ko" else channel.title.en
        known = self._instruments.name(one.key) if one.key else ""
        key = f"{known} {one.key}" if known and known != one.key else one.key
        return Row(
            f"{one.tr_id}/{one.key}",
            (
                Cell(str(one.rank + 1), one.rank, Tone.DIM),
                Cell(title, title, tip=one.tr_id),
                Cell(key or self._words("limits.own_key"), key or None),
                Cell(
                    self._words(f"limits.{one.standing}"),
                    one.standing.value,
                    _TONES[one.standing],
                    tip=self._words(f"limits.{one.standing}_tip"),
                ),
            ),
            one.key,
        )

    @staticmethod
    def _without_room(budget: Budget) -> int:
        return sum(one.standing in {Standing.NO_ROOM, Standing.REFUSED} for one in budget.line)


def _row(
    row_id: str,
    item: str,
    value: str,
    note: str,
    *,
    bar: float | None = None,
    tone: Tone = Tone.TEXT,
) -> Row:
    cells = (
        Cell(item, item, Tone.DIM),
        Cell(value, None, tone, bar=bar),
        Cell(note, None, Tone.DIM),
    )
    return Row(row_id, cells)


def _share(used: float, limit: float) -> float | None:
    return min(used / limit, 1.0) if limit else None


def _moment(at: datetime | None) -> str:
    return fmt.UNKNOWN if at is None else f"{at.astimezone(fmt.EXCHANGE_ZONE):%m-%d %H:%M}"
