"""Data frames of the realtime line: read, deciphered, looked at, and handed on as values.

What cannot be read, or cannot be true, is told once and goes into quarantine; it never ends the
line and is never shown. A longer record than the known one is no surprise.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from datetime import time
from itertools import groupby
from operator import attrgetter
from typing import Protocol

from kis_desktop.domain.api_page import ChannelRows
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.domain.order_report import Notice
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.kis.channels import Channels
from kis_desktop.kis.credentials import Account
from kis_desktop.kis.markets.krx import stream as krx
from kis_desktop.kis.markets.krx import venues
from kis_desktop.kis.protocol.frames import Frame, Records, Surprise, read_frame, read_records
from kis_desktop.kis.protocol.notice import Whose, decipher, read_notice, whose
from kis_desktop.kis.quarantine import Quarantine

Tell = Callable[[Message], None]

_SURPRISES_TOLD = 100
_LONGEST_TR_ID = 16
_SYMBOL = re.compile(r"[0-9A-Z]{6,9}")
_REGULAR_END = time(15, 30)  # later on the after-market has limits of its own
_log = logging.getLogger(__name__)


class Listeners(Protocol):
    """Who gets the values, and who knows a symbol's limits; looked up anew for each."""

    on_trades: Callable[[str, Sequence[Trade]], None]
    on_book: Callable[[OrderBook], None]
    on_notice: Callable[[Notice], None]
    on_channel: Callable[[ChannelRows], None]
    find_quote: Callable[[str], Quote | None]


