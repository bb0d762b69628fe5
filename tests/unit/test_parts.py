"""The parts of the suite are the whole of it."""

from __future__ import annotations

from tests.parts import ROOT, selections


def test_what_the_other_parts_leave_out_the_last_runs() -> None:
    *others, last = selections()
    folders = [folder for part in others for folder in part]
    assert last == ["tests", *(f"--ignore={folder}" for folder in folders)]
    assert len(set(folders)) == len(folders)
    assert all((ROOT / folder).is_dir() for folder in folders)
