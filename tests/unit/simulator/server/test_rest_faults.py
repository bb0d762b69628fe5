from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from tests.patience import PATIENCE_S
from tests.unit.simulator.server.customer import (
    ACCOUNT,
    BALANCE,
    HISTORY_TODAY,
    QUOTES,
    SAMSUNG_QUOTE,
    TRADING,
    Customer,
    decrypted,
)
from tests.unit.simulator.server.test_stream import NOTICES
from tests.unit.simulator.trading_floor import HYNIX, SAMSUNG

pytestmark = pytest.mark.asyncio(loop_scope="module")
PRICE = f"{QUOTES}/inquire-price"


async def orders_known(customer: Customer) -> int:
    query = {**ACCOUNT, **HISTORY_TODAY}
    reply = await customer.get(f"{TRADING}/inquire-daily-ccld", "TTTC0081R", query)
    return len(reply.json()["output1"])


async def test_an_injected_error_strikes_once_and_carries_nothing_out(customer: Customer) -> None:
    await customer.fault({"kind": "http_error", "code": "EGW00002", "path": "order-cash"})
    reply = await customer.order(price="96700")
    assert (reply.status_code, reply.json()["msg_cd"]) == (500, "EGW00002")
    assert await orders_known(customer) == 0
    assert (await customer.order(price="96700")).status_code == 200


async def test_a_fault_strikes_only_its_tr(customer: Customer) -> None:
    await customer.fault({"kind": "http_error", "tr_id": "TTTC8434R", "times": 2})
    assert (await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)).status_code == 200
    query = {**ACCOUNT, **BALANCE}
    codes = [
        (await customer.get(f"{TRADING}/inquire-balance", "TTTC8434R", query)).status_code
        for _ in range(3)
    ]
    assert codes == [500, 500, 200]


@pytest.mark.parametrize("code", ["EGW00301", "EGW00302"])
async def test_a_timeout_after_acceptance_leaves_an_order(customer: Customer, code: str) -> None:
    await customer.fault({"kind": "timeout_after_acceptance", "code": code})
    reply = await customer.order(price="96700")
    assert (reply.status_code, reply.json()["msg_cd"]) == (500, code)
    assert "ODNO" not in reply.text
    assert await orders_known(customer) == 1


async def test_a_connection_can_end_after_acceptance(customer: Customer) -> None:
    await customer.fault({"kind": "drop_after_acceptance"})
    with pytest.raises(httpx.RemoteProtocolError):
        await customer.order(price="96700")
    assert await orders_known(customer) == 1


async def test_a_connection_can_end_before_the_order_is_seen(customer: Customer) -> None:
    await customer.fault({"kind": "drop_before", "path": "order-cash"})
    with pytest.raises(httpx.RemoteProtocolError):
        await customer.order(price="96700")
    assert await orders_known(customer) == 0


async def test_an_answer_can_stay_away(customer: Customer) -> None:
    await customer.login()
    await customer.fault({"kind": "silence_after_acceptance", "ms": 30_000})
    patience = httpx.Timeout(PATIENCE_S, read=0.3)
    with pytest.raises(httpx.ReadTimeout):
        await customer.http.post(
            f"{TRADING}/order-cash",
            json={
                **ACCOUNT,
                "PDNO": SAMSUNG,
                "ORD_DVSN": "00",
                "ORD_QTY": "1",
                "ORD_UNPR": "96700",
            },
            headers=await customer.headers("TTTC0012U"),
            timeout=patience,
        )
    assert await orders_known(customer) == 1


async def test_an_order_can_be_refused_at_will(customer: Customer) -> None:
    await customer.fault({"kind": "refuse_order", "code": "APBK0952", "rt_cd": "7"})
    reply = await customer.order(price="96700")
    assert reply.status_code == 200
    assert (reply.json()["rt_cd"], reply.json()["msg_cd"]) == ("7", "APBK0952")
    assert await orders_known(customer) == 0


