"""The suite in processes at once, so that both cores of a small machine work: what waits for clocks
and sockets runs beside what computes.

`python -m tests.parts [pytest options]`; coverage of all together ends in `coverage.json`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMPUTES = ("catalogue", "domain", "indicators", "kis", "viewmodels")
"""folders of `tests/unit` that make up the first part"""
WAITS = ("flow", "security", "soak", "storm")
"""folders of `tests` whose programs and servers mostly wait for one another"""
PLAYS = ("tests/unit/simulator", "tests/contract")
"""markets that live through days; all else is the last part"""


def selections() -> tuple[list[str], ...]:
    """What each part is asked to run: together the whole suite, and nothing twice."""
    computes = [f"tests/unit/{name}" for name in COMPUTES]
    waits = [f"tests/{name}" for name in WAITS]
    plays = list(PLAYS)
    rest = ["tests", *(f"--ignore={folder}" for folder in computes + waits + plays)]
    return computes, waits, plays, rest


def main(options: list[str]) -> int:
    """Run all; 0 when all held."""
    with tempfile.TemporaryDirectory() as place:
        parts = [
            _Part(Path(place) / str(number), [*selection, *options])
            for number, selection in enumerate(selections())
        ]
        try:
            statuses = [part.wait() for part in parts]
        finally:
            for part in parts:
                part.end()
        data = [str(part.coverage) for part in parts if part.coverage.exists()]
        combined = Path(place) / "all"
        if data:
            _coverage(combined, "combine", *data)
            _coverage(combined, "json", "-q", "-o", str(ROOT / "coverage.json"))
    return max(statuses)


class _Part:
    """One process; what it says is shown when its turn has come."""

    def __init__(self, place: Path, arguments: list[str]) -> None:
        self.coverage = place.with_suffix(".coverage")
        self._said = place.with_suffix(".log")
        command = [sys.executable, "-m", "pytest", "-q", "--cov", "--cov-report=", *arguments]
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "COVERAGE_FILE": str(self.coverage)},
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> int:
        """Show what it says until it has ended; its exit code."""
        with self._said.open("rb") as said:
            while self._process.poll() is None:
                self._show(said.read())
                _wait_a_moment(self._process)
            self._show(said.read())
        return self._process.returncode

    def end(self) -> None:
        """End it where another part was broken off."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    @staticmethod
    def _show(said: bytes) -> None:
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()


def _wait_a_moment(process: subprocess.Popen[bytes]) -> None:
    """Until it ends, but not for long."""
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:
        return


def _coverage(data: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "coverage", arguments[0], f"--data-file={data}", *arguments[1:]],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
