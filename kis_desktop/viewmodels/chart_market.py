"""What the market says of a chart's symbol: its last quote, and how old that is."""

from __future__ import annotations

from collections.abc import Callable

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ConnectionStatus, Feed, LinkState
from kis_desktop.domain.event import ConnectionChanged
from kis_desktop.domain.quote import Quote
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.words import Words

_OLD = 5.0  # seconds; an unwatched symbol's last quote counts as old behind this


class ChartMarket:
    """Quotes and feeds by feed key, and the line."""

    def __init__(self, words: Words, monotonic: Callable[[], float]) -> None:
        self._words = words
        self._monotonic = monotonic
        self._quotes: dict[str, Quote] = {}
        self._feeds: dict[str, Feed] = {}
        self._line: LinkState | None = None

    def quote(self, feed: str) -> Quote | None:
        """The last one heard; None before the first."""
        return self._quotes.get(feed)

    def take(self, frame: Frame) -> bool:
        """Take a frame; whether the line came back after it was away."""
        returned = False
        for (topic, key), value in frame.latest.items():
            if isinstance(value, Quote):
                self._quotes[key] = value
            elif topic is Topic.FEED and isinstance(value, Feed):
                self._feeds[key] = value
            elif isinstance(value, ConnectionStatus):
                returned = self._comes_back(value.state) or returned
        for event in frame.events:
            if isinstance(event, ConnectionChanged):
                returned = self._comes_back(event.status.state) or returned
        return returned

    def _comes_back(self, state: LinkState) -> bool:
        returned = state is LinkState.LIVE and self._line not in {None, LinkState.LIVE}
        self._line = state
        return returned

    def stale_text(self, feed: str) -> str:
        """How old the prices are; empty for live ones."""
        quote = self._quotes.get(feed)
        age = self._monotonic() - quote.received if quote is not None else None
        down = self._line not in {None, LinkState.LIVE}
        silent = self._feeds.get(feed) in {Feed.GAP, Feed.WAITING}
        if not (down or (silent and age is not None and age > _OLD)):
            return ""
        if age is None:
            return self._words("chart.stale")
        return self._words("chart.stale_age", age=shown.age(age, self._words.language))
