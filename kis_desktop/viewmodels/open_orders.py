"""Open orders (미체결): everything that may still be filled, and what nobody has answered yet."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.order import Order, OrderState, OrderType, Request
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.cancelling import Cancelling
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.order_words import (
    number_text,
    price_text,
    request_text,
    side_tone,
    state_text,
    state_tone,
)
from kis_desktop.viewmodels.own_orders import OwnOrders, can_change, is_open
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("time", "column.time", ColumnKind.TEXT, width=70),
    Column("name", "column.name", ColumnKind.TEXT, width=140, stretch=True),
    Column("side", "column.side", width=76),
    Column("price", "column.order_price", width=84),
    Column("quantity", "column.order_quantity", width=62),
    Column("filled", "column.filled", ColumnKind.BAR, width=130),
    Column("venue", "column.venue", width=58),
    Column("state", "column.state", ColumnKind.TEXT, width=150),
    Column("number", "column.order_no", width=100),
)


class OpenOrders(QObject):
    """The table of open orders, newest on top. `changed` when count, state or requests change."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._is_read = False  # whether the day's list was read: before it none is not known
        self._own = OwnOrders()
        self._is_asking_all = False
        self.cancelling = Cancelling(context, self)
        self.table = RowTableModel(COLUMNS, context.language, self)
        self.cancelling.changed.connect(self.changed)
        context.instruments.changed.connect(self._rename)
        context.clock.frame.connect(self._on_frame)

    @property
    def count(self) -> int:
        """How many rows there are: open orders, and cancels that nobody has answered."""
        return self.table.rowCount()

    @property
    def changeable(self) -> int:
        """How many orders can be taken back now."""
        return len(self._numbers(self.table.ids()))

    @property
    def title(self) -> str:
        """The panel's title with the count; a request to cancel is no order of its own."""
        if not self.count and not self._is_read:
            return self._words("open_orders.title", n=fmt.UNKNOWN)
        orders = [order for order in self._own.open() if order.request is not Request.CANCEL]
        return self._words("open_orders.title", n=len(orders))

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if self.count:
            return PanelState.LIVE
        return PanelState.EMPTY if self._is_read else PanelState.LOADING

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state."""
        return self._words("open_orders.empty") if self.state is PanelState.EMPTY else ""

    @property
    def is_asking_all(self) -> bool:
        """Whether the trader is being asked if all orders are meant."""
        return self._is_asking_all

    @property
    def result_text(self) -> str:
        """What went wrong with the last cancels; empty when nothing did."""
        failures = self.cancelling.failures
        if not failures:
            return ""
        counted = self._words(
            "amend.cancelled_count", done=self.cancelling.done, failed=len(failures)
        )
        return f"{counted} · {self._words.sentence(failures[-1])}"

    def find(self, row_id: str) -> Order | None:
        """The order of a row."""
        return self._own.by_id(row_id)

    def pick(self, row_id: str) -> None:
        """Show an order's symbol everywhere and the order in the ticket."""
        order = self._own.by_id(row_id)
        if order is not None:
            self._context.link.select(order.symbol)
            if order.order_no:
                self._context.link.pick_order(order.order_no)

    @property
    def refusal(self) -> str:
        """Why no order can be taken back here at all; empty where it can."""
        return self._context.no_orders

    def can_cancel(self, row_ids: Iterable[str]) -> bool:
        """Whether any of these can be taken back now."""
        return bool(self._numbers(row_ids))

    def cancel(self, row_ids: Iterable[str]) -> int:
        """Take these orders back; how many are asked now."""
        return self.cancelling.cancel(self._numbers(row_ids))

    def ask_all(self) -> None:
        """Ask whether all open orders are meant."""
        self._is_asking_all = self.can_cancel(self.table.ids())
        self.changed.emit()

    def keep_all(self) -> None:
        """All orders stay."""
        self._is_asking_all = False
        self.changed.emit()

    def cancel_all(self) -> int:
        """Take all open orders back, after the question."""
        if not self._is_asking_all:
            return 0
        self._is_asking_all = False
        asked = self.cancel(self.table.ids())
        self.changed.emit()
        return asked

    def _numbers(self, row_ids: Iterable[str]) -> list[str]:
        if self.refusal:
            return []
        orders = (self._own.by_id(row_id) for row_id in row_ids)
        return [order.order_no for order in orders if order is not None and can_change(order)]

    def _rename(self) -> None:
        self.table.upsert([self._row(order) for order in self._own.open()])

    def _on_frame(self, frame: Frame) -> None:
        if not self._is_read and (Topic.ORDERS, "") in frame.latest:
            self._is_read = True
            self.changed.emit()
        self._take(frame)

    def _take(self, frame: Frame) -> None:
        changed = self._own.take(frame)
        if not changed:
            return
        before = self.count
        self.table.remove([order.local_id for order in changed if not is_open(order)])
        known = [order for order in changed if is_open(order)]
        fresh = [order for order in known if self.table.find(order.local_id) is None]
        self.table.upsert([self._row(order) for order in known if order not in fresh])
        fresh.sort(key=lambda order: (_time_text(order), order.at), reverse=True)
        self.table.prepend([self._row(order) for order in fresh])
        if self._is_asking_all and before != self.count:
            self._is_asking_all = False
        self.changed.emit()

    def _row(self, order: Order) -> Row:
        name = self._context.instruments.name(order.symbol)
        uncertain = order.state is OrderState.UNKNOWN
        filled_tip = self._words(
            "open_orders.filled_tip", quantity=order.quantity, filled=order.filled
        )
        return Row(
            order.local_id,
            (
                Cell(_time_text(order), _time_text(order)),
                Cell(name, name, tip=f"{name} · {order.symbol}"),
                Cell(request_text(order, self._words), order.side.value, side_tone(order.side)),
                Cell(price_text(order, self._words), order.price, tip=self._condition(order)),
                Cell(fmt.quantity(order.quantity), order.quantity),
                Cell(
                    fmt.quantity(order.filled),
                    order.filled,
                    side_tone(order.side) if order.filled else Tone.DIM,
                    bar=order.filled / order.quantity if order.quantity else 0.0,
                    tip=filled_tip,
                ),
                Cell(order.venue.value, order.venue.value, Tone.DIM),
                Cell(
                    state_text(order, self._words),
                    order.state.value,
                    state_tone(order),
                    bold=uncertain,
                    tip="" if order.reason is None else self._words.sentence(order.reason),
                ),
                Cell(number_text(order), order.order_no or None, Tone.FAINT),
            ),
            order.symbol,
        )

    def _condition(self, order: Order) -> str:
        """What a stop waits for: until then it rests in no book."""
        if order.condition_price is None or order.order_type is not OrderType.STOP_LIMIT:
            return ""
        return self._words("open_orders.condition_tip", price=fmt.price(order.condition_price))


def _time_text(order: Order) -> str:
    """Exchange time as the server told it, else of its sending; the computer's as a last resort."""
    told = fmt.clock_digits(order.order_time or order.sent_at)
    return fmt.clock(order.at) if told == fmt.UNKNOWN else told
