"""Reservation orders (예약주문): unlocked for this run of the program, read from the server."""

from __future__ import annotations

import time
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.domain.connection import ClockReading, Environment
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.reservation import (
    Reservation,
    ReservationList,
    ReservationState,
    is_taken_at,
)
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.order_words import side_text, side_tone
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("day", "reservation_panel.day", ColumnKind.TEXT, width=70),
    Column("name", "column.name", ColumnKind.TEXT, width=130, stretch=True),
    Column("side", "column.side", width=66),
    Column("type", "reservation_editor.type", ColumnKind.TEXT, width=96),
    Column("price", "column.order_price", width=84),
    Column("quantity", "column.order_quantity", width=62),
    Column("filled", "column.filled", width=62),
    Column("until", "reservation_panel.until", width=66),
    Column("state", "column.state", ColumnKind.TEXT, width=110),
    Column("received", "reservation_panel.received", width=96),
    Column("number", "reservation_panel.number", width=80),
)
_TONES = {
    ReservationState.REFUSED: Tone.UNCERTAIN,
    ReservationState.CANCELLED: Tone.DIM,
    ReservationState.SENT: Tone.DIM,
}
_READ_MILLISECONDS = 60_000


class ReservationsView(QObject):
    """The table of reservations. `changed` when anything does."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._list: ReservationList | None = None
        self._clock: ClockReading | None = None
        self._failed = ""
        self.failure = ""
        self.is_unlocked = False
        self.table = RowTableModel(COLUMNS, context.language, self)
        context.clock.frame.connect(self._on_frame)
        context.instruments.changed.connect(self._show)
        self._again = QTimer(self)
        self._again.setInterval(_READ_MILLISECONDS)
        self._again.timeout.connect(self.refresh)

    @property
    def refusal(self) -> str:
        """Why no reservation can be made here at all; empty where it can."""
        if self._context.environment is Environment.PAPER:
            return self._words("reservation.not_in_paper")
        return self._context.no_orders

    @property
    def title(self) -> str:
        """The panel's title with how many wait."""
        rows = () if self._list is None else self._list.rows
        waiting = sum(row.state is ReservationState.WAITING for row in rows)
        known = fmt.UNKNOWN if self._list is None else waiting
        return self._words("reservation_panel.title", n=known)

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if self.refusal or not self.is_unlocked:
            return PanelState.EMPTY
        if self._list is None:
            return PanelState.FAILED if self._failed else PanelState.LOADING
        return PanelState.LIVE if self._list.rows else PanelState.EMPTY

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state."""
        if self.refusal:
            return self.refusal
        if not self.is_unlocked:
            return self._words("reservation_panel.locked")
        if self.state is PanelState.FAILED:
            return self._failed
        return self._words("reservation_panel.empty") if self.state is PanelState.EMPTY else ""

    @property
    def is_open(self) -> bool | None:
        """Whether reservations are taken now; None while the time is not known."""
        if self._clock is None or not self._clock.synchronised:
            return None
        now = self._clock.at(time.monotonic()).astimezone(fmt.EXCHANGE_ZONE)
        return is_taken_at(now, trading_day=is_trading_day(now.date()))

    @property
    def hours(self) -> tuple[str, Tone]:
        """When they are taken, and whether that is now."""
        now = {True: "open", False: "closed", None: "unknown"}[self.is_open]
        text = (
            f"{self._words('reservation_panel.hours')} · {self._words(f'reservation_panel.{now}')}"
        )
        return text, Tone.TEXT if self.is_open else Tone.UNCERTAIN

    @property
    def read_text(self) -> str:
        """How old the list is."""
        if self._list is None:
            return ""
        age = fmt.age(time.monotonic() - self._list.read_at, self._words.language)
        return self._words("reservation_panel.read", age=age)

    @property
    def can_make(self) -> bool:
        """Whether a new one can be written now."""
        return self.is_unlocked and self.is_open is True

    def find(self, row_id: str | None) -> Reservation | None:
        """The reservation of a row."""
        rows = () if self._list is None else self._list.rows
        return next((row for row in rows if row.number == row_id), None)

    def can_change(self, row_id: str | None) -> bool:
        """Whether it still waits, and changes are taken now."""
        found = self.find(row_id)
        return self.can_make and found is not None and found.state is ReservationState.WAITING

    def unlock(self) -> None:
        """The trader has confirmed that reservations are meant."""
        if not self.refusal:
            self.is_unlocked = True
            self._again.start()
            self.refresh()
            self.changed.emit()

    def refresh(self) -> None:
        """Read the list again."""
        self._asking.read("list", self._read())

    def cancel(self, row_id: str | None) -> None:
        """Take one back."""
        if row_id is not None and self.can_change(row_id):
            self._asking.write(self._cancel(row_id))

    def pick(self, row_id: str) -> None:
        """Show its symbol everywhere."""
        found = self.find(row_id)
        if found is not None:
            self._context.link.select(found.symbol)

    async def _read(self) -> None:
        try:
            await self._context.commands.run(self._context.services.reservations.refresh)
            self._failed = ""
        except KisDesktopError as error:
            self._failed = self._words.sentence(error.message)
            self.failure = self._failed
        self.changed.emit()

    async def _cancel(self, number: str) -> None:
        self.failure = ""
        service = self._context.services.reservations
        try:
            await self._context.commands.run(service.cancel, number, uuid4().hex)
        except KisDesktopError as error:
            self.failure = self._words.sentence(error.message)
        self.changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        clock = frame.latest.get((Topic.CLOCK, ""))
        told = frame.latest.get((Topic.RESERVATIONS, ""))
        if isinstance(clock, ClockReading):
            self._clock = clock
        if isinstance(told, ReservationList):
            self._list = told
            self._show()
        elif isinstance(clock, ClockReading):
            self.changed.emit()

    def _show(self) -> None:
        if self._list is not None:
            self.table.replace([self._row(row) for row in self._list.rows])
        self.changed.emit()

    def _row(self, one: Reservation) -> Row:
        words = self._words
        name = self._context.instruments.name(one.symbol)
        name = one.name if name == one.symbol and one.name else name
        kind = fmt.UNKNOWN if one.order_type is None else words(f"order_type.{one.order_type}")
        state = words(f"reservation_state.{one.state.value}")
        received = fmt.clock_digits(one.received_time) if one.received_time else fmt.UNKNOWN
        if one.received_on is not None:
            received = f"{one.received_on:%m-%d} {received}"
        return Row(
            one.number,
            (
                Cell(f"{one.order_date:%m-%d}", one.order_date.isoformat()),
                Cell(name, name, tip=f"{name} · {one.symbol}"),
                Cell(side_text(one.side, words), one.side.value, side_tone(one.side)),
                Cell(kind, kind),
                Cell(fmt.price(one.price), one.price),
                Cell(fmt.quantity(one.quantity), one.quantity),
                Cell(fmt.quantity(one.filled), one.filled, Tone.DIM),
                Cell(
                    fmt.UNKNOWN if one.until is None else f"{one.until:%m-%d}",
                    None if one.until is None else one.until.isoformat(),
                ),
                Cell(
                    state,
                    one.state.value,
                    _TONES.get(one.state, Tone.TEXT),
                    tip=one.reason,
                    note=one.reason,
                ),
                Cell(received, received, Tone.DIM),
                Cell(one.number, one.number, Tone.FAINT),
            ),
            one.symbol,
        )
