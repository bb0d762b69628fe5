"""What the journal says of one order, entry by entry (기록)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from kis_desktop.catalogue.message_texts import texts
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.journal import JournalEntry
from kis_desktop.domain.message import Message
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("time", "column.time", ColumnKind.TEXT, width=76),
    Column("entry", "column.entry", ColumnKind.TEXT, width=90),
    Column("body", "column.entry_body", ColumnKind.TEXT, width=420, stretch=True),
)


class OrderJournal(QObject):
    """The entries of an order of a day, in the order of writing. `changed` once they are read."""

    changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        trade_date: date,
        local_id: str,
        order_no: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._order = trade_date, local_id, order_no
        self._is_read = False
        self._failure: Message | None = None
        self.table = RowTableModel(COLUMNS, context.language, self)
        self.read()

    @property
    def title(self) -> str:
        """What the entries are about."""
        number = self._order[2] or fmt.UNKNOWN
        return self._words("history.details_title", number=number)

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if self._failure is not None:
            return PanelState.FAILED
        if not self._is_read:
            return PanelState.LOADING
        return PanelState.LIVE if self.table.rowCount() else PanelState.EMPTY

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state."""
        if self._failure is not None:
            return self._words.sentence(self._failure)
        return self._words("history.details_none") if self.state is PanelState.EMPTY else ""

    def read(self) -> None:
        """Read the entries."""
        self._failure = None
        self._asking.read("journal", self._read())

    async def _read(self) -> None:
        try:
            entries = await self._context.commands.run(
                self._context.services.audit.of_order, *self._order
            )
        except KisDesktopError as error:
            self._failure = error.message
        else:
            self._is_read = True
            self.table.replace([self._row(place, each) for place, each in enumerate(entries)])
        self.changed.emit()

    def _row(self, place: int, entry: JournalEntry) -> Row:
        told = [self._told(key, str(value)) for key, value in entry.body.items() if value]
        body = " · ".join(told)
        kind = self._named(f"entry.{entry.kind}", entry.kind.value)
        return Row(
            str(place),
            (
                Cell(fmt.clock(entry.at), place),
                Cell(kind, entry.kind.value),
                Cell(body or fmt.UNKNOWN, body or None, Tone.DIM, tip=body),
            ),
        )

    def _told(self, key: str, value: str) -> str:
        """One fact; a key or a value that has no word stands as it was written."""
        name = self._named(f"entry_field.{key}", key)
        if key == "side":
            value = self._named(f"side.{value}", value)
        elif key == "order_type":
            value = self._named(f"order_type.{value}", value)
        return f"{name} {value}"

    def _named(self, id_: str, otherwise: str) -> str:
        return self._words(id_) if id_ in texts(self._words.language) else otherwise
