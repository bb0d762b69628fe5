"""What ladder and chart ask before they send: the whole order in words, and what it meets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from kis_desktop.domain.order import AmendIntent, OrderIntent, Side
from kis_desktop.domain.order_preview import OrderPreview
from kis_desktop.domain.order_size import OrderSize
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.words import Words


@dataclass(frozen=True, slots=True)
class Question:
    """An order, or a move of orders, that waits for the trader's word.

    `lines` is label and value of what goes over the wire, `warnings` what the trader confirms with
    the press. `reason` is why it can't be sent; `asks` what a large order wants besides.
    """

    side: Side
    name: str
    text: str
    button: str
    order: OrderIntent | None = None
    amendments: tuple[AmendIntent, ...] = ()
    size: OrderSize = OrderSize.NORMAL
    quantity: int = 0
    lines: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()
    reason: str = ""
    asks: str = ""
    again_text: str = ""

    @classmethod
    def of_order(cls, intent: OrderIntent, name: str, size: OrderSize, words: Words) -> Question:
        """About a new order."""
        price, quantity = fmt.price(intent.price), fmt.quantity(intent.quantity)
        stop = intent.condition_price is not None
        form = "ladder.ask_stop" if stop else "ladder.ask_limit"
        asks = words(f"ladder.ask_{size.name.lower()}") if size is not OrderSize.NORMAL else ""
        side = words(f"side.{intent.side.value}_signed")
        return cls(
            side=intent.side,
            name=name,
            text=words(
                form,
                name=name,
                symbol=intent.symbol,
                venue=intent.venue.value,
                type=words(f"order_type.{intent.order_type.value}"),
                price=price,
                amount=fmt.price((intent.price or Decimal(0)) * intent.quantity),
            ),
            button=words("ladder.button", name=name, quantity=quantity, price=price, side=side),
            order=intent,
            size=size,
            quantity=intent.quantity,
            asks=asks,
        )

    @classmethod
    def of_move(
        cls,
        intents: tuple[AmendIntent, ...],
        side: Side,
        before: Decimal,
        shares: int,
        name: str,
        words: Words,
    ) -> Question:
        """About a new price for orders that wait."""
        after = fmt.price(intents[0].price)
        return cls(
            side=side,
            name=name,
            text=words("ladder.ask_move", name=name, n=len(intents), quantity=shares),
            button=words(
                "ladder.button_move",
                side=words(f"side.{side.value}_signed"),
                before=fmt.price(before),
                after=after,
            ),
            amendments=intents,
            quantity=shares,
        )

    def previewed(self, told: OrderPreview, words: Words) -> Question:
        """With what the order, or one more of several moves, meets, and how it goes over the
        wire.
        """
        draft, checks = told.draft, told.assessment
        stopping = checks.stopping(frozenset())
        warned = checks.unapproved(frozenset())
        reason = ""
        if stopping:
            first = stopping[0]
            reason = words("ladder.blocked") if first.told is None else words.sentence(first.told)
        body = " ".join(f"{name}={value}" for name, value in draft.fields)
        lines = (
            (words("ladder.account"), draft.account),
            (words("ladder.wire"), f"{draft.tr_id} · {draft.method} {draft.host}{draft.path}"),
            (words("ladder.body"), body),
        )
        warnings = (words.sentence(one.told) for one in warned if one.told is not None)
        return replace(
            self,
            lines=lines,
            warnings=tuple(dict.fromkeys((*self.warnings, *warnings))),
            rules=self.rules | {one.rule.value for one in warned},
            reason=self.reason or reason,
        )

    def warned(self, warnings: tuple[str, ...], rules: frozenset[str]) -> Question:
        """With limits that warn of it; the press confirms them for this order alone."""
        return replace(self, warnings=warnings, rules=rules)

    def refused_for(self, reason: str) -> Question:
        """With why it can't be sent."""
        return replace(self, reason=reason)

    def only(self, intent: AmendIntent) -> Question:
        """About one of the orders alone."""
        return replace(self, amendments=(intent,))

    def joined(self, other: Question) -> Question:
        """About the orders of two questions on the same move."""
        return replace(
            self,
            amendments=(*self.amendments, *other.amendments),
            warnings=tuple(dict.fromkeys((*self.warnings, *other.warnings))),
            rules=self.rules | other.rules,
        )

    def with_again(self, text: str) -> Question:
        """With the quantity as it was typed again."""
        return replace(self, again_text=text)

    def is_confirmed(self, *, by_mouse: bool) -> bool:
        """Whether a press may send: a warning needs the mouse, a very large order the quantity."""
        if self.reason or self.size is OrderSize.REFUSED:
            return False
        typed = fmt.parse_quantity(self.again_text) == self.quantity
        if self.size is OrderSize.VERY_LARGE:
            return typed
        needs_hand = self.size is OrderSize.LARGE or bool(self.warnings)
        return by_mouse or typed or not needs_hand
