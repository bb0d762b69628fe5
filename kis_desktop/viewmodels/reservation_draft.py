"""A reservation as it is being written: its fields, its sentence, what is wrong with it."""

from __future__ import annotations

import enum
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from PySide6.QtCore import QObject

from kis_desktop.domain.order import OrderType, Side
from kis_desktop.domain.reservation import (
    PRICED,
    Reservation,
    ReservationIntent,
    check_reservation,
)
from kis_desktop.domain.tick_size import step
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_draft import OrderDraft, whole


class Repeat(enum.IntEnum):
    """How many days it is ordered again."""

    ONE_DAY = 0
    WEEK = 7
    MONTH = 30
    AS_IT_IS = -1  # until the day that the amended one has


class ReservationDraft(OrderDraft):
    """One reservation before it is sent."""

    def __init__(
        self,
        context: ViewContext,
        symbol: str,
        amended: Reservation | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(context, symbol, parent)
        self._amended = amended
        self.side = Side.BUY
        self.order_type = OrderType.LIMIT
        self.repeat = Repeat.ONE_DAY
        self.quantity_text = self.price_text = ""
        if amended is not None:
            self.symbol, self.side = amended.symbol, amended.side
            self.order_type = amended.order_type or self.order_type
            self.quantity_text = fmt.quantity(amended.quantity)
            self.price_text = "" if amended.price is None else fmt.price(amended.price)
            if amended.until is not None:
                self.repeat = Repeat.AS_IT_IS

    @property
    def is_priced(self) -> bool:
        """Whether the order type carries a price."""
        return self.order_type in PRICED

    @property
    def repeats(self) -> tuple[Repeat, ...]:
        """How long it can be repeated; one that is amended can keep its day."""
        kept = self._amended is not None and self._amended.until is not None
        new = (Repeat.ONE_DAY, Repeat.WEEK, Repeat.MONTH)
        return (Repeat.AS_IT_IS, *new) if kept else new

    @property
    def refusal(self) -> str:
        """Why it cannot be sent as it is; empty where it can."""
        reasons = check_reservation(self._intent(), self._today(), self._ticks)
        return self._words.sentence(reasons[0]) if reasons else ""

    @property
    def sentence(self) -> str:
        """What will happen, in plain words."""
        intent, words = self._intent(), self._words
        if self.is_priced:
            price = words("conditional_words.at_price", price=fmt.price(intent.price))
        elif intent.order_type is OrderType.MARKET:
            price = words("conditional_words.at_market")
        else:
            named = words(f"order_type.{intent.order_type.value}")
            price = words("conditional_words.at_type", type=named)
        id_ = "sentence" if intent.until is None else "repeated"
        return words(
            f"reservation_editor.{id_}",
            name=self.name,
            quantity=intent.quantity or fmt.UNKNOWN,
            price=price,
            side=words(f"side.{intent.side.value}"),
            day="" if intent.until is None else intent.until.isoformat(),
        )

    @property
    def button_text(self) -> str:
        """What the button does, in words."""
        what = "place" if self._amended is None else "amend"
        text = self._words(
            f"reservation_editor.{what}",
            name=self.name,
            quantity=self._quantity() or fmt.UNKNOWN,
            side=self._words(f"side.{self.side.value}"),
        )
        return self._words("reservation_editor.approve", what=text) if self._approved else text

    def type_quantity(self, text: str) -> None:
        """A quantity was typed."""
        self.quantity_text = text
        self._touched()

    def type_price(self, text: str) -> None:
        """A price was typed."""
        self.price_text = text
        self._touched()

    def step_quantity(self, steps: int) -> None:
        """One share more or less."""
        self.type_quantity(fmt.quantity(max(self._quantity() + steps, 1)))

    def step_price(self, steps: int) -> None:
        """One tick up or down."""
        price = fmt.parse_price(self.price_text)
        if price is not None:
            self.type_price(fmt.price(step(price, self._ticks, steps)))

    def send(self) -> None:
        """Send it, once."""
        service = self._context.services.reservations
        if self._amended is None:
            self._send(service.place, self._intent())
        else:
            self._send(service.amend, self._amended.number, self._intent())

    def _intent(self) -> ReservationIntent:
        price: Decimal | None = fmt.parse_price(self.price_text) if self.is_priced else None
        until = None
        if self.repeat is Repeat.AS_IT_IS:
            until = None if self._amended is None else self._amended.until
        elif self.repeat is not Repeat.ONE_DAY:
            until = self._today() + timedelta(days=int(self.repeat))
        return ReservationIntent(
            uuid4().hex,
            self.symbol,
            self.side,
            self.order_type,
            self._quantity(),
            price,
            until,
            self._approved,
        )

    def _quantity(self) -> int:
        return whole(self.quantity_text)
