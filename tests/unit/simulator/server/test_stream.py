from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kis_desktop.simulator.server.settings import Settings
from kis_desktop.simulator.volatility import ViKind, ViMark
from tests.patience import PATIENCE_S
from tests.unit.simulator.server.customer import ACCOUNT, Customer, Line, decrypted, open_house
from tests.unit.simulator.trading_floor import HYNIX, SAMSUNG

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOTICES = "H0STCNI0"


@pytest.mark.parametrize("path", ["/", "/tryitout", "/tryitout/H0STCNT0"])
async def test_the_known_paths_are_served(customer: Customer, path: str) -> None:
    async with customer.line(path) as line:
        assert await line.code("H0STCNT0", SAMSUNG) == "OPSP0000"


async def test_other_paths_are_refused(customer: Customer) -> None:
    with pytest.raises(InvalidStatus):
        await connect(f"{customer.ready['ws']}/elsewhere")


async def test_a_subscription_is_confirmed_with_key_and_iv(customer: Customer) -> None:
    async with customer.line() as line:
        answer = await line.ask("H0STCNT0", SAMSUNG)
        assert answer["header"] == {"tr_id": "H0STCNT0", "tr_key": SAMSUNG, "encrypt": "N"}
        assert answer["body"]["rt_cd"] == "0"
        assert answer["body"]["msg1"] == "SUBSCRIBE SUCCESS"
        output = answer["body"]["output"]
        assert isinstance(output, dict)
        assert (len(output["iv"]), len(output["key"])) == (16, 32)
        notices = await line.ask(NOTICES, "simuser")
        assert notices["header"]["encrypt"] == "Y"
        assert notices["body"]["output"] != output


async def test_subscribing_twice_and_unsubscribing_twice_are_said(customer: Customer) -> None:
    async with customer.line() as line:
        codes = [
            await line.code("H0STCNT0", SAMSUNG),
            await line.code("H0STCNT0", SAMSUNG),
            await line.code("H0STCNT0", SAMSUNG, "2"),
            await line.code("H0STCNT0", SAMSUNG, "2"),
        ]
    assert codes == ["OPSP0000", "OPSP0002", "OPSP0001", "OPSP0003"]


async def test_the_forty_second_registration_is_too_much(customer: Customer) -> None:
    listings = customer.house.server.market.universe.listings
    async with customer.line() as line:
        assert await line.code(NOTICES, "simuser") == "OPSP0000"
        codes = [await line.code("H0STCNT0", one.symbol) for one in listings[:41]]
        assert codes == ["OPSP0000"] * 40 + ["OPSP0008"]
        await line.code("H0STCNT0", listings[0].symbol, "2")
        assert await line.code("H0STASP0", SAMSUNG) == "OPSP0000"


@pytest.mark.parametrize(
    ("tr_id", "tr_key", "tr_type", "code"),
    [
        ("H0XXXXX0", SAMSUNG, "1", "OPSP8991"),
        ("H0STCNI9", "simuser", "1", "OPSP8991"),
        ("H0STCNT0", "999999", "1", "OPSP8993"),
        ("H0STCNT0", "", "1", "OPSP9990"),
        ("H0STCNT0", SAMSUNG, "7", "OPSP8997"),
    ],
)
async def test_wrong_messages_have_their_codes(
    customer: Customer, tr_id: str, tr_key: str, tr_type: str, code: str
) -> None:
    async with customer.line() as line:
        answer = await line.ask(tr_id, tr_key, tr_type)
        assert answer["body"]["msg_cd"] == code
        assert answer["body"]["rt_cd"] == "9"
        assert "output" not in answer["body"]


async def test_text_that_is_no_json_is_answered(customer: Customer) -> None:
    async with customer.line() as line:
        await line.socket.send("hello")
        answer = json.loads(await line.next(lambda frame: frame.startswith("{")))
        assert answer["body"]["msg_cd"] == "OPSP9999"


async def test_an_unknown_approval_key_is_refused(customer: Customer) -> None:
    async with customer.line() as line:
        line.approval_key = "made-up"
        answer = await line.ask("H0STCNT0", SAMSUNG)
    assert answer["body"] == {
        "rt_cd": "9",
        "msg_cd": "OPSP0011",
        "msg1": "invalid approval : NOT FOUND",
    }


async def test_the_second_session_of_an_appkey_is_refused_without_a_name(
    customer: Customer,
) -> None:
    async with customer.line() as first:
        assert await first.code("H0STCNT0", SAMSUNG) == "OPSP0000"
        async with customer.line() as second:
            answer = await second.ask("H0STCNT0", SAMSUNG)
            assert answer == {
                "header": {"tr_id": "(null)", "tr_key": "", "encrypt": "N"},
                "body": {"rt_cd": "9", "msg_cd": "OPSP8996", "msg1": "ALREADY IN USE appkey"},
            }
            assert await first.code("H0STASP0", SAMSUNG) == "OPSP0000"


