"""One running program for a profile: the second one learns of the first."""

from __future__ import annotations

from pathlib import Path

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.storage.atomic_file import make_private_folder
from kis_desktop.storage.file_lock import FileLock
from kis_desktop.storage.identity import Identity


class ProfileLock:
    """Held from start to end of the program; the system releases it when the program is killed."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        self._identity = identity
        self._folder = folder
        self._lock = FileLock(folder / f"{identity.environment.value}.running")

    def acquire(self) -> None:
        """Take the profile. Raises `StorageFailed` where another program has it."""
        make_private_folder(self._folder)
        if not self._lock.try_acquire():
            raise StorageFailed(message("storage.profile_in_use", profile=str(self._identity)))

    def release(self) -> None:
        """Let another program have it."""
        self._lock.release()
