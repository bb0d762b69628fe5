"""The client fits the ports of the services by shape; mypy checks the assignments."""

from kis_desktop.domain.connection import LinkState
from kis_desktop.kis.client import KisClient
from kis_desktop.services.ports import (
    Broker,
    BudgetSource,
    HistorySource,
    InstrumentSource,
    MarketFeed,
    QuoteSource,
)
from tests.unit.kis.peer import Peer


async def test_a_new_client_fits_the_ports_and_has_sent_nothing(
    client: KisClient, peer: Peer
) -> None:
    broker: Broker = client.broker
    feed: MarketFeed = client.stream
    quotes: QuoteSource = client.quotes
    history: HistorySource = client.history
    masters: InstrumentSource = client.masters
    budget: BudgetSource = client
    assert all((broker, quotes, history, masters))
    assert feed.live() == (frozenset(), frozenset())
    assert client.stream.status.state is LinkState.OFFLINE
    assert budget.budget().token_valid_until is None
    assert peer.requests == []


async def test_the_gauge_shows_every_registration_of_the_line(client: KisClient) -> None:
    client.stream.want(["005930"], ["005930"])
    line = client.budget().line
    assert line == client.stream.registrations_shown()
    assert {one.key for one in line} >= {"005930"}
