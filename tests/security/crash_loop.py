"""Forks a child that writes without end, kills it at a random moment, and looks at what is left.

Run as `python -m tests.security.crash_loop vault|journal FOLDER KILLS SEED`, in a process of its
own so that the fork copies no threads. Prints how many kills met a finished write.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.storage.identity import Identity, SimulatedIdentity
from kis_desktop.storage.key_source import KeyFile
from kis_desktop.storage.order_journal import OrderJournal
from kis_desktop.storage.vault import Vault

DEMO = SimulatedIdentity("demo")
LONGEST = 0.05  # seconds that a child may live
DAY = date(2026, 11, 20)


def killed(write: Callable[[int], None], first: int, seconds: float) -> int:
    """The last number that the child said was written before it was killed; `first - 1` if none."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        number = first
        while True:
            write(number)
            os.write(writing, number.to_bytes(4, "big"))
            number += 1
    os.close(writing)
    select.select([], [], [], seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    return int.from_bytes(told[-4:], "big") if told else first - 1


def vault_loop(folder: Path, moments: Iterator[float]) -> int:
    """Each token that was said to be saved is there, or a later one; no temporary file stays."""
    path, source = folder / "simulated.vault", KeyFile(folder / "key", DEMO)
    Vault.create(path, DEMO, source).update(access_token="0", app_secret="kept")
    last, met = 0, 0
    for moment in moments:
        said = killed(saver(Vault.open(path, DEMO, source)), last + 1, moment)
        secrets = Vault.open(path, DEMO, source).secrets
        found = int(secrets.access_token)
        assert found in {said, said + 1}, f"said {said}, found {found}"
        assert secrets.app_secret == "kept"
        assert not list(folder.glob("*.tmp")), "stale files were not swept"
        met += said > last
        last = found
    return met


def journal_loop(folder: Path, moments: Iterator[float]) -> int:
    """Each entry that was said to be written is there, and the chain holds."""
    path, identity = folder / "j.sqlite", Identity("trader", Environment.REAL)
    OrderJournal(path, identity).close()
    last, met = 0, 0
    for moment in moments:
        said = killed(appender(path, identity), last + 1, moment)
        with closing(OrderJournal(path, identity)) as journal:
            verdict = journal.verify()
        assert verdict.holds, verdict
        assert verdict.head.count in {said, said + 1}, f"said {said}, found {verdict.head}"
        met += said > last
        last = verdict.head.count
    return met


def saver(vault: Vault) -> Callable[[int], None]:
    def write(number: int) -> None:
        vault.update(access_token=str(number))

    return write


def appender(path: Path, identity: Identity) -> Callable[[int], None]:
    """Writes entries through a journal that is opened in the child: SQLite forbids a fork."""
    opened: list[OrderJournal] = []

    def write(number: int) -> None:
        if not opened:
            opened.append(OrderJournal(path, identity))
        kind, now = JournalKind.INTENT, datetime.now(UTC)
        opened[0].append(JournalEntry(kind, str(number), now, DAY, {"quantity": number}))

    return write


def main(kind: str, folder: str, kills: str, seed: str) -> None:
    chance = random.Random(int(seed))
    moments = (chance.uniform(0, LONGEST) for _ in range(int(kills)))
    loop = {"vault": vault_loop, "journal": journal_loop}[kind]
    sys.stdout.write(f"{loop(Path(folder), moments)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
