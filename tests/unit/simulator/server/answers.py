"""Asks endpoints of a market that stands still, without a server."""

from __future__ import annotations

from datetime import datetime

from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.settings import World

Row = dict[str, str]


def standing(at: str, *, seed: int = 3, instruments: int = 118, open_house: bool = False) -> Market:
    """A market whose time does not pass; `at` like 2026-11-20 10:12."""
    start = datetime.fromisoformat(at).replace(tzinfo=KST)
    clock = MarketClock(monotonic=lambda: 0.0, start=start)
    return Market(seed=seed, clock=clock, instruments=instruments, open_house=open_house)


def body(market: Market, name: str, **fields: str) -> dict[str, object]:
    """The whole answer to the endpoint's example with some fields of its own."""
    endpoint = load(name)
    call = Call(
        market=market,
        world=World.REAL,
        tr_id=endpoint.real[0],
        fields={**endpoint.example, **fields},
        continued=False,
        changed=False,
        account_number="",
    )
    reply = endpoint.answer(call)
    assert reply.body["rt_cd"] == "0", reply.body
    return reply.body


def blocks(market: Market, name: str, **fields: str) -> dict[str, list[Row]]:
    """All blocks of an answer, an object as a list of one."""
    found: dict[str, list[Row]] = {}
    for block, content in body(market, name, **fields).items():
        if isinstance(content, list):
            found[block] = content
        elif isinstance(content, dict):
            found[block] = [content]
    return found


def rows(market: Market, name: str, block: str = "output", **fields: str) -> list[Row]:
    """A list of an answer."""
    found = body(market, name, **fields)[block]
    assert isinstance(found, list)
    return found


def row(market: Market, name: str, block: str = "output", **fields: str) -> Row:
    """An object of an answer."""
    found = body(market, name, **fields)[block]
    assert isinstance(found, dict)
    return found
