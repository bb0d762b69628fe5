"""The two halves of the suite are the whole of it."""

from __future__ import annotations

from tests.halves import ROOT, selections


def test_what_one_half_leaves_out_the_other_runs() -> None:
    first, second = selections()
    assert second == ["tests", *(f"--ignore={folder}" for folder in first)]
    assert all((ROOT / folder).is_dir() for folder in first)
