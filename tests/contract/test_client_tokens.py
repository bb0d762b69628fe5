"""Tokens that die at the worst moment, against the simulator: nothing is lost, one issue each."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kis_desktop.app.credentials import VaultCredentials
from kis_desktop.domain.connection import Environment as World
from kis_desktop.domain.errors import AuthenticationFailed
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.credentials import Account, Issued, Keys
from kis_desktop.kis.environment import Environment
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.identity import SimulatedIdentity
from kis_desktop.storage.key_source import KeyFile
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.vault import Vault
from kis_desktop.storage.vault_contents import Secrets
from tests.loopback import NO_AUTHORITIES
from tests.patience import PATIENCE_S
from tests.unit.kis.peer import MemoryStore

ORDERS = 103  # a page of the day's list has a hundred


class Simulator:
    """A running simulator and its admin door."""

    def __init__(self, ready: dict[str, Any]) -> None:
        self.ready = ready
        self.http = httpx.Client(
            base_url=str(ready["rest"]), trust_env=False, timeout=PATIENCE_S, verify=NO_AUTHORITIES
        )
        self.number, self.product = str(ready["accounts"]["stock"]).split("-")

    def post(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self.http.post(path, json=body, headers=headers).raise_for_status()

    def fault(self, kind: str, **values: object) -> None:
        self.post("/_sim/faults", {"kind": kind, **values})

    def environment(self) -> Environment:
        return Environment.simulated(self.ready)

    def order(self, token: str) -> None:
        """One small order far from the market."""
        body = {
            "CANO": self.number,
            "ACNT_PRDT_CD": self.product,
            "PDNO": "005930",
            "ORD_DVSN": "01",
            "ORD_QTY": "1",
            "ORD_UNPR": "0",
        }
        headers = {
            "authorization": f"Bearer {token}",
            "appkey": str(self.ready["appkey"]),
            "appsecret": str(self.ready["appsecret"]),
            "tr_id": "TTTC0012U",
            "custtype": "P",
        }
        self.post("/uapi/domestic-stock/v1/trading/order-cash", body, headers)


@dataclass
class CountingStore(MemoryStore):
    """The simulator's credentials, and how often a token was issued."""

    simulator: Simulator | None = None
    issued: int = 0

    def keys(self) -> Keys:
        assert self.simulator is not None
        ready = self.simulator.ready
        return Keys(str(ready["appkey"]), str(ready["appsecret"]), World.SIMULATED)

    def account(self) -> Account:
        assert self.simulator is not None
        return Account(self.simulator.number, self.simulator.product)

    async def save_token(self, token: Issued) -> None:
        """What is kept looks old, so that another may be asked for."""
        self.issued += 1
        past = token.issued_at - timedelta(hours=1)
        self.token = msgspec.structs.replace(token, issued_at=past)


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    options = ["--clock", "2026-11-20T10:12:00+09:00", "--seed", "7", "--no-limits"]
    process = subprocess.Popen(
        [sys.executable, "-m", "kis_desktop.simulator.cli", "--die-with-stdin", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    made = Simulator(msgspec.json.decode(process.stdout.readline(), type=dict[str, Any]))
    yield made
    made.http.close()
    process.terminate()
    process.communicate(timeout=PATIENCE_S)


@pytest.fixture
def simulator(running: Simulator) -> Simulator:
    running.fault("clear")
    running.fault("dead_token")  # none of an earlier test is given again
    running.post("/_sim/reset", {})
    return running


@pytest.fixture
def store(simulator: Simulator) -> CountingStore:
    return CountingStore(simulator=simulator)


@pytest.fixture
async def client(simulator: Simulator, store: CountingStore) -> AsyncIterator[KisClient]:
    """A client with a token; what it did to get it does not hold it back from another."""
    made = KisClient(simulator.environment(), store)
    await made.quotes.quote("005930")
    await made.close()
    assert store.issued == 1
    made = KisClient(simulator.environment(), store)
    yield made
    await made.close()


@pytest.mark.parametrize("death", ["dead_token", "expired_token"])
async def test_a_token_that_dies_between_two_pages_costs_one_issue_and_no_row(
    simulator: Simulator, client: KisClient, store: CountingStore, death: str
) -> None:
    assert store.token is not None
    for _ in range(ORDERS):
        simulator.order(store.token.value)
    await client.quotes.quote("005930")
    day = client.rest.market_date()
    assert day is not None
    simulator.fault("delay", path="inquire-daily-ccld", ms=400)
    async with asyncio.timeout(PATIENCE_S):
        reading = asyncio.create_task(client.broker.orders(day))
        await asyncio.sleep(0.2)  # the first page is answered, but not here yet
        await asyncio.to_thread(simulator.fault, death)
        orders = await reading
    assert len({order.order_no for order in orders}) == ORDERS
    assert store.issued == 2


async def test_twenty_calls_that_meet_a_dead_token_cause_one_issue(
    simulator: Simulator, client: KisClient, store: CountingStore
) -> None:
    simulator.fault("dead_token")
    symbols = ["005930", "000660", "035720", "005380", "051910"]
    async with asyncio.timeout(PATIENCE_S):
        reads = [client.quotes.quote(symbol) for symbol in symbols]
        books = [client.quotes.order_book(symbol) for symbol in symbols]
        prints = [client.quotes.recent_trades(symbol) for symbol in symbols]
        sellable = [client.accounts.sellable(symbol) for symbol in symbols]
        await asyncio.gather(*reads, *books, *prints, *sellable)
    assert store.issued == 2


async def test_a_revoked_token_is_replaced_once(
    simulator: Simulator, client: KisClient, store: CountingStore
) -> None:
    assert store.token is not None
    ready = simulator.ready
    keys = {"appkey": ready["appkey"], "appsecret": ready["appsecret"]}
    simulator.post("/oauth2/revokeP", {**keys, "token": store.token.value})
    assert (await client.quotes.quote("005930")).last is not None
    assert store.issued == 2


async def test_the_same_dead_token_again_ends_in_a_message_and_no_storm(
    simulator: Simulator, client: KisClient, store: CountingStore
) -> None:
    simulator.fault("dead_token", sticky=True)
    for _ in range(5):
        with pytest.raises(AuthenticationFailed) as caught:
            await client.quotes.quote("005930")
        assert caught.value.message.id == "kis.token_same_again"
    assert store.issued == 2


async def test_two_processes_of_a_profile_share_one_token(
    simulator: Simulator, tmp_path: Path
) -> None:
    """Each has its own open vault on one file, as two processes have."""
    identity, path = SimulatedIdentity("shared"), tmp_path / "simulated.vault"
    source = KeyFile(tmp_path / "simulated.key", identity)
    ready = simulator.ready
    secrets = Secrets(
        app_key=str(ready["appkey"]),
        app_secret=str(ready["appsecret"]),
        account_number=simulator.number,
        account_product=simulator.product,
    )
    vaults = [
        Vault.create(path, identity, source, secrets),
        Vault.open(path, identity, source),
    ]
    async with asyncio.timeout(PATIENCE_S), contextlib.AsyncExitStack() as stack:
        clients = []
        for name, vault in enumerate(vaults):
            worker = Worker(f"vault {name}")
            stack.callback(worker.close)
            credentials = VaultCredentials(vault, worker, Redactor())
            made = KisClient(simulator.environment(), credentials)
            stack.push_async_callback(made.close)
            clients.append(made)
        symbols = ["005930", "000660", "035720"]
        await asyncio.gather(*(one.quotes.quote(each) for one in clients for each in symbols))
        tokens = {vault.reload().access_token for vault in vaults}
        counts = [one.budget().tokens_today for one in clients]
    assert len(tokens) == 1
    assert counts == [1, 1]
    assert vaults[0].secrets.tokens_issued == 1
