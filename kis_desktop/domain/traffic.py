"""What went over the wire, as a recorder gets to see it: before secrets and names are taken out."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class RestTraffic(msgspec.Struct, frozen=True):
    """A request and its answer. `at` is the monotonic second of sending, `seconds` until the end.

    Authorisation headers are not in it. Without an answer `status` is 0, `content` empty, and
    `failure` names the message.
    """

    at: float
    seconds: float
    endpoint_id: str
    method: str
    path: str
    tr_id: str
    tr_cont: str
    fields: Mapping[str, str]
    status: int
    headers: Mapping[str, str]
    content: bytes
    failure: str = ""


class LineTraffic(msgspec.Struct, frozen=True):
    """A text on the realtime line at a monotonic second. `sent` is ours, else the server's.

    An encrypted frame is told as the plain one that it holds (flag 0). `session` is counted up with
    every connection; an empty text says that it was opened (`sent`) or has ended.
    """

    at: float
    session: int
    sent: bool
    text: str
