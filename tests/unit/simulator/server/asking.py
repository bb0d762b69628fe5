"""Endpoints asked without a server: a market that stands still, and what it answers."""

from __future__ import annotations

from datetime import datetime

from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.settings import World

Row = dict[str, str]


class Standing:
    """A market at one moment."""

    def __init__(
        self, seed: int, at: str, instruments: int = 60, *, open_house: bool = False
    ) -> None:
        start = datetime.fromisoformat(at).replace(tzinfo=KST)
        self.market = Market(
            seed=seed,
            clock=MarketClock(monotonic=lambda: 0.0, start=start),
            instruments=instruments,
            open_house=open_house,
        )

    def ask(self, name: str, **changed: str) -> dict[str, object]:
        """The body that answers an endpoint's example with some fields changed."""
        endpoint = load(name)
        fields = {**endpoint.example, **changed}
        account = self.market.accounts[0].number
        call = Call(self.market, World.REAL, endpoint.real[-1], fields, False, False, account)
        reply = endpoint.answer(call)
        assert reply.body["rt_cd"] == "0", reply.body
        return reply.body

    def block(self, name: str, block: str = "output", **changed: str) -> Row:
        """A block that is an object."""
        found = self.ask(name, **changed)[block]
        assert isinstance(found, dict)
        return found

    def rows(self, name: str, block: str = "output", **changed: str) -> list[Row]:
        """A block that is a list."""
        found = self.ask(name, **changed)[block]
        assert isinstance(found, list)
        return found
