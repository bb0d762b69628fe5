"""Orders of today as they move, and those of past days as the server lists them (주문내역)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import Order, OrderType, Request, Side
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.order_filter import OrderFilter, Standing, standing_of
from kis_desktop.viewmodels.order_words import side_text, side_tone, state_text, state_tone
from kis_desktop.viewmodels.own_orders import OwnOrders
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("day", "column.day", ColumnKind.TEXT, width=84),
    Column("time", "column.time", ColumnKind.TEXT, width=66),
    Column("name", "column.name", ColumnKind.TEXT, width=112, stretch=True),
    Column("side", "column.side", width=90),
    Column("kind", "column.kind", ColumnKind.TEXT, width=80),
    Column("price", "column.order_price", width=72),
    Column("quantity", "column.order_quantity", width=54),
    Column("filled", "column.filled", width=54),
    Column("average", "column.fill_average", width=72),
    Column("open", "column.open_shares", width=54),
    Column("venue", "column.venue", ColumnKind.TEXT, width=44),
    Column("state", "column.state", ColumnKind.TEXT, width=150),
    Column("number", "column.order_no", width=92),
    Column("original", "column.original_no", width=92, hidden=True),
)


class Listed(msgspec.Struct, frozen=True):
    """An order as a row shows it, whichever way it was told. `average` in KRW."""

    id: str
    local_id: str
    trade_date: date
    time: str
    symbol: str
    side: Side
    request: Request
    order_type: OrderType | None
    price: Decimal | None
    quantity: int
    filled: int
    average: Decimal | None
    remaining: int
    venue: str
    standing: Standing
    state: str
    tone: Tone
    reason: str
    order_no: str
    original_no: str


class OrderHistory(QObject):
    """One table: today's orders, newest on top, or those of a period that was asked for.

    `changed` when count, state or titles change.
    """

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._own = OwnOrders()
        self._today: dict[str, Listed] = {}
        self._past: tuple[Listed, ...] = ()
        self._period: tuple[date, date] | None = None
        self._filter = OrderFilter()
        self._is_read = False
        self._is_asking = False
        self._failure: Message | None = None
        self._date = datetime.now(fmt.EXCHANGE_ZONE).date()
        self.table = RowTableModel(COLUMNS, context.language, self)
        context.instruments.changed.connect(self._show)
        context.clock.frame.connect(self._on_frame)

    @property
    def count(self) -> int:
        """How many orders are shown."""
        return self.table.rowCount()

    @property
    def title(self) -> str:
        """The panel's title with the count."""
        known = self._period is not None or self._is_read or self.count
        return self._words("history.title", n=self.count if known else fmt.UNKNOWN)

    @property
    def period(self) -> tuple[date, date] | None:
        """The days that were asked for, both included; None for today."""
        return self._period

    @property
    def today(self) -> date:
        """The date at the exchange."""
        return self._date

    @property
    def filter(self) -> OrderFilter:
        """What is shown."""
        return self._filter

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if self._period is not None:
            if self._is_asking:
                return PanelState.LOADING
            if self._failure is not None:
                return PanelState.FAILED
        if self.count:
            return PanelState.LIVE
        known = self._period is not None or self._is_read or self._today
        return PanelState.EMPTY if known else PanelState.LOADING

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state; empty while live."""
        match self.state:
            case PanelState.LOADING:
                return self._words("history.loading")
            case PanelState.FAILED:
                return self._words.sentence(self._failure) if self._failure is not None else ""
            case PanelState.EMPTY if not self._filter.is_empty and self._listed():
                return self._words("history.empty_filtered")
            case PanelState.EMPTY:
                kind = "today" if self._period is None else "past"
                return self._words(f"history.empty_{kind}")
            case _:
                return ""

    def set_filter(self, wanted: OrderFilter) -> None:
        """Show only what passes."""
        if wanted != self._filter:
            self._filter = wanted
            self._show()

    def show_today(self) -> None:
        """Today's orders, as they move."""
        self._asking.drop("history")
        self._period, self._is_asking, self._failure = None, False, None
        self._show()

    def read(self, start: date, end: date) -> None:
        """Ask for the orders of these days, both included."""
        self._period, self._past, self._failure = (start, end), (), None
        self._is_asking = True
        self._show()
        self._asking.read("history", self._read(start, end))

    def retry(self) -> None:
        """Ask again for what failed."""
        if self._period is not None:
            self.read(*self._period)

    def find(self, row_id: str) -> Listed | None:
        """The order of a row."""
        if self._period is None:
            return self._today.get(row_id)
        return next((each for each in self._past if each.id == row_id), None)

    def pick(self, row_id: str) -> None:
        """Show an order's symbol everywhere."""
        found = self.find(row_id)
        if found is not None:
            self._context.link.select(found.symbol)

    async def _read(self, start: date, end: date) -> None:
        try:
            told = await self._context.commands.run(
                self._context.services.accounts.order_history, start, end
            )
        except KisDesktopError as error:
            self._failure = error.message
        else:
            self._past = tuple(_told(order, self._words) for order in told)
        self._is_asking = False
        self._show()

    def _on_frame(self, frame: Frame) -> None:
        clock = frame.latest.get((Topic.CLOCK, ""))
        if isinstance(clock, ClockReading):
            self._date = clock.market.astimezone(fmt.EXCHANGE_ZONE).date()
        fresh_list = not self._is_read and (Topic.ORDERS, "") in frame.latest
        self._is_read |= fresh_list
        moved = self._own.take(frame)
        if moved:
            self._take(moved)
        if fresh_list:
            self.changed.emit()

    def _take(self, moved: tuple[Order, ...]) -> None:
        listed = []
        for order in moved:
            if self._own.by_id(order.local_id) is None:
                self._today.pop(order.local_id, None)
                self.table.remove([order.local_id])
            else:
                listed.append(_own(order, self._words))
        self._today.update({each.id: each for each in listed})
        if self._period is not None:
            return
        shown = [each for each in listed if self._passes(each)]
        self.table.remove([each.id for each in listed if not self._passes(each)])
        known = [each for each in shown if self.table.find(each.id) is not None]
        fresh = [each for each in shown if self.table.find(each.id) is None]
        self.table.upsert([self._row(each) for each in known])
        self.table.prepend([self._row(each) for each in _newest_first(fresh)])
        self.changed.emit()

    def _listed(self) -> tuple[Listed, ...]:
        if self._period is not None:
            return self._past
        return tuple(_newest_first(self._today.values()))

    def _show(self) -> None:
        self.table.replace([self._row(each) for each in self._listed() if self._passes(each)])
        self.changed.emit()

    def _passes(self, each: Listed) -> bool:
        name = self._context.instruments.name(each.symbol)
        return self._filter.takes(each.side, name, each.symbol, each.order_no, each.standing)

    def _row(self, each: Listed) -> Row:
        words = self._words
        name = self._context.instruments.name(each.symbol)
        side = side_text(each.side, words)
        if each.request is not Request.NEW:
            side = f"{side} {words(f'request.{each.request.value}')}"
        kind = words(f"order_type.{each.order_type.value}") if each.order_type else fmt.UNKNOWN
        tip = words("history.details_tip")
        return Row(
            each.id,
            (
                Cell(f"{each.trade_date}", f"{each.trade_date}", Tone.DIM, tip=tip),
                Cell(fmt.clock_digits(each.time), each.time or None, tip=tip),
                Cell(name, name, tip=f"{name} · {each.symbol}"),
                Cell(side, each.side.value, side_tone(each.side)),
                Cell(kind, kind, Tone.DIM),
                Cell(fmt.price(each.price), each.price),
                Cell(fmt.quantity(each.quantity), each.quantity),
                Cell(fmt.quantity(each.filled), each.filled),
                Cell(fmt.price(each.average), each.average),
                Cell(fmt.quantity(each.remaining), each.remaining),
                Cell(each.venue, each.venue, Tone.DIM),
                Cell(each.state, each.state, each.tone, tip=each.reason),
                Cell(each.order_no or fmt.UNKNOWN, each.order_no or None, Tone.FAINT),
                Cell(each.original_no or fmt.UNKNOWN, each.original_no or None, Tone.FAINT),
            ),
            each.symbol,
        )


