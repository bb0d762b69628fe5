"""Locks between processes, and the one that lets a profile run once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.storage.file_lock import FileLock
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.profile_lock import ProfileLock
from tests.patience import PATIENCE_S

HOLDER = """
import sys
from pathlib import Path
from kis_desktop.storage.file_lock import FileLock
with FileLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_by_another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the lock until its input ends."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            if holder.poll() is None:
                holder.stdin.close()


def test_a_lock_of_another_process_is_refused_and_free_again_after_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with held_by_another_process(path):
        assert not FileLock(path).try_acquire()
    with FileLock(path) as lock:
        assert lock.held


def test_a_lock_whose_holder_is_killed_is_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with held_by_another_process(path) as holder:
        holder.kill()
        holder.wait()
        assert FileLock(path, patience=PATIENCE_S).__enter__().held


def test_a_held_lock_is_waited_for_until_patience_ends(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with FileLock(path), pytest.raises(StorageFailed) as raised, FileLock(path, patience=0.05):
        pass
    assert raised.value.message.id == "storage.busy"


async def test_an_asynchronous_wait_lets_others_run_and_gets_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first = FileLock(path)
    assert first.try_acquire()

    async def second() -> bool:
        async with FileLock(path) as lock:
            return lock.held

    waiting = asyncio.create_task(second())
    await asyncio.sleep(0)
    assert not waiting.done()
    first.release()
    assert await asyncio.wait_for(waiting, PATIENCE_S)
    assert FileLock(path).try_acquire()


async def test_an_asynchronous_wait_ends_with_patience(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with FileLock(path), pytest.raises(StorageFailed):
        async with FileLock(path, patience=0.05):
            pass


def test_a_lock_is_not_taken_twice_by_its_holder(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    assert lock.try_acquire()
    assert not lock.try_acquire()
    lock.release()
    lock.release()
    assert not lock.held


def test_a_lock_that_cannot_be_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        FileLock(tmp_path / "no folder" / "lock").try_acquire()


def test_a_profile_runs_once_for_an_environment(tmp_path: Path) -> None:
    real, paper = (Identity("trader", kind) for kind in (Environment.REAL, Environment.PAPER))
    running = ProfileLock(tmp_path / "trader", real)
    running.acquire()
    second = ProfileLock(tmp_path / "trader", real)
    with pytest.raises(StorageFailed) as raised:
        second.acquire()
    assert raised.value.message.arguments == {"profile": "trader/real"}
    beside = ProfileLock(tmp_path / "trader", paper)
    beside.acquire()
    running.release()
    second.acquire()
    for lock in (second, beside):
        lock.release()


def test_a_profile_of_a_killed_program_can_be_opened(tmp_path: Path) -> None:
    identity = Identity("trader", Environment.REAL)
    with held_by_another_process(tmp_path / "real.running") as holder:
        with pytest.raises(StorageFailed):
            ProfileLock(tmp_path, identity).acquire()
        holder.kill()
        holder.wait()
        restarted = ProfileLock(tmp_path, identity)
        restarted.acquire()
        restarted.release()
