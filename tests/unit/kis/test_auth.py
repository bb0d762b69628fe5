import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from kis_desktop.domain.connection import Environment as World
from kis_desktop.domain.errors import AuthenticationFailed, InvalidInput, RequestFailed
from kis_desktop.domain.message import message
from kis_desktop.kis.auth import Credential, access_token, approval_key
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.credentials import Account, Issued, Keys
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.protocol.reply import Reply, reply_of
from kis_desktop.kis.transport import Transport
from tests.unit.kis.peer import (
    APP_KEY,
    APP_SECRET,
    Answer,
    Drop,
    MemoryStore,
    Peer,
    aged_token,
    ok,
    refused,
)

ORDER = "domestic_stock/order_cash"
BUY = {"PDNO": "005930", "ORD_DVSN": "00", "ORD_QTY": "3", "ORD_UNPR": "71900"}
PRICE = ok(output={"stck_prpr": "71900"})


async def test_one_token_serves_many_calls_at_once_and_after_a_restart(
    connect: object, client: KisClient, peer: Peer, store: MemoryStore
) -> None:
    peer.handlers["inquire-price"] = lambda _: PRICE
    await asyncio.gather(*(client.quotes.quote(f"00000{number}") for number in range(5)))
    assert peer.tokens == 1
    assert callable(connect)
    restarted = connect()
    await restarted.quotes.quote("005930")
    assert peer.tokens == 1
    assert store.token is not None
    assert restarted.budget().token_valid_until == store.token.expires_at
    (asked,) = peer.seen("tokenP")
    assert asked.fields == {
        "grant_type": "client_credentials",
        "appkey": APP_KEY,
        "appsecret": APP_SECRET,
    }


async def test_a_kept_token_is_used_without_asking(
    client: KisClient, peer: Peer, store: MemoryStore
) -> None:
    store.token = aged_token("kept")
    peer.handlers["inquire-price"] = lambda _: PRICE
    await client.quotes.quote("005930")
    assert peer.tokens == 0
    assert peer.seen("inquire-price")[0].headers["authorization"] == "Bearer kept"


async def test_a_token_near_its_end_is_replaced(
    client: KisClient, peer: Peer, store: MemoryStore
) -> None:
    store.token = aged_token("old", hours=23.95)
    peer.handlers["inquire-price"] = lambda _: PRICE
    await client.quotes.quote("005930")
    assert peer.seen("inquire-price")[0].headers["authorization"] == "Bearer token-1"


@pytest.mark.parametrize("code", ["EGW00121", "EGW00122", "EGW00123"])
@pytest.mark.parametrize("status", [200, 500])
async def test_a_dead_token_is_replaced_once_and_the_read_is_repeated(
    client: KisClient, peer: Peer, store: MemoryStore, code: str, status: int
) -> None:
    store.token = aged_token("dead")
    dead = "Bearer dead"
    peer.handlers["inquire-price"] = lambda request: (
        refused(code, status) if request.headers["authorization"] == dead else PRICE
    )
    quote = await client.quotes.quote("005930")
    assert quote.last == 71900
    assert (peer.tokens, len(peer.seen("inquire-price"))) == (1, 2)


async def test_calls_that_find_the_token_dead_together_replace_it_once(
    client: KisClient, peer: Peer, store: MemoryStore
) -> None:
    store.token = aged_token("dead")
    peer.handlers["inquire-price"] = lambda request: (
        refused("EGW00123") if request.headers["authorization"] == "Bearer dead" else PRICE
    )
    await asyncio.gather(*(client.quotes.quote(f"00000{number}") for number in range(3)))
    assert peer.tokens == 1


async def test_a_token_renewed_by_another_process_is_taken_over(
    client: KisClient, peer: Peer, store: MemoryStore
) -> None:
    store.token = aged_token("dead")

    def answer(request: object) -> Answer:
        if peer.requests[-1].headers["authorization"] == "Bearer dead":
            store.token = aged_token("of-another-process", hours=0)
            return refused("EGW00121")
        return PRICE

    peer.handlers["inquire-price"] = answer
    await client.quotes.quote("005930")
    assert peer.tokens == 0


