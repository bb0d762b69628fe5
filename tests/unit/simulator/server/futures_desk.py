"""Asks the requests about Korean futures and options of a market that stands still."""

from __future__ import annotations

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.settings import World

Row = dict[str, str]
FAMILY = "domestic_futureoption"
ACCOUNT = "12345678-03"


def reply(market: Market, name: str, *, tr_id: str = "", **fields: str) -> Reply:
    """The answer to the endpoint's example with some fields of its own."""
    endpoint = load(f"{FAMILY}/{name}")
    own = {"CANO": "12345678", "ACNT_PRDT_CD": "03"} if endpoint.of_account else {}
    call = Call(
        market=market,
        world=World.REAL,
        tr_id=tr_id or endpoint.real[0],
        fields={**endpoint.example, **own, **fields},
        continued=False,
        changed=False,
        account_number=ACCOUNT if own else "",
    )
    return endpoint.answer(call)


def row(market: Market, name: str, block: str = "output", **fields: str) -> Row:
    """An object of an answer that succeeds."""
    found = _body(market, name, fields)[block]
    assert isinstance(found, dict)
    return found


def rows(market: Market, name: str, block: str = "output", **fields: str) -> list[Row]:
    """A list of an answer that succeeds."""
    found = _body(market, name, fields)[block]
    assert isinstance(found, list)
    return found


def hundredths(text: str) -> int:
    """A price with two or with eight decimals as an integer."""
    whole, _, part = text.partition(".")
    assert not part[2:].strip("0")
    sign = -1 if whole.startswith("-") else 1
    return int(whole) * 100 + sign * int(f"{part:0<2}"[:2])


def _body(market: Market, name: str, fields: dict[str, str]) -> dict[str, object]:
    found = reply(market, name, **fields).body
    assert found["rt_cd"] == "0", found
    return found