class FrameReader:
    """Reads the frames of one line.

    `account` says whose notices are ours, `expects` whether a channel may come at all.
    """

    def __init__(
        self,
        listeners: Listeners,
        channels: Channels,
        quarantine: Quarantine,
        *,
        account: Callable[[], Account],
        expects: Callable[[str], bool],
        tell: Tell,
    ) -> None:
        self._listeners = listeners
        self._channels = channels
        self._quarantine = quarantine
        self._account = account
        self._expects = expects
        self._tell = tell
        self._told: set[tuple[str, str]] = set()
        self._ciphers: dict[str, tuple[str, str]] = {}
        self._readers: dict[str, Callable[[Records, Frame, str, float], None]] = (
            dict.fromkeys(venues.TRADES, self._take_trades)
            | dict.fromkeys(venues.BOOKS, self._take_books)
            | dict.fromkeys(krx.NOTICES, self._take_notices)
        )

    def learn(self, tr_id: str, key: str, iv: str) -> None:
        """The key of a channel's encrypted frames, as its confirmation gave it."""
        self._ciphers[tr_id] = (key, iv)

    def take(self, text: str, now: float) -> None:
        """Read a data frame that arrived at the monotonic second `now` and hand its values on."""
        frame = read_frame(text)
        if isinstance(frame, Surprise):
            self.wonder(frame, text)
            return
        reader = self._readers.get(frame.tr_id)
        explored = self._channels.listens(frame.tr_id)
        if reader is None and not explored:
            if not self._expects(frame.tr_id):
                self.wonder(Surprise("unknown channel", frame.tr_id), text)
            return
        records = self._records(frame, text)
        if records is None:
            return
        if reader is not None:
            reader(records, frame, text, now)
        if explored and (rows := self._channels.read(frame.tr_id, records, now)) is not None:
            self._listeners.on_channel(rows)

    def plain(self, text: str) -> str:
        """A data frame as it would have come unencrypted; without its records if it doesn't open.

        Any other text as it is.
        """
        frame = read_frame(text)
        if isinstance(frame, Surprise) or not frame.encrypted:
            return text
        payload = self._opened(frame)
        shown = "" if isinstance(payload, Surprise) else payload
        return f"0|{frame.tr_id}|{frame.count:03}|{shown}"

    def wonder(self, surprise: Surprise, text: str) -> None:
        """Keep what does not read, and tell of the first of its kind."""
        self._quarantine.take(surprise, text)
        tr_id = surprise.tr_id[:_LONGEST_TR_ID]
        said = message("kis.frame_unreadable", channel=tr_id, reason=surprise.reason)
        self._tell_once(tr_id, surprise.reason, said)

    def _records(self, frame: Frame, text: str) -> Records | None:
        payload = self._opened(frame) if frame.encrypted else frame.payload
        if isinstance(payload, Surprise):
            self._quarantine.take(payload, text)
            said = message("kis.notice_undecipherable")
            self._tell_once(frame.tr_id, payload.reason, said)
            return None
        records = read_records(payload, frame.count, frame.tr_id)
        if isinstance(records, Surprise):
            self.wonder(records, text)
            return None
        return records

    def _opened(self, frame: Frame) -> str | Surprise:
        opened = decipher(frame.payload, *self._ciphers.get(frame.tr_id, ("", "")))
        if isinstance(opened, Surprise):
            return Surprise(opened.reason, frame.tr_id)
        return opened

    def _take_trades(self, records: Records, frame: Frame, text: str, now: float) -> None:
        trades, surprise = krx.read_trades(records, now)
        if surprise is not None:
            self.wonder(Surprise(surprise.reason, frame.tr_id), text)
        for symbol, run in groupby(trades, attrgetter("symbol")):
            if not _SYMBOL.fullmatch(symbol):
                self.wonder(Surprise("no symbol in the first place", frame.tr_id), text)
                continue
            key, told = symbol, tuple(run)
            if frame.tr_id != krx.TRADES:
                told = tuple(venues.trade_of(venues.TRADES[frame.tr_id], one) for one in told)
                key = told[0].symbol
            if believed := self._believed(key, told, frame, text):
                self._listeners.on_trades(key, believed)

    def _believed(
        self, key: str, run: tuple[Trade, ...], frame: Frame, text: str
    ) -> tuple[Trade, ...]:
        """The prints of one feed that can be true."""
        quote = self._listeners.find_quote(key)
        if quote is None or quote.limit_down is None or quote.limit_up is None:
            return run
        low, high, day = quote.limit_down, quote.limit_up, quote.trade_date
        if day is None or all(low <= trade.price <= high for trade in run):
            return run
        believed = tuple(
            trade
            for trade in run
            if low <= trade.price <= high or trade.trade_date != day or trade.time >= _REGULAR_END
        )
        if len(believed) < len(run):
            self.wonder(Surprise("a price beyond the day's limits", frame.tr_id), text)
        return believed

    def _take_books(self, records: Records, frame: Frame, text: str, now: float) -> None:
        view = venues.BOOKS[frame.tr_id]
        books, surprise = krx.read_books(records, now, view)
        if surprise is not None:
            self.wonder(Surprise(surprise.reason, frame.tr_id), text)
        for book in books:
            if not _SYMBOL.fullmatch(book.symbol):
                self.wonder(Surprise("no symbol in the first place", frame.tr_id), text)
            elif not (_rises(book.asks) and _rises(book.bids[::-1])):
                self.wonder(Surprise("levels out of order", frame.tr_id), text)
            else:
                self._listeners.on_book(
                    book if view is MarketView.KRX else venues.book_of(view, book)
                )

    def _take_notices(self, records: Records, frame: Frame, text: str, _now: float) -> None:
        for row in records.rows():
            self._take_notice(row, frame, text)

    def _take_notice(self, row: list[str], frame: Frame, text: str) -> None:
        """Hand on a notice of our account; those of others with the same HTS ID go nowhere. One
        that does not say whose it is proves nothing.
        """
        fields = read_notice(row)
        if isinstance(fields, Surprise):
            self._wonder_at_notice(fields, frame, text)
            return
        owner = whose(fields.account, self._account().digits)
        if owner is Whose.ANOTHER:
            self._tell_once(frame.tr_id, "account", message("kis.notice_other_account"))
            return
        if owner is Whose.UNCLEAR:
            self._tell_once(frame.tr_id, "no account", message("kis.notice_account_unclear"))
        is_proof = frame.encrypted and owner is Whose.OURS
        notice = krx.read_notice(fields, authentic=is_proof)
        if isinstance(notice, Surprise):
            self._wonder_at_notice(notice, frame, text)
        else:
            self._listeners.on_notice(notice)

    def _wonder_at_notice(self, surprise: Surprise, frame: Frame, text: str) -> None:
        self.wonder(Surprise(surprise.reason, frame.tr_id), self.plain(text))

    def _tell_once(self, tr_id: str, reason: str, said: Message) -> None:
        if (tr_id, reason) in self._told or len(self._told) >= _SURPRISES_TOLD:
            return
        self._told.add((tr_id, reason))
        _log.warning("left out: %s %s (%s)", said.id, tr_id, reason)
        self._tell(said)


def _rises(levels: Sequence[Level]) -> bool:
    return not levels or levels[0].price <= levels[-1].price
