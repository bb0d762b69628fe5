"""An order on its way: `Orders.submit` with all that it does, and the least that can be done.

For a contestant's name on stdin, microseconds from the call to the first byte at the server.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import msgspec

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.connection import Environment as World
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.event import Event
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.order import OrderIntent, OrderType, Origin, Seen, Side
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.domain.risk_defaults import default_profile
from kis_desktop.domain.risk_rules import Action, RiskRule, Rule
from kis_desktop.domain.traffic import RestTraffic
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.credentials import Account, Issued, Keys
from kis_desktop.kis.environment import Environment
from kis_desktop.services.order_guard import OrderGuard, Sources
from kis_desktop.services.orders import Orders
from kis_desktop.services.risk import Risk
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from kis_desktop.storage.identity import SimulatedIdentity
from kis_desktop.storage.order_journal import OrderJournal
from kis_desktop.storage.risk_file import RiskFile

OURS = "kis-desktop, all checks and the journal"
BARE = "a bare fsync and a bare httpx POST"
FSYNC, POST = "a bare fsync alone", "a bare httpx POST alone"

_SAMSUNG = Instrument(
    "005930",
    "삼성전자",
    Market.KOSPI,
    InstrumentKind.STOCK,
    listed_shares=5_919_637_922,
    margin_rate=Decimal(20),
)
_PAUSE = 0.07  # seconds between orders, so that the server's limit lets each pass at once
_ENTRY_BYTES = 4096  # as much as the journal's pages of one order
_MICROSECOND = 1_000  # nanoseconds


def _account() -> AccountSnapshot:
    """Enough cash, read just now."""
    much = Decimal(10**12)
    return AccountSnapshot(
        cash=much,
        cash_d1=much,
        cash_d2=much,
        buying_power=much,
        cost=None,
        value=None,
        unrealized_pnl=None,
        total=None,
        fees_today=None,
        positions=(),
        received=time.monotonic() + 1,
    )


class Screen:
    """Nobody looks."""

    def latest(self, topic: Topic, key: str, value: object) -> None:
        """Nothing."""

    def prints(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Nothing."""

    def event(self, event: Event) -> None:
        """Nothing."""


