"""Conditional orders put together: their file beside the journal, their ears, their eyes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.kis.quotes import KrxQuotes
from kis_desktop.services.accounts import Accounts
from kis_desktop.services.conditional_ear import ConditionalEar
from kis_desktop.services.conditional_orders import ConditionalOrders
from kis_desktop.services.conditional_ports import Kept, Sources
from kis_desktop.services.conditional_surroundings import Surroundings
from kis_desktop.services.instruments import Instruments
from kis_desktop.services.market_data import MarketData
from kis_desktop.services.orders import Orders
from kis_desktop.services.runtime import Runtime, Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.storage.conditional_file import ConditionalFile
from kis_desktop.storage.order_journal import OrderJournal

_WORKER = "conditional"


@dataclass(frozen=True, slots=True, eq=False)
class ConditionalDesk:
    """The file of one account's conditional orders, and the worker that reaches it."""

    file: ConditionalFile
    worker: Worker

    @classmethod
    async def open(cls, journal: Path, runtime: Runtime) -> ConditionalDesk:
        """The file beside the journal of its orders. Raises `StorageFailed`."""
        worker = runtime.worker(_WORKER)
        path = journal.with_name(f"{journal.name}.conditional")
        return cls(await worker.run(ConditionalFile, path), worker)

    def service(
        self,
        journal: OrderJournal,
        journal_worker: Worker,
        orders: Orders,
        quotes: KrxQuotes,
        market_data: MarketData,
        instruments: Instruments,
        accounts: Accounts,
        clock: SessionClock,
        rules: MarketRules,
        mailbox: Mailbox,
        ear: ConditionalEar,
    ) -> ConditionalOrders:
        """The service, hearing what orders and prices tell."""
        made = ConditionalOrders(
            Kept(self.file, self.worker, journal, journal_worker),
            orders,
            Sources(quotes, market_data, instruments.find, lambda: accounts.snapshot),
            rules,
            Surroundings(clock),
            mailbox,
        )
        ear.listener = made
        market_data.listeners.append(made.on_trades)
        market_data.quote_listeners.append(made.on_quote)
        market_data.feed_listeners.append(made.on_feed)
        return made

    async def close(self) -> None:
        """Close the file on the worker that uses it."""
        await self.worker.run(self.file.close)
