import itertools
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Endpoint, FieldType, Shape
from kis_desktop.domain.api_page import ApiPage
from kis_desktop.domain.errors import InvalidInput, Unreachable
from kis_desktop.kis.client import KisClient
from tests.unit.kis.peer import (
    APP_KEY,
    APP_SECRET,
    Answer,
    Drop,
    MemoryStore,
    Peer,
    Request,
    aged_token,
    ok,
    refused,
)

BALANCE = "domestic_stock/inquire_balance"
PRICE = "domestic_stock/inquire_price"
ACCOUNT, HTS_ID, NAME = "12345678", "canaryhts", "CANARY-NAME"
TOKEN = "canary-token"
CANARIES = (ACCOUNT, HTS_ID, HTS_ID.upper(), NAME, APP_KEY, APP_SECRET, TOKEN)
FK = f"{ACCOUNT}^01^N^".ljust(100)


@pytest.fixture
async def explorer(peer: Peer) -> AsyncIterator[KisClient]:
    """A client whose every look at the clock takes a second, so that no call waits for the limit;
    nothing here is about time.
    """
    seconds = itertools.count()
    store = MemoryStore(hts=HTS_ID, token=aged_token(TOKEN))
    client = KisClient(peer.environment(), store, clock=lambda: float(next(seconds)))
    yield client
    await client.close()


def pages(*answers: Answer) -> Callable[[Request], Answer]:
    left = list(answers)
    return lambda _: left.pop(0)


def then(answer: Answer) -> Callable[[Request], Answer]:
    return lambda _: answer


def balance(position: str, more: str) -> Answer:
    rows = [{"pdno": "005930", "hldg_qty": "10", "brand_new": "x"}]
    body = {"rt_cd": "0", "msg_cd": "KIOK0510", "msg1": "조회되었습니다  ", "output1": rows}
    keys = {"ctx_area_fk100": FK, "ctx_area_nk100": position.ljust(100)}
    return Answer(body | keys, 200, {"tr_cont": more})


def shown(page: ApiPage) -> str:
    return msgspec.json.encode(page).decode()


