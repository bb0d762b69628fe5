"""The order that is being written: what is chosen, typed, stepped and filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.order import CreditKind, OrderIntent, OrderType, Side, Venue
from kis_desktop.domain.tick_size import step
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_preset import OrderPreset, preset_price
from kis_desktop.viewmodels.ticket_credit import CreditUnlock, credit_of
from kis_desktop.viewmodels.ticket_entry import Entry, Sizing, Tab
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.ticket_power import TicketPower

_MOST = 10**9  # shares; more is a slip of the finger


@dataclass(frozen=True, slots=True)
class Wish:
    """How the quantity was asked for, where not by typing it: a part of what there is."""

    percent: int | None = None
    is_pending: bool = False


class TicketDraft(QObject):
    """`edited` after every change of what is chosen or typed."""

    edited = Signal()

    def __init__(self, context: ViewContext, debounce: int, parent: QObject | None) -> None:
        super().__init__(parent)
        self._link = context.link
        is_paper = context.environment is Environment.PAPER
        self.facts = TicketFacts(context.instruments, is_paper=is_paper)
        self.credit = CreditUnlock(context, self)
        self.power = TicketPower(context, self.facts, debounce, self)
        self._entry = Entry()
        self._wish = Wish()
        self._price_touched = False
        self._preset_sheet: bool | None = None
        self.power.told.connect(self._on_power)
        self.credit.changed.connect(self._on_credit)

    @property
    def symbol(self) -> str:
        """The symbol to be ordered; empty before the first selection."""
        return self._link.symbol

    @property
    def entry(self) -> Entry:
        """What is chosen and typed."""
        return self._entry

    @property
    def tab(self) -> Tab:
        """What the ticket is turned to."""
        return self._entry.tab

    @property
    def side(self) -> Side:
        """The side of a new order."""
        return self._entry.side

    @property
    def order_type(self) -> OrderType:
        """How the order is priced."""
        return self._entry.order_type

    @property
    def price_text(self) -> str:
        """The price as typed."""
        return self._entry.price_text

    @property
    def quantity_text(self) -> str:
        """The quantity as typed."""
        return self._entry.quantity_text

    @property
    def price(self) -> Decimal | None:
        """The limit price in KRW; None for a type without one and for what can't be read."""
        return self._entry.price

    @property
    def quantity(self) -> int | None:
        """Shares; None for what can't be read."""
        return self._entry.shares(self.counted_at())

    def show_tab(self, tab: Tab) -> None:
        """Turn to buying, selling or amending."""
        if tab is not self._entry.tab:
            self._wish = Wish()
            self._typed(tab=tab, credit=None, loan="")

    def set_order_type(self, order_type: OrderType) -> None:
        """Price the order in another way."""
        self._typed(order_type=order_type)

    def set_venue(self, venue: Venue) -> None:
        """Send the order somewhere else."""
        self._typed(venue=venue)

    def set_price_text(self, text: str) -> None:
        """The price was typed."""
        self._price_touched = True
        self._typed(price_text=text)

    def set_condition_text(self, text: str) -> None:
        """The price that the order waits for was typed."""
        self._typed(condition_text=text)

    def set_quantity_text(self, text: str) -> None:
        """The quantity was typed."""
        self._wish = Wish()
        self._typed(quantity_text=text, sizing=Sizing.SHARES)

    def set_amount_text(self, text: str) -> None:
        """The amount to order for was typed."""
        self._wish = Wish()
        self._typed(amount_text=text, sizing=Sizing.AMOUNT)

    def set_sizing(self, sizing: Sizing) -> None:
        """Type shares, or an amount."""
        self._wish = Wish()
        self._typed(sizing=sizing)

    def set_on_margin(self, on: bool) -> None:  # noqa: FBT001
        """Let the percentages count what is lent until settlement (미수), or not."""
        self._typed(on_margin=on)
        self._apply_share()

    def set_credit(self, kind: CreditKind | None, loan: str = "") -> None:
        """Order with credit, or repay the loan of a day (YYYYMMDD); None: with cash."""
        self._typed(credit=kind if self.credit.is_unlocked else None, loan=loan)

    def tidy(self) -> None:
        """Write what was typed as it is read everywhere else."""
        entry = self._entry
        price, condition, quantity = entry.price, entry.condition, entry.shares(None)
        texts = {
            "price_text": price,
            "condition_text": condition,
            "amount_text": entry.amount,
        }
        tidied: dict[str, Any] = {
            name: fmt.price(value)
            for name, value in texts.items()
            if value is not None and value == value.to_integral_value()
        }
        if quantity is not None:
            tidied["quantity_text"] = fmt.quantity(quantity)
        self._entry = replace(entry, **tidied)
        self.edited.emit()

    def step_price(self, ticks: int) -> None:
        """Move the price by ticks; from the last price where none is typed."""
        if self._entry.is_priced and self.symbol:
            moved = self._stepped(self._entry.price, ticks)
            if moved:
                self.set_price_text(moved)

    def step_condition(self, ticks: int) -> None:
        """Move the price that the order waits for by ticks."""
        if self._entry.is_conditional and self.symbol:
            moved = self._stepped(self._entry.condition, ticks)
            if moved:
                self.set_condition_text(moved)

    def step_quantity(self, steps: int) -> None:
        """Move the quantity, or the amount by what a share costs; never below one."""
        if self._entry.sizing is Sizing.AMOUNT:
            at = self.counted_at()
            if at is not None:
                amount = max((self._entry.amount or Decimal(0)) + steps * at, at)
                self.set_amount_text(fmt.price(amount))
            return
        moved = min(max((self.quantity or 0) + steps, 1), _MOST)
        self.set_quantity_text(fmt.quantity(moved))

    def set_share(self, percent: int) -> None:
        """A part of what can be bought (asked of the server) or sold, fractions dropped."""
        self._wish = Wish(percent, is_pending=True)
        self._apply_share()
        if self._wish.is_pending:
            self.power.ask()

    def apply(self, preset: OrderPreset) -> None:
        """Fill the ticket in as a preset says; the sheet of the next order is as it says too."""
        self._wish = Wish()
        self._price_touched = True
        table = self.facts.tick_table(self.symbol)
        price = preset_price(preset, self.facts.quote_at(self.symbol, preset.venue), table)
        changes: dict[str, Any] = {"order_type": preset.order_type, "venue": preset.venue}
        if price is not None:
            changes["price_text"] = fmt.price(price)
        if preset.quantity is not None:
            changes |= {"sizing": Sizing.SHARES, "quantity_text": fmt.quantity(preset.quantity)}
        elif preset.amount is not None:
            changes |= {"sizing": Sizing.AMOUNT, "amount_text": fmt.price(preset.amount)}
        self._take(**changes)
        self._preset_sheet = preset.sheet
        if preset.percent is not None:
            self.set_share(preset.percent)

    def begin(self) -> None:
        """Another symbol: nothing of the last order stays but its side, venue and way of sizing."""
        entry = self._entry
        self._entry = Entry(tab=entry.tab, venue=entry.venue, sizing=entry.sizing)
        self._price_touched = False
        self._preset_sheet = None
        self._wish = Wish()
        self._take()

    def begin_with(self, price: Decimal) -> None:
        """An untouched draft begins at a price, once."""
        if not self._entry.price_text and not self._price_touched:
            self._take(price_text=fmt.price(price))

    def pick_price(self, price: Decimal) -> None:
        """A price was picked elsewhere; it needs an order type that carries one."""
        if self._entry.tab is Tab.AMEND:
            return
        if not self._entry.is_priced:
            self._take(order_type=OrderType.LIMIT)
        self.set_price_text(fmt.price(price))

    def intent(self, local_id: str = "") -> OrderIntent | None:
        """The order as it stands, with what is on the screen where it gets an id."""
        entry, quantity = self._entry, self.quantity
        credit = credit_of(entry, self.facts.today(self.symbol))
        if not self.symbol or quantity is None or entry.tab is Tab.AMEND:
            return None
        if credit is None and entry.credit is not None:
            return None
        return OrderIntent(
            local_id,
            self.symbol,
            entry.side,
            entry.order_type,
            quantity,
            entry.price,
            entry.venue,
            condition_price=entry.condition,
            credit=credit,
            seen=self.facts.seen(self.symbol, entry.venue) if local_id else None,
        )

    def counted_at(self) -> Decimal | None:
        """The price that the order is reckoned at."""
        if self._entry.is_priced:
            return self._entry.price
        return self.facts.reference_price(self.symbol, self.side, self._entry)

    @property
    def share(self) -> int | None:
        """The percentage that the quantity is of what there is, where it was asked for so."""
        return self._wish.percent

    @property
    def preset_sheet(self) -> bool | None:
        """Whether the preset in use wants a sheet; None where it doesn't say."""
        return self._preset_sheet

    def _on_power(self) -> None:
        if self.power.failed:
            self._wish = Wish()
        elif self._wish.is_pending:
            self._apply_share()
        self.edited.emit()

    def _on_credit(self) -> None:
        if not self.credit.is_unlocked:
            self._take(credit=None, loan="")
        self.edited.emit()

    def _stepped(self, price: Decimal | None, ticks: int) -> str:
        if price is None:
            price, ticks = self.facts.quote_at(self.symbol, self._entry.venue).last, 0
        if price is None:
            return ""
        return fmt.price(step(price, self.facts.tick_table(self.symbol), ticks))

    def _apply_share(self) -> None:
        percent = self._wish.percent
        most = None if percent is None else self.power.most()
        if percent is None or most is None:
            return
        self._wish = Wish(percent)
        shares = fmt.quantity(most * percent // 100)
        self._take(quantity_text=shares, sizing=Sizing.SHARES)

    def _typed(self, **changes: Any) -> None:
        """Something was chosen or typed: a preset's word on the sheet holds no more."""
        self._preset_sheet = None
        self._take(**changes)

    def _take(self, **changes: Any) -> None:
        self._entry = replace(self._entry, **changes)
        self.power.follow(self.symbol, self._entry)
        self.power.ask_later()
        self.edited.emit()
