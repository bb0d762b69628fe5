"""The vault: a profile's secrets, encrypted on disk, whole and newest at every moment.

One file for a profile and environment. Beside it lie its backup (`.bak1`, as it was before the last
save), its lock and, where damage was found, the damaged file under a name of its own. All calls
block: they run on the vault's worker, one after another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, Self

import msgspec

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput, StorageFailed, VaultDamaged, VaultLocked
from kis_desktop.domain.message import message
from kis_desktop.storage import vault_contents, vault_frame, vault_header
from kis_desktop.storage.atomic_file import (
    make_private_folder,
    read_bounded,
    remove,
    set_aside,
    sweep_stale,
    write_atomic,
)
from kis_desktop.storage.file_lock import FileLock
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.key_source import KeySource, refused
from kis_desktop.storage.vault_contents import Secrets
from kis_desktop.storage.vault_header import Header, Lock


@dataclass(frozen=True, slots=True, repr=False)
class _Opened:
    """A vault's file after its key has spoken."""

    key: bytes
    lock: Lock
    generation: int
    secrets: Secrets


class Vault:
    """An open vault: holds the secrets and the key until it is closed.

    Other processes may open and change the same file: every change is made to what the file holds
    then, under its lock. A rollback of the file to an older one is refused where the key source
    remembers the generation (the keyring does, a password can't).
    """

    def __init__(self, path: Path, identity: Identity, source: KeySource, opened: _Opened) -> None:
        self._path = path
        self._identity = identity
        self._source = source
        self._opened: _Opened | None = opened

    @classmethod
    def create(
        cls, path: Path, identity: Identity, source: KeySource, secrets: Secrets | None = None
    ) -> Self:
        """A new vault on the disk. Raises `InvalidInput` where one, or its backup, lies already."""
        make_private_folder(path.parent)
        with lock_of(path):
            if path.exists() or backup_of(path).exists():
                raise InvalidInput(message("storage.vault_exists", file=str(path)))
            grant = source.grant(identity)
            generation = (source.generation(identity) or 0) + 1
            kept = Secrets() if secrets is None else secrets
            fresh = _Opened(grant.key, grant.lock, generation, kept)
            _write_granted(path, identity, source, fresh)
        return cls(path, identity, source, fresh)

    @classmethod
    def open(cls, path: Path, identity: Identity, source: KeySource) -> Self:
        """The vault on the disk. Derives the key when that is from a password: 0.6 s.

        Raises `VaultLocked` for a wrong key, a foreign vault and an edited header alike,
        `VaultDamaged` for one that can't be read (`has_backup` tells whether `open_backup` may
        help) and `StorageFailed` where there is none.
        """
        if not path.parent.is_dir():
            raise _missing(path)
        with lock_of(path):
            sweep_stale(path)
            opened = _read(path, path, identity, source)
            _check_newest(path, opened.generation, source.generation(identity))
        return cls(path, identity, source, opened)

    @classmethod
    def open_backup(cls, path: Path, identity: Identity, source: KeySource) -> Self:
        """The vault as it was before its last save, after the trader has agreed; it becomes the
        newest.

        The damaged file is kept under another name. What the last save changed is lost. Raises as
        `open`.
        """
        with lock_of(path):
            found = _read(path, backup_of(path), identity, source)
            if path.exists():
                set_aside(path)
            opened = _made_newest(path, identity, source, found)
        return cls(path, identity, source, opened)

    @classmethod
    def open_older(cls, path: Path, identity: Identity, source: KeySource) -> Self:
        """A vault that `open` refused as older than the newest, after the trader has agreed (a
        folder brought back from a backup of the disk); it becomes the newest. Raises as `open`.
        """
        with lock_of(path):
            opened = _made_newest(path, identity, source, _read(path, path, identity, source))
        return cls(path, identity, source, opened)

    @property
    def secrets(self) -> Secrets:
        """The secrets as last read or written. Raises `VaultLocked` after `close`."""
        return self._held().secrets

    @property
    def environment(self) -> Environment:
        """The world that the vault is for."""
        return self._identity.environment

    @property
    def generation(self) -> int:
        """The number of the save that was last read or written."""
        return self._held().generation

    def reload(self) -> Secrets:
        """The secrets as another process may have left them. Raises as `open`."""
        with lock_of(self._path):
            self._opened = self._read_again()
        return self._opened.secrets

    def update(self, **changes: object) -> Secrets:
        """Change secrets by name, durably, leaving the others as they are on the disk.

        Raises `InvalidInput` for a value of another type and for keys of another world, and
        `StorageFailed`; nothing is changed then.
        """
        with lock_of(self._path):
            now = self._read_again()
            changed = msgspec.structs.replace(now.secrets, **changes)
            fresh = replace(now, secrets=changed, generation=now.generation + 1)
            _write(self._path, self._identity, self._source, fresh, backup_of(self._path))
            self._opened = fresh
        return changed

    def rekey(self, source: KeySource) -> None:
        """Lock the vault with a new key of this source, such as a new password.

        Files that the old key opens are removed: backups and damaged ones. Raises `StorageFailed`;
        the old key is then still the one.
        """
        with lock_of(self._path):
            now = self._read_again()
            old, grant = self._source, source.grant(self._identity)
            newest = max(now.generation, source.generation(self._identity) or 0) + 1
            fresh = replace(now, key=grant.key, lock=grant.lock, generation=newest)
            _write_granted(self._path, self._identity, source, fresh)
            self._opened, self._source = fresh, source
            _remove_older(self._path)
            old.forget(self._identity, now.lock)

    def close(self) -> None:
        """Drop key and secrets."""
        self._opened = None

    def token_lock(self) -> FileLock:
        """Held while a token is obtained, so that processes of one key do it one at a time. Another
        lock than the one of `update`, which may be called while this is held.
        """
        return FileLock(self._path.with_name(f"{self._path.name}.token-lock"))

    def _held(self) -> _Opened:
        if self._opened is None:
            raise VaultLocked(message("storage.vault_closed"))
        return self._opened

    def _read_again(self) -> _Opened:
        """What the file holds now, by the key that is held: no derivation."""
        held = self._held()
        found = _read(self._path, self._path, self._identity, _HeldKey(held))
        _check_newest(self._path, found.generation, held.generation)
        return found


