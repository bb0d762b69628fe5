"""Asks endpoints for their answers without a server between."""

from __future__ import annotations

from functools import cache

from kis_desktop.simulator.clock import MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.trading_floor import kst

Row = dict[str, str]


@cache
def market_of(seed: int, start: str = "10:30", *, open_house: bool = True) -> Market:
    """A market whose time stands still; nothing here changes it."""
    clock = MarketClock(monotonic=lambda: 0.0, start=kst(start))
    return Market(seed=seed, clock=clock, instruments=120, open_house=open_house)


def body_of(market: Market, name: str, product: str = "01", **fields: str) -> dict[str, object]:
    """The answer to an endpoint's example with some fields changed; it has to be a success."""
    endpoint = load(f"domestic_stock/{name}")
    own = {"CANO": "12345678", "ACNT_PRDT_CD": product} if endpoint.of_account else {}
    reply = endpoint.answer(
        Call(
            market=market,
            world=World.REAL,
            tr_id=endpoint.real[0],
            fields={**endpoint.example, **fields, **own},
            continued=bool(fields.get("CTX_AREA_NK100") or fields.get("CTX_AREA_NK200")),
            changed=False,
            account_number=f"12345678-{product}" if own else "",
        )
    )
    assert reply.body["rt_cd"] == "0", reply.body
    return reply.body


def rows_of(body: dict[str, object], block: str) -> list[Row]:
    found = body[block]
    assert isinstance(found, list)
    return found


def block_of(body: dict[str, object], block: str) -> Row:
    found = body[block]
    assert isinstance(found, dict)
    return found


def all_rows(
    market: Market, name: str, block: str, product: str = "01", **fields: str
) -> tuple[list[Row], dict[str, object]]:
    """The rows of all pages of a request about an account, and the last page."""
    body = body_of(market, name, product, **fields)
    key = next(key for key in body if key.startswith("ctx_area_nk"))
    rows = [*rows_of(body, block)]
    while str(body[key]).strip():
        body = body_of(market, name, product, **fields, **{key.upper(): str(body[key]).strip()})
        rows += rows_of(body, block)
    return rows, body


def all_scheduled(market: Market, name: str, **fields: str) -> list[Row]:
    """The rows of all pages of a schedule (예탁원정보)."""
    body = body_of(market, name, **fields)
    rows = [*rows_of(body, "output1")]
    while body["cts"]:
        body = body_of(market, name, **fields, CTS=str(body["cts"]))
        rows += rows_of(body, "output1")
    return rows
