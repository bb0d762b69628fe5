"""The busy screen for as long as a suite may wait, and what its verdict rests on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE_S
from tests.soak.busy_screen import spread

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_busy_screen_is_never_refused_for_its_pace() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.busy_screen", "--seconds", "6"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrongs"] == []
    assert done.returncode == 0
    assert (told["refused_by_server"], told["plan"], told["server_limit"]) == (0, 15.0, 18)
    assert told["requests"] > 6 * 10
    assert told["most_waiting"] > 20
    assert told["orders_latency"]["count"] >= 2


def test_a_spread_tells_the_half_and_the_hundredth() -> None:
    values = [float(number) for number in range(200, -1, -1)]
    assert spread(values) == {"count": 201, "p50": 100.0, "p99": 198.0, "max": 200.0}
    assert spread([3.0]) == {"count": 1, "p50": 3.0, "p99": 3.0, "max": 3.0}