class Store:
    """Made-up keys of a simulated world."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    def keys(self) -> Keys:
        return Keys("PS" + "x" * 34, "s" * 180, World.SIMULATED)

    def account(self) -> Account:
        return Account("12345678", "01")

    def hts_id(self) -> str:
        return "simuser"

    async def load_token(self) -> Issued | None:
        now = datetime.now(UTC)
        return Issued("t" * 350, now, now + timedelta(days=1))

    async def save_token(self, token: Issued) -> None:
        """Nothing is kept."""

    async def load_approval_key(self) -> Issued | None:
        return None

    async def save_approval_key(self, key: Issued) -> None:
        """Nothing is kept."""

    def token_lock(self) -> asyncio.Lock:
        return self._lock


class Desk:
    """The parts that an order passes, as the program puts them together."""

    def __init__(self, folder: Path, port: int) -> None:
        ready = {"rest": f"http://127.0.0.1:{port}", "ws": "ws://127.0.0.1:1", "world": "real"}
        self.client = KisClient(Environment.simulated(ready), Store())
        self.journal_worker, disk = Worker("journal"), Worker("disk")
        self.identity = SimulatedIdentity("bench")
        self.journal = OrderJournal(folder / "orders.sqlite", self.identity)
        rules, screen = load_market_rules("krx"), Screen()
        clock = SessionClock(rules, screen)
        clock.observe(datetime(2026, 11, 20, 1, 12, tzinfo=UTC))
        usual = default_profile(World.SIMULATED)
        for rule in (Rule.ORDERS_PER_MINUTE, Rule.DAILY_ORDERS):
            usual = usual.setting(RiskRule(rule, Action.BLOCK, Decimal(10**9)))
        file = RiskFile(folder / "limits.toml")
        risk = Risk(usual, file, disk, self.journal, self.journal_worker, clock, screen)
        sources = Sources(lambda _: _SAMSUNG, self._quote, _account)
        guard = OrderGuard(rules, clock, risk, sources, is_paper=False)
        guard.on_feed("005930", Feed.LIVE)
        self.orders = Orders(
            self.client.broker,
            self.journal,
            self.journal_worker,
            clock,
            rules,
            screen,
            guard,
            find_instrument=lambda _: _SAMSUNG,
            on_change=guard.on_account_changed,
        )
        guard.order_facts = self.orders.facts
        self.stamp = 0
        self.client.tap_rest(self._note)
        self._number = 0

    async def submit(self) -> int:
        """One order; the nanosecond at which its first byte came."""
        self._number += 1
        price = Decimal(98_400)
        intent = OrderIntent(
            f"{self._number:032x}",
            "005930",
            Side.BUY,
            OrderType.LIMIT,
            10,
            price,
            origin=Origin.TICKET,
            seen=Seen(price, price - 100, price, 40, "stream", "KRX"),
        )
        await self.orders.submit(intent)
        return self.stamp

    def _quote(self, key: str) -> Quote | None:
        if key != "005930":
            return None
        price = Decimal(98_400)
        return Quote(
            key,
            last=price,
            bid=price - 100,
            ask=price,
            limit_up=Decimal(126_200),
            limit_down=Decimal(68_000),
            received=time.monotonic(),
        )

    def _note(self, told: RestTraffic) -> None:
        self.stamp = msgspec.json.decode(told.content)["stamp"]


class Bare:
    """A file and a client, and nothing else."""

    def __init__(self, folder: Path, port: int) -> None:
        self._file = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._client = httpx.AsyncClient()
        self._url = f"http://127.0.0.1:{port}/uapi/domestic-stock/v1/trading/order-cash"
        self._headers = {
            "authorization": f"Bearer {'t' * 350}",
            "appkey": "PS" + "x" * 34,
            "appsecret": "s" * 180,
            "tr_id": "TTTC0012U",
            "custtype": "P",
            "tr_cont": "",
        }
        self._body = {
            "CANO": "12345678",
            "ACNT_PRDT_CD": "01",
            "PDNO": "005930",
            "SLL_TYPE": "",
            "ORD_DVSN": "00",
            "ORD_QTY": "10",
            "ORD_UNPR": "98400",
            "CNDT_PRIC": "",
            "EXCG_ID_DVSN_CD": "KRX",
        }

    async def both(self) -> int:
        self._write()
        return await self.post()

    async def fsync(self) -> int:
        self._write()
        return time.monotonic_ns()

    async def post(self) -> int:
        answer = await self._client.post(self._url, headers=self._headers, json=self._body)
        stamp: int = answer.json()["stamp"]
        return stamp

    async def close(self) -> None:
        os.close(self._file)
        await self._client.aclose()

    def _write(self) -> None:
        os.write(self._file, b"x" * _ENTRY_BYTES)
        os.fsync(self._file)


async def _timed(once: Callable[[], Awaitable[int]], count: int) -> list[float]:
    taken = []
    gc.collect()
    for _ in range(count):
        begun = time.monotonic_ns()
        stamp = await once()
        taken.append((stamp - begun) / _MICROSECOND)
        await asyncio.sleep(_PAUSE)
    return taken


async def main(folder: Path, port: int, count: int) -> None:
    """Greet with the names, then answer each until stdin ends."""
    sys.setswitchinterval(0.0005)  # as the program has it
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        desk, bare = Desk(folder, port), Bare(folder, port)
        stack.push_async_callback(bare.close)
        stack.push_async_callback(desk.client.close)
        contestants = {OURS: desk.submit, BARE: bare.both, POST: bare.post, FSYNC: bare.fsync}
        _say(list(contestants))
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            _say(await _timed(contestants[line.strip()], count))


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
