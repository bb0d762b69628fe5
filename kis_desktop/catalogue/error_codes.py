"""What the server's codes mean, read from `errors.toml`."""

from __future__ import annotations

import enum
from functools import lru_cache
from importlib import resources

import msgspec


class ErrorKind(enum.StrEnum):
    """What a refusal of the server asks of the client."""

    TEMPORARY = "temporary"  # a read may be asked again; an order is in doubt
    BUSY = "busy"  # the limit a second was met; nothing was executed
    LEDGER_BUSY = "ledger_busy"  # the ledger's own limit; an order is in doubt
    TOKEN = "token"  # noqa: S105 - the access token is dead; nothing was executed
    TOO_SOON = "too_soon"  # a token was issued less than a minute ago
    CREDENTIALS = "credentials"  # key, secret, account or world don't fit
    REQUEST = "request"  # the request itself is not accepted
    NOT_IN_PAPER = "not_in_paper"
    IN_DOUBT = "in_doubt"  # nobody knows whether it was executed
    CHANGED = "changed"  # the ledger moved between two pages
    EMPTY = "empty"  # nothing to show; not a failure
    BUSINESS = "business"  # refused by the rules of the account or the market
    CONFIRMED = "confirmed"  # the realtime line has done it, or had done it before
    LATER = "later"  # the realtime line can't do it now
    FULL = "full"  # the realtime line has no more places
    APPROVAL = "approval"  # the realtime line doesn't accept the approval key
    IN_USE = "in_use"  # another program holds the realtime line

    @property
    def may_be_asked_again(self) -> bool:
        """Whether a read may be sent again after a while."""
        return self in _AGAIN

    @property
    def surely_not_executed(self) -> bool:
        """Whether an order answered with this does not exist."""
        return self in _NOT_EXECUTED


_AGAIN = frozenset({ErrorKind.TEMPORARY, ErrorKind.BUSY, ErrorKind.LEDGER_BUSY, ErrorKind.IN_DOUBT})
_NOT_EXECUTED = frozenset(
    {
        ErrorKind.BUSY,
        ErrorKind.TOKEN,
        ErrorKind.TOO_SOON,
        ErrorKind.CREDENTIALS,
        ErrorKind.REQUEST,
        ErrorKind.NOT_IN_PAPER,
        ErrorKind.BUSINESS,
    }
)


class ErrorCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code's meaning; an empty message stands for the kind's own."""

    kind: ErrorKind
    message: str = ""

    @property
    def message_id(self) -> str:
        """The id of the sentence to show."""
        return self.message or f"kis.{self.kind}"


class _ErrorFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    codes: dict[str, ErrorCode]


@lru_cache(maxsize=1)
def error_codes() -> dict[str, ErrorCode]:
    """All codes that are known."""
    file = resources.files("kis_desktop.catalogue").joinpath("errors.toml")
    return msgspec.toml.decode(file.read_bytes(), type=_ErrorFile).codes


def find_error_code(code: str) -> ErrorCode | None:
    """What a code means; None for one that nobody has written down."""
    return error_codes().get(code)
