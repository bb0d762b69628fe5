"""Everything on the I/O thread, put together: vault, wire, stores, services."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from kis_desktop.app.alerts import make_alerts
from kis_desktop.app.conditional import ConditionalDesk
from kis_desktop.app.credentials import VaultCredentials
from kis_desktop.app.door import Door
from kis_desktop.app.entered_keys import keep_keys
from kis_desktop.app.journal_watch import JournalWatch
from kis_desktop.app.order_safety import (
    account_changed,
    make_guard,
    open_limits,
    was_stopped,
)
from kis_desktop.app.past_days import PastDays, keep_recorded_days
from kis_desktop.app.profile import Profile
from kis_desktop.app.recording import begin_if_asked, make_recording
from kis_desktop.app.replay import replay_door
from kis_desktop.app.simulator_process import ReadyLine
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.catalogue.market_rules import MarketRules, load_market_rules
from kis_desktop.domain.connection import Environment as WorldKind
from kis_desktop.domain.errors import InvalidInput, VaultDamaged, VaultLocked
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import message
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.drill import DrillBoard, DrillWire, drill_connect
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.line_socket import Timing, websocket
from kis_desktop.kis.transport import network
from kis_desktop.services.accounts import Accounts
from kis_desktop.services.alert_ear import AlertEar
from kis_desktop.services.api_explorer import ApiExplorer, ExplorerWorld
from kis_desktop.services.application import Services
from kis_desktop.services.audit_export import AuditExport
from kis_desktop.services.audit_trail import AuditTrail
from kis_desktop.services.charts import Charts
from kis_desktop.services.companions import Companions
from kis_desktop.services.comparison import AccountComparison, Overheard
from kis_desktop.services.conditional_ear import ConditionalEar
from kis_desktop.services.connection import Connection
from kis_desktop.services.drawings import Drawings
from kis_desktop.services.drills import Drills
from kis_desktop.services.exports import Exports
from kis_desktop.services.fees import Fees
from kis_desktop.services.history import History
from kis_desktop.services.instruments import Instruments
from kis_desktop.services.kill_switch import KillSwitch
from kis_desktop.services.market_data import MarketData
from kis_desktop.services.notices import NoticeWatch
from kis_desktop.services.orders import Orders
from kis_desktop.services.profit import Profit
from kis_desktop.services.reservations import Reservations
from kis_desktop.services.runtime import Runtime
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.watchlists import Watchlists
from kis_desktop.storage.atomic_file import write_atomic
from kis_desktop.storage.bar_store import BarStore
from kis_desktop.storage.chart_file import ChartFile
from kis_desktop.storage.drawing_file import DrawingFolder
from kis_desktop.storage.fee_file import FeeFile
from kis_desktop.storage.identity import SimulatedIdentity
from kis_desktop.storage.instrument_store import InstrumentStore
from kis_desktop.storage.journal_chain import Head
from kis_desktop.storage.journal_export import write_export
from kis_desktop.storage.key_register import KeyRegister
from kis_desktop.storage.key_source import KeyFile
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.order_journal import OrderJournal
from kis_desktop.storage.vault import Vault, erase
from kis_desktop.storage.vault_contents import Secrets
from kis_desktop.storage.watchlist_file import WatchlistFile

_log = logging.getLogger(__name__)

_ENROLLED = "kis/enrolled"
_HALTED = "orders/halted"
_YES, _NO = "1", "0"


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The built half; `services` is what the screen may ask."""

    services: Services
    notices: NoticeWatch
    door: Door
    journal: OrderJournal
    bars: BarStore
    conditional: ConditionalDesk
    runtime: Runtime
    journal_watch: JournalWatch

    @property
    def client(self) -> KisClient:
        """The wire."""
        return self.door.client

    @classmethod
    async def open(
        cls, profile: Profile, mailbox: Mailbox, runtime: Runtime, redactor: Redactor
    ) -> World:
        """Open the vault and build everything on it. Raises `KisDesktopError`."""
        rules = load_market_rules("krx")
        door = await _open_door(profile, mailbox, runtime, redactor, rules)
        client, clock = door.client, door.clock
        client.rest.on_slower(
            lambda told: mailbox.event(Logged(datetime.now(UTC), Severity.WARNING, told))
        )
        journal_worker = runtime.worker("journal")
        journal = await journal_worker.run(OrderJournal, door.journal, profile.identity)
        watch = JournalWatch(
            journal, journal_worker, runtime.worker("vault"), door.remember, mailbox
        )
        await watch.check(door.remembered, clock.trade_date())
        conditional = await ConditionalDesk.open(door.journal, runtime)
        ear = ConditionalEar(mailbox)
        disk = runtime.worker("disk")
        bars = await disk.run(BarStore, profile.folder.bars)
        instruments = Instruments(
            door.masters,
            InstrumentStore(profile.folder.instruments),
            runtime.worker("masters"),
            mailbox,
        )
        market_data = MarketData(client.quotes, client.stream, clock, mailbox)
        if profile.replayed is not None:
            await disk.run(keep_recorded_days, bars, profile.replayed)
        risk = await open_limits(profile, journal, (disk, journal_worker), clock, mailbox)
        past_days = PastDays(bars)
        alert_ear = AlertEar(mailbox)
        history = History(client.history, past_days, disk, clock, alert_ear)
        fees = Fees(rules.fees(), FeeFile(profile.folder.fees), disk, mailbox)
        await fees.load()
        comparison = AccountComparison(
            mailbox,
            clock.trade_date,
            lambda symbol: one.name if (one := instruments.find(symbol)) else symbol,
        )
        accounts = Accounts(client.accounts, mailbox, comparison.on_account)
        guard = make_guard(
            rules,
            clock,
            risk,
            instruments,
            market_data,
            accounts,
            is_paper=client.environment.is_paper,
            fills=comparison.fills,
        )
        orders = Orders(
            client.broker,
            journal,
            journal_worker,
            clock,
            rules,
            Overheard(ear, comparison),
            guard,
            find_instrument=instruments.find,
            on_change=account_changed(guard, accounts),
            fees=lambda: fees.schedule,
            hears_notices=lambda: client.stream.notices_live,
            is_halted=await was_stopped(
                journal, journal_worker, remembered=profile.preferences.get(_HALTED) == _YES
            ),
            on_halt=lambda halted: profile.preferences.set(_HALTED, _YES if halted else _NO),
        )
        guard.order_facts = orders.facts
        guard.line_heard = lambda: client.stream.heard_at
        market_data.listeners.append(history.on_trades)
        market_data.quote_listeners.append(history.on_quote)
        market_data.feed_listeners.append(history.on_feed)
        alerts = make_alerts(
            profile.folder.alerts,
            disk,
            market_data,
            history,
            client.history,
            clock,
            mailbox,
            alert_ear,
        )
        conditional_orders = conditional.service(
            journal,
            journal_worker,
            orders,
            client.quotes,
            market_data,
            instruments,
            accounts,
            clock,
            rules,
            mailbox,
            ear,
        )
        client.stream.on_notice = orders.on_notice
        client.stream.on_server_time = clock.observe
        connection = Connection(
            client.stream,
            client,
            mailbox,
            on_status=(market_data.on_status, conditional_orders.on_status),
            on_return=(orders.ask, accounts.ask, history.on_return),
        )
        recording = make_recording(
            profile,
            door,
            rules,
            runtime.worker("recorder"),
            mailbox,
            redactor.clean,
            instruments=instruments.stock_market,
            past_days=past_days.shown,
            on_begin=(market_data.read_anew, orders.ask, accounts.ask, history.on_return),
        )
        watchlists = Watchlists(WatchlistFile(profile.folder.watchlists), disk, profile.language)
        services = Services(
            market_data=market_data,
            orders=orders,
            accounts=accounts,
            comparison=comparison,
            profit=Profit(client.profit),
            fees=fees,
            audit=AuditTrail(journal, journal_worker),
            audit_export=AuditExport(
                partial(write_export, door.journal, profile.identity), disk, mailbox
            ),
            history=history,
            connection=connection,
            instruments=instruments,
            watchlists=watchlists,
            charts=Charts(ChartFile(profile.folder.charts), disk, mailbox),
            companions=Companions(client.companions, clock.trade_date),
            drawings=Drawings(DrawingFolder(profile.folder.drawings), disk, mailbox),
            exports=Exports(write_atomic, runtime.worker("export")),
            clock=clock,
            recording=recording,
            risk=risk,
            conditional=conditional_orders,
            alerts=alerts,
            reservations=Reservations(
                client.reservations,
                journal,
                journal_worker,
                clock,
                rules,
                mailbox,
                guard,
                find_instrument=instruments.find,
                is_halted=lambda: ear.is_halted,
            ),
            kill_switch=KillSwitch(orders, mailbox, lambda: client.budget().rest_limit),
            drills=Drills(door.drill, mailbox),
            replay=door.replay,
            api_explorer=ApiExplorer(
                client.rest,
                client.stream,
                disk,
                mailbox,
                ExplorerWorld(client.environment.rest_url, client.environment.is_paper),
            ),
        )
        notices = NoticeWatch(client.stream, lambda: orders.read_every, mailbox)
        await begin_if_asked(profile, recording, mailbox)
        return cls(services, notices, door, journal, bars, conditional, runtime, watch)

    async def close(self) -> None:
        """Wait for the answers of orders under way, then let go of wire, disk and vault.

        What blocks is closed by the worker that uses it: a reading whose waiter was cancelled may
        still be under way there, and a database that is closed beneath it ends the process.
        """
        await self.services.conditional.finish()
        await self.services.alerts.finish()
        await self.services.reservations.finish()
        await self.services.orders.finish()
        await self.client.close()
        worker = self.runtime.worker
        await self.conditional.close()
        head = await worker("journal").run(self.journal.head)
        await worker("journal").run(self.journal.close)
        await worker("disk").run(self.bars.close)
        await worker("vault").run(self.door.close, head)


