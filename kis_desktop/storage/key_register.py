"""Which world an app key belongs to, over all profiles, so that none is entered for another world.

The file holds no key: only fingerprints (HMAC-SHA256 with a random key of this installation, kept
in the same file of mode 0600), which say nothing to whoever has not the app key already. The keys
of simulators are looked up but not written down.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.storage.atomic_file import (
    make_private_folder,
    read_bounded,
    sweep_stale,
    write_atomic,
)
from kis_desktop.storage.file_lock import FileLock

NAME = "keys.json"
_LARGEST = 64 * 1024  # bytes of the file
_SALT_BYTES = 32
_Hexadecimal = Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{{2 * _SALT_BYTES}}}$")]

_TAKEN = {
    Environment.REAL: "storage.key_is_real",
    Environment.PAPER: "storage.key_is_paper",
}


class _Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    salt: _Hexadecimal
    worlds: dict[_Hexadecimal, Environment]


class KeyRegister:
    """The register in the folder of all profiles; every call blocks and reads the file anew."""

    def __init__(self, home: Path) -> None:
        self._path = home / NAME

    def claim(self, app_key: str, environment: Environment) -> bool:
        """Note that a key belongs to a world; whether that was not known before.

        Raises `InvalidInput` where it is known to belong to another one, and `StorageFailed`;
        nothing is changed then.
        """
        with self._locked():
            known = self._read()
            fingerprint = _fingerprint(known.salt, app_key)
            world = known.worlds.get(fingerprint)
            if world is environment:
                return False
            if world is not None:
                raise InvalidInput(message(_TAKEN[world]))
            if environment in _TAKEN:
                self._write(_Known(known.salt, {**known.worlds, fingerprint: environment}))
            return environment in _TAKEN

    def release(self, app_key: str, environment: Environment) -> None:
        """Forget that a key belongs to a world, for no vault of it holds the key any more: it may
        have been entered there by mistake. Raises `StorageFailed`.
        """
        with self._locked():
            known = self._read()
            fingerprint = _fingerprint(known.salt, app_key)
            if known.worlds.get(fingerprint) is environment:
                others = {one: world for one, world in known.worlds.items() if one != fingerprint}
                self._write(_Known(known.salt, others))

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        make_private_folder(self._path.parent)
        with FileLock(self._path.with_name(f"{NAME}.lock")):
            sweep_stale(self._path)
            yield

    def _read(self) -> _Known:
        try:
            content = read_bounded(self._path, _LARGEST)
        except FileNotFoundError:
            return _Known(os.urandom(_SALT_BYTES).hex(), {})
        try:
            return msgspec.json.decode(content, type=_Known)
        except msgspec.DecodeError:
            told = message("storage.key_register_damaged", file=str(self._path))
            raise StorageFailed(told) from None

    def _write(self, known: _Known) -> None:
        write_atomic(self._path, msgspec.json.encode(known))


def _fingerprint(salt: str, app_key: str) -> str:
    return hmac.new(bytes.fromhex(salt), app_key.encode(), hashlib.sha256).hexdigest()