async def test_the_appkey_is_free_after_the_first_session(customer: Customer) -> None:
    async with customer.line() as first:
        await first.code("H0STCNT0", SAMSUNG)
    async with customer.line() as second:
        assert await second.code("H0STCNT0", SAMSUNG) == "OPSP0000"


async def test_a_wrong_hts_id_ends_the_session(customer: Customer) -> None:
    async with customer.line() as line:
        await line.code(NOTICES, "somebody")
        with pytest.raises(ConnectionClosed):
            await line.next(lambda _: False)


async def test_prints_come_several_to_a_frame_and_sum_up(customer: Customer) -> None:
    house = customer.house
    async with customer.line() as line:
        await line.code("H0STCNT0", SAMSUNG)
        before = house.server.market.snapshot(SAMSUNG).volume
        house.go(30)
        total = house.server.market.snapshot(SAMSUNG).volume
        volume, counts = before, []
        while volume < total:
            flag, tr_id, count, payload = (await line.data("H0STCNT0")).split("|")
            assert (flag, tr_id, len(count)) == ("0", "H0STCNT0", 3)
            fields = payload.split("^")
            assert len(fields) == 47 * int(count)
            counts.append(int(count))
            for start in range(0, len(fields), 47):
                assert fields[start] == SAMSUNG
                volume += int(fields[start + 12])
                assert int(fields[start + 13]) == volume
        assert volume == total
        assert max(counts) > 1


async def test_books_follow_the_market(customer: Customer) -> None:
    async with customer.line() as line:
        await line.code("H0STASP0", HYNIX)
        customer.house.go(10)
        fields = (await line.data("H0STASP0")).split("|")[3].split("^")
        book = customer.house.server.market.book(HYNIX)
        assert len(fields) == 60
        assert [int(price) for price in fields[3:13]] == [level.price for level in book.asks]
        assert [int(price) for price in fields[13:23]] == [level.price for level in book.bids]
        assert int(fields[43]) == book.total_ask


async def test_nothing_comes_after_unsubscribing(customer: Customer) -> None:
    async with customer.line() as line:
        await line.code("H0STCNT0", SAMSUNG)
        await line.code("H0STCNT0", SAMSUNG, "2")
        await line.code("H0STCNT0", HYNIX)
        customer.house.go(60)
        frame = await line.next(lambda text: "|H0STCNT0|" in text)
        assert frame.split("|")[3].startswith(HYNIX)


async def test_an_order_is_told_as_accepted_and_as_filled(customer: Customer) -> None:
    async with customer.line() as line:
        ack = await line.ask(NOTICES, "simuser")
        ask = (await customer.book())["askp1"]
        number = (await customer.order(price=ask)).json()["output"]["ODNO"]
        accepted, *fills = decrypted(await line.data(NOTICES), ack)
        assert len(accepted) == 26
        assert accepted[:6] == ["simuser", "1234567801", number, "", "02", "0"]
        assert accepted[8:10] == [SAMSUNG, "0000000010"]
        assert accepted[12:15] == ["0", "1", "1"]
        assert accepted[25] == f"{int(ask):09d}"
        assert {tuple(fill[12:15]) for fill in fills} == {("0", "2", "2")}
        assert sum(int(fill[9]) for fill in fills) == 10
        assert fills[0][10] == f"{int(ask):09d}"
        assert fills[0][16] == "000000010"


async def test_amending_and_cancelling_are_confirmed(customer: Customer) -> None:
    async with customer.line() as line:
        ack = await line.ask(NOTICES, "simuser")
        book = await customer.book()
        first = (await customer.order(price=book["bidp10"])).json()["output"]["ODNO"]
        amended = await customer.change(first, cancel=False, price=book["bidp9"])
        second = amended.json()["output"]["ODNO"]
        third = (await customer.change(second, cancel=True)).json()["output"]["ODNO"]
        records: list[list[str]] = []
        while len(records) < 3:
            records += decrypted(await line.data(NOTICES), ack)
        assert [record[2:4] for record in records] == [
            [first, ""],
            [second, first],
            [third, second],
        ]
        assert [record[5] for record in records] == ["0", "1", "2"]
        assert [record[12:15] for record in records] == [
            ["0", "1", "1"],
            ["0", "1", "2"],
            ["0", "1", "2"],
        ]


async def test_an_ioc_remainder_is_told_as_cancelled(customer: Customer) -> None:
    async with customer.line() as line:
        ack = await line.ask(NOTICES, "simuser")
        bid = (await customer.book())["bidp10"]
        await customer.order(price=bid, order_type="11")
        records = decrypted(await line.data(NOTICES), ack)
        assert [record[12:15] for record in records] == [["0", "1", "1"], ["0", "1", "3"]]
        assert records[1][9] == "0000000010"
        assert records[1][6:8] == ["11", "1"]


