"""What stands before every order of a profile: its limits, and the guard that keeps them."""

from __future__ import annotations

from collections.abc import Callable

from kis_desktop.app.profile import Profile
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.journal import JournalKind
from kis_desktop.domain.risk_defaults import default_profile
from kis_desktop.services.accounts import Accounts
from kis_desktop.services.day_result import DayResult
from kis_desktop.services.instruments import Instruments
from kis_desktop.services.market_data import MarketData
from kis_desktop.services.order_guard import OrderGuard, Sources
from kis_desktop.services.risk import Risk
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.storage.order_journal import OrderJournal
from kis_desktop.storage.risk_file import RiskFile


async def open_limits(
    profile: Profile,
    journal: OrderJournal,
    workers: tuple[Worker, Worker],
    clock: SessionClock,
    mailbox: Mailbox,
) -> Risk:
    """The profile's own limits, as they were kept; `workers` are the disk's and the journal's.
    Raises `StorageFailed`.
    """
    disk, journal_worker = workers
    usual = default_profile(profile.environment)
    store = RiskFile(profile.folder.limits)
    risk = Risk(usual, store, disk, journal, journal_worker, clock, mailbox)
    await risk.load()
    return risk


async def was_stopped(journal: OrderJournal, worker: Worker, *, remembered: bool) -> bool:
    """Whether new orders were stopped when the program ended. What the preferences remember is on
    the disk a while after the stop; what the journal says is there at once. Raises `JournalFailed`.
    """
    if remembered:
        return True
    stopped = await worker.run(journal.newest, JournalKind.STOPPED)
    released = await worker.run(journal.newest, JournalKind.RELEASED)
    return stopped is not None and (released is None or released.at < stopped.at)


def make_guard(
    rules: MarketRules,
    clock: SessionClock,
    risk: Risk,
    instruments: Instruments,
    market_data: MarketData,
    accounts: Accounts,
    *,
    is_paper: bool,
    fills: Callable[[], tuple[Fill, ...]],
) -> OrderGuard:
    """The guard, looking at everything that is known; `fills` are those of the day."""
    risk.find_result = DayResult(lambda: accounts.snapshot, fills, market_data.quote).find
    sources = Sources(
        instruments.find,
        market_data.quote,
        lambda: accounts.snapshot,
        market_data.find_listing,
    )
    guard = OrderGuard(rules, clock, risk, sources, is_paper=is_paper)
    market_data.feed_listeners.append(guard.on_feed)
    return guard


def account_changed(guard: OrderGuard, accounts: Accounts) -> Callable[[], None]:
    """What is to be done when the exchange has changed what the account holds."""

    def told() -> None:
        guard.on_account_changed()
        accounts.ask()

    return told
