"""Today's fills (체결) of our own orders, newest on top, all of them or those that pass."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.event import FillReceived, FillWithdrawn
from kis_desktop.domain.fill import Fill
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.order_filter import OrderFilter
from kis_desktop.viewmodels.order_words import side_text, side_tone
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("time", "column.time", ColumnKind.TEXT, width=70),
    Column("name", "column.name", ColumnKind.TEXT, width=140, stretch=True),
    Column("side", "column.side", width=76),
    Column("price", "column.fill_price", width=84),
    Column("quantity", "column.quantity", width=72),
    Column("amount", "column.amount", width=110),
    Column("cost", "column.cost", width=116),
    Column("certainty", "column.certainty", ColumnKind.TEXT, width=72),
    Column("number", "column.order_no", width=100),
)


class Fills(QObject):
    """The table of fills. `changed` when the count changes."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._is_read = False  # whether the day's list was read: before it none is not known
        self._fills: dict[str, Fill] = {}
        self._filter = OrderFilter()
        self.table = RowTableModel(COLUMNS, context.language, self)
        context.instruments.changed.connect(self._rename)
        context.clock.frame.connect(self._on_frame)

    @property
    def count(self) -> int:
        """How many fills there were, shown or not."""
        return len(self._fills)

    @property
    def title(self) -> str:
        """The panel's title with the count."""
        known = self.count or self._is_read
        return self._words("fills.title", n=self.count if known else fmt.UNKNOWN)

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if self.table.rowCount():
            return PanelState.LIVE
        if self.count:
            return PanelState.EMPTY
        return PanelState.EMPTY if self._is_read else PanelState.LOADING

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state."""
        if self.state is not PanelState.EMPTY:
            return ""
        return self._words("history.empty_filtered" if self.count else "fills.empty")

    def set_filter(self, wanted: OrderFilter) -> None:
        """Show only what passes."""
        if wanted == self._filter:
            return
        self._filter = wanted
        shown = [key for key in self._fills if self._passes(key)]
        self.table.replace([self._row(key, self._fills[key]) for key in self._newest(shown)])
        self.changed.emit()

    def find(self, row_id: str) -> Fill | None:
        """The fill of a row."""
        return self._fills.get(row_id)

    def pick(self, row_id: str) -> None:
        """Show a fill's symbol everywhere."""
        fill = self._fills.get(row_id)
        if fill is not None:
            self._context.link.select(fill.symbol)

    def _rename(self) -> None:
        shown = [key for key in self.table.ids() if key in self._fills]
        self.table.upsert([self._row(key, self._fills[key]) for key in shown])

    def _on_frame(self, frame: Frame) -> None:
        if not self._is_read and (Topic.ORDERS, "") in frame.latest:
            self._is_read = True
            self.changed.emit()
        self._take(frame)

    def _take(self, frame: Frame) -> None:
        changed: dict[str, Fill] = {}
        for event in frame.events:
            if isinstance(event, FillReceived):
                changed[fill_key(event.fill)] = event.fill
            elif isinstance(event, FillWithdrawn):
                changed.pop(fill_key(event.fill), None)
                self._withdraw(fill_key(event.fill))
        if not changed:
            return
        self._fills.update(changed)
        shown = [key for key in changed if self._passes(key)]
        known = [key for key in shown if self.table.find(key) is not None]
        self.table.upsert([self._row(key, changed[key]) for key in known])
        fresh = [key for key in shown if self.table.find(key) is None]
        self.table.prepend([self._row(key, changed[key]) for key in self._newest(fresh)])
        self.changed.emit()

    def _passes(self, key: str) -> bool:
        fill = self._fills[key]
        name = self._context.instruments.name(fill.symbol)
        return self._filter.takes(fill.side, name, fill.symbol, fill.order_no)

    def _newest(self, keys: list[str]) -> list[str]:
        fills = self._fills
        return sorted(keys, key=lambda key: (fills[key].trade_date, fills[key].time), reverse=True)

    def _withdraw(self, key: str) -> None:
        """A fill that was told is none."""
        if self._fills.pop(key, None) is not None:
            self.table.remove([key])
            self.changed.emit()

    def _row(self, key: str, fill: Fill) -> Row:
        name = self._context.instruments.name(fill.symbol)
        known = fill.fee is not None and fill.tax is not None
        cost = (fill.fee or 0) + (fill.tax or 0) if known else None
        certainty = "provisional" if fill.provisional else "confirmed"
        return Row(
            key,
            (
                Cell(fmt.clock_digits(fill.time), fill.time),
                Cell(name, name, tip=f"{name} · {fill.symbol}"),
                Cell(side_text(fill.side, self._words), fill.side.value, side_tone(fill.side)),
                Cell(fmt.price(fill.price), fill.price),
                Cell(fmt.quantity(fill.quantity), fill.quantity),
                Cell(fmt.price(fill.amount), fill.amount),
                Cell(
                    fmt.UNKNOWN if cost is None else fmt.quantity(int(cost)),
                    cost,
                    Tone.DIM,
                    tip=self._words("fills.estimated_tip"),
                ),
                Cell(
                    self._words(f"fills.{certainty}"),
                    certainty,
                    Tone.UNCERTAIN if fill.provisional else Tone.DIM,
                    tip=self._words("fills.provisional_tip") if fill.provisional else "",
                ),
                Cell(fill.order_no or fmt.UNKNOWN, fill.order_no or None, Tone.FAINT),
            ),
            fill.symbol,
        )


def fill_key(fill: Fill) -> str:
    """What a later word about the same fill replaces."""
    return f"{fill.trade_date:%Y%m%d}/{fill.order_no}/{fill.sequence}"
