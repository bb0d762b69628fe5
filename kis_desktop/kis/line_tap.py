"""The tap of the realtime line: each text in and out, told to a recorder without any key."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

import msgspec

from kis_desktop.domain.traffic import LineTraffic

_log = logging.getLogger(__name__)

Listener = Callable[[LineTraffic], None]


class Opener(Protocol):
    """Who can open an encrypted frame."""

    def plain(self, text: str) -> str:
        """A data frame as it would have come unencrypted."""


class LineTap:
    """Tells a listener, if there is one; one that fails is let go."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.listener: Listener | None = None
        self._clock = clock
        self._session = 0

    def opened(self) -> None:
        """A session begins."""
        self._session += 1
        self.said("")

    def ended(self) -> None:
        """The session is over."""
        self._tell("", sent=False)

    def said(self, text: str) -> None:
        """We say a text; keys must not be in it."""
        self._tell(text, sent=True)

    def heard_control(self, text: str) -> None:
        """The server said a control message; the key that an answer may bring is left out."""
        if self.listener is not None:
            self._tell(_without_key(text), sent=False)

    def heard_frame(self, text: str, opener: Opener) -> None:
        """A data frame came; an encrypted one is told as the plain one that it holds."""
        if self.listener is not None:
            self._tell(opener.plain(text) if text.startswith("1") else text, sent=False)

    def _tell(self, text: str, *, sent: bool) -> None:
        if self.listener is None:
            return
        try:
            self.listener(LineTraffic(self._clock(), self._session, sent, text))
        except Exception as error:  # noqa: BLE001 - the line must outlive who merely looks at it
            self.listener = None
            _log.warning("who recorded the realtime line failed: %s", type(error).__name__)


def _without_key(text: str) -> str:
    """A control message without what deciphers a channel; an empty one for one that doesn't read,
    for an empty text is the end of a session.
    """
    if "key" not in text:
        return text
    try:
        told = msgspec.json.decode(text, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return "{}"
    body = told.get("body")
    if not isinstance(body, dict) or "output" not in body:
        return text
    del body["output"]
    return msgspec.json.encode(told).decode()
