"""What a vault keeps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import msgspec

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Secrets(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secrets of one profile; never shown. Empty or None: not known. Times are UTC.

    `account_number` has eight digits and `account_product` two. `keys_end_on` is the last day of
    the service that the keys were issued for; `keys_world` is the world that they were entered for,
    None where an older program entered them. `tokens_issued` counts the access tokens of the Korean
    date of `token_issued_at`. The journal's count and head are written here so that
    its loss of newest entries shows.
    """

    app_key: str = ""
    app_secret: str = ""
    keys_end_on: date | None = None
    keys_world: Environment | None = None
    access_token: str = ""
    token_issued_at: Moment | None = None
    token_expires_at: Moment | None = None
    tokens_issued: int = 0
    approval_key: str = ""
    approval_issued_at: Moment | None = None
    approval_expires_at: Moment | None = None
    account_number: str = ""
    account_product: str = ""
    hts_id: str = ""
    journal_count: int = 0
    journal_head: str = ""

    def __repr__(self) -> str:
        return "Secrets(…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []


def encoded(secrets: Secrets) -> bytes:
    """The secrets as bytes that `decoded` takes. Raises `InvalidInput` for what it would not."""
    content = msgspec.json.encode(secrets)
    try:
        decoded(content)
    except msgspec.ValidationError as error:
        # the error names the field and the type, never the value
        raise InvalidInput(message("storage.secret_unusable", original=str(error))) from error
    return content


def decoded(content: bytes) -> Secrets:
    """The secrets of a vault's body. Raises `msgspec.DecodeError`."""
    return msgspec.json.decode(content, type=Secrets)
