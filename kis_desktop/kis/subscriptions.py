"""What the line is asked for, put in order: notices, what the screen shows, channels, the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from kis_desktop.catalogue import loader
from kis_desktop.domain.connection import Notices, Registered, Standing
from kis_desktop.domain.feed_key import feed_key, split_feed_key
from kis_desktop.domain.message import Message, message
from kis_desktop.kis.channels import Channels, is_personal
from kis_desktop.kis.environment import REGISTRATIONS_USED, Environment
from kis_desktop.kis.markets.krx import venues
from kis_desktop.kis.protocol.control import Ack
from kis_desktop.kis.protocol.notice_trial import NoticeTrial
from kis_desktop.kis.protocol.registrations import Order, Registration, Registrations

_NOTICES = "domestic_stock/ccnl_notice"
_PLACED = frozenset({Standing.CONFIRMED, Standing.ASKED})


class Subscriptions:
    """The wishes of the program and how far the server has followed them."""

    def __init__(
        self,
        environment: Environment,
        hts_id: Callable[[], str],
        channels: Channels,
        clock: Callable[[], float],
    ) -> None:
        self._environment = environment
        self._hts_id = hts_id
        self._channels = channels
        self._clock = clock
        self._book = Registrations(REGISTRATIONS_USED)
        self._trial = NoticeTrial()
        self._trades: tuple[str, ...] = ()
        self._books: tuple[str, ...] = ()
        self._background: tuple[str, ...] = ()
        self._focused = 0

    @property
    def settled(self) -> bool:
        """Whether the server has answered to all that has a place."""
        return self._book.settled

    @property
    def notices_confirmed(self) -> bool:
        """Whether order notices come."""
        confirmed = self._book.confirmed()
        return any(one in confirmed for one in self._notices())

    def notices(self) -> tuple[Notices, Message | None, float | None]:
        """How order notices stand, why they don't come, and when they are tried again."""
        again = self._trial.retry_at
        if not self._hts_id():
            return Notices.POLLING, message("kis.notices_no_id"), None
        if self._trial.withheld:
            return Notices.WITHHELD, message("kis.hts_id_suspect"), again
        if self.notices_confirmed:
            return Notices.LIVE, None, None
        if again is not None:
            return Notices.WITHHELD, message("kis.notices_refused"), again
        return Notices.POLLING, None, None

    def want(
        self, trades: Sequence[str], books: Sequence[str], background: Sequence[str], focused: int
    ) -> None:
        """These feeds instead, most important first; the `focused` first ones were chosen."""
        self._trades, self._books = tuple(trades), tuple(books)
        self._background, self._focused = tuple(background), focused
        self.refresh()

    def refresh(self) -> None:
        """Look again at all wishes."""
        notices = self._notices()
        firm = dict.fromkeys(chain(notices, self._screen(), self._channels.registrations()))
        rest = (_trades(key) for key in self._background)
        urgent = len(notices) + 2 * self._focused
        self._book.want(chain(firm, rest), self._clock(), firm=len(firm), urgent=urgent)

    def begin(self) -> None:
        """A session begins or has ended: nothing is registered."""
        self._book.begin()
        if self._trial.is_due(self._clock()):
            self._trial.begin()
        self.refresh()

    def next_order(self) -> Order | None:
        """What is to be said now."""
        now = self._clock()
        if self._trial.is_due(now):
            self.try_notices()
        return self._book.next(now)

    def said(self, order: Order) -> None:
        """That goes out now."""
        self._book.said(order, self._clock())

    def heard(self, ack: Ack) -> bool:
        """The server answered; whether it was a refusal for good."""
        refused = self._book.heard(ack, self._clock())
        if refused is not None:
            self._note_refusal(refused)
            return True
        if is_personal(ack.tr_id) and self.notices_confirmed:
            self._trial.confirmed()
        return False

    def unanswered(self) -> Iterator[Registration]:
        """Those that were asked for in vain, each told once."""
        while (one := self._book.overdue(self._clock())) is not None:
            self._note_refusal(one)
            yield one

    def renew(self, key: str) -> None:
        """Have the trades of a feed registered anew."""
        self._book.renew(_trades(key))

    def try_notices(self) -> None:
        """Have order notices registered that were withheld or refused."""
        self._trial.begin()
        for one in self._notices():
            self._book.ask_again(one)
        self.refresh()

    def suspect_notices(self) -> bool:
        """The line was closed before notices were answered; whether they are withheld now."""
        return self._trial.closed(self._clock())

    def acquit_notices(self) -> None:
        """The line was closed before it stood though notices were answered or not asked for."""
        self._trial.acquitted()

    def has(self, tr_id: str) -> bool:
        """Whether the server may send this channel."""
        return self._book.has(tr_id)

    def confirmed(self) -> frozenset[Registration]:
        """What the server has confirmed, wanted or not."""
        return self._book.confirmed()

    def placed(self) -> Iterator[Registration]:
        """What is wanted and has a place."""
        return (one for one, standing in self._book.standings() if standing in _PLACED)

    def symbols(self, of: Iterable[Registration]) -> tuple[frozenset[str], frozenset[str]]:
        """The feeds whose trades, and whose books, are among these."""
        trades: set[str] = set()
        books: set[str] = set()
        for one in of:
            if (view := venues.TRADES.get(one.tr_id)) is not None:
                trades.add(feed_key(one.key, view))
            elif (view := venues.BOOKS.get(one.tr_id)) is not None:
                books.add(feed_key(one.key, view))
        return frozenset(trades), frozenset(books)

    def shown(self) -> tuple[Registered, ...]:
        """All that is wanted, most important first; an HTS ID is not told."""
        return tuple(
            Registered(one.tr_id, "" if is_personal(one.tr_id) else one.key, rank, standing)
            for rank, (one, standing) in enumerate(self._book.standings())
        )

    def _note_refusal(self, refused: Registration) -> None:
        if refused in self._notices():
            self._trial.refused(self._clock())

    def _screen(self) -> Iterator[Registration]:
        """Trades and books in turn, most important first."""
        trades = (_trades(key) for key in self._trades)
        books = (_books(key) for key in self._books)
        return (one for one in chain.from_iterable(zip_longest(trades, books)) if one is not None)

    def _notices(self) -> tuple[Registration, ...]:
        hts_id = self._hts_id()
        if not hts_id or self._trial.withheld:
            return ()
        channel = loader.channel(_NOTICES)
        return (Registration(self._environment.channel_tr_id(channel), hts_id),)


def _trades(key: str) -> Registration:
    symbol, view = split_feed_key(key)
    return Registration(venues.VENUES[view].trades, symbol)


def _books(key: str) -> Registration:
    symbol, view = split_feed_key(key)
    return Registration(venues.VENUES[view].books, symbol)
