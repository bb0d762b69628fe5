"""A line that stands and yet doesn't tell: a muted symbol, and a record that does not read."""

from __future__ import annotations

import pytest

from kis_desktop.domain.connection import Feed
from kis_desktop.domain.event import Logged
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.quarantine import Quarantined
from kis_desktop.domain.quote import Quote
from kis_desktop.services import silent_feeds
from kis_desktop.services.topics import Topic
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import SAMSUNG, Desk, open_desk

HYNIX = "000660"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a minute at the market takes seconds here."""
    monkeypatch.setattr(silent_feeds, "QUIET_SECONDS", 2.0)
    monkeypatch.setattr(silent_feeds, "AGAIN_SECONDS", 1.0)
    monkeypatch.setattr(silent_feeds, "PACE_SECONDS", 0.5)
    monkeypatch.setattr(silent_feeds, "GRACE_SECONDS", 1.0)


def feed(desk: Desk, symbol: str) -> object:
    return desk.latest.get((Topic.FEED, symbol))


def volume(desk: Desk, symbol: str) -> int:
    quote = desk.latest.get((Topic.QUOTE, symbol))
    assert isinstance(quote, Quote)
    assert quote.volume is not None
    return quote.volume


async def test_a_symbol_that_falls_silent_is_polled_and_told(
    simulator: Simulator, impatient: None
) -> None:
    async with open_desk(simulator) as desk:
        seen = Interest(quotes=frozenset({SAMSUNG, HYNIX}))
        await desk.services.market_data.set_interest("test", seen)
        await desk.until(lambda: feed(desk, SAMSUNG) is Feed.LIVE)
        simulator.faults({"kind": "mute", "key": SAMSUNG})
        await desk.until(lambda: feed(desk, SAMSUNG) is Feed.POLLED)
        silent_volume = volume(desk, SAMSUNG)
        await desk.until(lambda: volume(desk, SAMSUNG) > silent_volume)
        other = feed(desk, HYNIX)
        told = [
            event.message.arguments["symbol"]
            for event in desk.events
            if isinstance(event, Logged) and event.message.id == "realtime.silent"
        ]
        simulator.faults({"kind": "clear"})
        await desk.until(lambda: feed(desk, SAMSUNG) is Feed.LIVE)
    assert other is Feed.LIVE
    assert told == [SAMSUNG]
    assert len(simulator.state()["sessions"]) <= 1


async def test_a_frame_of_another_shape_is_kept_aside_and_nothing_else_stops(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        seen = Interest(quotes=frozenset({SAMSUNG}))
        await desk.services.market_data.set_interest("test", seen)
        await desk.until(lambda: feed(desk, SAMSUNG) is Feed.LIVE)
        simulator.faults({"kind": "short_record", "fields": 40})
        await desk.until(lambda: desk.latest.get((Topic.QUARANTINE, "")))
        kept = desk.latest[Topic.QUARANTINE, ""]
        before = volume(desk, SAMSUNG)
        await desk.until(lambda: volume(desk, SAMSUNG) > before)
        samples = await desk.services.connection.quarantine()
        still_live = desk.is_live()
    assert isinstance(kept, tuple)
    (one,) = kept
    assert isinstance(one, Quarantined)
    assert (one.tr_id, one.count) == ("H0STCNT0", 1)
    assert [sample.text for sample in samples] == [one.sample]
    assert one.sample.startswith("0|H0STCNT0|")
    assert still_live
