"""A conditional order as it is being written: its fields, its sentence, what is wrong with it."""

from __future__ import annotations

import enum
from datetime import date, time, timedelta
from decimal import Decimal

from PySide6.QtCore import QObject

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.conditional_check import check
from kis_desktop.domain.conditional_order import (
    Basis,
    ConditionalOrder,
    Entry,
    Grouping,
    Leg,
    LegState,
    TrailUnit,
    Trigger,
    TriggerKind,
)
from kis_desktop.domain.feed_key import MarketView, feed_key, split_feed_key
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import OrderIntent, OrderType, Origin, Side, Venue
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.session import Phase
from kis_desktop.domain.tick_size import step
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import conditional_words as says
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_draft import OrderDraft, whole

_VENUES = {MarketView.KRX: Venue.KRX, MarketView.NXT: Venue.NXT, MarketView.UNIFIED: Venue.SOR}
_TIME_PARTS = 3


class Field(enum.StrEnum):
    """What is typed as a number."""

    QUANTITY = "quantity"
    LEVEL = "level"  # of a single condition, or the stop of two
    TARGET = "target"
    TICKS = "ticks"
    DISTANCE = "distance"
    PRICE = "price"  # of a limit order
    ENTRY = "entry"


class Until(enum.IntEnum):
    """How long it may wait, in days."""

    TODAY = 0
    WEEK = 7
    MONTH = 30


