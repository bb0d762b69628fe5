"""How the price of each wanted symbol reaches the screen, told whenever it changes."""

from __future__ import annotations

from collections.abc import Callable

from kis_desktop.domain.connection import Feed, LinkState
from kis_desktop.services.interests import Interests
from kis_desktop.services.ports import MarketFeed, Publisher
from kis_desktop.services.topics import Topic

ANSWER_SECONDS = 5.0
"""on a live line, after which an unconfirmed registration is done without"""

FeedListener = Callable[[str, Feed], None]


class FeedWays:
    """Live, polled, waiting or lost, by symbol.

    `is_shown` symbols have a price on the screen, `is_doubted` ones an old one, `is_silent` ones a
    registration that brings nothing; `on_stream` is told of one that was polled till now.
    """

    def __init__(
        self,
        feed: MarketFeed,
        interests: Interests,
        publisher: Publisher,
        monotonic: Callable[[], float],
        *,
        is_shown: Callable[[str], bool],
        is_doubted: Callable[[str], bool],
        is_silent: Callable[[str], bool],
        on_stream: Callable[[str], None],
    ) -> None:
        self._feed = feed
        self._interests = interests
        self._publisher = publisher
        self._monotonic = monotonic
        self._is_shown = is_shown
        self._is_doubted = is_doubted
        self._is_silent = is_silent
        self._on_stream = on_stream
        self._ways: dict[str, Feed] = {}
        self._told: dict[str, Feed] = {}
        self._unconfirmed: dict[tuple[Topic, str], float] = {}
        self.link = LinkState.OFFLINE
        self.listeners: list[FeedListener] = []

    def turn(self, link: LinkState) -> None:
        """The line changed its state."""
        self.link = link
        if link is not LinkState.LIVE:
            self._unconfirmed.clear()

    def way(self, symbol: str) -> Feed | None:
        """How a price comes, apart from whether the shown one is old; None if it isn't wanted."""
        return self._ways.get(symbol)

    def streamed(self) -> tuple[str, ...]:
        """Wanted symbols whose registration is confirmed, most important first."""
        live, _ = self._feed.live()
        return tuple(symbol for symbol in self._interests.wanted if symbol in live)

    def tell(self) -> None:
        """Look at every wanted symbol and tell what has changed."""
        live, live_books = self._feed.live()
        placed, placed_books = self._feed.placed()
        waiting = {(Topic.QUOTE, symbol) for symbol in placed - live}
        waiting |= {(Topic.BOOK, symbol) for symbol in placed_books - live_books}
        for answered in self._unconfirmed.keys() - waiting:
            del self._unconfirmed[answered]
        for symbol in self._interests.wanted:
            way = self._way(symbol, live, placed)
            if way is Feed.LIVE and self._ways.get(symbol) is Feed.POLLED:
                self._on_stream(symbol)
            self._ways[symbol] = way
            self._tell(symbol, Feed.GAP if self._is_doubted(symbol) else way)
        for symbol in self._told.keys() - set(self._interests.wanted):
            self._tell(symbol, Feed.WAITING)
            del self._told[symbol], self._ways[symbol]

    def unheard_books(self) -> frozenset[str]:
        """Wanted books that the stream doesn't bring while the line is live."""
        if self.link is not LinkState.LIVE:
            return frozenset()
        _, placed = self._feed.placed()
        _, live = self._feed.live()
        return frozenset(
            symbol
            for symbol in self._interests.books
            if symbol not in live and (symbol not in placed or self._is_overdue(Topic.BOOK, symbol))
        )

    def _way(self, symbol: str, live: frozenset[str], placed: frozenset[str]) -> Feed:
        if self.link is not LinkState.LIVE:
            return Feed.GAP if self._is_shown(symbol) else Feed.WAITING
        if self._is_silent(symbol):
            return Feed.POLLED
        if symbol in live:
            return Feed.LIVE
        if symbol in placed and not self._is_overdue(Topic.QUOTE, symbol):
            return Feed.WAITING
        return Feed.POLLED

    def _is_overdue(self, topic: Topic, symbol: str) -> bool:
        """Whether a registration has been without confirmation for so long that it is refused."""
        now = self._monotonic()
        return now - self._unconfirmed.setdefault((topic, symbol), now) >= ANSWER_SECONDS

    def _tell(self, symbol: str, state: Feed) -> None:
        if self._told.get(symbol) is state:
            return
        self._told[symbol] = state
        self._publisher.latest(Topic.FEED, symbol, state)
        for listener in self.listeners:
            listener(symbol, state)
