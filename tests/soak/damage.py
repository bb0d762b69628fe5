"""`python -m tests.soak.damage [pytest options]`: damaged frames, cuts, vaults, kills and storms,
all that are drawn and not the part that the suite takes; some ten minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.extent import SOAK, VARIABLE

ROOT = Path(__file__).parents[2]
DRAWN = (
    "tests/unit/kis/test_mutated_frames.py",
    "tests/unit/kis/test_line_under_fire.py",
    "tests/unit/kis/test_cut_answers.py",
    "tests/unit/kis/test_reconnecting.py",
    "tests/security/test_vault_tampering.py",
    "tests/security/test_crash.py",
    "tests/storm/test_storm.py",
)
TIMEOUT_S = 1800
"""for one test: it takes many times what it takes in the suite"""


def main(options: list[str]) -> int:
    """What pytest ends with."""
    command = [sys.executable, "-m", "pytest", f"--timeout={TIMEOUT_S}", *DRAWN, *options]
    environment = {**os.environ, VARIABLE: SOAK}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
