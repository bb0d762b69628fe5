"""Writes to vault and journal until the disk refuses, then looks at what is there.

Run as `python -m tests.security.disk_limits FOLDER size|space|permission`: with a limit on the size
of a file, on a file system that is small already, or after giving up root and the right to write.
Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import JournalFailed, StorageFailed
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.storage.identity import Identity, SimulatedIdentity
from kis_desktop.storage.key_source import KeyFile
from kis_desktop.storage.order_journal import OrderJournal
from kis_desktop.storage.vault import Vault

DEMO = SimulatedIdentity("demo")
TRADER = Identity("trader", Environment.REAL)
DAY = date(2026, 11, 20)
MOST = 300  # writes, more than the limits of size and space let through
LIMIT = 96 * 1024  # bytes of a file
NOBODY = 65534


def until_refused(folder: Path, limit: str) -> dict[str, object]:
    """What was refused, and that everything that was not refused is there."""
    path, source = folder / "simulated.vault", KeyFile(folder / "key", DEMO)
    vault = Vault.create(path, DEMO, source)
    with closing(OrderJournal(folder / "j.sqlite", TRADER)) as journal:
        impose(folder, limit)
        written, journal_refusal = fill_journal(journal)
        saved, vault_refusal = fill_vault(vault)
        new_refusal = refusal_of_new(folder / "new.sqlite")
        verdict = journal.verify()
        count = len(journal.entries())
    lift(folder, limit)
    with closing(OrderJournal(folder / "j.sqlite", TRADER)) as journal:
        again = journal.verify()
    return {
        "journal": journal_refusal,
        "vault": vault_refusal,
        "new": new_refusal,
        "written": written,
        "counted": [count, verdict.head.count, again.head.count],
        "holds": verdict.holds and again.holds,
        "saved": saved,
        "found": len(Vault.open(path, DEMO, source).secrets.access_token),
        "stale": len(list(folder.glob("*.tmp"))),
    }


def fill_journal(journal: OrderJournal) -> tuple[int, str]:
    for number in range(MOST):
        now, body = datetime.now(UTC), dict.fromkeys("abcdefgh", "x" * 400)
        entry = JournalEntry(JournalKind.INTENT, str(number), now, DAY, {**body})
        try:
            journal.append(entry)
        except JournalFailed as error:
            return number, error.message.id
    return MOST, ""


def refusal_of_new(path: Path) -> str:
    try:
        OrderJournal(path, TRADER).close()
    except JournalFailed as error:
        return error.message.id
    return ""


def fill_vault(vault: Vault) -> tuple[int, str]:
    saved = 0
    for size in range(1, 200_000, 4000):
        try:
            vault.update(access_token="x" * size)
        except StorageFailed as error:
            return saved, error.message.id
        saved = size
    return saved, ""


def impose(folder: Path, limit: str) -> None:
    if limit == "size":
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, resource.RLIM_INFINITY))
    if limit == "permission":
        folder.chmod(0o500)


def lift(folder: Path, limit: str) -> None:
    if limit == "size":
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    if limit == "permission":
        folder.chmod(0o700)
    for ballast in folder.parent.glob("ballast"):
        ballast.unlink()


def main(folder: str, limit: str) -> None:
    inside = Path(folder) / "profile"
    if limit == "permission" and os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    inside.mkdir(0o700)
    if limit == "space":
        (inside.parent / "ballast").write_bytes(bytes(64 * 1024))
    sys.stdout.write(json.dumps(until_refused(inside, limit)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
