"""Orders without an answer: how far reading has come, and the choice where several could be one."""

from __future__ import annotations

from collections.abc import Awaitable

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.doubt import Doubt, DoubtState
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_words import price_text, request_text
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("time", "column.time", ColumnKind.TEXT, width=76),
    Column("number", "column.order_no", width=110, stretch=True),
    Column("price", "column.order_price", width=84),
    Column("quantity", "column.order_quantity", width=70),
    Column("filled", "column.filled", width=70),
    Column("remaining", "column.remaining", width=70),
    Column("venue", "column.venue", width=60),
)


class Doubts(QObject):
    """All orders that are in doubt. `changed` when one begins, moves or is settled."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = context.instruments.name
        self._words = Words(context.language)
        self._known: dict[str, Doubt] = {}
        context.clock.frame.connect(self._on_frame)

    @property
    def choices(self) -> tuple[str, ...]:
        """Local ids of the orders that wait for the trader's choice, in the order they came."""
        return tuple(
            local_id for local_id, doubt in self._known.items() if doubt.state is DoubtState.CHOICE
        )

    @property
    def sentence(self) -> str:
        """What is in doubt, in a line; empty where nothing is."""
        if self.choices:
            doubt = self._known[self.choices[0]]
            more = len(self.choices) - 1
            told = self._words(
                "doubt.choice", order=self.order_text(doubt), n=len(doubt.candidates)
            )
            return f"{told} {self._words('doubt.more', n=more)}" if more else told
        if not self._known:
            return ""
        doubt = next(iter(self._known.values()))
        return self._words(
            "doubt.reading",
            order=self.order_text(doubt),
            walks=doubt.walks,
            needed=doubt.walks_needed,
            span=int(doubt.span),
        )

    def find(self, local_id: str) -> Doubt | None:
        """What is known of an order in doubt."""
        return self._known.get(local_id)

    def order_text(self, doubt: Doubt) -> str:
        """The order in words: name, side, shares, price."""
        order = doubt.order
        return self._words(
            "doubt.order",
            name=self._name(order.symbol),
            request=request_text(order, self._words),
            quantity=order.quantity,
            price=price_text(order, self._words),
        )

    def _on_frame(self, frame: Frame) -> None:
        told = {
            key: value
            for (topic, key), value in frame.latest.items()
            if topic is Topic.DOUBT and isinstance(value, Doubt)
        }
        for local_id, doubt in told.items():
            if doubt.state is DoubtState.SETTLED:
                self._known.pop(local_id, None)
            else:
                self._known[local_id] = doubt
        if told:
            self.changed.emit()


class DoubtChoice(QObject):
    """The choice for one order. `settled` when it is in doubt no longer, `changed` otherwise.

    Nothing is chosen beforehand: which of them it was only the trader can know.
    """

    changed = Signal()
    settled = Signal()

    def __init__(
        self, doubts: Doubts, local_id: str, context: ViewContext, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._doubts = doubts
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self.local_id = local_id
        self.is_asking = False
        self.failure = ""
        self.table = RowTableModel(COLUMNS, context.language, self)
        doubts.changed.connect(self._follow)
        self._fill()

    @property
    def head(self) -> str:
        """The order that was sent, and when."""
        doubt = self._doubts.find(self.local_id)
        if doubt is None:
            return ""
        sent = fmt.clock_digits(doubt.order.sent_at)
        return self._words("doubt.sent", order=self._doubts.order_text(doubt), time=sent)

    def choose(self, order_no: str) -> None:
        """It was this one; written down by the services, which look once more."""
        if not self.is_asking and self.table.find(order_no) is not None:
            self.is_asking = True
            self._asking.write(self._adopt(order_no))

    def deny(self) -> None:
        """It was none of these; the services read on."""
        if not self.is_asking:
            self.is_asking = True
            orders = self._context.services.orders
            self._asking.write(self._tried(self._context.commands.run(orders.deny, self.local_id)))

    async def _adopt(self, order_no: str) -> None:
        orders = self._context.services.orders
        await self._tried(self._context.commands.run(orders.adopt, self.local_id, order_no))

    async def _tried(self, asked: Awaitable[object]) -> None:
        self.failure = ""
        self.changed.emit()
        try:
            await asked
        except KisDesktopError as error:
            self.failure = self._words.sentence(error.message)
        self.is_asking = False
        self.changed.emit()

    def _follow(self) -> None:
        doubt = self._doubts.find(self.local_id)
        if doubt is None or doubt.state is not DoubtState.CHOICE:
            self.settled.emit()
            return
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        doubt = self._doubts.find(self.local_id)
        found = () if doubt is None else doubt.candidates
        gone = set(self.table.ids()) - {row.order_no for row in found}
        self.table.remove(list(gone))
        self.table.upsert([self._row(row) for row in found])

    def _row(self, row: BrokerOrder) -> Row:
        return Row(
            row.order_no,
            (
                Cell(fmt.clock_digits(row.order_time), row.order_time),
                Cell(row.order_no, row.order_no),
                Cell(fmt.price(row.price), row.price),
                Cell(fmt.quantity(row.quantity), row.quantity),
                Cell(fmt.quantity(row.filled), row.filled),
                Cell(fmt.quantity(row.remaining), row.remaining),
                Cell(row.venue.value, row.venue.value, Tone.DIM),
            ),
            row.symbol,
        )