async def test_a_read_that_is_refused_with_the_new_token_too_ends(
    client: KisClient, peer: Peer, store: MemoryStore
) -> None:
    store.token = aged_token("dead")
    peer.handlers["inquire-price"] = lambda _: refused("EGW00123")
    with pytest.raises(AuthenticationFailed):
        await client.quotes.quote("005930")
    assert (peer.tokens, len(peer.seen("inquire-price"))) == (1, 2)


async def test_within_a_minute_there_is_no_second_issue(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-price"] = lambda _: refused("EGW00123")
    for _ in range(3):
        with pytest.raises(AuthenticationFailed) as caught:
            await client.quotes.quote("005930")
        assert caught.value.message.id == "kis.too_soon"
    assert (peer.tokens, len(peer.seen("inquire-price"))) == (1, 1)


async def test_who_stops_waiting_for_a_token_loses_it_for_nobody(
    store: MemoryStore,
) -> None:
    asked, answer = asyncio.Event(), asyncio.Event()

    async def issue() -> Reply:
        asked.set()
        await answer.wait()
        return reply_of(200, {"access_token": "token-1", "expires_in": 86400})

    token = Credential(
        store, store.world, issue, "access_token", store.load_token, store.save_token
    )
    impatient = asyncio.create_task(token.get())
    await asked.wait()
    impatient.cancel()
    await asyncio.wait([impatient])
    assert impatient.cancelled()
    patient = asyncio.create_task(token.get())
    answer.set()
    assert await patient == "token-1"
    assert store.token is not None
    assert store.token.value == "token-1"


async def test_a_failure_that_nobody_waits_for_is_no_noise(
    store: MemoryStore, caplog: pytest.LogCaptureFixture
) -> None:
    asked, answer = asyncio.Event(), asyncio.Event()

    async def issue() -> Reply:
        asked.set()
        await answer.wait()
        raise RequestFailed(message("kis.timed_out"))

    token = Credential(
        store, store.world, issue, "access_token", store.load_token, store.save_token
    )
    impatient = asyncio.create_task(token.get())
    await asked.wait()
    impatient.cancel()
    await asyncio.wait([impatient])
    answer.set()
    with pytest.raises(AuthenticationFailed) as caught:
        await token.get()
    assert caught.value.message.id == "kis.too_soon"
    gc.collect()
    assert caplog.records == []


@pytest.mark.parametrize(
    ("code", "message_id"),
    [("EGW00103", "kis.wrong_key"), ("EGW00105", "kis.wrong_secret")],
)
async def test_a_wrong_key_is_told_with_its_code_and_asked_once(
    client: KisClient, peer: Peer, code: str, message_id: str
) -> None:
    said = {"error_code": code, "error_description": "유효하지 않은 AppKey입니다."}
    peer.handlers["tokenP"] = lambda _: Answer(said, 403)
    for _ in range(3):
        with pytest.raises(AuthenticationFailed) as caught:
            await client.quotes.quote("005930")
        assert (caught.value.message.id, caught.value.message.code) == (message_id, code)
        assert caught.value.message.original == "유효하지 않은 AppKey입니다."
    assert len(peer.seen("tokenP")) == 1


async def test_the_server_s_own_minute_is_told(client: KisClient, peer: Peer) -> None:
    peer.handlers["tokenP"] = lambda _: Answer({"error_code": "EGW00133"}, 403)
    with pytest.raises(AuthenticationFailed) as caught:
        await client.quotes.quote("005930")
    assert caught.value.message.id == "kis.too_soon"
    assert caught.value.message.arguments["seconds"] == 60


@pytest.mark.parametrize("answer", [Drop(), Answer({"token_type": "Bearer"}), Answer(b"?", 502)])
async def test_a_token_that_does_not_come_is_a_failed_request(
    client: KisClient, peer: Peer, answer: Answer | Drop
) -> None:
    peer.handlers["tokenP"] = lambda _: answer
    with pytest.raises(RequestFailed):
        await client.quotes.quote("005930")


async def test_a_key_entered_anew_is_used_at_once(
    client: KisClient, peer: Peer, store: MemoryStore
) -> None:
    peer.handlers["inquire-price"] = lambda _: PRICE
    store.app_key = f"{APP_KEY}\n"
    with pytest.raises(InvalidInput):
        await client.quotes.quote("005930")
    store.app_key = APP_KEY
    await client.quotes.quote("005930")
    assert peer.tokens == 1


async def test_a_kept_token_that_cannot_be_sent_is_replaced(
    client: KisClient, peer: Peer, store: MemoryStore
) -> None:
    store.token = aged_token("to\nken")
    peer.handlers["inquire-price"] = lambda _: PRICE
    await client.quotes.quote("005930")
    assert peer.seen("inquire-price")[0].headers["authorization"] == "Bearer token-1"


async def test_a_new_token_that_cannot_be_sent_is_none(
    client: KisClient, peer: Peer, store: MemoryStore
) -> None:
    peer.handlers["tokenP"] = lambda _: Answer({"access_token": "to\nken", "expires_in": 80000})
    with pytest.raises(RequestFailed) as caught:
        await client.quotes.quote("005930")
    assert caught.value.message.id == "kis.missing_field"
    assert store.token is None


async def test_the_same_dead_token_again_is_no_new_one(
    client: KisClient, peer: Peer, store: MemoryStore
) -> None:
    store.token = aged_token("dead")
    peer.handlers["tokenP"] = lambda _: Answer({"access_token": "dead", "expires_in": 80000})
    peer.handlers["inquire-price"] = lambda _: refused("EGW00121")
    with pytest.raises(AuthenticationFailed):
        await client.quotes.quote("005930")
    assert len(peer.seen("tokenP")) == 1


async def test_the_approval_key_is_asked_for_with_secretkey_and_kept(
    peer: Peer, store: MemoryStore
) -> None:
    transport = Transport(peer.environment())
    try:
        assert await approval_key(transport, store).get() == "approval-1"
        assert await approval_key(transport, store).get() == "approval-1"
    finally:
        await transport.close()
    (asked,) = peer.seen("Approval")
    assert asked.fields == {
        "grant_type": "client_credentials",
        "appkey": APP_KEY,
        "secretkey": APP_SECRET,
    }
    assert store.approval is not None


async def test_after_a_minute_a_token_may_be_issued_again(peer: Peer, store: MemoryStore) -> None:
    later = datetime.now(UTC) + timedelta(minutes=2)
    transport = Transport(peer.environment())
    try:
        first: Credential = access_token(transport, store)
        assert await first.get() == "token-1"
        second = access_token(transport, store, now=lambda: later)
        assert await second.renew("token-1") == "token-2"
    finally:
        await transport.close()


def test_secrets_do_not_show() -> None:
    shown = repr(
        (
            Keys("the-key", "the-secret", World.REAL),
            Account("12345678", "01"),
            aged_token("the-token"),
        )
    )
    for secret in ("the-key", "the-secret", "12345678", "the-token"):
        assert secret not in shown


@dataclass
class Hands:
    """A clock for both kinds of time, moved by hand."""

    monotonic: float = 1000.0
    at: datetime = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def clock(self) -> float:
        return self.monotonic

    def move(self, **by: float) -> None:
        step = timedelta(**by)
        self.at += step
        self.monotonic += step.total_seconds()


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def transport(peer: Peer) -> AsyncIterator[Transport]:
    made = Transport(peer.environment())
    yield made
    await made.close()


@pytest.fixture
def token(transport: Transport, store: MemoryStore, hands: Hands) -> Credential:
    return access_token(transport, store, hands.now, hands.clock)


async def test_twenty_who_find_the_token_dead_together_cause_one_issue(
    token: Credential, peer: Peer, store: MemoryStore, hands: Hands
) -> None:
    store.token = Issued("dead", hands.at - timedelta(hours=7), hands.at + timedelta(hours=17))
    assert await token.get() == "dead"
    assert set(await asyncio.gather(*(token.renew("dead") for _ in range(20)))) == {"token-1"}
    assert peer.tokens == 1


async def test_who_comes_late_with_an_old_token_gets_the_new_one(
    token: Credential, peer: Peer, hands: Hands
) -> None:
    first = await token.get()
    hands.move(hours=7)
    second = await token.renew(first)
    assert await token.renew(first) == second == await token.get()
    assert peer.tokens == 2


async def test_the_same_dead_token_is_asked_for_rarer_and_rarer(
    token: Credential, peer: Peer, hands: Hands
) -> None:
    peer.handlers["tokenP"] = lambda _: Answer({"access_token": "dead", "expires_in": 80000})
    await token.get()
    asked: list[int] = []
    for minute in range(360):
        hands.move(minutes=1)
        before = len(peer.seen("tokenP"))
        with contextlib.suppress(AuthenticationFailed):
            await token.renew(await token.get())
        if len(peer.seen("tokenP")) > before:
            asked.append(minute)
    assert asked == [0, 5, 25, 85, 145, 205, 265, 325]


async def test_a_token_that_lives_again_after_maintenance_is_used_without_another_issue(
    token: Credential, peer: Peer, hands: Hands
) -> None:
    peer.handlers["tokenP"] = lambda _: Answer({"access_token": "same", "expires_in": 80000})
    await token.get()
    hands.move(minutes=2)
    with pytest.raises(AuthenticationFailed) as caught:
        await token.renew("same")
    assert caught.value.message == message("kis.token_same_again", minutes=5)
    with pytest.raises(AuthenticationFailed):
        await token.get()
    hands.move(minutes=5)
    assert await token.get() == "same"
    assert len(peer.seen("tokenP")) == 2


async def test_a_new_token_after_the_same_one_again_ends_the_long_pauses(
    token: Credential, peer: Peer, hands: Hands
) -> None:
    peer.handlers["tokenP"] = lambda _: Answer({"access_token": "same", "expires_in": 80000})
    await token.get()
    hands.move(minutes=2)
    with pytest.raises(AuthenticationFailed):
        await token.renew("same")
    del peer.handlers["tokenP"]
    hands.move(minutes=6)
    assert await token.renew(await token.get()) == "token-1"
    hands.move(minutes=2)
    assert await token.renew("token-1") == "token-2"


async def test_what_was_issued_is_counted_by_the_korean_date_and_over_restarts(
    token: Credential, transport: Transport, peer: Peer, store: MemoryStore, hands: Hands
) -> None:
    assert (token.issued_at, token.issued_today(hands.at)) == (None, None)
    hands.at = datetime(2026, 11, 20, 14, 50, tzinfo=UTC)  # 23:50 in Korea
    first = await token.get()
    assert (token.issued_at, token.issued_today(hands.at)) == (hands.at, 1)
    hands.move(minutes=5)
    await token.renew(first)
    assert token.issued_today(hands.at) == 2
    hands.move(minutes=10)  # five past midnight
    assert token.issued_today(hands.at) == 0
    restarted = access_token(transport, store, hands.now, hands.clock)
    assert await restarted.get() == "token-2"
    assert restarted.issued_today(hands.at) == 0
    await restarted.renew("token-2")
    assert restarted.issued_today(hands.at) == 1
    assert peer.tokens == 3


@pytest.mark.parametrize(
    ("keys", "message_id"), [(World.REAL, "kis.keys_of_real"), (World.PAPER, "kis.keys_of_paper")]
)
async def test_keys_of_another_world_are_never_sent(
    client: KisClient,
    transport: Transport,
    peer: Peer,
    store: MemoryStore,
    keys: World,
    message_id: str,
) -> None:
    store.world = keys
    store.token = aged_token("kept")
    store.approval = aged_token("kept")
    for call in (
        client.quotes.quote("005930"),
        client.rest.send_order(ORDER, BUY, choice="buy"),
        approval_key(transport, store).get(),
        access_token(transport, store).renew("kept"),
    ):
        with pytest.raises(InvalidInput) as caught:
            await call
        assert caught.value.message.id == message_id
    assert peer.requests == []


@pytest.mark.parametrize("world", [Environment.real(), Environment.paper()])
async def test_keys_of_the_simulator_never_reach_the_server(
    store: MemoryStore, world: Environment
) -> None:
    transport = Transport(world)
    try:
        with pytest.raises(InvalidInput) as caught:
            await access_token(transport, store).get()
        assert caught.value.message.id == "kis.keys_of_simulator"
    finally:
        await transport.close()


async def test_after_the_server_s_minute_nothing_is_asked_for_until_it_is_over(
    token: Credential, peer: Peer, hands: Hands
) -> None:
    issue = peer.handlers
    issue["tokenP"] = lambda _: Answer({"error_code": "EGW00133"}, 403)
    for _ in range(5):
        with pytest.raises(AuthenticationFailed) as caught:
            await token.get()
        assert caught.value.message.id == "kis.too_soon"
    assert len(peer.seen("tokenP")) == 1
    del issue["tokenP"]
    hands.move(seconds=61)
    assert await token.get() == "token-1"