async def test_answers_can_be_late(customer: Customer) -> None:
    await customer.login()
    await customer.fault({"kind": "delay", "ms": 200, "tr_id": "FHKST01010100"})
    began = time.monotonic()
    await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)
    assert time.monotonic() - began >= 0.19


async def test_a_dead_token_is_replaced_unless_it_sticks(customer: Customer) -> None:
    await customer.login()
    first = customer.token
    await customer.fault({"kind": "dead_token"})
    dead = await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)
    assert dead.json()["msg_cd"] == "EGW00121"
    customer.house.gate_hand.seconds += 61
    await customer.login()
    second = customer.token
    assert second != first
    await customer.fault({"kind": "dead_token", "sticky": True})
    customer.house.gate_hand.seconds += 61
    await customer.login()
    assert customer.token == second
    dead = await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)
    assert dead.json()["msg_cd"] == "EGW00121"


async def test_a_token_can_expire_before_its_time(customer: Customer) -> None:
    await customer.login()
    await customer.fault({"kind": "expired_token"})
    reply = await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)
    assert reply.json()["msg_cd"] == "EGW00123"


async def test_the_ledger_can_have_a_limit_of_its_own(customer: Customer) -> None:
    await customer.fault({"kind": "ledger_limit"})
    assert (await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)).status_code == 200
    query = {**ACCOUNT, **BALANCE}
    reply = await customer.get(f"{TRADING}/inquire-balance", "TTTC8434R", query)
    assert (reply.status_code, reply.json()["msg_cd"]) == (500, "EGW00215")


async def test_limits_can_be_switched_off_and_on(customer: Customer) -> None:
    await customer.login()
    await customer.fault({"kind": "limits", "on": False})
    codes = {
        (await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)).status_code for _ in range(25)
    }
    assert codes == {200}
    await customer.fault({"kind": "limits", "on": True})
    codes = {
        (await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)).status_code for _ in range(19)
    }
    assert codes == {200, 500}


async def test_a_line_can_be_cut_and_its_appkey_stay_in_use(customer: Customer) -> None:
    async with customer.line() as line:
        await line.code("H0STCNT0", SAMSUNG)
        await customer.fault({"kind": "drop_ws", "linger_ms": 60_000})
        with pytest.raises(ConnectionClosed) as ended:
            await line.next(lambda _: False)
        assert ended.value.rcvd is None
    async with customer.line() as line:
        assert await line.code("H0STCNT0", SAMSUNG) == "OPSP8996"
        await customer.fault({"kind": "drop_ws"})
    async with customer.line() as line:
        assert await line.code("H0STCNT0", SAMSUNG) == "OPSP0000"


async def test_a_subscription_can_be_refused_once(customer: Customer) -> None:
    await customer.fault({"kind": "refuse_subscribe", "code": "OPSP0007"})
    async with customer.line() as line:
        assert await line.code("H0STCNT0", SAMSUNG) == "OPSP0007"
        assert await line.code("H0STCNT0", SAMSUNG) == "OPSP0000"


@pytest.mark.parametrize(("kind", "copies"), [("lost_notice", 0), ("duplicate_notice", 2)])
async def test_notices_can_get_lost_or_come_twice(
    customer: Customer, kind: str, copies: int
) -> None:
    async with customer.line() as line:
        ack = await line.ask(NOTICES, "simuser")
        bid = (await customer.book())["bidp10"]
        await customer.fault({"kind": kind})
        first = (await customer.order(price=bid)).json()["output"]["ODNO"]
        second = (await customer.order(price=bid)).json()["output"]["ODNO"]
        numbers: list[str] = []
        while second not in numbers:
            numbers += [record[2] for record in decrypted(await line.data(NOTICES), ack)]
        assert numbers.count(first) == copies


