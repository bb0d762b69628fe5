"""Answers of the REST side: the envelope, the two shapes of errors, the headers of paging."""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

from kis_desktop.simulator.server.wire_text import padded

Block = dict[str, str] | list[dict[str, str]]


class Continuation(StrEnum):
    """Response header `tr_cont`."""

    SINGLE = ""
    """a TR without pages"""
    MORE = "M"
    LAST = "D"
    """the last page, or the only one of a paged TR: never blank, clients wait for it"""


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, JSON body and the `tr_cont` header of one answer."""

    body: dict[str, object]
    status: int = HTTPStatus.OK
    continuation: Continuation = Continuation.SINGLE
    accepted: bool = False
    """True: the market has taken an order on"""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The body as bytes, Korean unescaped, no blanks between, as KIS sends it."""
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()


def done(
    blocks: dict[str, Block],
    *,
    code: str = "MCA00000",
    message: str = "정상처리 되었습니다.",
    continuation: Continuation = Continuation.SINGLE,
    before: dict[str, str] | None = None,
    accepted: bool = False,
) -> Reply:
    """A success: `before` (the ctx keys), the blocks, then the envelope."""
    body: dict[str, object] = dict(before or {})
    body |= blocks
    body |= {"rt_cd": "0", "msg_cd": code, "msg1": padded(message)}
    return Reply(body, continuation=continuation, accepted=accepted)


def answered(
    blocks: dict[str, Block],
    *,
    continuation: Continuation = Continuation.SINGLE,
    before: dict[str, str] | None = None,
) -> Reply:
    """A success in the words of the requests about an account."""
    return done(
        blocks,
        code="KIOK0510",
        message="조회가 완료되었습니다",
        continuation=continuation,
        before=before,
    )


def refused(code: str, message: str, *, rt_cd: str = "1", status: int = HTTPStatus.OK) -> Reply:
    """A refusal in the shape of /uapi; business refusals come with HTTP 200."""
    return Reply({"rt_cd": rt_cd, "msg_cd": code, "msg1": padded(message)}, status)


def gateway_error(code: str, message: str) -> Reply:
    """An error of the gateway on /uapi: HTTP 500, message not padded."""
    body: dict[str, object] = {"rt_cd": "1", "msg_cd": code, "msg1": message}
    return Reply(body, HTTPStatus.INTERNAL_SERVER_ERROR)


def oauth_error(code: str, message: str) -> Reply:
    """An error of /oauth2: HTTP 403 and a shape of its own."""
    return Reply({"error_description": message, "error_code": code}, HTTPStatus.FORBIDDEN)


def invalid_input(name: str) -> Reply:
    """A field that is missing or holds what it may not: OPSQ2001, rt_cd 2."""
    return refused("OPSQ2001", f"ERROR : INPUT INVALID_CHECK_{name}", rt_cd="2")