def _newest_first(orders: Iterable[Listed]) -> list[Listed]:
    return sorted(orders, key=lambda each: (each.trade_date, each.time, each.id), reverse=True)


def _own(order: Order, words: Words) -> Listed:
    time = order.order_time or order.sent_at
    time = time or order.at.astimezone(fmt.EXCHANGE_ZONE).strftime("%H%M%S")
    return Listed(
        id=order.local_id,
        local_id=order.local_id,
        trade_date=order.trade_date,
        time=time,
        symbol=order.symbol,
        side=order.side,
        request=order.request,
        order_type=order.order_type,
        price=order.price,
        quantity=order.quantity,
        filled=order.filled,
        average=order.average_price,
        remaining=order.remaining,
        venue=order.venue.value,
        standing=standing_of(order.state),
        state=state_text(order, words),
        tone=state_tone(order),
        reason="" if order.reason is None else words.sentence(order.reason),
        order_no=order.order_no,
        original_no=order.original_no,
    )


def _told(order: BrokerOrder, words: Words) -> Listed:
    standing, state = _past_state(order)
    return Listed(
        id=f"{order.trade_date:%Y%m%d}/{order.branch}/{order.order_no}",
        local_id="",
        trade_date=order.trade_date,
        time=order.order_time,
        symbol=order.symbol,
        side=order.side,
        request=order.request,
        order_type=order.order_type,
        price=order.price,
        quantity=order.quantity,
        filled=order.filled,
        average=order.average_price,
        remaining=order.remaining,
        venue=order.venue.value,
        standing=standing,
        state=words(f"order_state.{state}"),
        tone=Tone.UNCERTAIN if standing is Standing.REFUSED else Tone.DIM,
        reason="",
        order_no=order.order_no,
        original_no=order.original_no,
    )


def _past_state(order: BrokerOrder) -> tuple[Standing, str]:
    """What became of an order, from its counts alone."""
    if order.rejected:
        return Standing.REFUSED, "rejected"
    if order.quantity and order.filled >= order.quantity:
        return Standing.FILLED, "filled"
    if order.remaining:
        return Standing.OPEN, "partly_filled" if order.filled else "working"
    return Standing.ENDED, "cancelled" if order.cancelled else "expired"
