import asyncio
import itertools
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kis_desktop.catalogue.entry import Lane
from kis_desktop.domain.errors import (
    AuthenticationFailed,
    InvalidInput,
    RateLimited,
    RequestFailed,
    ServerRefused,
    TimedOut,
    Unreachable,
)
from kis_desktop.domain.message import message
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.credentials import Account
from kis_desktop.kis.protocol.control import KST
from tests.unit.kis.peer import (
    APP_KEY,
    APP_SECRET,
    Answer,
    Drop,
    MemoryStore,
    Peer,
    Request,
    Silence,
    aged_token,
    ok,
    refused,
    settled,
)

PRICE = "domestic_stock/inquire_price"
FIELDS = {"FID_INPUT_ISCD": "005930"}
BUY = {"PDNO": "005930", "ORD_DVSN": "00", "ORD_QTY": "3", "ORD_UNPR": "71900"}


def then(*answers: Answer | Drop) -> Callable[[Request], Answer | Drop]:
    """These answers one after the other, the last one for ever."""
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses between repeats take no time and are written down."""
    pauses: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float, result: object = None) -> object:
        if seconds > 0.01:
            pauses.append(seconds)
            return await real(0, result)
        return await real(seconds, result)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return pauses


async def test_a_read_fills_in_the_defaults_of_the_catalogue(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-price"] = lambda _: ok(output={"STCK_PRPR": "1"})
    answer = await client.rest.call(PRICE, FIELDS)
    assert answer.row("output") == {"stck_prpr": "1"}
    (sent,) = peer.seen("inquire-price")
    assert sent.fields == {"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"}
    assert (sent.method, sent.headers["tr_id"]) == ("GET", "FHKST01010100")
    assert (sent.headers["appkey"], sent.headers["appsecret"]) == (APP_KEY, APP_SECRET)


@pytest.mark.parametrize(
    "first",
    [
        refused("EGW00201"),
        refused("EGW00001"),
        refused("EGW00002"),
        refused("EGW00202"),
        refused("EGW00203"),
        refused("EGW00204"),
        refused("EGW00316"),
        refused("IGW00009"),
        refused("EGW00215"),
        Answer(b"<html>", 502),
        Drop(),
    ],
    ids=repr,
)
async def test_a_passing_fault_is_asked_again(
    client: KisClient, peer: Peer, patient: list[float], first: Answer | Drop
) -> None:
    peer.handlers["inquire-price"] = then(first, ok(output={"stck_prpr": "1"}))
    answer = await client.rest.call(PRICE, FIELDS)
    assert answer.need("output") == {"stck_prpr": "1"}
    assert len(peer.seen("inquire-price")) == 2
    assert len(patient) == 1


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (refused("EGW00201"), RateLimited),
        (refused("EGW00001"), ServerRefused),
        (Drop(), Unreachable),
        (Answer(b"", 200), RequestFailed),
    ],
    ids=repr,
)
async def test_a_fault_that_stays_is_told_after_six_tries(
    client: KisClient,
    peer: Peer,
    patient: list[float],
    answer: Answer | Drop,
    failure: type[Exception],
) -> None:
    peer.handlers["inquire-price"] = lambda _: answer
    with pytest.raises(failure):
        await client.rest.call(PRICE, FIELDS)
    assert len(peer.seen("inquire-price")) == 6
    assert len(patient) == 5


async def test_the_pauses_grow(client: KisClient, peer: Peer, patient: list[float]) -> None:
    peer.handlers["inquire-price"] = lambda _: Drop()
    with pytest.raises(Unreachable):
        await client.rest.call(PRICE, FIELDS)
    assert all(later > earlier for earlier, later in itertools.pairwise(patient))


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (refused("APBK9999", 200, "7"), ServerRefused),
        (refused("OPSQ2001"), ServerRefused),
        (refused("EGW02006"), ServerRefused),
        (refused("EGW02004"), AuthenticationFailed),
        (refused("IGW00002"), AuthenticationFailed),
    ],
    ids=repr,
)
async def test_a_refusal_is_told_at_once(
    client: KisClient, peer: Peer, answer: Answer, failure: type[Exception]
) -> None:
    peer.handlers["inquire-price"] = lambda _: answer
    with pytest.raises(failure):
        await client.rest.call(PRICE, FIELDS)
    assert len(peer.seen("inquire-price")) == 1


async def test_no_answer_in_time_is_told(
    peer: Peer, store: MemoryStore, patient: list[float]
) -> None:
    store.token = aged_token("kept")
    peer.handlers["inquire-price"] = lambda _: Silence()
    client = KisClient(peer.environment(), store, read_seconds=0.05)
    try:
        with pytest.raises(TimedOut):
            await client.rest.call(PRICE, FIELDS)
    finally:
        await client.close()
    assert len(patient) == 5


async def test_the_same_read_under_way_is_shared(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-price"] = lambda _: ok(output={"stck_prpr": "1"})
    answers = await asyncio.gather(*(client.rest.call(PRICE, FIELDS) for _ in range(10)))
    assert len(peer.seen("inquire-price")) == 1
    assert all(answer is answers[0] for answer in answers)
    await client.rest.call(PRICE, FIELDS)
    assert len(peer.seen("inquire-price")) == 2


async def test_who_goes_away_does_not_take_a_shared_read_with_him(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-price"] = lambda _: ok(output={"stck_prpr": "1"})
    first = asyncio.create_task(client.rest.call(PRICE, FIELDS))
    second = asyncio.create_task(client.rest.call(PRICE, FIELDS))
    await settled(lambda: client.rest.used() == 1)
    first.cancel()
    assert (await second).row("output") == {"stck_prpr": "1"}
    assert first.cancelled()


async def test_paging_starts_over_when_the_ledger_changes(
    client: KisClient, peer: Peer, patient: list[float]
) -> None:
    def page(position: str, more: str, name: str) -> Answer:
        body = {
            "rt_cd": "0",
            "msg_cd": "KIOK0510",
            "output1": [{"pdno": name}],
            "ctx_area_fk100": "f",
            "ctx_area_nk100": position,
        }
        return Answer(body, 200, {"tr_cont": more})

    peer.handlers["inquire-balance"] = then(
        page("2", "M", "old"),
        refused("SYDB0050", 200, "7"),
        page("2", "M", "new 1"),
        page(" ", "D", "new 2"),
    )
    answer = await client.rest.call("domestic_stock/inquire_balance")
    assert [row["pdno"] for row in answer.rows("output1")] == ["new 1", "new 2"]
    positions = [one.fields["CTX_AREA_NK100"] for one in peer.seen("inquire-balance")]
    assert positions == ["", "2", "", "2"]
    assert patient == []


async def test_all_pages_of_a_block_are_one_typed_table(client: KisClient, peer: Peer) -> None:
    def page(position: str, more: str, **row: str) -> Answer:
        body = {"rt_cd": "0", "msg_cd": "KIOK0510", "output1": [row], "ctx_area_nk100": position}
        return Answer(body, 200, {"tr_cont": more})

    peer.handlers["inquire-balance"] = then(
        page("2", "M", pdno="005930", hldg_qty="0000000012", evlu_pfls_amt=" -1200", novel="x"),
        page(" ", "D", pdno="000660", hldg_qty="", evlu_pfls_amt="(null)", novel=""),
    )
    answer = await client.rest.call("domestic_stock/inquire_balance")
    table = answer.table("output1")
    assert table.columns == ("pdno", "hldg_qty", "evlu_pfls_amt", "novel")
    assert table.rows == (("005930", 12, Decimal(-1200), "x"), ("000660", None, None, None))
    assert answer.table("output9").rows == ()


async def test_a_ledger_that_keeps_changing_is_given_up(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-balance"] = lambda _: refused("SYDB0050", 200, "7")
    with pytest.raises(ServerRefused) as caught:
        await client.rest.call("domestic_stock/inquire_balance")
    assert caught.value.message.id == "kis.changed"
    assert len(peer.seen("inquire-balance")) == 4


async def test_the_account_stands_only_where_the_catalogue_asks_for_it(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[])
    peer.handlers["inquire-price"] = lambda _: ok(output={"stck_prpr": "1"})
    await client.rest.call("domestic_stock/inquire_balance")
    await client.rest.call(PRICE, FIELDS)
    (balance,), (price,) = peer.seen("inquire-balance"), peer.seen("inquire-price")
    assert (balance.fields["CANO"], balance.fields["ACNT_PRDT_CD"]) == ("12345678", "01")
    assert "CANO" not in price.fields


async def test_an_order_never_goes_the_way_of_reads(client: KisClient, peer: Peer) -> None:
    with pytest.raises(ValueError, match="is an order"):
        await client.rest.call("domestic_stock/order_cash", {"PDNO": "005930"}, choice="buy")
    with pytest.raises(ValueError, match="is no order"):
        await client.rest.send_order(PRICE, FIELDS)
    assert peer.requests == []


async def test_a_field_that_the_endpoint_has_not_is_a_mistake(client: KisClient) -> None:
    with pytest.raises(ValueError, match="has no field NOPE"):
        await client.rest.call(PRICE, {"NOPE": "1"})


async def test_what_paper_has_not_is_not_asked(
    connect: Callable[..., KisClient], peer: Peer
) -> None:
    with pytest.raises(InvalidInput):
        await connect("paper").rest.call("domestic_stock/chk_holiday", {"BASS_DT": "20261120"})
    assert peer.requests == []


async def test_a_redirect_is_not_followed(
    client: KisClient, peer: Peer, patient: list[float]
) -> None:
    away = {"location": f"http://127.0.0.1:{peer.port}/elsewhere"}
    peer.handlers["inquire-price"] = lambda _: Answer({"rt_cd": "1"}, 302, away)
    with pytest.raises(RequestFailed):
        await client.rest.call(PRICE, FIELDS)
    assert peer.seen("elsewhere") == []


@pytest.mark.parametrize("blank", ["PDNO", "ORD_QTY", "ORD_UNPR"])
async def test_an_order_that_lacks_a_value_is_not_sent(
    client: KisClient, peer: Peer, blank: str
) -> None:
    with pytest.raises(InvalidInput, match=blank):
        await client.rest.send_order("domestic_stock/order_cash", BUY | {blank: " "}, choice="buy")
    assert peer.seen("order-cash") == []


async def test_a_sentence_of_the_server_does_not_tell_the_account(
    client: KisClient, peer: Peer
) -> None:
    told = {"rt_cd": "1", "msg_cd": "APBK0952", "msg1": "account 12345678 has too little"}
    peer.handlers["order-cash"] = lambda _: Answer(told)
    reply = await client.rest.send_order("domestic_stock/order_cash", BUY, choice="buy")
    assert reply.text == "account <CANO> has too little"


async def test_nothing_is_asked_of_the_vault_once_an_order_has_left(
    client: KisClient, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails behind the wire would be taken for a failure before it, and the order for lost."""
    left: list[str] = []

    def locked(_: MemoryStore) -> Account:
        raise InvalidInput(message("storage.vault_locked"))

    def answer(_: Request) -> Answer:
        left.append("order")
        monkeypatch.setattr(MemoryStore, "account", locked)
        return ok(output={"ODNO": "0000000007"})

    peer.handlers["order-cash"] = answer
    reply = await client.rest.send_order("domestic_stock/order_cash", BUY, choice="buy")
    assert (reply.ok, left) == (True, ["order"])