async def _open_door(
    profile: Profile, mailbox: Mailbox, runtime: Runtime, redactor: Redactor, rules: MarketRules
) -> Door:
    """The way into the profile's world. Raises `KisDesktopError`."""
    if profile.replayed is not None:
        return await replay_door(
            profile.replayed,
            profile.folder,
            mailbox,
            runtime.worker("disk"),
            rules,
            speed=profile.speed,
            language=profile.language,
        )
    ready = await profile.ready()
    secrets_worker = runtime.worker("vault")
    vault = await secrets_worker.run(_open_vault, profile, ready)
    clock = SessionClock(rules, mailbox)
    credentials = VaultCredentials(vault, secrets_worker, redactor)
    environment = _environment(profile, ready)
    drill = None if environment.world is WorldKind.REAL else DrillBoard(environment.world)
    client = KisClient(
        environment,
        credentials,
        clock.observe,
        enrolled=_enrolled(profile, mailbox),
        wire=None if drill is None else DrillWire(network(), drill),
        connect_to=None if drill is None else drill_connect(websocket(Timing()), drill),
    )

    def remember(head: Head) -> None:
        vault.update(journal_count=head.count, journal_head=head.hash)

    def close(head: Head) -> None:
        remember(head)
        vault.close()

    account = credentials.account()
    return Door(
        client=client,
        clock=clock,
        masters=client.masters,
        journal=_journal_path(profile, ready),
        identify=lambda: (account.number, account.product, credentials.hts_id()),
        close=close,
        remember=remember,
        remembered=None if ready is not None else _remembered(vault.secrets),
        drill=drill,
    )


