"""What conditional orders need of the rest of the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.conditional_order import ConditionalOrder
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import CancelIntent, Order, OrderIntent
from kis_desktop.domain.order_preview import OrderPreview
from kis_desktop.domain.quote import Quote
from kis_desktop.services.ports import Journal, QuoteSource
from kis_desktop.services.runtime import Worker


class ConditionalStore(Protocol):
    """Where conditional orders are kept (blocking). All raise `StorageFailed`."""

    def load(self) -> tuple[tuple[ConditionalOrder, ...], tuple[Message, ...]]:
        """The kept orders, and what to tell of those that do not read."""

    def save(self, order: ConditionalOrder) -> None:
        """Keep an order; it is on the disk when this returns."""

    def remove(self, id_: str) -> None:
        """Forget an order."""


class OrderDesk(Protocol):
    """The order service: the one way on which anything is sent."""

    async def submit(self, intent: OrderIntent) -> Order:
        """Check, write down and send a new order, once."""

    async def preview(self, intent: OrderIntent) -> OrderPreview:
        """What would be sent now and what it meets; nothing is sent."""

    async def cancel(self, intent: CancelIntent) -> Order:
        """Ask for a working order back, once."""


class Market(Protocol):
    """Prices as they come."""

    def quote(self, symbol: str) -> Quote | None:
        """What is known of a feed key's price."""

    async def set_interest(self, owner: str, interest: Interest) -> None:
        """Replace what an owner wants to see."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where conditional orders and the order journal lie, and the workers that reach them."""

    store: ConditionalStore
    disk: Worker
    journal: Journal
    journal_worker: Worker


@dataclass(frozen=True, slots=True)
class Sources:
    """Where conditional orders look. `find_account` gives the newest reading of the account."""

    quotes: QuoteSource
    market: Market
    find_instrument: Callable[[str], Instrument | None]
    find_account: Callable[[], AccountSnapshot | None]
