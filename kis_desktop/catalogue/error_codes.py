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
    INTERMITTENT = "intermittent"  # refused at the door, at times wrongly; nothing was executed
    NOT_IN_PAPER = "not_in_paper"
    IN_DOUBT = "in_doubt"  # nobody knows whether it was executed
    CHANGED = "changed"  # the ledger moved between two pages
    EMPTY = "empty"  # nothing to show; not a failure
    BUSINESS = "business"  # refused by the rules of the account or the market
    DONE = "done"  # what was asked was done, where the answer as a whole says so too
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


_AGAIN = frozenset(
    {
        ErrorKind.TEMPORARY,
        ErrorKind.BUSY,
        ErrorKind.LEDGER_BUSY,
        ErrorKind.INTERMITTENT,
        ErrorKind.IN_DOUBT,
    }
)
_NOT_EXECUTED = frozenset(
    {
        ErrorKind.BUSY,
        ErrorKind.TOKEN,
        ErrorKind.TOO_SOON,
        ErrorKind.CREDENTIALS,
        ErrorKind.REQUEST,
        ErrorKind.INTERMITTENT,
        ErrorKind.NOT_IN_PAPER,
        ErrorKind.BUSINESS,
    }
)


class Action(enum.StrEnum):
    """What the program does about a code; `errors.toml` tells them apart."""

    NOTHING = "nothing"
    RETRY_READ = "retry_read"
    WAIT = "wait"
    REISSUE_TOKEN = "reissue_token"  # noqa: S105 - the name of an action
    REISSUE_APPROVAL = "reissue_approval"
    RECONCILE = "reconcile"
    RESTART_PAGING = "restart_paging"
    EVICT = "evict"
    STOP = "stop"


class Handling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the program does about a kind, told in Korean and English."""

    action: Action
    ko: str
    en: str

    def told(self, language: str) -> str:
        """The sentence in `ko` or `en`."""
        return self.ko if language == "ko" else self.en


class ErrorCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code's meaning in Korean and English; an empty message stands for the kind's own."""

    kind: ErrorKind
    ko: str
    en: str
    message: str = ""

    @property
    def message_id(self) -> str:
        """The id of the advice to the trader."""
        return self.message or f"kis.{self.kind}"

    def meaning(self, language: str) -> str:
        """What the server says, in `ko` or `en`."""
        return self.ko if language == "ko" else self.en


class _ErrorFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    families: dict[str, ErrorKind]
    kinds: dict[ErrorKind, Handling]
    codes: dict[str, ErrorCode]


@lru_cache(maxsize=1)
def _file() -> _ErrorFile:
    file = resources.files("kis_desktop.catalogue").joinpath("errors.toml")
    return msgspec.toml.decode(file.read_bytes(), type=_ErrorFile)


def error_codes() -> dict[str, ErrorCode]:
    """All codes that are known."""
    return _file().codes


def find_error_code(code: str) -> ErrorCode | None:
    """What a code means; None for one that nobody has written down."""
    return error_codes().get(code)


def handling(kind: ErrorKind) -> Handling:
    """What the program does about a kind."""
    return _file().kinds[kind]


def find_family(code: str) -> ErrorKind | None:
    """The kind of a code's family, by the longest beginning that fits; None where none does."""
    families = _file().families
    fitting = [beginning for beginning in families if code.startswith(beginning)]
    return families[max(fitting, key=len)] if fitting else None