async def test_a_late_notice_comes_after_the_next(customer: Customer) -> None:
    async with customer.line() as line:
        ack = await line.ask(NOTICES, "simuser")
        bid = (await customer.book())["bidp10"]
        await customer.fault({"kind": "late_notice", "ms": 300})
        first = (await customer.order(price=bid)).json()["output"]["ODNO"]
        second = (await customer.order(price=bid)).json()["output"]["ODNO"]
        frames = [decrypted(await line.data(NOTICES), ack) for _ in range(2)]
        assert [records[0][2] for records in frames] == [second, first]


async def test_a_notice_can_come_before_the_answer(customer: Customer) -> None:
    async with customer.line() as line:
        ack = await line.ask(NOTICES, "simuser")
        bid = (await customer.book())["bidp10"]
        await customer.fault({"kind": "notice_first", "ms": 150})
        began = time.monotonic()
        reply = await customer.order(price=bid)
        assert time.monotonic() - began >= 0.14
        (record,) = decrypted(await line.data(NOTICES), ack)
        assert record[2] == reply.json()["output"]["ODNO"]


async def test_records_can_have_other_widths(customer: Customer) -> None:
    await customer.fault({"kind": "widths", "trade": 46, "book": 63, "notice": 23})
    async with customer.line() as line:
        ack = await line.ask(NOTICES, "simuser")
        await line.code("H0STCNT0", SAMSUNG)
        await line.code("H0STASP0", SAMSUNG)
        customer.house.go(5)
        count, payload = (await line.data("H0STCNT0")).split("|")[2:]
        assert len(payload.split("^")) == 46 * int(count)
        assert len((await line.data("H0STASP0")).split("|")[3].split("^")) == 63
        await customer.order(price=(await customer.book())["bidp10"])
        assert len(decrypted(await line.data(NOTICES), ack)[0]) == 23


async def test_a_half_open_line_is_silent_until_cleared(customer: Customer) -> None:
    async with customer.line() as line:
        await line.code("H0STCNT0", SAMSUNG)
        await customer.fault({"kind": "half_open"})
        customer.house.go(5)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await line.socket.recv()
        await customer.fault({"kind": "clear"})
        assert await line.data("H0STCNT0")


async def test_a_muted_symbol_is_silent_on_a_line_that_lives(customer: Customer) -> None:
    async with customer.line() as line:
        await line.code("H0STCNT0", SAMSUNG)
        await line.code("H0STCNT0", HYNIX)
        await customer.fault({"kind": "mute", "key": SAMSUNG})
        heard: set[str] = set()
        for _ in range(5):
            customer.house.go(5)
            heard.add((await line.data("H0STCNT0")).split("|")[3].split("^")[0])
        await customer.fault({"kind": "clear"})
        customer.house.go(5)
        after = {(await line.data("H0STCNT0")).split("|")[3].split("^")[0] for _ in range(2)}
    assert heard == {HYNIX}
    assert SAMSUNG in after


async def test_a_short_record_lacks_the_fields_that_were_asked_for(customer: Customer) -> None:
    async with customer.line() as line:
        await line.code("H0STCNT0", SAMSUNG)
        await customer.fault({"kind": "short_record", "fields": 40})
        customer.house.go(5)
        _, _, count, payload = (await line.data("H0STCNT0")).split("|")
        customer.house.go(5)
        whole = (await line.data("H0STCNT0")).split("|")
    width = len(whole[3].split("^")) // int(whole[2])
    assert len(payload.split("^")) == width * int(count) - 40
    assert len(whole[3].split("^")) == width * int(whole[2])


async def test_a_time_out_before_acceptance_carries_nothing_out(customer: Customer) -> None:
    await customer.fault({"kind": "timeout_before_acceptance", "code": "EGW00302"})
    reply = await customer.order(price="96700")
    assert (reply.status_code, reply.json()["msg_cd"]) == (500, "EGW00302")
    assert await orders_known(customer) == 0


