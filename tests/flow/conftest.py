"""One simulator for all flow tests, its market set back before each."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.loopback import NO_AUTHORITIES
from tests.patience import PATIENCE_S

MOMENT = "2026-11-20T10:12:00+09:00"


@dataclass(frozen=True)
class Simulator:
    """A running simulator, its ready line in a file, and its admin door."""

    ready: dict[str, Any]
    file: Path

    def state(self) -> dict[str, Any]:
        """What the server knows: orders, accounts, sessions, requests."""
        return self._ask("GET", "state")

    def faults(self, *faults: dict[str, object]) -> None:
        """Misbehave like this from now on."""
        self._ask("POST", "faults", {"faults": list(faults)})

    def post(self, door: str, body: dict[str, object] | None = None) -> dict[str, Any]:
        """Ask something else of the admin door."""
        return self._ask("POST", door, body or {})

    def _ask(self, method: str, door: str, body: dict[str, object] | None = None) -> dict[str, Any]:
        url = f"{self.ready['admin']}/{door}"
        answer = httpx.request(
            method, url, json=body, timeout=PATIENCE_S, verify=NO_AUTHORITIES, trust_env=False
        )
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told


def start_simulator(file: Path, *arguments: str) -> tuple[subprocess.Popen[str], Simulator]:
    """A simulator of the test's own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kis_desktop.simulator.cli", "--die-with-stdin", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    ready = json.loads(process.stdout.readline())
    file.write_text(json.dumps(ready), encoding="utf-8")
    return process, Simulator(ready, file)


def end_simulator(process: subprocess.Popen[str]) -> None:
    """End one that `start_simulator` began."""
    process.terminate()
    process.communicate(timeout=PATIENCE_S)


@pytest.fixture(scope="session")
def one_simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    file = tmp_path_factory.mktemp("simulator") / "ready.json"
    process, made = start_simulator(file, "--clock", MOMENT, "--no-limits")
    yield made
    end_simulator(process)


@pytest.fixture
def simulator(one_simulator: Simulator) -> Simulator:
    one_simulator.post("reset")
    return one_simulator
