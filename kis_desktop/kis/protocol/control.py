"""Control messages of the realtime line: JSON that confirms, refuses or asks for a sign of life."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from kis_desktop.catalogue.error_codes import ErrorKind, find_error_code
from kis_desktop.kis.protocol.frames import Surprise

KST = ZoneInfo("Asia/Seoul")

_HEARTBEAT = "PINGPONG"
_NOBODY = "(null)"


class Heartbeat(msgspec.Struct, frozen=True):
    """The server asks whether we live; the same text goes back. `at` is its clock, if readable."""

    at: datetime | None


class Ack(msgspec.Struct, frozen=True):
    """The answer to a registration. `key` and `iv` decipher the channel's frames.

    Both are empty where not given; `tr_id` is empty where the server speaks of the whole session.
    """

    tr_id: str
    tr_key: str
    code: str
    text: str
    kind: ErrorKind
    key: str = ""
    iv: str = ""


class _Header(msgspec.Struct):
    tr_id: str | None = None
    tr_key: str | None = None
    datetime: str | None = None


class _Output(msgspec.Struct):
    iv: str | None = None
    key: str | None = None


class _Body(msgspec.Struct):
    rt_cd: str | int | None = None
    msg_cd: str | None = None
    msg1: str | None = None
    output: _Output | None = None


class _Message(msgspec.Struct):
    header: _Header
    body: _Body | None = None


class _Input(msgspec.Struct):
    tr_id: str
    tr_key: str


_DECODER = msgspec.json.Decoder(_Message)


def is_control(text: str) -> bool:
    """Whether a text is a control message and no data frame."""
    return text[:1] == "{"


def read_control(text: str) -> Heartbeat | Ack | Surprise:
    """What a control message says."""
    try:
        read = _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return Surprise("control message does not read")
    header, body = read.header, read.body
    if header.tr_id == _HEARTBEAT:
        return Heartbeat(_server_time(header.datetime or ""))
    if body is None or not body.msg_cd:
        return Surprise("control message without a code", header.tr_id or "")
    return _ack(header, body, body.msg_cd)


def registration(approval_key: str, tr_id: str, tr_key: str, *, wanted: bool) -> str:
    """The text that registers a channel for a key, or takes the registration back."""
    header = {
        "approval_key": approval_key,
        "custtype": "P",
        "tr_type": "1" if wanted else "2",
        "content-type": "utf-8",
    }
    body = {"input": _Input(tr_id, tr_key)}
    return msgspec.json.encode({"header": header, "body": body}).decode()


def _ack(header: _Header, body: _Body, code: str) -> Ack:
    output = body.output or _Output()
    tr_id = header.tr_id or ""
    return Ack(
        tr_id="" if tr_id == _NOBODY else tr_id,
        tr_key=header.tr_key or "",
        code=code,
        text=(body.msg1 or "").strip(),
        kind=_kind(code, body),
        key=output.key or "",
        iv=output.iv or "",
    )


def _kind(code: str, body: _Body) -> ErrorKind:
    known = find_error_code(code)
    if known is not None:
        return known.kind
    return ErrorKind.CONFIRMED if str(body.rt_cd) == "0" else ErrorKind.REQUEST


def _server_time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), "%Y%m%d%H%M%S").replace(tzinfo=KST)
    except ValueError:
        return None
