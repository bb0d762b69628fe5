"""Coverage as a ratchet: no named file may fall below the floor that it has reached.

Run by the test command as `python -m tests.architecture.coverage_ratchet coverage.json`.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

TOLERANCE = 1e-9  # percent, for the rounding of the report
FLOOR_FILE = Path(__file__).with_name("coverage_floor.toml")


def read_floors(path: Path = FLOOR_FILE) -> dict[str, float]:
    """Percent by file, or by folder where the name ends in a slash."""
    return dict(tomllib.loads(path.read_text(encoding="utf-8"))["floor"])


def read_measured(report: Path) -> dict[str, float]:
    """Percent of lines and branches by file, from coverage's JSON report."""
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    return {
        PurePosixPath(name.replace("\\", "/")).as_posix(): entry["summary"]["percent_covered"]
        for name, entry in files.items()
    }


def floor_of(name: str, floors: Mapping[str, float]) -> float | None:
    """The floor of the longest entry that names the file or a folder above it."""
    named = [key for key in floors if name == key or (key.endswith("/") and name.startswith(key))]
    return floors[max(named, key=len)] if named else None


def check_floors(
    measured: Mapping[str, float], floors: Mapping[str, float], sources: frozenset[str]
) -> list[str]:
    """One sentence for each file below its floor or not measured at all."""
    complaints = []
    for name in sorted(sources):
        floor = floor_of(name, floors) or 0.0
        if name not in measured and floor > 0:
            complaints.append(f"{name}: no test imports it, the floor is {floor:g} %")
        elif measured.get(name, 0.0) + TOLERANCE < floor:
            complaints.append(f"{name}: {measured[name]:.1f} % covered, the floor is {floor:g} %")
    return complaints


def main(arguments: list[str]) -> int:
    report = Path(arguments[0])
    if not report.is_file():
        print(f"{report} is missing: the tests wrote no coverage", file=sys.stderr)
        return 1
    measured = read_measured(report)
    root = FLOOR_FILE.parents[2]
    sources = frozenset(
        path.relative_to(root).as_posix() for path in root.glob("kis_desktop/**/*.py")
    )
    complaints = check_floors(measured, read_floors(), sources)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    whole = sum(percent >= 100 for percent in measured.values())
    print(f"{whole} of {len(measured)} named files are covered to the last branch", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
