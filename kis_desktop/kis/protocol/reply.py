"""A REST answer: judged by its own code, never by the HTTP status; blocks are lists of rows."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kis_desktop.catalogue.error_codes import ErrorCode, ErrorKind, find_error_code, find_family
from kis_desktop.domain.message import Message
from kis_desktop.kis.protocol.block_rows import block_rows
from kis_desktop.kis.protocol.numbers import find_text

Row = Mapping[str, object]

_HTTP_OK = 200
_SUCCESSES = (ErrorKind.DONE, ErrorKind.CONFIRMED)
_WHATEVER_THE_RESULT = (ErrorKind.EMPTY, ErrorKind.TOKEN, ErrorKind.CHANGED)


class Reply(msgspec.Struct, frozen=True):
    """What came back. `kind` is None for a success, `body` the object with names as they came."""

    kind: ErrorKind | None
    code: str
    text: str
    body: dict[str, object]
    more: str = ""

    @property
    def ok(self) -> bool:
        """Whether the server did what was asked; nothing to show counts as done."""
        return self.kind is None or self.kind is ErrorKind.EMPTY

    def rows(self, block: str) -> tuple[Row, ...]:
        """The rows of a block, names in lower case; blank padding rows are left out.

        An object counts as one row, whatever the documents say, and as many where each of its
        values is a list; `body` is the top level.
        """
        value: object = self.body if block == "body" else self.body.get(block)
        rows = [_lowered(row) for row in block_rows(value)]
        return tuple(row for row in rows if any(find_text(cell) for cell in row.values()))

    def row(self, block: str) -> Row | None:
        """The first row of a block; None where it is empty."""
        rows = self.rows(block)
        return rows[0] if rows else None

    def message(self, **arguments: str | int) -> Message:
        """The refusal as it is told to the trader."""
        known = find_error_code(self.code)
        id_ = known.message_id if known is not None else f"kis.{self.kind or ErrorKind.BUSINESS}"
        return Message(id_, dict(arguments), self.code, self.text)


def read_reply(
    status: int, content: bytes, more: str = "", *, has_result: bool = False
) -> Reply | None:
    """The answer; None where there is no JSON object to be read. `more` is the `tr_cont` header.

    `has_result` as in `reply_of`.
    """
    try:
        body = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    fields = {str(name): value for name, value in body.items()}
    return reply_of(status, fields, more, has_result=has_result)


def reply_of(
    status: int, fields: dict[str, object], more: str = "", *, has_result: bool = False
) -> Reply:
    """The answer that a JSON object is.

    Where all answers have a result of their own (`has_result`), one without it says nothing: it is
    no empty list and no refusal. Without a result come tokens and keys alone.
    """
    code = _first(fields, "msg_cd", "error_code")
    text = _first(fields, "msg1", "error_description")
    kind = _kind(status, fields, code, has_result=has_result)
    return Reply(kind, code, text, fields, more.strip())


def _kind(status: int, body: dict[str, object], code: str, *, has_result: bool) -> ErrorKind | None:
    """What the answer is; None for a success, which the code and the result must both allow."""
    known = find_error_code(code)
    family = find_family(code)
    result = find_text(body.get("rt_cd"))
    if result == "0":
        return _contradicted(known, family)
    if known is not None:
        return ErrorKind.IN_DOUBT if known.kind in _SUCCESSES else known.kind
    if result is None and has_result:
        return ErrorKind.IN_DOUBT
    if result is None and not code and status == _HTTP_OK:
        return None
    return family or ErrorKind.IN_DOUBT


def _contradicted(known: ErrorCode | None, family: ErrorKind | None) -> ErrorKind | None:
    """A success by its result, unless the code is one that a gateway refuses or fails with."""
    if known is not None and known.kind in _WHATEVER_THE_RESULT:
        return known.kind
    return ErrorKind.IN_DOUBT if family is ErrorKind.IN_DOUBT else None


def _first(body: dict[str, object], *names: str) -> str:
    return next((text for name in names if (text := find_text(body.get(name)))), "")


def _lowered(row: Row) -> Row:
    return {name.lower(): value for name, value in row.items()}
