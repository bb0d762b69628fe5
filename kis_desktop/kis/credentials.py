"""What the wire needs of the vault, as a Protocol; the values never show what they hold."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

import msgspec

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.kis.protocol.control import KST


class Keys(msgspec.Struct, frozen=True):
    """App key and secret of a trader, and the world whose hosts they may be sent to."""

    app_key: str
    app_secret: str
    world: Environment

    def __repr__(self) -> str:
        return "Keys(…)"


class Account(msgspec.Struct, frozen=True):
    """An account at KIS: eight digits (종합계좌번호) and two (상품코드)."""

    number: str
    product: str

    @property
    def digits(self) -> str:
        """All ten digits, as notices carry them."""
        return self.number + self.product

    def __repr__(self) -> str:
        return "Account(…)"


def can_be_sent(secret: str) -> bool:
    """Whether it can stand in a header: printable ASCII without a blank or a line break."""
    return secret.isascii() and secret.isprintable() and " " not in secret


def check_keys(keys: Keys) -> Keys:
    """The same keys. Raises `InvalidInput` for what cannot be sent, as pasted keys may be."""
    if not can_be_sent(keys.app_key):
        raise InvalidInput(message("kis.app_key_characters"))
    if not can_be_sent(keys.app_secret):
        raise InvalidInput(message("kis.app_secret_characters"))
    return keys


class Issued(msgspec.Struct, frozen=True):
    """A token or approval key with the UTC times of its issue and end, by this computer's clock.

    `count` is how many were issued on the Korean date of its issue, itself included.
    """

    value: str
    issued_at: datetime
    expires_at: datetime
    count: int = 1

    def is_of(self, moment: datetime) -> bool:
        """Whether it was issued on the Korean date of a moment."""
        return self.issued_at.astimezone(KST).date() == moment.astimezone(KST).date()

    def __repr__(self) -> str:
        return f"Issued(…, expires_at={self.expires_at.isoformat()})"


class CredentialStore(Protocol):
    """Where secrets and tokens are kept across restarts and shared between processes.

    `save_…` returns when the value is durable. Raises `StorageFailed`.
    """

    def keys(self) -> Keys:
        """App key and secret."""

    def account(self) -> Account:
        """The account that orders and queries name."""

    def hts_id(self) -> str:
        """The HTS ID that notices are registered with; empty where the trader gave none."""

    async def load_token(self) -> Issued | None:
        """The kept access token."""

    async def save_token(self, token: Issued) -> None:
        """Keep this access token instead."""

    async def load_approval_key(self) -> Issued | None:
        """The kept approval key of the realtime line."""

    async def save_approval_key(self, key: Issued) -> None:
        """Keep this approval key instead."""

    def token_lock(self) -> AbstractAsyncContextManager[object]:
        """Held while a token is obtained, so that processes of one key do it one at a time."""
