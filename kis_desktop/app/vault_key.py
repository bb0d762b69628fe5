"""The key of a vault that no simulator owns: from the system's keyring, or a password."""

from __future__ import annotations

import os
from pathlib import Path

from kis_desktop.bridge.abandonable_calls import AbandonableCalls
from kis_desktop.domain.errors import VaultLocked
from kis_desktop.domain.message import message
from kis_desktop.storage.key_source import KeyringKey, KeySource, PasswordKey
from kis_desktop.storage.keyring_store import find_keyring
from kis_desktop.storage.password_descriptor import read_password
from kis_desktop.storage.vault import find_lock
from kis_desktop.storage.vault_header import KeyringLock


def vault_key(vault: Path) -> KeySource:
    """What opens a vault. Raises `VaultLocked` when there is none."""
    if isinstance(find_lock(vault), KeyringLock):
        store = find_keyring(AbandonableCalls("keyring"))
        if store is None:
            raise VaultLocked(message("program.no_keyring"))
        return KeyringKey(store)
    return PasswordKey(read_password(os.environ))
