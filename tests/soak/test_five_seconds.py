"""The soak itself, for as long as a suite may wait."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_nothing_is_lost_in_five_seconds_of_twenty_symbols() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.twenty_symbols", "--seconds", "5", "--prints", "300"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrongs"] == []
    assert done.returncode == 0
    assert told["prints"] == told["prints_sent"] > 0
    assert told["orders"] == told["fills"] == 5
