"""Data frames of the realtime line: read, deciphered, and handed on as values.

What cannot be read is skipped and told once; it never ends the line.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Protocol

from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.order_report import Notice
from kis_desktop.domain.quote import Trade
from kis_desktop.kis.credentials import Account
from kis_desktop.kis.markets.krx import stream as krx
from kis_desktop.kis.protocol.frames import Frame, Surprise, read_frame, read_records
from kis_desktop.kis.protocol.notice import decipher, read_notice

Tell = Callable[[Message], None]

_SURPRISES_TOLD = 100
_log = logging.getLogger(__name__)


class Listeners(Protocol):
    """Who gets the values; looked up anew for each."""

    on_trades: Callable[[str, Sequence[Trade]], None]
    on_book: Callable[[OrderBook], None]
    on_notice: Callable[[Notice], None]


class FrameReader:
    """Reads the frames of one line. `account` says whose notices are ours."""

    def __init__(self, listeners: Listeners, account: Callable[[], Account], tell: Tell) -> None:
        self._listeners = listeners
        self._account = account
        self._tell = tell
        self._told: set[tuple[str, str]] = set()
        self._ciphers: dict[str, tuple[str, str]] = {}
        self._readers: dict[str, Callable[[Frame, float], None]] = {
            krx.TRADES: self._take_trades,
            krx.BOOKS: self._take_books,
        } | dict.fromkeys(krx.NOTICES, self._take_notices)

    def learn(self, tr_id: str, key: str, iv: str) -> None:
        """The key of a channel's encrypted frames, as its confirmation gave it."""
        self._ciphers[tr_id] = (key, iv)

    def take(self, text: str, now: float) -> None:
        """Read a data frame that arrived at the monotonic second `now` and hand its values on."""
        frame = read_frame(text)
        if isinstance(frame, Surprise):
            self.wonder(frame)
            return
        reader = self._readers.get(frame.tr_id)
        if reader is None:
            self.wonder(Surprise("unknown channel", frame.tr_id))
        else:
            reader(frame, now)

    def _take_trades(self, frame: Frame, now: float) -> None:
        records = read_records(frame.payload, frame.count, frame.tr_id)
        if isinstance(records, Surprise):
            self.wonder(records)
            return
        trades, surprise = krx.read_trades(records, now)
        if surprise is not None:
            self.wonder(surprise)
        for symbol, run in groupby(trades, attrgetter("symbol")):
            self._listeners.on_trades(symbol, tuple(run))

    def _take_books(self, frame: Frame, now: float) -> None:
        records = read_records(frame.payload, frame.count, frame.tr_id)
        if isinstance(records, Surprise):
            self.wonder(records)
            return
        books, surprise = krx.read_books(records, now)
        if surprise is not None:
            self.wonder(surprise)
        for book in books:
            self._listeners.on_book(book)

    def _take_notices(self, frame: Frame, _now: float) -> None:
        payload: str | Surprise = frame.payload
        if frame.encrypted:
            payload = decipher(frame.payload, *self._ciphers.get(frame.tr_id, ("", "")))
        if isinstance(payload, Surprise):
            self._tell_once(frame.tr_id, payload.reason, message("kis.notice_undecipherable"))
            return
        records = read_records(payload, frame.count, frame.tr_id)
        if isinstance(records, Surprise):
            self.wonder(records)
            return
        for row in records.rows():
            self._take_notice(row, frame)

    def _take_notice(self, row: list[str], frame: Frame) -> None:
        """Hand on a notice of our account; those of others with the same HTS ID go nowhere."""
        fields = read_notice(row)
        if isinstance(fields, Surprise):
            self.wonder(Surprise(fields.reason, frame.tr_id))
            return
        if fields.account.strip() != self._account().digits:
            self._tell_once(frame.tr_id, "account", message("kis.notice_other_account"))
            return
        notice = krx.read_notice(fields, authentic=frame.encrypted)
        if isinstance(notice, Surprise):
            self.wonder(Surprise(notice.reason, frame.tr_id))
        else:
            self._listeners.on_notice(notice)

    def wonder(self, surprise: Surprise) -> None:
        """Tell once of something that does not read."""
        said = message("kis.frame_unreadable", channel=surprise.tr_id, reason=surprise.reason)
        self._tell_once(surprise.tr_id, surprise.reason, said)

    def _tell_once(self, tr_id: str, reason: str, said: Message) -> None:
        if (tr_id, reason) in self._told or len(self._told) >= _SURPRISES_TOLD:
            return
        self._told.add((tr_id, reason))
        _log.warning("left out: %s %s (%s)", said.id, tr_id, reason)
        self._tell(said)