async def test_a_reading_may_end_before_the_list_does(client: KisClient, peer: Peer) -> None:
    numbers = itertools.count(1)

    def page(_: Request) -> Answer:
        number = str(next(numbers))
        body = {"rt_cd": "0", "output1": [{"pdno": number}], "ctx_area_nk100": number}
        return Answer(body, 200, {"tr_cont": "M"})

    peer.handlers["inquire-balance"] = page
    answer = await client.rest.call("domestic_stock/inquire_balance", max_pages=3)
    assert [row["pdno"] for row in answer.rows("output1")] == ["1", "2", "3"]
    assert len(peer.seen("inquire-balance")) == 3


async def test_orders_overtake_what_waits(peer: Peer, store: MemoryStore) -> None:
    store.token = aged_token("kept")
    peer.handlers["inquire-price"] = lambda _: ok(output={"stck_prpr": "1"})
    peer.handlers["order-cash"] = lambda _: ok(output={"ODNO": "1"})
    client = KisClient(peer.environment(), store, enrolled=datetime.now(KST).date())
    try:
        async with asyncio.TaskGroup() as group:
            for number in range(5):
                group.create_task(client.rest.call(PRICE, {"FID_INPUT_ISCD": str(number)}))
            await settled(lambda: client.rest.waiting() > 0)
            order = client.rest.send_order("domestic_stock/order_cash", BUY, choice="buy")
            group.create_task(order)
    finally:
        await client.close()
    paths = [request.path.rsplit("/", 1)[-1] for request in peer.requests]
    assert paths.count("inquire-price") == 5
    assert paths.index("order-cash") < len(paths) - 2


