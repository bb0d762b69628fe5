"""One simulator a module, put back to its beginning before every test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from kis_desktop.simulator.server.settings import Settings, World
from tests.unit.simulator.server.customer import Customer, House, open_house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def real_house() -> AsyncIterator[House]:
    async with open_house(Settings(world=World.REAL, flush_every=0.01)) as house:
        yield house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def paper_house() -> AsyncIterator[House]:
    async with open_house(Settings(world=World.PAPER, flush_every=0.01)) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def customer(real_house: House) -> AsyncIterator[Customer]:
    async for one in _customer_of(real_house):
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def paper_customer(paper_house: House) -> AsyncIterator[Customer]:
    async for one in _customer_of(paper_house):
        yield one


async def _customer_of(house: House) -> AsyncIterator[Customer]:
    house.server.reset()
    house.server.tokens.forget()
    house.server.approvals.forget()
    house.gate_hand.seconds += 100_000
    customer = Customer(house)
    yield customer
    await customer.http.aclose()
