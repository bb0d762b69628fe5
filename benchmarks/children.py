"""Child processes of the bench: fresh programs, workers that answer, and the simulator."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BYTECODE = ROOT / "build" / "bench-bytecode"
PEER_VARIABLE = "KIS_BENCH_PEER_PYTHON"
CHART_PEER_VARIABLE = "KIS_BENCH_CHART_PEER_PYTHON"
MOMENT = "2026-11-20T10:12:00+09:00"  # a trading morning

_PATIENCE = 120.0  # seconds


class ChildFailed(Exception):
    """A program of the bench did not do what it is there for."""


def peer_python() -> str | None:
    """The interpreter of the peers' environment, made by `dev.py bench`; None without one."""
    return _interpreter(PEER_VARIABLE, "peers")


def chart_peer_python() -> str | None:
    """The interpreter of the environment of other charts; None without one."""
    return _interpreter(CHART_PEER_VARIABLE, "chart-peers")


def _interpreter(variable: str, folder: str) -> str | None:
    told = os.environ.get(variable) or str(ROOT / "build" / folder / "bin" / "python")
    return told if Path(told).is_file() else None


def environment(home: Path | None = None) -> dict[str, str]:
    """What every child runs in: off screen, and with compiled modules as a user has them."""
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept |= {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": str(BYTECODE),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    return kept if home is None else {**kept, "KIS_DESKTOP_HOME": str(home)}


def told_by(arguments: list[str], home: Path | None = None) -> dict[str, Any]:
    """Run a module of ours to its end; the JSON object of its last line.

    Raises `ChildFailed` when it failed or said nothing that reads.
    """
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise ChildFailed(f"{arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(lines[-1])
    return told


class Worker:
    """A child that answers a line with a line, both JSON; the first line is its greeting."""

    def __init__(self, python: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [python, "-m", *arguments],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.greeting: Any = self._answer()

    def ask(self, question: str) -> Any:
        """The answer. Raises `ChildFailed` when the child has ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=_PATIENCE)

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ChildFailed(f"a worker ended with {self._process.wait(_PATIENCE)}")
        return json.loads(line)


class Simulator:
    """A running simulator: its ready line in a file, and its admin door."""

    def __init__(self, ready: dict[str, Any], file: Path) -> None:
        self.file = file
        self.ready = ready
        self._admin = str(ready["admin"])

    def flow(self, prints_per_second: float, symbols: tuple[str, ...] = ()) -> None:
        """Spread so many prints a second over all that is awake."""
        self._post("flow", {"prints_per_second": prints_per_second, "symbols": list(symbols)})

    def reset(self) -> None:
        """Begin the market anew."""
        self._post("reset", {})

    def state(self) -> dict[str, Any]:
        """What the server knows."""
        with urllib.request.urlopen(  # noqa: S310 - the admin door is on loopback
            f"{self._admin}/state", timeout=_PATIENCE
        ) as answer:
            told: dict[str, Any] = json.load(answer)
        return told

    def _post(self, door: str, body: dict[str, object]) -> None:
        request = urllib.request.Request(  # noqa: S310 - the admin door is on loopback
            f"{self._admin}/{door}", json.dumps(body).encode(), method="POST"
        )
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            answer.read()


@contextlib.contextmanager
def open_simulator(folder: Path, *more: str) -> Iterator[Simulator]:
    """A simulator of our own, without limits on requests, that ends with us."""
    options = ("--die-with-stdin", "--no-limits", *(more or ("--clock", MOMENT)))
    process = subprocess.Popen(
        [sys.executable, "-m", "kis_desktop.simulator.cli", *options],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise ChildFailed("the simulator did not start")
        file = folder / "ready.json"
        file.write_text(line, encoding="utf-8")
        yield Simulator(json.loads(line), file)
    finally:
        process.communicate(timeout=_PATIENCE)


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """A folder for one row, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kis-bench-") as name:
        yield Path(name)
