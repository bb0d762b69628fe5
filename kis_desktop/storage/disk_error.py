"""What the disk says, as messages that tell a trader what to do."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from kis_desktop.domain.message import Message, message

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_SQLITE_CLOSED = frozenset({"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"})
_SQLITE_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})
_SQLITE_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED"})


def told(error: OSError, file: Path) -> Message:
    """The message for a failed read or write of a file."""
    code = errno.errorcode.get(error.errno or 0, "")
    if error.errno in _FULL:
        return message("storage.disk_full", file=file.name, code=code)
    if error.errno in _CLOSED:
        return message("storage.not_allowed", file=str(file), code=code)
    if error.errno == errno.ENOENT:
        return message("storage.no_such_file", file=str(file), code=code)
    if error.errno == errno.EISDIR:
        return message("storage.is_folder", file=str(file), code=code)
    return message("storage.disk_failed", file=str(file), code=code, original=error.strerror or "")


def told_by_sqlite(error: sqlite3.Error, file: Path) -> Message:
    """The message for a database that did not do what was asked."""
    code = str(getattr(error, "sqlite_errorname", ""))
    primary = "_".join(code.split("_")[:2])
    if primary == "SQLITE_FULL":
        return message("storage.disk_full", file=file.name, code=code)
    if primary in _SQLITE_CLOSED:
        return message("storage.not_allowed", file=str(file), code=code)
    if primary in _SQLITE_DAMAGED:
        return message("storage.database_damaged", file=str(file), code=code)
    if primary in _SQLITE_BUSY:
        return message("storage.busy", file=file.name, code=code)
    return message("storage.disk_failed", file=str(file), code=code, original=str(error))
