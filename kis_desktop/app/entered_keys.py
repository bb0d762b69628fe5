"""Keys as the trader enters them: kept in the vault of their own world, or nowhere."""

from __future__ import annotations

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.kis.credentials import Keys, check_keys
from kis_desktop.storage.key_register import KeyRegister
from kis_desktop.storage.vault import Vault


def keep_keys(vault: Vault, register: KeyRegister, app_key: str, app_secret: str) -> None:
    """Keep app key and secret; what was issued to other keys before them is dropped. Blocks.

    Raises `InvalidInput` for keys that cannot be sent and for a key that is known to belong to
    another world, and `StorageFailed`; the vault is then as it was.
    """
    world, before = vault.environment, vault.secrets.app_key
    check_keys(Keys(app_key, app_secret, world))
    is_new = register.claim(app_key, world)
    try:
        _keep(vault, app_key, app_secret)
    except StorageFailed:
        if is_new:
            register.release(app_key, world)
        raise
    if before not in ("", app_key):
        register.release(before, world)


def _keep(vault: Vault, app_key: str, app_secret: str) -> None:
    world, before = vault.environment, vault.secrets.app_key
    if (before, vault.secrets.app_secret) == (app_key, app_secret):
        vault.update(keys_world=world)  # another token would be one more notice to the customer
        return
    vault.update(
        app_key=app_key,
        app_secret=app_secret,
        keys_world=world,
        access_token="",
        token_issued_at=None,
        token_expires_at=None,
        tokens_issued=0,
        approval_key="",
        approval_issued_at=None,
        approval_expires_at=None,
    )
