"""Where the key of a vault comes from: the system's keyring, a password, or a simulator's file."""

from __future__ import annotations

import logging
import os
import secrets
import stat
import sys
from pathlib import Path
from typing import NamedTuple, Protocol

from kis_desktop.domain.errors import InvalidInput, VaultLocked
from kis_desktop.domain.message import message
from kis_desktop.storage.atomic_file import read_bounded, write_atomic
from kis_desktop.storage.identity import Identity, SimulatedIdentity
from kis_desktop.storage.key_derivation import DESKTOP_COST, Cost, check_length, derive
from kis_desktop.storage.vault_frame import KEY_BYTES
from kis_desktop.storage.vault_header import (
    SALT_BYTES,
    KeyFileLock,
    KeyringLock,
    Lock,
    PasswordLock,
)

_log = logging.getLogger(__name__)

_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Grant(NamedTuple):
    """A new key and what a header must say to find it again."""

    lock: Lock
    key: bytes


class KeySource(Protocol):
    """Gives keys, and remembers the generation where there is a place that a thief of the file
    can't reach. Blocking. Raises `StorageFailed`, `VaultLocked` in most cases.
    """

    def grant(self, identity: Identity) -> Grant:
        """A key that no vault had before."""

    def find_key(self, identity: Identity, lock: Lock) -> bytes | None:
        """The key that a header names; None when it can't be one of this source."""

    def generation(self, identity: Identity) -> int | None:
        """The newest generation that was saved; None where nothing remembers it."""

    def remember(self, identity: Identity, generation: int) -> None:
        """Remember the newest generation, as well as can be."""

    def forget(self, identity: Identity, lock: Lock) -> None:
        """Drop a key that no vault needs any more, as well as can be."""


def refused() -> VaultLocked:
    """One answer for a wrong key, a foreign vault and an edited header, so that none helps to find
    the other.
    """
    return VaultLocked(message("storage.vault_locked"))


class PasswordKey:
    """A master password. Nothing but the file remembers the generation: an old copy of the whole
    file cannot be told from the newest.
    """

    def __init__(self, password: str, cost: Cost = DESKTOP_COST) -> None:
        self._password = password
        self._cost = cost

    def __repr__(self) -> str:
        return "PasswordKey(…)"

    def grant(self, identity: Identity) -> Grant:
        """A key with a new salt. Raises `InvalidInput` for a password that is too short."""
        check_length(self._password)
        salt = os.urandom(SALT_BYTES).hex()
        lock = PasswordLock(self._cost.memory, self._cost.iterations, self._cost.lanes, salt)
        return Grant(lock, derive(self._password, lock))

    def find_key(self, identity: Identity, lock: Lock) -> bytes | None:
        return derive(self._password, lock) if isinstance(lock, PasswordLock) else None

    def generation(self, identity: Identity) -> int | None:
        return None

    def remember(self, identity: Identity, generation: int) -> None:
        """Nowhere to remember it."""

    def forget(self, identity: Identity, lock: Lock) -> None:
        """Nothing is kept."""


class EntryStore(Protocol):
    """Named values out of reach of who steals the folder; `KeyringStore` is one."""

    @property
    def name(self) -> str: ...
    def read(self, entry: str) -> str | None: ...
    def write(self, entry: str, value: str) -> None: ...
    def remove(self, entry: str) -> None: ...


class KeyringKey:
    """A random key in the system's keyring, each under a name of its own: the old one is there
    until nothing needs it.
    """

    def __init__(self, store: EntryStore) -> None:
        self._store = store

    def grant(self, identity: Identity) -> Grant:
        lock = KeyringLock(key_id=secrets.token_hex(8), store=self._store.name[:64])
        key = secrets.token_bytes(KEY_BYTES)
        self._store.write(_key_entry(identity, lock), key.hex())
        return Grant(lock, key)

    def find_key(self, identity: Identity, lock: Lock) -> bytes | None:
        if not isinstance(lock, KeyringLock):
            return None
        return _parsed_key(self._store.read(_key_entry(identity, lock)) or "")

    def generation(self, identity: Identity) -> int | None:
        kept = self._store.read(_generation_entry(identity)) or ""
        return int(kept) if kept.isascii() and kept.isdigit() else None

    def remember(self, identity: Identity, generation: int) -> None:
        try:
            self._store.write(_generation_entry(identity), str(generation))
        except VaultLocked as error:
            # the vault is saved; only its next rollback to the one before would go unseen
            _log.warning("generation not remembered: %s", error)

    def forget(self, identity: Identity, lock: Lock) -> None:
        if not isinstance(lock, KeyringLock):
            return
        try:
            self._store.remove(_key_entry(identity, lock))
        except VaultLocked as error:
            _log.warning("old key not removed: %s", error)


class KeyFile:
    """A random key in a file that only the user can read, one for all vaults of the identity. It
    protects nothing from whoever copies the folder, and so serves the simulator alone.
    """

    def __init__(self, path: Path, identity: SimulatedIdentity) -> None:
        if not isinstance(identity, SimulatedIdentity):
            raise InvalidInput(message("storage.key_file_not_allowed"))
        self._path = path
        self._identity = identity

    def grant(self, identity: Identity) -> Grant:
        """The key of the file, which is made when it isn't there."""
        lock = KeyFileLock()
        key = self.find_key(identity, lock)
        if key is None:
            key = secrets.token_bytes(KEY_BYTES)
            write_atomic(self._path, key.hex().encode())
        return Grant(lock, key)

    def find_key(self, identity: Identity, lock: Lock) -> bytes | None:
        if not isinstance(lock, KeyFileLock):
            return None
        self._check(identity)
        try:
            content = read_bounded(self._path, 2 * KEY_BYTES)
        except FileNotFoundError:
            return None
        if sys.platform != "win32" and self._path.stat().st_mode & _FOR_OTHERS:
            raise VaultLocked(message("storage.key_file_open", file=str(self._path)))
        return _parsed_key(content.decode("ascii", "replace"))

    def generation(self, identity: Identity) -> int | None:
        return None

    def remember(self, identity: Identity, generation: int) -> None:
        """Nowhere to remember it."""

    def forget(self, identity: Identity, lock: Lock) -> None:
        """Other vaults may need it."""

    def _check(self, identity: Identity) -> None:
        ours = (self._identity.profile, self._identity.environment)
        if (identity.profile, identity.environment) != ours:
            raise InvalidInput(message("storage.key_file_not_allowed"))


def _key_entry(identity: Identity, lock: KeyringLock) -> str:
    return f"{identity}/key/{lock.key_id}"


def _generation_entry(identity: Identity) -> str:
    return f"{identity}/generation"


def _parsed_key(text: str) -> bytes | None:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None