async def test_the_server_s_date_is_told_and_gives_the_date_at_the_exchange(
    peer: Peer, store: MemoryStore
) -> None:
    told: list[datetime] = []
    client = KisClient(peer.environment(), store, told.append)
    peer.handlers["inquire-price"] = lambda _: ok(output={"stck_prpr": "1"})
    try:
        assert client.rest.market_date() is None
        await client.rest.call(PRICE, FIELDS)
        assert client.rest.market_date() == date(2026, 11, 20)
    finally:
        await client.close()
    assert set(told) == {datetime(2026, 11, 20, 1, 12, tzinfo=UTC)}


async def test_a_date_that_does_not_read_is_no_matter(client: KisClient, peer: Peer) -> None:
    peer.handlers["tokenP"] = lambda _: Answer({"access_token": "t"}, 200, {"date": "soon"})
    peer.handlers["inquire-price"] = lambda _: Answer(
        {"rt_cd": "0", "output": {"a": "1"}}, 200, {"date": ""}
    )
    await client.rest.call(PRICE, FIELDS)
    assert client.rest.market_date() is None


async def test_the_budget_counts_the_last_second(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-price"] = lambda _: ok(output={"stck_prpr": "1"})
    await client.rest.call(PRICE, FIELDS, lane=Lane.BACKGROUND)
    budget = client.budget()
    assert (budget.rest_used, budget.rest_limit, budget.waiting) == (1, 15.0, 0)
    assert (budget.registrations, budget.registration_limit) == (0, 41)


async def test_closing_ends_what_is_under_way(peer: Peer, store: MemoryStore) -> None:
    client = KisClient(peer.environment(), store)
    peer.handlers["inquire-price"] = lambda _: Silence()
    task = asyncio.create_task(client.rest.call(PRICE, FIELDS))
    await settled(lambda: len(peer.seen("inquire-price")) == 1)
    await client.close()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_neither_keys_nor_account_reach_a_log(
    client: KisClient, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[])
    await client.rest.call("domestic_stock/inquire_balance")
    for secret in ("12345678", APP_KEY, APP_SECRET, "token-1"):
        assert secret not in caplog.text


def numbered(position: str, more: str) -> Answer:
    body = {
        "rt_cd": "0",
        "msg_cd": "KIOK0510",
        "output1": [{"pdno": f"at {position.strip()}"}],
        "ctx_area_fk100": "f",
        "ctx_area_nk100": position,
    }
    return Answer(body, 200, {"tr_cont": more})


async def test_a_token_that_dies_between_two_pages_is_renewed_and_the_walk_goes_on(
    peer: Peer, store: MemoryStore
) -> None:
    store.token = aged_token("kept")
    client = KisClient(peer.environment(), store)
    peer.handlers["inquire-balance"] = then(
        numbered("1", "M"), refused("EGW00123"), numbered("2", "M"), numbered(" ", "D")
    )
    try:
        answer = await client.rest.call("domestic_stock/inquire_balance")
    finally:
        await client.close()
    assert [row["pdno"] for row in answer.rows("output1")] == ["at 1", "at 2", "at "]
    sent = peer.seen("inquire-balance")
    assert [one.headers["authorization"] for one in sent] == [
        "Bearer kept",
        "Bearer kept",
        "Bearer token-1",
        "Bearer token-1",
    ]
    assert [one.fields["CTX_AREA_NK100"] for one in sent] == ["", "1", "1", "2"]
    assert [one.headers["tr_cont"] for one in sent] == ["", "N", "N", "N"]


async def test_a_token_that_dies_twice_is_told(peer: Peer, store: MemoryStore) -> None:
    store.token = aged_token("kept")
    client = KisClient(peer.environment(), store)
    peer.handlers["inquire-balance"] = lambda _: refused("EGW00123")
    try:
        with pytest.raises(AuthenticationFailed):
            await client.rest.call("domestic_stock/inquire_balance")
    finally:
        await client.close()
    assert len(peer.seen("inquire-balance")) == 2
    assert peer.tokens == 1


async def test_a_key_in_a_block_leads_on_with_another_kind_of_question(
    client: KisClient, peer: Peer
) -> None:
    def bars(key: str, day: str) -> Answer:
        return ok(output1={"index_key": key}, output2=[{"data_date": day}])

    peer.handlers["daily-ccnl"] = then(bars("7", "20261120"), bars("", "20261119"))
    answer = await client.rest.call("overseas_futureoption/daily_ccnl", {"SRS_CD": "6AZ26"})
    assert [row["data_date"] for row in answer.rows("output2")] == ["20261120", "20261119"]
    sent = [(one.fields["INDEX_KEY"], one.fields["QRY_TP"]) for one in peer.seen("daily-ccnl")]
    assert sent[1] == ("7", "P")
    assert sent[0][0] == ""


async def test_an_end_without_end_is_given_up(client: KisClient, peer: Peer) -> None:
    numbers = itertools.count(1)
    peer.handlers["inquire-balance"] = lambda _: numbered(str(next(numbers)), "M")
    seconds = itertools.count()
    quick = KisClient(peer.environment(), MemoryStore(), clock=lambda: float(next(seconds)))
    try:
        with pytest.raises(ServerRefused) as caught:
            await quick.rest.call("domestic_stock/inquire_balance")
    finally:
        await quick.close()
    assert caught.value.message.id == "kis.too_many_pages"
    assert len(peer.seen("inquire-balance")) == 200
