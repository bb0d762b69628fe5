"""The vault as the wire asks for it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import datetime

from kis_desktop.kis.credentials import Account, Issued, Keys
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.vault import Vault


class VaultCredentials:
    """Keys, account and tokens of one profile. Whatever is read or kept is hidden from the log."""

    def __init__(self, vault: Vault, worker: Worker, redactor: Redactor) -> None:
        self._vault = vault
        self._worker = worker
        self._redactor = redactor
        self._hide()

    def keys(self) -> Keys:
        """App key and secret, of the world that they were entered for."""
        secrets = self._vault.secrets
        world = secrets.keys_world or self._vault.environment
        return Keys(secrets.app_key, secrets.app_secret, world)

    def account(self) -> Account:
        """The account that orders and queries name."""
        secrets = self._vault.secrets
        return Account(secrets.account_number, secrets.account_product)

    def hts_id(self) -> str:
        """The HTS ID that notices are registered with."""
        return self._vault.secrets.hts_id

    async def load_token(self) -> Issued | None:
        """The kept access token, as another process may have renewed it."""
        secrets = await self._worker.run(self._vault.reload)
        self._hide()
        times = (secrets.token_issued_at, secrets.token_expires_at)
        return _issued(secrets.access_token, *times, secrets.tokens_issued)

    async def save_token(self, token: Issued) -> None:
        """Keep this access token. Raises `StorageFailed`."""
        self._redactor.hide(token.value)
        await self._worker.run(
            self._vault.update,
            access_token=token.value,
            token_issued_at=token.issued_at,
            token_expires_at=token.expires_at,
            tokens_issued=token.count,
        )

    async def load_approval_key(self) -> Issued | None:
        """The kept approval key of the realtime line."""
        secrets = await self._worker.run(self._vault.reload)
        self._hide()
        times = (secrets.approval_issued_at, secrets.approval_expires_at)
        return _issued(secrets.approval_key, *times)

    async def save_approval_key(self, key: Issued) -> None:
        """Keep this approval key. Raises `StorageFailed`."""
        self._redactor.hide(key.value)
        await self._worker.run(
            self._vault.update,
            approval_key=key.value,
            approval_issued_at=key.issued_at,
            approval_expires_at=key.expires_at,
        )

    def token_lock(self) -> AbstractAsyncContextManager[object]:
        """Held while a token is obtained."""
        return self._vault.token_lock()

    def _hide(self) -> None:
        secrets = self._vault.secrets
        self._redactor.hide(
            secrets.app_key,
            secrets.app_secret,
            secrets.access_token,
            secrets.approval_key,
            secrets.account_number,
            secrets.hts_id,
        )


def _issued(
    value: str, issued_at: datetime | None, expires_at: datetime | None, count: int = 1
) -> Issued | None:
    if not value or issued_at is None or expires_at is None:
        return None
    return Issued(value, issued_at, expires_at, count)
