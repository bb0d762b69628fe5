"""What the tests of the wire share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest

from kis_desktop.kis.client import KisClient
from tests.unit.kis.line_peer import Running, run_line
from tests.unit.kis.peer import MemoryStore, Peer, serving

Connect = Callable[..., KisClient]


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with serving() as running:
        yield running


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def connect(peer: Peer, store: MemoryStore) -> AsyncIterator[Connect]:
    """Makes clients of the peer and closes them at the end."""
    made: list[KisClient] = []

    def make(world: str = "real") -> KisClient:
        client = KisClient(peer.environment(world), store)
        made.append(client)
        return client

    yield make
    for client in made:
        await client.close()


@pytest.fixture
def client(connect: Connect) -> KisClient:
    return connect()


@pytest.fixture
def running(peer: Peer, store: MemoryStore) -> Running:
    """Makes a server of the realtime line with a stream connected to it."""
    return partial(run_line, peer, store)
