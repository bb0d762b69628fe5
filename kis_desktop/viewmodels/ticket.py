"""The order ticket (주문): what is typed, what stands against it, and sending it exactly once."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.account import BuyingPower
from kis_desktop.domain.errors import SURELY_NOT_SENT, KisDesktopError
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.order import Order, OrderIntent, OrderState, OrderType, Side
from kis_desktop.domain.order_size import OrderSize, order_size
from kis_desktop.domain.risk import check
from kis_desktop.domain.tick_size import step
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import is_recent
from kis_desktop.viewmodels.order_words import progress_text, state_tone
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.send_lock import SendLock
from kis_desktop.viewmodels.ticket_estimate import Estimate, estimate, position_of
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.words import Words

SHARES = (10, 25, 50, 100)  # percent of what can be bought or sold
TYPES = (OrderType.LIMIT, OrderType.MARKET)
OTHER_TYPES = (
    "conditional_limit",
    "best_limit",
    "first_limit",
    "stop_limit",
    "midpoint",
    "limit_ioc",
    "limit_fok",
    "market_ioc",
    "market_fok",
    "pre_hours",
    "closing_price",
    "single_price",
)
_OWNER = "ticket"
DEBOUNCE = 250  # ms of typing before the server is asked what can be bought
_MOST = 10**9  # shares; more is a slip of the finger
PowerKey = tuple[str, OrderType, Decimal | None]
_PENDING = frozenset({OrderState.INTENT, OrderState.SENDING, OrderState.UNKNOWN})


class Tab(enum.StrEnum):
    """What the ticket is turned to."""

    BUY = "buy"
    SELL = "sell"
    AMEND = "amend"


@dataclass(frozen=True, slots=True)
class TicketView:
    """Everything that the ticket says, composed anew after every change.

    `inputs` is what was chosen and typed: side, type, price, quantity, quantity again.
    """

    inputs: tuple[str, ...] = ()
    name: str = ""
    button: str = ""
    can_send: bool = False
    reason: str = ""
    note: str = ""
    size: OrderSize = OrderSize.NORMAL
    amount: str = fmt.UNKNOWN
    costs: str = ""
    after: str = ""
    holding: str = ""
    available: str = ""
    told: str = ""
    told_tone: Tone = Tone.DIM


class Ticket(QObject):
    """A new order of the linked symbol. `changed` when anything that it shows has changed."""

    changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        debounce: int = DEBOUNCE,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._lock = SendLock(monotonic)
        self.facts = TicketFacts(context.instruments)
        self._tab = Tab.BUY
        self._order_type = OrderType.LIMIT
        self._price_text = ""
        self._price_touched = False
        self._quantity_text = ""
        self._again_text = ""
        self._power: tuple[PowerKey, BuyingPower] | None = None
        self._sellable: tuple[str, int | None] | None = None
        self._outdated = False
        self._wanted_share: int | None = None
        self._sent: Order | None = None
        self._sent_id = ""
        self._failure = ""
        self._uncertain: dict[tuple[str, Side], str] = {}
        self._view = TicketView()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(debounce)
        self._settle.timeout.connect(self._ask_when_unknown)
        context.link.symbol_changed.connect(self._on_symbol)
        context.link.price_picked.connect(self._on_price_picked)
        context.instruments.changed.connect(self._refresh)
        context.clock.frame.connect(self._on_frame)
        self._on_symbol(context.link.symbol)

    @property
    def symbol(self) -> str:
        """The symbol to be ordered; empty before the first selection."""
        return self._context.link.symbol

    @property
    def tab(self) -> Tab:
        """What the ticket is turned to."""
        return self._tab

    @property
    def side(self) -> Side:
        """The side of a new order."""
        return Side.SELL if self._tab is Tab.SELL else Side.BUY

    @property
    def order_type(self) -> OrderType:
        """How the order is priced."""
        return self._order_type

    @property
    def price_text(self) -> str:
        """The price as typed."""
        return self._price_text

    @property
    def quantity_text(self) -> str:
        """The quantity as typed."""
        return self._quantity_text

    @property
    def again_text(self) -> str:
        """The quantity typed again, to confirm a large order."""
        return self._again_text

    @property
    def price(self) -> Decimal | None:
        """The limit price in KRW; None for a market order and for what can't be read."""
        return fmt.parse_price(self._price_text) if self._order_type is OrderType.LIMIT else None

    @property
    def quantity(self) -> int | None:
        """Shares; None for what can't be read."""
        return fmt.parse_quantity(self._quantity_text)

    @property
    def view(self) -> TicketView:
        """What the ticket says."""
        return self._view

    def show_tab(self, tab: Tab) -> None:
        """Turn to buying, selling or amending."""
        if tab is not self._tab:
            self._tab = tab
            self._again_text = ""
            self._wanted_share = None
            self._changed()

    def set_order_type(self, order_type: OrderType) -> None:
        """Price the order in another way."""
        self._order_type = order_type
        self._changed()

    def set_price_text(self, text: str) -> None:
        """The price was typed."""
        self._price_text = text
        self._price_touched = True
        self._changed()

    def set_quantity_text(self, text: str) -> None:
        """The quantity was typed."""
        self._quantity_text = text
        self._again_text = ""
        self._wanted_share = None
        self._changed()

    def set_again_text(self, text: str) -> None:
        """The quantity was typed again."""
        self._again_text = text
        self._refresh()

    def tidy(self) -> None:
        """Write what was typed as it is read everywhere else."""
        price, quantity = self.price, self.quantity
        if price is not None and price == price.to_integral_value():
            self._price_text = fmt.price(price)
        if quantity is not None:
            self._quantity_text = fmt.quantity(quantity)
        self._refresh()

    def step_price(self, ticks: int) -> None:
        """Move the price by ticks; from the last price where none is typed."""
        if self._order_type is not OrderType.LIMIT or not self.symbol:
            return
        start = self.price
        if start is None:
            start = self.facts.quote(self.symbol).last
            ticks = 0
        if start is not None:
            moved = step(start, self.facts.tick_table(self.symbol), ticks)
            self.set_price_text(fmt.price(moved))

    def step_quantity(self, shares: int) -> None:
        """Move the quantity; never below one."""
        moved = min(max((self.quantity or 0) + shares, 1), _MOST)
        self.set_quantity_text(fmt.quantity(moved))

    def set_share(self, percent: int) -> None:
        """A part of what can be bought (asked of the server) or sold, fractions dropped."""
        self._wanted_share = percent
        self._apply_share()
        if self._wanted_share is not None:
            self._settle.stop()
            self._ask_available()

    def press(self, *, by_mouse: bool) -> bool:
        """Send what stands in the ticket; whether it was sent. Nothing is ever sent twice."""
        self._refresh()
        intent = self._intent()
        if intent is None or not self._view.can_send or not self._is_confirmed(by_mouse=by_mouse):
            return False
        if not self._lock.take():
            return False
        self._sent, self._sent_id, self._failure = None, intent.local_id, ""
        self._asking.write(self._submit(intent))
        self._refresh()
        return True

    def prolong_rest(self) -> None:
        """The key that sent is still moving: the button stays locked."""
        self._lock.prolong()

    async def _submit(self, intent: OrderIntent) -> None:
        key = intent.symbol, intent.side
        self._uncertain[key] = intent.local_id
        orders = self._context.services.orders
        try:
            self._sent = await self._context.commands.run(orders.submit, intent)
            self._uncertain.pop(key, None)
        except SURELY_NOT_SENT as error:
            self._uncertain.pop(key, None)
            reason = self._words.sentence(error.message)
            self._failure = self._words("ticket.failed", reason=reason)
        except KisDesktopError as error:
            state = self._words(f"order_state.{OrderState.UNKNOWN.value}")
            self._failure = f"{state} · {self._words.sentence(error.message)}"
        self._again_text = ""
        self._lock.settle()
        self._ask_available()
        self._refresh()

    def _intent(self) -> OrderIntent | None:
        quantity = self.quantity
        if not self.symbol or quantity is None or self._tab is Tab.AMEND:
            return None
        return OrderIntent(
            uuid4().hex, self.symbol, self.side, self._order_type, quantity, self.price
        )

    def _is_confirmed(self, *, by_mouse: bool) -> bool:
        """A large order is never sent by Enter alone."""
        typed = fmt.parse_quantity(self._again_text) == self.quantity
        match self._view.size:
            case OrderSize.NORMAL:
                return True
            case OrderSize.LARGE:
                return by_mouse or typed
            case OrderSize.VERY_LARGE:
                return typed
            case _:
                return False

    def _on_symbol(self, symbol: str) -> None:
        self._price_text = self._quantity_text = self._again_text = ""
        self._price_touched = False
        self._order_type = OrderType.LIMIT
        self._wanted_share = None
        self._power = self._sellable = None
        if symbol:
            wanted = Interest(quotes=frozenset({symbol}), focused=True)
            services = self._context.services
            self._context.commands.start(services.market_data.set_interest, _OWNER, wanted)
            self._begin_with_last()
        self._changed()

    def _on_price_picked(self, price: Decimal) -> None:
        if self._tab is not Tab.AMEND:
            self._order_type = OrderType.LIMIT
            self.set_price_text(fmt.price(price))

    def _on_frame(self, frame: Frame) -> None:
        account = self.facts.account
        if self.facts.take(frame):
            self._begin_with_last()
            if self.facts.account is not account:
                self._outdated = True
                self._settle.start()
        self._settle_uncertain()
        self._refresh()

    def _begin_with_last(self) -> None:
        """An untouched ticket begins at the last price, once."""
        quote = self.facts.quote(self.symbol)
        if quote.last is None or self._price_text or self._price_touched:
            return
        if is_recent(quote.received):
            self._price_text = fmt.price(quote.last)
            self._settle.start()

    def _settle_uncertain(self) -> None:
        """An order without an answer stops blocking once reading has told what became of it."""
        for key, local_id in tuple(self._uncertain.items()):
            order = self.facts.own.by_id(local_id)
            if not self._lock.is_taken and order is not None and order.state not in _PENDING:
                del self._uncertain[key]
                if local_id == self._sent_id:
                    self._failure = ""

    def _changed(self) -> None:
        self._settle.start()
        self._refresh()

    def _power_key(self) -> PowerKey:
        return self.symbol, self._order_type, self.price

    def _known_power(self) -> BuyingPower | None:
        """What can be bought at exactly this type and price, where the server has told."""
        if self._power is None or self._power[0] != self._power_key():
            return None
        return self._power[1]

    def _known_sellable(self) -> int | None:
        if self._sellable is not None and self._sellable[0] == self.symbol:
            told = self._sellable[1]
            if told is not None:
                return told
        held = position_of(self.facts.account, self.symbol)
        if held is not None:
            return held.sellable
        return 0 if self.facts.account is not None else None

    def _ask_when_unknown(self) -> None:
        """Ask the server only for what it hasn't told for this very type and price."""
        if self._tab is Tab.SELL:
            known = self._sellable is not None and self._sellable[0] == self.symbol
        else:
            known = self._known_power() is not None
        if self._outdated or not known:
            self._ask_available()

    def _ask_available(self) -> None:
        self._settle.stop()
        self._outdated = False
        if not self.symbol:
            return
        if self._tab is Tab.SELL:
            self._asking.read("available", self._read_sellable(self.symbol))
        elif self._tab is Tab.BUY and self._can_ask_power():
            self._asking.read("available", self._read_power(self._power_key()))

    def _can_ask_power(self) -> bool:
        return self._order_type is OrderType.MARKET or self.price is not None

    async def _read_power(self, key: PowerKey) -> None:
        accounts = self._context.services.accounts
        try:
            told = await self._context.commands.run(accounts.buying_power, *key)
        except KisDesktopError:
            self._power = None
            self._wanted_share = None
        else:
            self._power = key, told
            self._apply_share()
        self._refresh()

    async def _read_sellable(self, symbol: str) -> None:
        accounts = self._context.services.accounts
        try:
            told = await self._context.commands.run(accounts.sellable, symbol)
        except KisDesktopError:
            self._sellable = None
            self._wanted_share = None
        else:
            self._sellable = symbol, told
            self._apply_share()
        self._refresh()

    def _apply_share(self) -> None:
        percent = self._wanted_share
        if percent is None:
            return
        if self._tab is Tab.SELL:
            most = self._known_sellable()
        else:
            power = self._known_power()
            most = None if power is None else power.quantity
        if most is not None:
            quantity = most * percent // 100
            self.set_quantity_text(fmt.quantity(quantity))

    def _refresh(self) -> None:
        view = self._composed()
        if view != self._view:
            self._view = view
            self.changed.emit()

    def _composed(self) -> TicketView:
        figures = self._estimate()
        size = self._size(figures)
        reason = self._reason(size, figures)
        note = self._note(size, figures)
        told, tone = self._told(reason, note)
        return TicketView(
            inputs=(
                self._tab.value,
                self._order_type.value,
                self._price_text,
                self._quantity_text,
                self._again_text,
            ),
            name=self.facts.name(self.symbol) if self.symbol else "",
            button=self._button(),
            can_send=not reason,
            reason=reason,
            note=note,
            size=size,
            amount=self._amount(figures),
            costs=self._costs(figures),
            after=self._after(figures),
            holding=self._holding(figures),
            available=self._available(),
            told=told,
            told_tone=tone,
        )

    def _told(self, reason: str, note: str) -> tuple[str, Tone]:
        """The one line of the ticket: what became of the last order, else what stands against this.

        What is still to be typed is told quietly, what is wrong or uncertain in amber.
        """
        unanswered = (self.symbol, self.side) in self._uncertain
        settling = self._lock.is_taken or self._lock.is_resting or unanswered
        progress = self._progress()
        if progress and (settling or not (reason or note) or self._is_blank()):
            return progress, self._progress_tone()
        quiet = bool(reason) and (self._is_blank() or reason == self._context.no_orders)
        return reason or note, Tone.DIM if quiet else Tone.UNCERTAIN

    def _is_blank(self) -> bool:
        """Whether nothing has been asked of the ticket yet."""
        return not self.symbol or not self._quantity_text.strip()

    def _estimate(self) -> Estimate | None:
        quantity = self.quantity
        price = self.price
        if price is None:
            price = self.facts.reference_price(self.symbol, self.side, self._order_type)
        if not self.symbol or price is None or quantity is None:
            return None
        terms = self.facts.terms(self.symbol)
        return estimate(self.side, price, quantity, terms, self.facts.account, self.symbol)

    def _is_market_buy(self) -> bool:
        return self.side is Side.BUY and self._order_type is OrderType.MARKET

    def _reserved(self) -> Estimate | None:
        """What a market order to buy keeps back until it's filled: all at the upper limit."""
        price, quantity = self.facts.quote(self.symbol).limit_up, self.quantity
        if price is None or quantity is None:
            return None
        terms = self.facts.terms(self.symbol)
        return estimate(Side.BUY, price, quantity, terms, self.facts.account, self.symbol)

    def _size(self, figures: Estimate | None) -> OrderSize:
        quantity = self.quantity
        if quantity is None:
            return OrderSize.NORMAL
        amount = None if figures is None else figures.gross
        return order_size(amount, quantity, self.facts.listed_shares(self.symbol))

    def _reason(self, size: OrderSize, figures: Estimate | None) -> str:
        """Why the button doesn't send, the most telling one first; empty when it does."""
        return (
            self._standing()
            or self._unreadable()
            or self._checked()
            or self._too_large(size, figures)
        )

    def _standing(self) -> str:
        """What stands against any order now."""
        if self._context.no_orders:
            return self._context.no_orders
        if not self.symbol:
            return self._words("ticket.no_symbol")
        if self._lock.is_taken:
            return self._words("ticket.in_flight")
        if self._lock.is_resting:
            return self._words("ticket.just_sent")
        if self.facts.halted:
            return self._words("order.halted_by_user")
        key = self.symbol, self.side
        if key in self._uncertain or self.facts.own.is_uncertain(*key):
            return self._words("order.blocked_by_unknown", symbol=self.facts.name(self.symbol))
        return self._closed()

    def _closed(self) -> str:
        phase = self.facts.phase
        rule = self.facts.rules.order_type(self._order_type.value)
        if phase is None or phase in rule.where["KRX"]:
            return ""
        return self._words(
            "ticket.type_closed",
            phase=self._words(f"phase.{phase.value}"),
            type=self._words(f"order_type.{self._order_type.value}"),
        )

    def _unreadable(self) -> str:
        if self._order_type is OrderType.LIMIT and self._price_text and self.price is None:
            return self._words("ticket.price_unreadable")
        if self._quantity_text.strip() and self.quantity is None:
            return self._words("ticket.quantity_unreadable")
        if self._order_type is OrderType.LIMIT and self.price is None:
            return self._words("order.price_missing")
        return "" if self.quantity is not None else self._words("order.quantity_missing")

    def _checked(self) -> str:
        intent = self._intent()
        if intent is None:
            return self._words("order.quantity_missing")
        power = self._known_power() if self.side is Side.BUY else None
        sellable = self._known_sellable() if self.side is Side.SELL else None
        limits = self.facts.limits(
            self.symbol, power=None if power is None else power.amount, sellable=sellable
        )
        reasons = check(intent, limits)
        if reasons:
            return self._words.sentences(reasons[:1])
        if power is not None and intent.quantity > power.quantity:
            price = intent.price or power.unit_price or Decimal(0)
            return self._words(
                "order.not_enough_cash",
                needed=price * intent.quantity,
                available=power.amount,
            )
        return ""

    def _too_large(self, size: OrderSize, figures: Estimate | None) -> str:
        amount = fmt.price(None if figures is None else figures.gross)
        if size is OrderSize.REFUSED:
            return self._words("ticket.too_large", amount=amount)
        typed = fmt.parse_quantity(self._again_text) == self.quantity
        if size is OrderSize.VERY_LARGE and not typed:
            return self._words("ticket.very_large", amount=amount)
        return ""

    def _note(self, size: OrderSize, figures: Estimate | None) -> str:
        """What the trader should know although it stops nothing."""
        if size is OrderSize.LARGE:
            amount = fmt.price(None if figures is None else figures.gross)
            return self._words("ticket.large", amount=amount)
        line = self.facts.line
        if line.is_starting:
            return self._words("panel.connecting")
        return self._words("ticket.stale") if line.is_broken else ""

    def _button(self) -> str:
        quantity = self.quantity
        if not self.symbol or quantity is None:
            return self._words(f"ticket.{self.side.value}_button_bare")
        text = self._words(
            f"ticket.{self.side.value}_button",
            name=self.facts.name(self.symbol),
            quantity=quantity,
        )
        if self._order_type is OrderType.MARKET:
            text += self._words("ticket.market_note")
        return text

    def _amount(self, figures: Estimate | None) -> str:
        if figures is None:
            return fmt.UNKNOWN
        amount = self._words("ticket.gross", amount=fmt.price(figures.gross))
        quantity = self.quantity
        if self._order_type is not OrderType.MARKET or not quantity:
            return amount
        at = self._words("ticket.reckoned_at", price=fmt.price(figures.gross / quantity))
        return f"{amount} · {at}"

    def _costs(self, figures: Estimate | None) -> str:
        if figures is None:
            return ""
        if self.side is Side.BUY:
            return self._words("ticket.fee", fee=fmt.price(figures.fee))
        return self._words("ticket.fee_tax", fee=fmt.price(figures.fee), tax=fmt.price(figures.tax))

    def _after(self, figures: Estimate | None) -> str:
        """What is paid or received, and what it earns or must earn back."""
        if figures is None:
            return ""
        net = self._words(f"ticket.net_{self.side.value}", net=fmt.price(figures.net))
        if figures.profit is not None:
            earns = self._words("ticket.profit", profit=fmt.signed(figures.profit))
        else:
            earns = self._words("ticket.breakeven", price=fmt.price(figures.breakeven))
        return f"{net} · {earns}"

    def _holding(self, figures: Estimate | None) -> str:
        """What is left to order with, or the cash at hand, and the shares held afterwards."""
        if figures is None:
            return ""
        ends = self.side.value
        reserved: Estimate | None = figures
        if self._is_market_buy():
            ends, reserved = "market", self._reserved()
        left = None if reserved is None else reserved.cash_after
        cash = self._words(f"ticket.cash_after_{ends}", cash=fmt.price(left))
        shares = self._words("ticket.shares_unknown")
        if figures.shares_after is not None:
            held = fmt.quantity(figures.shares_after)
            shares = self._words("ticket.shares_after", quantity=held)
        return f"{cash} · {shares}"

    def _available(self) -> str:
        if not self.symbol:
            return ""
        if self.side is Side.SELL:
            sellable = self._known_sellable()
            if sellable is None:
                return self._words("ticket.sellable_unknown")
            return self._words("ticket.sellable", quantity=sellable)
        power = self._known_power()
        if power is None:
            return self._words("ticket.power_unknown")
        return self._words("ticket.power", quantity=power.quantity, amount=fmt.price(power.amount))

    def _sent_order(self) -> Order | None:
        """The last order as the events tell of it, else as the answer had it."""
        return self.facts.own.by_id(self._sent_id) or self._sent

    def _progress(self) -> str:
        order = self._sent_order()
        if order is not None and (not self._failure or order.state is OrderState.UNKNOWN):
            return progress_text(order, self._words)
        if self._lock.is_taken:
            return self._words("order_state.sending")
        return self._failure

    def _progress_tone(self) -> Tone:
        order = self._sent_order()
        if order is not None and not self._failure:
            return state_tone(order)
        return Tone.UNCERTAIN if self._failure else Tone.DIM