def backup_of(path: Path) -> Path:
    """Where the save before the last one lies."""
    return path.with_name(f"{path.name}.bak1")


def has_backup(path: Path) -> bool:
    """Whether `Vault.open_backup` has something to try."""
    return backup_of(path).exists()


def lock_of(path: Path) -> FileLock:
    """Held while a vault is read or written."""
    return FileLock(path.with_name(f"{path.name}.lock"))


def find_lock(path: Path) -> Lock | None:
    """How a vault says that its key is found, so that the right question is asked; not to be
    believed before the vault is open. None where there is no readable vault.
    """
    try:
        return _parsed(path, read_bounded(path, vault_frame.LARGEST))[1].lock
    except (FileNotFoundError, StorageFailed):
        return None


def erase(path: Path, identity: Identity, source: KeySource | None = None) -> None:
    """Remove a vault for good, with its backups and, where a source is given, its key. Raises
    `StorageFailed`.
    """
    lock = find_lock(path)
    with lock_of(path):
        _remove_older(path)
        remove(path)
    if source is not None and lock is not None:
        source.forget(identity, lock)


@dataclass(frozen=True, slots=True, repr=False)
class _HeldKey:
    """The key of an open vault, good for the lock that it was found by."""

    opened: _Opened

    def find_key(self, identity: Identity, lock: Lock) -> bytes | None:
        return self.opened.key if lock == self.opened.lock else None


class _FindsKey(Protocol):
    def find_key(self, identity: Identity, lock: Lock) -> bytes | None: ...


def _read(path: Path, file: Path, identity: Identity, source: _FindsKey) -> _Opened:
    """What a file holds: `path` itself or its backup."""
    try:
        content = read_bounded(file, vault_frame.LARGEST)
    except FileNotFoundError:
        raise _missing(path) from None
    frame, header = _parsed(path, content)
    if (header.profile, header.environment) != (identity.profile, identity.environment):
        raise refused()
    key = source.find_key(identity, header.lock)
    data_key = None if key is None else vault_frame.unwrap(frame, key)
    if key is None or data_key is None:
        raise refused()
    plain = vault_frame.unseal(frame, data_key)
    if plain is None:
        raise _damaged(path)
    try:
        secrets = vault_contents.decoded(plain)
    except msgspec.DecodeError:
        # genuine, for the key has spoken, but with contents of a newer program
        raise StorageFailed(message("storage.vault_newer", file=str(path))) from None
    return _Opened(key, header.lock, header.generation, secrets)


def _parsed(path: Path, content: bytes) -> tuple[vault_frame.Frame, Header]:
    try:
        frame = vault_frame.parse(content)
    except vault_frame.NotAFrame:
        raise _damaged(path) from None
    try:
        return frame, vault_header.parse(frame.header)
    except ValueError:
        raise refused() from None


def _write(
    path: Path, identity: Identity, source: KeySource, opened: _Opened, backup: Path | None = None
) -> None:
    """File first, generation second: a crash between leaves a file that is newer than remembered,
    which opens.
    """
    if opened.secrets.keys_world not in (None, identity.environment):
        raise InvalidInput(message("storage.keys_of_another_world"))
    plain = vault_contents.encoded(opened.secrets)
    header = Header(
        vault_header.VERSION,
        identity.profile,
        identity.environment,
        opened.lock,
        opened.generation,
    )
    write_atomic(path, vault_frame.seal(header, opened.key, plain), backup=backup)
    source.remember(identity, opened.generation)


def _write_granted(path: Path, identity: Identity, source: KeySource, opened: _Opened) -> None:
    """The first save with a new key: where it fails, nothing needs the key."""
    try:
        _write(path, identity, source, opened)
    except (StorageFailed, InvalidInput):
        source.forget(identity, opened.lock)
        raise


def _made_newest(path: Path, identity: Identity, source: KeySource, found: _Opened) -> _Opened:
    newest = max(found.generation, source.generation(identity) or 0) + 1
    opened = replace(found, generation=newest)
    _write(path, identity, source, opened)
    return opened


def _check_newest(path: Path, found: int, newest: int | None) -> None:
    if newest is not None and found < newest:
        raise VaultDamaged(message("storage.vault_rolled_back", file=str(path)))


def _remove_older(path: Path) -> None:
    for older in (backup_of(path), *path.parent.glob(f"{path.name}.damaged-*")):
        remove(older)


def _damaged(path: Path) -> VaultDamaged:
    if has_backup(path):
        return VaultDamaged(message("storage.vault_damaged_backup", file=str(path)))
    return VaultDamaged(message("storage.vault_damaged", file=str(path)))


def _missing(path: Path) -> StorageFailed:
    return (
        _damaged(path)
        if has_backup(path)
        else StorageFailed(message("storage.vault_missing", file=str(path)))
    )
