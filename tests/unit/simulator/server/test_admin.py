from __future__ import annotations

import io
import zipfile

import pytest

from tests.unit.simulator.server.customer import Customer
from tests.unit.simulator.trading_floor import HYNIX, SAMSUNG

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_state_tells_what_the_server_holds(customer: Customer) -> None:
    await customer.login()
    await customer.order(price="96700")
    state = await customer.state()
    assert {"orders", "fills", "accounts", "sessions", "requests", "clock"} <= set(state)
    assert isinstance(state["requests"], dict)
    assert state["requests"]["TTTC0012U"] == 1
    assert isinstance(state["orders"], list)
    assert len(state["orders"]) == 1
    assert state["clock"] == {"now": "2026-11-20T10:12:00+09:00", "speed": 1.0}


async def test_the_clock_can_be_set(customer: Customer) -> None:
    reply = await customer.http.post("/_sim/clock", json={"now": "2026-11-20T11:00:00", "speed": 2})
    assert reply.json() == {"now": "2026-11-20T11:00:00+09:00", "speed": 2.0}
    back = await customer.http.post(
        "/_sim/clock", json={"now": "2026-11-20T10:12:00+09:00", "speed": 1.0}
    )
    assert back.json()["speed"] == 1.0


async def test_a_reset_begins_anew_and_cuts_the_lines(customer: Customer) -> None:
    await customer.order(price="0", order_type="01")
    await customer.fault({"kind": "delay", "times": None})
    await customer.http.post("/_sim/reset")
    state = await customer.state()
    assert state["orders"] == []
    assert state["requests"] == {}
    assert isinstance(state["faults"], dict)
    assert state["faults"]["waiting"] == []


async def test_an_order_from_elsewhere_stands_beside_ones_own(customer: Customer) -> None:
    own = (await customer.order(price="96700")).json()["output"]["ODNO"]
    order = {"account": "12345678-01", "symbol": SAMSUNG, "side": "buy", "order_type": "00"}
    reply = await customer.http.post(
        "/_sim/orders", json={**order, "quantity": 10, "price": 96_700}
    )
    other = reply.json()["number"]
    assert int(other) > int(own)
    state = await customer.state()
    assert isinstance(state["orders"], list)
    same = [(one["symbol"], one["quantity"], one["price"], one["open"]) for one in state["orders"]]
    assert same == [(SAMSUNG, 10, 96_700, True)] * 2
    assert state["order_requests"] == {"/uapi/domestic-stock/v1/trading/order-cash": 1}
    gone = await customer.http.post(
        "/_sim/orders", json={"account": "12345678-01", "cancel": other}
    )
    assert gone.json()["state"] == "done"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"side": "hold"}, "side is buy or sell"),
        ({"quantity": "ten"}, "quantity is a whole number"),
        ({"account": None}, "account is a text"),
        ({"account": "99999999-01"}, "account_unknown"),
        ({"price": 1}, "below_limit"),
        ({"colour": "red"}, "unknown colour"),
    ],
)
async def test_an_order_from_elsewhere_that_cannot_be_taken_is_told(
    customer: Customer, wrong: dict[str, object], told: str
) -> None:
    order = {"account": "12345678-01", "symbol": SAMSUNG, "side": "buy", "order_type": "00"}
    reply = await customer.http.post(
        "/_sim/orders", json={**order, "quantity": 10, "price": 96_700, **wrong}
    )
    assert reply.status_code == 400
    assert told in reply.json()["error"]


async def test_prints_follow_a_wanted_rate(customer: Customer) -> None:
    reply = await customer.http.post(
        "/_sim/flow", json={"prints_per_second": 200, "symbols": [SAMSUNG, HYNIX]}
    )
    assert reply.json() == {"prints_per_second": 200.0, "symbols": [SAMSUNG, HYNIX]}
    market = customer.house.server.market
    before = market.snapshot(SAMSUNG).volume
    counts = [market.snapshot(symbol).buy_count for symbol in (SAMSUNG, HYNIX)]
    customer.house.go(20)
    assert market.snapshot(SAMSUNG).volume > before
    after = [market.snapshot(symbol).buy_count for symbol in (SAMSUNG, HYNIX)]
    assert sum(after) - sum(counts) > 500


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("clock", {"now": "yesterday"}, "Invalid isoformat"),
        ("clock", {"speed": -1}, "speed"),
        ("clock", {"zone": "KST"}, "unknown zone"),
        ("clock", [], "object"),
        ("flow", {"symbols": ["999999"]}, "unknown symbols"),
        ("flow", {"symbols": SAMSUNG}, "list of codes"),
        ("flow", {"prints_per_second": "many"}, "is a number"),
        ("flow", {"prints_per_second": -5}, "positive"),
        ("faults", [{"kind": "earthquake"}], "unknown fault kind"),
    ],
)
async def test_wrong_requests_say_what_is_wrong(
    customer: Customer, path: str, body: object, said: str
) -> None:
    reply = await customer.http.post(f"/_sim/{path}", json=body)
    assert reply.status_code == 400
    assert said in reply.json()["error"]


async def test_waiting_faults_are_listed(customer: Customer) -> None:
    await customer.fault({"kind": "delay", "ms": 5, "times": 3, "path": "inquire-price"})
    listed = (await customer.http.get("/_sim/faults")).json()
    assert listed["waiting"] == [
        {"kind": "delay", "times": 3, "path": "inquire-price", "tr_id": "", "ms": 5}
    ]
    await customer.fault({"kind": "clear"})
    assert (await customer.http.get("/_sim/faults")).json()["waiting"] == []


@pytest.mark.parametrize("path", ["/_sim/masters", "/common/master"])
@pytest.mark.parametrize("name", ["kospi_code", "kosdaq_code"])
async def test_masters_are_served_at_both_paths(customer: Customer, path: str, name: str) -> None:
    reply = await customer.http.get(f"{path}/{name}.mst.zip")
    assert reply.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(reply.content)) as packed:
        assert packed.namelist() == [f"{name}.mst"]
        assert packed.read(f"{name}.mst").endswith(b"\n")


async def test_other_masters_are_not_found(customer: Customer) -> None:
    assert (await customer.http.get("/_sim/masters/nxt.zip")).status_code == 404