async def test_an_order_can_meet_silence_and_never_be_seen(customer: Customer) -> None:
    await customer.fault({"kind": "silence_before", "ms": 60, "path": "order-cash"})
    with pytest.raises(httpx.RemoteProtocolError):
        await customer.order(price="96700")
    assert await orders_known(customer) == 0


async def test_an_answer_can_come_byte_by_byte(customer: Customer) -> None:
    await customer.login()
    await customer.fault({"kind": "slow_bytes", "bytes": 1, "ms": 0, "path": "inquire-price"})
    headers = await customer.headers("FHKST01010100")
    async with customer.http.stream("GET", PRICE, params=SAMSUNG_QUOTE, headers=headers) as reply:
        chunks = [len(chunk) async for chunk in reply.aiter_raw()]
    assert sum(chunks) == int(reply.headers["content-length"])
    assert len(chunks) > 10
    assert (await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)).json()["rt_cd"] == "0"


async def test_two_notices_can_change_places(customer: Customer) -> None:
    async with customer.line() as line:
        ack = await line.ask(NOTICES, "simuser")
        bid = (await customer.book())["bidp10"]
        await customer.fault({"kind": "reorder_notices", "ms": 5_000})
        first = (await customer.order(price=bid)).json()["output"]["ODNO"]
        second = (await customer.order(price=bid)).json()["output"]["ODNO"]
        records: list[list[str]] = []
        while len(records) < 2:
            records += decrypted(await line.data(NOTICES), ack)
        assert [record[2] for record in records] == [second, first]
        await customer.fault({"kind": "reorder_notices", "ms": 50})
        alone = (await customer.order(price=bid)).json()["output"]["ODNO"]
        (record,) = decrypted(await line.data(NOTICES), ack)
        assert record[2] == alone


async def test_a_notice_can_be_encrypted_with_a_key_that_nobody_was_told(
    customer: Customer,
) -> None:
    async with customer.line() as line:
        ack = await line.ask(NOTICES, "simuser")
        bid = (await customer.book())["bidp10"]
        await customer.fault({"kind": "wrong_key"})
        first = (await customer.order(price=bid)).json()["output"]["ODNO"]
        unreadable, seen = await line.data(NOTICES), ""
        with contextlib.suppress(ValueError):
            seen = str(decrypted(unreadable, ack))
        assert first not in seen
        second = (await customer.order(price=bid)).json()["output"]["ODNO"]
        assert second in str(decrypted(await line.data(NOTICES), ack))


async def test_garbage_comes_between_the_frames(customer: Customer) -> None:
    async with customer.line() as line:
        await line.code("H0STCNT0", SAMSUNG)
        await customer.fault({"kind": "garbage", "text": "0|H0STCNT0|002|x^y"})
        assert await line.next(lambda text: text.endswith("x^y")) == "0|H0STCNT0|002|x^y"


async def test_records_can_be_longer_once(customer: Customer) -> None:
    async with customer.line() as line:
        await line.code("H0STCNT0", SAMSUNG)
        await customer.fault({"kind": "long_record", "fields": 3})
        customer.house.go(30)
        first, second = [await line.data("H0STCNT0") for _ in range(2)]
        fields = [len(text.split("|")[3].split("^")) for text in (first, second)]
        counts = [int(text.split("|")[2]) for text in (first, second)]
        assert [have - 47 * count for have, count in zip(fields, counts, strict=True)] == [3, 0]


async def test_the_told_time_can_be_wrong(customer: Customer) -> None:
    await customer.login()
    true = customer.house.server.market.clock.now()
    for seconds in (90, -90, 0):
        kind = "clock_skew" if seconds else "clear"
        await customer.fault({"kind": kind} | ({"seconds": seconds} if seconds else {}))
        reply = await customer.get(PRICE, "FHKST01010100", SAMSUNG_QUOTE)
        told = parsedate_to_datetime(reply.headers["date"])
        assert told == (true + timedelta(seconds=seconds)).replace(microsecond=0)