async def test_a_page_tells_what_was_sent_and_what_came(explorer: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-price"] = lambda _: ok(output={"stck_prpr": "71900", "newcomer": "1"})
    page = await explorer.rest.explore(PRICE, {"FID_INPUT_ISCD": "005930"})
    assert (page.endpoint_id, page.tr_id, page.status, page.ok) == (
        PRICE,
        "FHKST01010100",
        200,
        True,
    )
    path = "/uapi/domestic-stock/v1/quotations/inquire-price"
    assert page.url == f"http://127.0.0.1:{peer.port}{path}"
    assert dict(page.fields) == {"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"}
    assert dict(page.sent) == {
        "content-type": "application/json; charset=utf-8",
        "authorization": "Bearer <ACCESS_TOKEN>",
        "appkey": "<APPKEY>",
        "appsecret": "<APPSECRET>",
        "tr_id": "FHKST01010100",
        "custtype": "P",
        "tr_cont": "",
    }
    assert (page.code, page.text) == ("MCA00000", "정상처리 되었습니다.")
    assert '"stck_prpr":"71900"' in page.body
    assert [block.name for block in page.blocks] == ["output"]
    assert page.blocks[0].columns == ("stck_prpr", "newcomer")
    assert page.unknown == ("newcomer",)
    assert dict(page.headers)["date"].startswith("Fri, 20 Nov 2026")
    assert page.position is None
    assert page.seconds > 0
    assert page.waited >= 0


async def test_tries_that_came_to_nothing_count_as_waiting(peer: Peer) -> None:
    client = KisClient(peer.environment(), MemoryStore(token=aged_token(TOKEN)))
    answers = [refused("EGW00202"), ok(output={})]
    peer.handlers["inquire-price"] = lambda _: answers.pop(0)
    page = await client.rest.explore(PRICE, {"FID_INPUT_ISCD": "005930"})
    await client.close()
    assert page.ok
    assert 0.1 < page.waited < 5.0


async def test_what_the_server_does_not_have_is_asked_for_once(
    explorer: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-price"] = lambda _: refused("EGW00203", 404)
    page = await explorer.rest.explore(PRICE, {"FID_INPUT_ISCD": "005930"})
    assert (page.status, page.code) == (404, "EGW00203")
    assert len(peer.seen("inquire-price")) == 1


async def test_an_unreadable_answer_that_nothing_is_there_is_asked_for_once(
    explorer: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-price"] = lambda _: Answer(b"<html>", 404)
    page = await explorer.rest.explore(PRICE, {"FID_INPUT_ISCD": "005930"})
    assert (page.status, page.code) == (404, "HTTP 404")
    assert len(peer.seen("inquire-price")) == 1


async def test_the_next_page_is_asked_with_the_true_keys_that_never_left(
    explorer: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-balance"] = pages(balance("50", "M"), balance(" ", "D"))
    first = await explorer.rest.explore(BALANCE, {})
    assert first.position is not None
    assert ACCOUNT not in shown(first)
    assert dict(first.position)["tr_cont"] == "N"
    last = await explorer.rest.explore(BALANCE, {}, position=dict(first.position))
    assert last.position is None
    assert ACCOUNT not in shown(last)
    sent = peer.seen("inquire-balance")
    assert (sent[0].fields["CTX_AREA_FK100"], sent[0].fields["CTX_AREA_NK100"]) == ("", "")
    assert [one.headers["tr_cont"] for one in sent] == ["", "N"]
    assert sent[1].fields["CTX_AREA_FK100"] == FK
    assert sent[1].fields["CTX_AREA_NK100"] == "50".ljust(100)
    assert all(one.fields["CANO"] == ACCOUNT for one in sent)


async def test_what_is_given_for_a_personal_field_is_sent_and_its_alias_is_not(
    explorer: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-balance"] = lambda _: balance(" ", "D")
    given = {"CANO": "87654321", "ACNT_PRDT_CD": "<ACNT_PRDT_CD>"}
    page = await explorer.rest.explore(BALANCE, given)
    (sent,) = peer.seen("inquire-balance")
    assert (sent.fields["CANO"], sent.fields["ACNT_PRDT_CD"]) == ("87654321", "01")
    assert page.fields[:2] == (("CANO", "<CANO>"), ("ACNT_PRDT_CD", "<ACNT_PRDT_CD>"))
    assert "87654321" not in shown(page)


async def test_the_hts_id_is_filled_in_where_it_is_asked_for(
    explorer: KisClient, peer: Peer
) -> None:
    peer.handlers["intstock-grouplist"] = lambda _: ok(output2=[{"user_id": HTS_ID}])
    page = await explorer.rest.explore("domestic_stock/intstock_grouplist", {})
    (sent,) = peer.seen("intstock-grouplist")
    assert sent.fields["USER_ID"] == HTS_ID
    assert dict(page.fields)["USER_ID"] == "<USER_ID>"
    assert page.blocks[0].rows == (("<USER_ID>",),)


async def test_a_position_that_is_no_longer_known_is_told(explorer: KisClient, peer: Peer) -> None:
    with pytest.raises(InvalidInput) as caught:
        await explorer.rest.explore(BALANCE, {}, position={"CTX_AREA_NK100": "<CTX_AREA_NK100 7>"})
    assert caught.value.message.id == "rest.position_forgotten"
    assert peer.seen("inquire-balance") == []


async def test_keys_are_forgotten_after_many_pages(explorer: KisClient, peer: Peer) -> None:
    numbers = itertools.count(1)
    peer.handlers["inquire-balance"] = lambda _: balance(str(next(numbers)), "M")
    first = await explorer.rest.explore(BALANCE, {})
    for _ in range(250):
        await explorer.rest.explore(BALANCE, {})
    with pytest.raises(InvalidInput):
        await explorer.rest.explore(BALANCE, {}, position=dict(first.position or ()))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (refused("OPSQ2001"), "OPSQ2001"),
        (refused("SYDB0050", 200, "7"), "SYDB0050"),
        (refused("APBK0656", 200, "7"), "APBK0656"),
        (refused("EGW02006"), "EGW02006"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_refusal_is_a_page_like_any_other(
    explorer: KisClient, peer: Peer, answer: Answer, code: str
) -> None:
    peer.handlers["inquire-price"] = lambda _: answer
    page = await explorer.rest.explore(PRICE, {"FID_INPUT_ISCD": "1"})
    assert (page.ok, page.code, page.text) == (False, code, f"{code} 입니다.")
    assert (page.status, page.position) == (answer.status, None)


async def test_a_dead_token_is_renewed_once_and_a_busy_server_asked_again(
    explorer: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-price"] = pages(
        refused("EGW00123"), refused("EGW00201"), ok(output={"stck_prpr": "token-1"})
    )
    page = await explorer.rest.explore(PRICE, {"FID_INPUT_ISCD": "1"})
    assert page.ok
    assert page.blocks[0].rows == (("<ACCESS_TOKEN>",),)
    assert (peer.tokens, explorer.budget().busy_answers) == (1, 1)
    tokens = [one.headers["authorization"] for one in peer.seen("inquire-price")]
    assert tokens == [f"Bearer {TOKEN}", "Bearer token-1", "Bearer token-1"]


async def test_what_is_no_answer_of_kis_is_shown_all_the_same(
    explorer: KisClient, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kis_desktop.kis.sender.MAX_TRIES", 1)
    page_of_a_proxy = f"<html>{ACCOUNT} {APP_SECRET}</html>".encode()
    peer.handlers["inquire-price"] = lambda _: Answer(page_of_a_proxy, 502, {"set-cookie": "a=b"})
    page = await explorer.rest.explore(PRICE, {"FID_INPUT_ISCD": "1"})
    assert (page.ok, page.status, page.code) == (False, 502, "HTTP 502")
    assert page.body == "<html><CANO> <APPSECRET></html>"
    assert (page.blocks, page.unknown) == ((), ())
    assert dict(page.headers)["set-cookie"] == "<SET-COOKIE>"


async def test_no_answer_is_a_failure(
    explorer: KisClient, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kis_desktop.kis.sender.MAX_TRIES", 1)
    peer.handlers["inquire-price"] = lambda _: Drop()
    with pytest.raises(Unreachable):
        await explorer.rest.explore(PRICE, {"FID_INPUT_ISCD": "1"})


@pytest.mark.parametrize("name", ["auth_token", "auth_ws_token", "revoke_token"])
async def test_tokens_are_the_program_s_own_business(
    explorer: KisClient, peer: Peer, name: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await explorer.rest.explore(f"auth/{name}", {})
    assert caught.value.message.id == "rest.tokens_are_kept"
    assert peer.requests == []


async def test_no_order_goes_this_way(explorer: KisClient, peer: Peer) -> None:
    orders = [id_ for id_ in loader.endpoint_ids() if loader.endpoint(id_).is_order]
    assert orders
    for id_ in orders:
        with pytest.raises(ValueError, match="is an order"):
            await explorer.rest.explore(id_, {})
    assert peer.requests == []


def laden(endpoint: Endpoint, turned: bool) -> dict[str, Any]:
    """An answer of this shape, or with lists for objects and the reverse, full of canaries."""
    body: dict[str, Any] = {
        "rt_cd": "0",
        "msg_cd": "MCA00000",
        "msg1": f"{ACCOUNT}-01 {HTS_ID} {HTS_ID.upper()}",
        "ctx_area_fk100": FK,
        "ctx_area_nk200": FK,
        "never_heard_of": {"deep": [{"cano": ACCOUNT, f"k{ACCOUNT}": [APP_KEY, int(ACCOUNT)]}]},
    }
    for name, block in endpoint.outputs.items():
        row: dict[str, Any] = {
            field.name: NAME if field.type is FieldType.PERSONAL else f"1 {HTS_ID}"
            for field in block.fields
        }
        row["CANO"] = {"parts": [ACCOUNT, "01", None], "more": {"x": NAME}}
        row["other"] = f'"{ACCOUNT}01" \\u {APP_SECRET} {TOKEN}'
        if name == "body":
            body |= {key: value for key, value in row.items() if key not in body}
        else:
            body[name] = row if (block.shape is Shape.OBJECT) is not turned else [row, row]
    return body


@pytest.mark.parametrize("turned", [False, True])
async def test_nobody_s_name_account_or_key_stands_in_a_page_of_any_endpoint(
    explorer: KisClient, peer: Peer, turned: bool
) -> None:
    asked = 0
    for id_ in loader.endpoint_ids():
        endpoint = loader.endpoint(id_)
        if endpoint.is_order or id_.startswith("auth/"):
            continue
        echo = {"x-echo": f"{ACCOUNT} {TOKEN}", "tr_cont": "M"}
        answer = Answer(laden(endpoint, turned), 200, echo)
        peer.handlers = {endpoint.path.rsplit("/", 1)[-1]: then(answer)}
        choice = next(iter(endpoint.tr_real), "")
        page = await explorer.rest.explore(id_, {}, choice=choice)
        asked += 1
        text = shown(page)
        assert page.ok, (id_, page.code)
        assert [canary for canary in CANARIES if canary in text] == [], id_
        if endpoint.paging is not None and endpoint.paging.keys:
            assert "<CANO>" not in dict(page.position or ())
    assert asked > 10
