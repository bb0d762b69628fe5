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
