"""A file is replaced as a whole or not at all, and nobody else can read it."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.storage.disk_error import told

_TEMPORARY = ".tmp"
_OWNER_FILE = 0o600
_OWNER_FOLDER = 0o700


def make_private_folder(folder: Path) -> None:
    """Make a folder that only the user can enter, durably, and tighten one that is there. Parents
    that have to be made are the user's alone too: who can write there can exchange the folder.

    Raises `StorageFailed`.
    """
    try:
        for missing in [one for one in (folder, *folder.parents) if not one.exists()][::-1]:
            missing.mkdir(mode=_OWNER_FOLDER, exist_ok=True)
            sync_folder(missing.parent)
        mode = stat.S_IMODE(folder.stat().st_mode)
        if mode & ~_OWNER_FOLDER:
            folder.chmod(mode & _OWNER_FOLDER)
    except OSError as error:
        raise StorageFailed(told(error, folder)) from error


def write_atomic(path: Path, content: bytes, *, backup: Path | None = None) -> None:
    """Replace a file durably: after this it holds `content`, after a crash the old or the new.

    The file that was there before lives on as `backup`. Raises `StorageFailed`; the old file is
    then as it was, and nothing else is left behind.
    """
    try:
        fresh = _written_beside(path, content)
        try:
            if backup is not None and path.exists():
                _keep(path, backup)
            fresh.replace(path)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise StorageFailed(told(error, path)) from error


def read_bounded(path: Path, most: int) -> bytes:
    """The content of a file of at most `most` bytes.

    Raises `StorageFailed`, and `FileNotFoundError` where there is none.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StorageFailed(told(error, path)) from error
    if len(content) > most:
        raise StorageFailed(message("storage.file_too_large", file=str(path), most=most))
    return content


def sweep_stale(path: Path) -> None:
    """Remove what writers of this file left when they were killed; call under the file's lock."""
    with contextlib.suppress(OSError):
        for stale in path.parent.glob(f".{path.name}.*{_TEMPORARY}"):
            stale.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove a file durably, if it is there. Raises `StorageFailed`."""
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise StorageFailed(told(error, path)) from error


def set_aside(path: Path) -> Path:
    """Give a damaged file a name under which nothing writes. Raises `StorageFailed`."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    try:
        path.rename(aside)
        sync_folder(path.parent)
    except OSError as error:
        raise StorageFailed(told(error, path)) from error
    return aside


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable, where the system knows of such a thing (not on Windows)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written_beside(path: Path, content: bytes) -> Path:
    """A durable file of the owner's alone in the same folder (mkstemp sets 0600 whatever the
    umask).
    """
    descriptor, name = tempfile.mkstemp(_TEMPORARY, f".{path.name}.", path.parent)
    try:
        try:
            _write_all(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _keep(path: Path, backup: Path) -> None:
    """The file under a second name; a copy where the file system has no hard links."""
    second = path.with_name(f".{path.name}.{os.urandom(8).hex()}{_TEMPORARY}")
    try:
        second.hardlink_to(path)
    except OSError:
        second = _written_beside(path, path.read_bytes())
    try:
        second.replace(backup)
    finally:
        # two names of one file are not replaced by POSIX, they both stay
        second.unlink(missing_ok=True)
