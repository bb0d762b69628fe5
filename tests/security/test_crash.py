"""Killed at any moment, out of space, without permission: the old or the new, never neither."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has neither fork nor limits of a process"
)


def told(module: str, *arguments: object, before: tuple[str, ...] = ()) -> Any:
    """What a module of this folder prints, run in a process of its own."""
    command = [sys.executable, "-m", f"tests.security.{module}", *map(str, arguments)]
    done = subprocess.run(
        [*before, *command],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE_S,  # it is killed four hundred times
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", ["vault", "journal"])
@pytest.mark.parametrize("kills", [30, pytest.param(400, marks=pytest.mark.slow)])
def test_what_was_said_to_be_written_survives_kill_9(tmp_path: Path, kind: str, kills: int) -> None:
    assert 0 < told("crash_loop", kind, tmp_path, kills, 1) <= kills


def check_nothing_is_lost(found: dict[str, Any]) -> None:
    """What was said to be written is there, no more and no less."""
    assert found["holds"]
    assert found["counted"] == [found["written"]] * 3
    assert found["saved"] == found["found"]
    assert found["stale"] == 0


def test_a_limit_on_a_files_size_loses_nothing_and_is_said(tmp_path: Path) -> None:
    found = told("disk_limits", tmp_path, "size")
    check_nothing_is_lost(found)
    assert found["vault"] == "storage.disk_full"
    assert found["journal"] == "storage.disk_failed"
    assert found["written"] > 0
    assert found["saved"] > 0


def test_a_full_disk_loses_nothing_and_is_said(tmp_path: Path) -> None:
    """A file system of its own, of half a megabyte."""
    if shutil.which("unshare") is None:
        pytest.skip("no file system can be mounted here")
    mount = f'mount -t tmpfs -o size=512k none "{tmp_path}" && exec "$@"'
    own_mounts = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh")
    if subprocess.run([*own_mounts, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    found = told("disk_limits", tmp_path, "space", before=own_mounts)
    check_nothing_is_lost(found)
    assert found["vault"] == found["journal"] == "storage.disk_full"
    assert found["written"] > 0


def test_a_folder_that_may_not_be_written_loses_nothing_and_is_said() -> None:
    with tempfile.TemporaryDirectory(dir=_place_of_all()) as anyones:
        Path(anyones).chmod(0o777)
        found = told("disk_limits", anyones, "permission")
    check_nothing_is_lost(found)
    assert found["vault"] == "storage.not_allowed"
    assert found["new"] == "storage.not_allowed"
    assert found["saved"] == 0


def _place_of_all() -> str:
    """A folder that whoever root becomes can reach: the temporary one may be closed to others."""
    places = (tempfile.gettempdir(), "/var/tmp", "/dev/shm")  # noqa: S108 - a folder of its own in it
    for place in places:
        way = (Path(place), *Path(place).parents)
        if all(each.is_dir() and each.stat().st_mode & 0o001 for each in way):
            return place
    return tempfile.gettempdir()


def test_two_processes_that_write_one_vault_lose_nothing_of_each_other(tmp_path: Path) -> None:
    """One writes tokens, the other approval keys; each ends with its last one in place."""
    assert told("two_writers", tmp_path, 40) == {
        "access_token": "40",
        "approval_key": "40",
        "generation": 81,
    }