class ConditionalDraft(OrderDraft):
    """One conditional order before it is armed."""

    def __init__(
        self,
        context: ViewContext,
        symbol: str,
        order: ConditionalOrder | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(context, symbol, parent)
        self._quotes: dict[str, Quote] = {}
        self._id = ""
        self._entry: Entry | None = None
        self.grouping = Grouping.SINGLE
        self.kind = TriggerKind.STOP
        self.side = Side.SELL
        self.order_type = OrderType.MARKET
        self.view = MarketView.KRX
        self.basis = Basis.LAST
        self.unit = TrailUnit.PERCENT
        self.until = Until.TODAY
        self.texts: dict[Field, str] = dict.fromkeys(Field, "")
        self.texts[Field.TICKS] = "2"
        self.at_text = ""
        if order is not None:
            self._take(order)

    # ------------------------------------------------------------------------------ fields

    @property
    def is_change(self) -> bool:
        """Whether an order that is there already is changed."""
        return bool(self._id)

    @property
    def last_text(self) -> str:
        """The price of this moment."""
        quote = self._quotes.get(self._key)
        if quote is None or quote.last is None:
            return self._words("conditional_editor.unknown_price")
        return self._words("conditional_editor.now", price=fmt.price(quote.last))

    @property
    def shown(self) -> frozenset[str]:
        """Which rows belong to what is chosen."""
        rows = {"symbol", "grouping", "side", "quantity", "order", "feed", "until"}
        if self.grouping is not Grouping.SINGLE:
            rows |= {"level", "target", "basis"}
        else:
            rows |= {"kind"} | _ROWS[self.kind]
        if self.order_type is OrderType.LIMIT:
            rows.add("price")
        if self.grouping is Grouping.BRACKET:
            rows.add("entry")
        return frozenset(rows)

    @property
    def sent_side(self) -> Side:
        """The side of what goes out first: the entry of a bracket at once, else what may fire."""
        return _other(self.side) if self.grouping is Grouping.BRACKET else self.side

    @sent_side.setter
    def sent_side(self, side: Side) -> None:
        self.side = _other(side) if self.grouping is Grouping.BRACKET else side

    @property
    def button_text(self) -> str:
        """What the button does, in words."""
        what = "change" if self.is_change else "make"
        if self.grouping is Grouping.BRACKET and not self.is_change:
            what = "enter"
        text = self._words(
            "conditional_editor.button",
            name=self.name,
            quantity=self._whole(Field.QUANTITY) or fmt.UNKNOWN,
            side=self._words(f"side.{self.sent_side.value}"),
            what=self._words(f"conditional_editor.{what}"),
        )
        return self._words("conditional_editor.approve", what=text) if self._approved else text

    @property
    def sentence(self) -> str:
        """What will happen, in plain words."""
        return says.sentence(self.draft(), self.name, self._ticks, self._words)

    @property
    def refusal(self) -> str:
        """Why it cannot be armed as it is; empty where it can."""
        if self._context.no_orders:
            return self._context.no_orders
        reasons = self._reasons()
        return self._words.sentence(reasons[0]) if reasons else ""

    def type(self, field: Field, text: str) -> None:
        """A number was typed."""
        self.texts[field] = text
        self._touched()

    def type_time(self, text: str) -> None:
        """A time was typed."""
        self.at_text = text
        self._touched()

    def step(self, field: Field, steps: int) -> None:
        """One more or one less: a tick of a price, one of anything else."""
        value = fmt.parse_price(self.texts[field])
        priced = field in {Field.LEVEL, Field.TARGET, Field.PRICE, Field.ENTRY}
        quote = self._quotes.get(self._key)
        if value is None and priced and quote is not None and quote.last is not None:
            stepped: Decimal | None = quote.last
        elif priced:
            stepped = None if value is None else step(value, self._ticks, steps)
        else:
            stepped = max((value or Decimal(0)) + steps, Decimal(1))
        if stepped is not None:
            places = 0 if stepped == stepped.to_integral_value() else 2
            self.type(field, fmt.price(stepped, places))

    # ----------------------------------------------------------------------------- sending

    def send(self) -> None:
        """Arm it; a bracket's entry is sent with it."""
        service = self._context.services.conditional
        self._send(service.change if self.is_change else service.make, self.draft())

    def draft(self) -> ConditionalOrder:
        """The order as it is written."""
        legs = tuple(Leg(trigger, self._template(), LegState.ARMED) for trigger in self._triggers())
        phases = {Phase.CONTINUOUS}
        if self.kind is TriggerKind.TIME and self.grouping is Grouping.SINGLE:
            phases.add(Phase.CLOSING_AUCTION)
        today = self._today()
        return ConditionalOrder(
            id=self._id,
            grouping=self.grouping,
            legs=legs,
            made_on=today,
            armed_on=today,
            until=today + timedelta(days=int(self.until)),
            phases=frozenset(phases),
            entry=self._written_entry(today),
        )

    # ------------------------------------------------------------------------------ parts

    @property
    def _key(self) -> str:
        return feed_key(self.symbol, self.view)

    def _number(self, field: Field) -> Decimal | None:
        return fmt.parse_price(self.texts[field])

    def _whole(self, field: Field) -> int:
        return whole(self.texts[field])

    def _template(self) -> OrderIntent:
        price = self._number(Field.PRICE) if self.order_type is OrderType.LIMIT else None
        return OrderIntent(
            "", self.symbol, self.side, self.order_type, self._whole(Field.QUANTITY), price,
            venue=_VENUES[self.view], origin=Origin.CONDITIONAL, approved=self._approved,
        )  # fmt: skip

    def _triggers(self) -> tuple[Trigger, ...]:
        level, target = self._number(Field.LEVEL), self._number(Field.TARGET)
        if self.grouping is not Grouping.SINGLE:
            return (
                Trigger(TriggerKind.STOP, self._key, self.basis, level),
                Trigger(TriggerKind.TAKE_PROFIT, self._key, self.basis, target),
            )
        match self.kind:
            case TriggerKind.TIME:
                return (Trigger(self.kind, self._key, at=self._at()),)
            case TriggerKind.TRAILING:
                distance = self._number(Field.DISTANCE)
                return (
                    Trigger(self.kind, self._key, self.basis, distance=distance, unit=self.unit),
                )
            case TriggerKind.KEEP_PROFIT:
                ticks = self._whole(Field.TICKS)
                return (Trigger(self.kind, self._key, self.basis, level, ticks),)
            case _:
                return (Trigger(self.kind, self._key, self.basis, level),)

    def _at(self) -> time | None:
        parts = self.at_text.strip().split(":")
        if len(parts) == _TIME_PARTS - 1:
            parts.append("0")
        if len(parts) != _TIME_PARTS or not all(part.isdigit() for part in parts):
            return None
        try:
            hour, minute, second = (int(part) for part in parts)
            return time(hour, minute, second)
        except ValueError:
            return None

    def _written_entry(self, today: date) -> Entry | None:
        if self.grouping is not Grouping.BRACKET:
            return None
        if self._entry is not None:
            return self._entry
        price = self._number(Field.ENTRY)
        intent = OrderIntent(
            "", self.symbol, self.sent_side, OrderType.MARKET if price is None else OrderType.LIMIT,
            self._whole(Field.QUANTITY), price, venue=_VENUES[self.view],
            origin=Origin.CONDITIONAL, approved=self._approved,
        )  # fmt: skip
        return Entry(intent, today)

    def _reasons(self) -> tuple[Message, ...]:
        quote = self._quotes.get(self._key)
        last = None if quote is None or self.grouping is Grouping.BRACKET else quote.last
        return check(self.draft(), self._now(), last, self._ticks)

    def _take(self, order: ConditionalOrder) -> None:
        """Show an order that is there already."""
        first = order.legs[0]
        self._id, self._entry, self.grouping = order.id, order.entry, order.grouping
        self.kind, self.side = first.trigger.kind, first.template.side
        self.order_type, self.basis = first.template.order_type, first.trigger.basis
        self.symbol, self.view = split_feed_key(first.trigger.key)
        self.unit = first.trigger.unit or self.unit
        self.until = _nearest((order.until - order.armed_on).days)
        shown = {
            Field.QUANTITY: Decimal(first.template.quantity),
            Field.LEVEL: first.trigger.level,
            Field.TARGET: order.legs[-1].trigger.level,
            Field.TICKS: Decimal(first.trigger.ticks),
            Field.DISTANCE: first.trigger.distance,
            Field.PRICE: first.template.price,
            Field.ENTRY: None if order.entry is None else order.entry.intent.price,
        }
        for field, value in shown.items():
            places = 0 if value is None or value == value.to_integral_value() else 2
            self.texts[field] = "" if value is None else fmt.price(value, places)
        self.at_text = "" if first.trigger.at is None else f"{first.trigger.at:%H:%M:%S}"

    def _on_frame(self, frame: Frame) -> None:
        super()._on_frame(frame)
        for (topic, key), value in frame.latest.items():
            if topic is Topic.QUOTE and isinstance(value, Quote):
                self._quotes[key] = value
        if (Topic.QUOTE, self._key) in frame.latest:
            self.changed.emit()


def _other(side: Side) -> Side:
    return Side.BUY if side is Side.SELL else Side.SELL


def _nearest(days: int) -> Until:
    return min(Until, key=lambda until: abs(until - days))


_ROWS: dict[TriggerKind, set[str]] = {
    TriggerKind.STOP: {"level", "basis"},
    TriggerKind.TAKE_PROFIT: {"level", "basis"},
    TriggerKind.KEEP_PROFIT: {"level", "ticks", "basis"},
    TriggerKind.TRAILING: {"distance", "basis"},
    TriggerKind.TIME: {"at"},
}
