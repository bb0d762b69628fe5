"""The suite in processes at once, so that both cores of a small machine work: two that compute, and
what waits for clocks and sockets beside them.

`python -m tests.parts [pytest options]`; coverage of all together ends in `coverage.json`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
AT_ONCE = 3
"""processes: more would keep what waits from its turn"""
WAITS = ("flow", "security", "soak", "storm")
"""folders of `tests` whose programs and servers mostly wait for one another"""
PLAYS = ("tests/unit/simulator", "tests/contract")
"""markets that live through days: as much to compute as the two parts that follow"""
COMPUTES = ("catalogue", "domain", "indicators", "kis", "viewmodels")
"""folders of `tests/unit` that make up the third part; all else, windows above all, is the last"""


def selections() -> tuple[list[str], ...]:
    """What each part is asked to run, as they begin: the whole suite, and nothing twice."""
    waits = [f"tests/{name}" for name in WAITS]
    plays = list(PLAYS)
    computes = [f"tests/unit/{name}" for name in COMPUTES]
    rest = ["tests", *(f"--ignore={folder}" for folder in waits + plays + computes)]
    return waits, plays, computes, rest


def main(options: list[str]) -> int:
    """Run all; 0 when all held."""
    with tempfile.TemporaryDirectory() as place:
        parts = [
            Part(Path(place) / str(number), ["pytest", "-q", "--cov", "--cov-report=", *selection])
            for number, selection in enumerate([*one, *options] for one in selections())
        ]
        try:
            run(parts)
        finally:
            for part in parts:
                part.end()
        data = [str(part.coverage) for part in parts if part.coverage.exists()]
        combined = Path(place) / "all"
        if data:
            _coverage(combined, "combine", *data)
            _coverage(combined, "json", "-q", "-o", str(ROOT / "coverage.json"))
    return max(abs(part.status or 0) for part in parts)  # below 0 where a signal ended it


class Part:
    """A module in a process of its own."""

    def __init__(self, place: Path, command: Sequence[str]) -> None:
        self.coverage = place.with_suffix(".coverage")
        self._said = place.with_suffix(".log")
        self._command = [sys.executable, "-m", *command]
        self._process: subprocess.Popen[bytes] | None = None
        self._shown = 0

    @property
    def is_begun(self) -> bool:
        """Whether its process was started, though it may have ended."""
        return self._process is not None

    @property
    def status(self) -> int | None:
        """The exit code; None before it has ended."""
        return None if self._process is None else self._process.poll()

    def begin(self) -> None:
        """Start the process."""
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env={**os.environ, "COVERAGE_FILE": str(self.coverage)},
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    def show(self) -> None:
        """Show what it has said since the last time."""
        if self.is_begun:
            said = self._said.read_bytes()
            sys.stdout.buffer.write(said[self._shown :])
            sys.stdout.buffer.flush()
            self._shown = len(said)

    def end(self) -> None:
        """End it where another part was broken off."""
        if self._process is not None and self.status is None:
            self._process.terminate()
            self._process.wait()


def run(parts: Sequence[Part]) -> None:
    """Begin them in turn, a few at once, until all have ended; what they say is shown in turn."""
    turn = 0
    while turn < len(parts):
        going = sum(part.is_begun and part.status is None for part in parts)
        for part in [part for part in parts if not part.is_begun][: AT_ONCE - going]:
            part.begin()
        has_ended = parts[turn].status is not None
        parts[turn].show()
        if has_ended:
            turn += 1
        else:
            time.sleep(0.2)


def _coverage(data: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "coverage", arguments[0], f"--data-file={data}", *arguments[1:]],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
