"""The parts of the suite are the whole of it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.parts import AT_ONCE, ROOT, Part, run, selections

WATCHED = """
import pathlib, sys, time
place, name = pathlib.Path(sys.argv[1]), sys.argv[2]
(place / f"{name}.going").touch()
print(name, len(list(place.glob("*.going"))), flush=True)
while name != "last" and not (place / "seen").exists():
    time.sleep(0.01)
(place / f"{name}.going").unlink()
sys.exit(int(name == "bad"))
"""


def test_what_the_other_parts_leave_out_the_last_runs() -> None:
    *others, last = selections()
    folders = [folder for part in others for folder in part]
    assert last == ["tests", *(f"--ignore={folder}" for folder in folders)]
    assert len(set(folders)) == len(folders)
    assert all((ROOT / folder).is_dir() for folder in folders)


def test_only_a_few_run_at_once_and_each_is_heard_in_turn(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "watched.py").write_text(WATCHED)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    made = [
        Part(tmp_path / name, ["watched", str(tmp_path), name])
        for name in ("first", "bad", "third", "last")
    ]

    rest = time.sleep

    def look(_: float) -> None:
        going = len(list(tmp_path.glob("*.going")))
        assert not made[-1].is_begun or (tmp_path / "seen").exists()
        if going == AT_ONCE:
            (tmp_path / "seen").touch()
        rest(0.01)

    monkeypatch.setattr("tests.parts.time.sleep", look)
    run(made)
    assert [part.status for part in made] == [0, 1, 0, 0]
    said = capfdbinary.readouterr().out.decode().split()
    assert said[::2] == ["first", "bad", "third", "last"]