def _enrolled(profile: Profile, mailbox: Mailbox) -> date | None:
    """The customer's first day with the API as the profile says it; None where it does not."""
    kept = profile.preferences.get(_ENROLLED)
    if kept is None:
        return None
    try:
        return date.fromisoformat(kept)
    except ValueError:
        told = message("rest.enrolled_unreadable", value=kept)
        mailbox.event(Logged(datetime.now(UTC), Severity.WARNING, told))
        return None


def _journal_path(profile: Profile, ready: ReadyLine | None) -> Path:
    """Where orders are written down; a simulated market has a journal of its own, for its order
    numbers begin anew. Those of markets that have ended are removed.
    """
    if ready is None:
        return profile.folder.order_journal
    market = "".join(sign for sign in str(ready.get("market", "")) if sign.isalnum())
    path = profile.folder.order_journal_of(market)
    for old in path.parent.glob(profile.folder.order_journal_of("*").name + "*"):
        if not old.name.startswith(path.name):
            old.unlink(missing_ok=True)
    return path


def _environment(profile: Profile, ready: ReadyLine | None) -> Environment:
    if profile.environment is WorldKind.SIMULATED:
        if ready is None:
            raise InvalidInput(message("program.no_simulator"))
        return Environment.simulated(ready)
    if profile.environment is WorldKind.PAPER:
        return Environment.paper()
    return Environment.real()


def _open_vault(profile: Profile, ready: ReadyLine | None) -> Vault:
    """The profile's vault; a simulator's is made anew when the simulator has other keys."""
    path = profile.folder.vault
    register = KeyRegister(profile.folder.root)
    if ready is None:
        vault = Vault.open(path, profile.identity, profile.key_source())
        if vault.secrets.app_key:
            register.claim(vault.secrets.app_key, vault.environment)
        return vault
    identity = profile.identity
    assert isinstance(identity, SimulatedIdentity)
    source = KeyFile(profile.folder.key_file, identity)
    told = _told_secrets(ready)
    register.claim(told.app_key, WorldKind.SIMULATED)
    vault = _simulated_vault(path, identity, source, told)
    kept = vault.secrets
    if (kept.app_key, kept.app_secret) != (told.app_key, told.app_secret):
        keep_keys(vault, register, told.app_key, told.app_secret)
    vault.update(
        account_number=told.account_number,
        account_product=told.account_product,
        hts_id=told.hts_id,
    )
    return vault


def _simulated_vault(
    path: Path, identity: SimulatedIdentity, source: KeyFile, told: Secrets
) -> Vault:
    """A simulator's vault; one that cannot be opened is made anew, for the simulator tells all of
    its secrets again.
    """
    try:
        if path.exists():
            return Vault.open(path, identity, source)
    except (VaultDamaged, VaultLocked):
        _log.warning("the simulator's vault could not be opened and is made anew")
    erase(path, identity, source)
    return Vault.create(path, identity, source, told)


def _remembered(secrets: Secrets) -> Head | None:
    """What the vault remembers of the journal; None before the first orderly end."""
    if not secrets.journal_head:
        return None
    return Head(secrets.journal_count, secrets.journal_head)


def _told_secrets(ready: ReadyLine) -> Secrets:
    accounts = ready.get("accounts")
    stock = str(accounts.get("stock", "")) if isinstance(accounts, dict) else ""
    number, _, product = stock.partition("-")
    return Secrets(
        app_key=str(ready.get("appkey", "")),
        app_secret=str(ready.get("appsecret", "")),
        account_number=number,
        account_product=product,
        hts_id=str(ready.get("hts_id", "")),
    )
