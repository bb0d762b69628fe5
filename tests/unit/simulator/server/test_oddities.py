from __future__ import annotations

import pytest

from tests.unit.simulator.server.customer import (
    ACCOUNT,
    BALANCE,
    HISTORY_TODAY,
    SAMSUNG_QUOTE,
    TRADING,
    Customer,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def odd(customer: Customer, **wanted: object) -> int:
    return (await customer.http.post("/_sim/oddities", json=wanted)).status_code


async def balance(customer: Customer) -> dict[str, list[dict[str, str]]]:
    query = {**ACCOUNT, **BALANCE}
    reply = await customer.get(f"{TRADING}/inquire-balance", "TTTC8434R", query)
    body: dict[str, list[dict[str, str]]] = reply.json()
    return body


async def test_lists_can_repeat_a_row_and_end_with_a_blank_one(customer: Customer) -> None:
    plain = (await balance(customer))["output1"]
    assert await odd(customer, blank_rows=True, repeated_rows=True) == 200
    rows = (await balance(customer))["output1"]
    assert rows[:-2] == plain
    assert rows[-2] == rows[0]
    assert rows[-1].keys() == rows[0].keys()
    assert set(rows[-1].values()) == {""}
    assert await odd(customer, blank_rows=False) == 200
    assert (await balance(customer))["output1"] == [*plain, plain[0]]


async def test_empty_lists_and_single_blocks_can_change_their_shape(customer: Customer) -> None:
    await odd(customer, empty_as_object=True, object_as_list=True)
    query = {**ACCOUNT, **HISTORY_TODAY}
    reply = await customer.get(f"{TRADING}/inquire-daily-ccld", "TTTC0081R", query)
    body = reply.json()
    assert body["output1"] == {}
    assert isinstance(body["output2"], list)
    assert len(body["output2"]) == 1
    assert body["rt_cd"] == "0"


async def test_quotes_stay_as_they_are_and_a_reset_ends_it(customer: Customer) -> None:
    await odd(customer, object_as_list=True, repeated_rows=True)
    path = "/uapi/domestic-stock/v1/quotations/inquire-price"
    quote = await customer.get(path, "FHKST01010100", SAMSUNG_QUOTE)
    assert isinstance(quote.json()["output"], dict)
    await customer.http.post("/_sim/reset")
    rows = (await balance(customer))["output1"]
    assert rows[-1] != rows[0]


async def test_what_is_no_oddity_is_told(customer: Customer) -> None:
    reply = await customer.http.post("/_sim/oddities", json={"blank_rows": "often"})
    assert (reply.status_code, reply.json()) == (
        400,
        {"error": "blank_rows is true or false, not 'often'"},
    )
    assert await odd(customer, purple=True) == 400