async def test_paper_notices_have_their_own_channel(paper_customer: Customer) -> None:
    customer = paper_customer
    await customer.fault({"kind": "limits", "on": False})
    async with customer.line() as line:
        assert await line.code(NOTICES, "simuser") == "OPSP8991"
        ack = await line.ask("H0STCNI9", "simuser")
        await customer.order("VTTC0012U", price="0", quantity="1", order_type="01")
        records = decrypted(await line.data("H0STCNI9"), ack)
        assert records[0][1] == "".join(ACCOUNT.values())


@pytest.mark.parametrize("as_control_frame", [True, False])
async def test_either_answer_to_a_heartbeat_keeps_the_session(as_control_frame: bool) -> None:
    settings = Settings(heartbeat_every=0.05, heartbeat_patience=PATIENCE_S)
    async with open_house(settings) as house:
        customer = Customer(house)
        async with customer.line() as line:
            (session,) = house.server.stream.sessions.values()
            for _ in range(5):
                before = session.last_sign_of_life()
                text = await line.next(lambda frame: "PINGPONG" in frame)
                assert json.loads(text) == {
                    "header": {"tr_id": "PINGPONG", "datetime": "20261120101200"}
                }
                await (line.socket.pong(text) if as_control_frame else line.socket.send(text))
                async with asyncio.timeout(PATIENCE_S):
                    while True:
                        if session.last_sign_of_life() > before:
                            break
                        await asyncio.sleep(0.01)
            assert await line.code("H0STCNT0", SAMSUNG) == "OPSP0000"
        await customer.http.aclose()


async def test_a_session_that_does_not_answer_is_closed() -> None:
    async with open_house(Settings(heartbeat_every=0.05, heartbeat_patience=0.3)) as house:
        customer = Customer(house)
        async with customer.line() as line:
            with pytest.raises(ConnectionClosed):
                await line.next(lambda _: False)
        await customer.http.aclose()


async def test_a_reader_that_is_too_slow_loses_its_session() -> None:
    settings = Settings(queue_limit=3, heartbeat_every=0.05, heartbeat_patience=60)
    async with open_house(settings) as house:
        customer = Customer(house)
        async with customer.line() as line:
            await line.code("H0STCNT0", SAMSUNG)
            await customer.fault({"kind": "half_open"})
            house.go(120)
            with pytest.raises(ConnectionClosed):
                await line.next(lambda _: False)
        await customer.http.aclose()


async def test_two_lines_can_be_told_apart_in_the_state(customer: Customer) -> None:
    async with AsyncExitStack() as stack:
        first: Line = await stack.enter_async_context(customer.line())
        await stack.enter_async_context(customer.line())
        await first.code("H0STCNT0", SAMSUNG)
        sessions = (await customer.state())["sessions"]
        assert isinstance(sessions, list)
        assert [session["registrations"] for session in sessions] == [[["H0STCNT0", SAMSUNG]], []]


async def test_another_account_of_the_same_id_has_its_notices_on_the_same_line(
    customer: Customer,
) -> None:
    async with customer.line() as line:
        ack = await line.ask(NOTICES, "simuser")
        order = {"account": "12345678-22", "symbol": SAMSUNG, "side": "sell", "order_type": "01"}
        await customer.http.post("/_sim/orders", json={**order, "quantity": 3, "price": 0})
        accepted, *fills = decrypted(await line.data(NOTICES), ack)
        assert accepted[:2] == ["simuser", "1234567822"]
        assert {fill[1] for fill in fills} == {"1234567822"}


@pytest.mark.parametrize(
    ("tr_id", "width"),
    [("H0NXCNT0", 47), ("H0UNCNT0", 47), ("H0NXASP0", 65), ("H0UNASP0", 65)],
)
async def test_the_other_boards_have_channels_of_their_own(
    customer: Customer, tr_id: str, width: int
) -> None:
    async with customer.line() as line:
        assert await line.code(tr_id, SAMSUNG) == "OPSP0000"
        frame = ""
        for _ in range(20):
            customer.house.go(5)
            customer.house.server.feed.step()
        frame = await line.next(lambda text: text.startswith(f"0|{tr_id}|"))
    head, count, body = frame.split("|")[1], int(frame.split("|")[2]), frame.split("|")[3]
    assert head == tr_id
    assert len(body.split("^")) == width * count


async def test_a_vi_is_told_once(customer: Customer) -> None:
    market = customer.house.server.market
    async with customer.line() as line:
        assert await line.code("H0STMKO0", SAMSUNG) == "OPSP0000"
        venue = market._exchange.venue(SAMSUNG)  # noqa: SLF001 - no account could pay for it
        venue.matching.vi = ViMark(ViKind.STATIC, 97_100, 1)
        customer.house.go(5)
        customer.house.server.feed.step()
        frame = await line.next(lambda text: text.startswith("0|H0STMKO0|"))
    assert frame == "0|H0STMKO0|001|005930^N^(null)^112^112^^^55^Y^N^1"
