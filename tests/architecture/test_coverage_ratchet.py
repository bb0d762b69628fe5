"""The coverage ratchet: what falls below its floor is named, what is covered passes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.architecture.coverage_ratchet import check_floors, floor_of, read_floors, read_measured
from tests.architecture.source_tree import ROOT

FLOORS = {"a/": 80.0, "a/deep/": 90.0, "a/whole.py": 100.0}


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("a/x.py", 80.0),
        ("a/deep/x.py", 90.0),
        ("a/whole.py", 100.0),
        ("b/x.py", None),
        ("ab/x.py", None),
    ],
)
def test_the_longest_entry_decides(name: str, floor: float | None) -> None:
    assert floor_of(name, FLOORS) == floor


def test_a_file_at_its_floor_passes() -> None:
    assert check_floors({"a/x.py": 80.0}, FLOORS, frozenset({"a/x.py"})) == []


def test_a_file_below_its_floor_is_named() -> None:
    complaints = check_floors({"a/whole.py": 99.5}, FLOORS, frozenset({"a/whole.py"}))
    assert complaints == ["a/whole.py: 99.5 % covered, the floor is 100 %"]


def test_a_file_that_no_test_imports_is_named() -> None:
    complaints = check_floors({}, FLOORS, frozenset({"a/x.py"}))
    assert complaints == ["a/x.py: no test imports it, the floor is 80 %"]


def test_a_file_without_a_floor_is_left_alone() -> None:
    assert check_floors({}, FLOORS, frozenset({"b/x.py"})) == []


def test_a_report_is_read_by_file(tmp_path: Path) -> None:
    report = tmp_path / "coverage.json"
    entry = {"summary": {"percent_covered": 75.0}}
    report.write_text(json.dumps({"files": {"a\\x.py": entry}}), encoding="utf-8")
    assert read_measured(report) == {"a/x.py": 75.0}


def test_every_floor_stands_for_something_that_may_exist() -> None:
    named = read_floors()
    assert named
    assert all(0 <= floor <= 100 for floor in named.values())
    assert all((ROOT / name).parent.parent.is_dir() for name in named)
