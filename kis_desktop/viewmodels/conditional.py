"""Conditional orders (조건주문): where each stands, how far away it is, what is done with it."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.conditional_board import ConditionalBoard
from kis_desktop.domain.conditional_order import ConditionalOrder, Leg, LegState
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.quote import Quote
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import conditional_words as says
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState, age_of
from kis_desktop.viewmodels.order_words import side_text, side_tone
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("name", "column.name", ColumnKind.TEXT, width=110),
    Column("side", "column.side", width=66),
    Column("kind", "conditional_panel.kind", ColumnKind.TEXT, width=104),
    Column("condition", "conditional_panel.condition", ColumnKind.TEXT, width=170, stretch=True),
    Column("order", "conditional_panel.order", width=110),
    Column("distance", "conditional_panel.distance", width=112),
    Column("age", "conditional_panel.age", width=56),
    Column("state", "conditional_panel.state", ColumnKind.TEXT, width=118),
    Column("made", "conditional_panel.made", ColumnKind.TEXT, width=60),
)
_LOOK_MILLISECONDS = 1000
_OLD = 5.0  # seconds: a price that is older fires nothing


class Conditional(QObject):
    """The table of conditional orders, one row a leg. `changed` when anything but a figure does."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._board: ConditionalBoard | None = None
        self._quotes: dict[str, Quote] = {}
        self._asking = Asking(self)
        self.failure = ""
        self.table = RowTableModel(COLUMNS, context.language, self)
        context.clock.frame.connect(self._on_frame)
        context.instruments.changed.connect(self._show)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MILLISECONDS)
        self._look.timeout.connect(self._show)
        self._look.start()

    @property
    def title(self) -> str:
        """The panel's title with how many there are."""
        known = fmt.UNKNOWN if self._board is None else len(self._board.orders)
        return self._words("conditional_panel.title", n=known)

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if self._board is None:
            return PanelState.LOADING
        return PanelState.LIVE if self._board.orders else PanelState.EMPTY

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state."""
        return self._words("conditional_panel.empty") if self.state is PanelState.EMPTY else ""

    @property
    def beat(self) -> tuple[str, Tone]:
        """Whether anything is being watched, in words."""
        board = self._board
        if board is None:
            return "", Tone.DIM
        if board.orders and not board.is_alive(time.monotonic()):
            return self._words("conditional_panel.silent"), Tone.UNCERTAIN
        if board.held:
            return self._words("conditional_panel.held"), Tone.UNCERTAIN
        if not board.armed:
            return self._words("conditional_panel.idle"), Tone.DIM
        return self._words("conditional_panel.alive", n=board.armed), Tone.TEXT

    @property
    def refusal(self) -> str:
        """Why none can be made here at all; empty where they can."""
        return self._context.no_orders

    def order_of(self, row_id: str | None) -> ConditionalOrder | None:
        """The order that a row is of."""
        if row_id is None or self._board is None:
            return None
        id_ = row_id.partition("/")[0]
        return next((order for order in self._board.orders if order.id == id_), None)

    def can_pause(self, row_id: str | None) -> bool:
        """Whether something of the order waits to fire."""
        order = self.order_of(row_id)
        return order is not None and order.is_armed

    def can_resume(self, row_id: str | None) -> bool:
        """Whether it can be armed again."""
        order = self.order_of(row_id)
        return order is not None and order.may_resume and not self.refusal

    def can_remove(self, row_id: str | None) -> bool:
        """Whether it can be forgotten, or changed."""
        order = self.order_of(row_id)
        return order is not None and not any(
            leg.state is LegState.SENDING or (leg.state is LegState.UNKNOWN and leg.is_known)
            for leg in order.legs
        )

    def can_change(self, row_id: str | None) -> bool:
        """Whether its terms can be changed."""
        order = self.order_of(row_id)
        fired = order is not None and any(leg.state is LegState.DONE for leg in order.legs)
        return self.can_remove(row_id) and not fired and not self.refusal

    def pause(self, row_id: str | None) -> None:
        """Let nothing of it fire."""
        self._ask(row_id, "pause")

    def resume(self, row_id: str | None) -> None:
        """Arm it again."""
        self._ask(row_id, "resume")

    def remove(self, row_id: str | None) -> None:
        """Forget it."""
        self._ask(row_id, "remove")

    def pick(self, row_id: str) -> None:
        """Show its symbol everywhere."""
        row = self.table.find(row_id)
        if row is not None:
            self._context.link.select(row.symbol)

    def _ask(self, row_id: str | None, what: str) -> None:
        order = self.order_of(row_id)
        if order is not None:
            self._asking.write(self._carry_out(order.id, what))

    async def _carry_out(self, id_: str, what: str) -> None:
        self.failure = ""
        service = self._context.services.conditional
        method = {"pause": service.pause, "resume": service.resume, "remove": service.remove}[what]
        try:
            await self._context.commands.run(method, id_)
        except KisDesktopError as error:
            self.failure = self._words.sentence(error.message)
        self.changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        told = frame.latest.get((Topic.CONDITIONAL, ""))
        fresh = isinstance(told, ConditionalBoard)
        if isinstance(told, ConditionalBoard):
            self._board = told
        for (topic, key), value in frame.latest.items():
            if topic is Topic.QUOTE and isinstance(value, Quote):
                self._quotes[key] = value
        if fresh:
            self._show()

    def _show(self) -> None:
        if self._board is not None:
            self.table.replace(
                [
                    self._row(order, number, leg)
                    for order in self._board.orders
                    for number, leg in enumerate(order.legs)
                ]
            )
        self.changed.emit()

    def _row(self, order: ConditionalOrder, number: int, leg: Leg) -> Row:
        words, symbol = self._words, leg.template.symbol
        ticks = says.ticks_of(self._context.instruments, symbol)
        name = self._context.instruments.name(symbol)
        whole = says.sentence(order, name, ticks, words)
        reason = "" if leg.reason is None else words.sentence(leg.reason.message)
        condition = says.condition_text(leg, ticks, words)
        group = ""
        if len(order.legs) > 1:
            group = f"{words(f'conditional_grouping.{order.grouping.value}')} "
        return Row(
            f"{order.id}/{number}",
            (
                Cell(name, name, tip=f"{name} · {symbol}"),
                Cell(
                    side_text(leg.template.side, words),
                    leg.template.side.value,
                    side_tone(leg.template.side),
                ),
                Cell(f"{group}{says.kind_text(leg, words)}", leg.trigger.kind.value),
                Cell(condition, condition, tip=whole),
                Cell(says.order_text(leg, words), leg.template.quantity),
                self._distance(leg),
                self._age(leg),
                Cell(
                    says.state_text(leg, words),
                    leg.state.value,
                    says.state_tone(leg),
                    tip=reason or says.state_text(leg, words),
                    note=reason,
                ),
                self._made(order),
            ),
            symbol,
        )

    def _distance(self, leg: Leg) -> Cell:
        symbol = leg.template.symbol
        ticks = says.ticks_of(self._context.instruments, symbol)
        quote = self._quotes.get(leg.trigger.key)
        found = None if leg.state.is_over else says.distance_of(leg, quote, ticks)
        if found is None:
            return Cell(tone=Tone.DIM)
        text = self._words(
            "conditional_panel.distance_text",
            rate=fmt.rate(found.percent),
            ticks=fmt.UNKNOWN if found.ticks is None else found.ticks,
        )
        return Cell(text, abs(found.percent), stale=self._is_old(leg))

    def _age(self, leg: Leg) -> Cell:
        quote = self._quotes.get(leg.trigger.key)
        age = None if quote is None or leg.state.is_over else age_of(quote.received)
        tone = Tone.UNCERTAIN if self._is_old(leg) and leg.state.is_watching else Tone.DIM
        return Cell(fmt.age(age, self._words.language), age, tone)

    def _is_old(self, leg: Leg) -> bool:
        quote = self._quotes.get(leg.trigger.key)
        age = None if quote is None else age_of(quote.received)
        return age is None or age > _OLD

    def _made(self, order: ConditionalOrder) -> Cell:
        base = self._words("conditional_panel.base_tip", base=fmt.price(order.base_price))
        day = self._words("conditional_panel.older", day=order.armed_on.isoformat())
        made = f"{order.made_on:%m-%d}"
        return Cell(made, order.made_on.isoformat(), Tone.DIM, tip=f"{day} · {base}")
