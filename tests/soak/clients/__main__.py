"""Well-known client libraries, as the package registry has them, against the simulator.

`python -m tests.soak.clients [NAME …]` makes an environment for each (mojito2, python-kis, pykis),
installs it there and runs its script beside this file; `--environments DIR` keeps them. Ends with 0
when every step of every client held. They are no dependencies of the project.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tests.flow.conftest import end_simulator, start_simulator

_CLIENTS = {
    "mojito2": ("mojito2", "pandas"),  # the same
    "python-kis": ("python-kis", "typing_extensions"),  # which it needs and does not name
    "pykis": ("pykis",),
}
_PATIENCE = 180.0
_NARROW = {"kind": "widths", "trade": 46, "book": 59, "notice": 23}
"""the records of before March 2025 and September 2026"""
_OLD = {"mojito2", "python-kis"}
"""know no others"""


def main(arguments: list[str] | None = None) -> int:
    """Run them, a line for each step that failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--environments", type=Path)
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args(arguments)
    held = True
    with tempfile.TemporaryDirectory() as place:
        for name in asked.names or _CLIENTS:
            python = _environment((asked.environments or Path(place)) / name, _CLIENTS[name])
            held = _run(name, python, Path(place)) and held
    return 0 if held else 1


def _environment(folder: Path, packages: tuple[str, ...]) -> Path:
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    return python


def _run(name: str, python: Path, place: Path) -> bool:
    process, simulator = start_simulator(
        place / "ready.json", "--clock", "open", "--no-limits", "--seed", "3"
    )
    try:
        if name in _OLD:
            simulator.faults(_NARROW)
        script = Path(__file__).with_name(f"try_{name.replace('-', '_')}.py")
        ended = subprocess.run(
            [python, script, json.dumps(simulator.ready)],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    finally:
        end_simulator(process)
    steps = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith('{"step"')]
    failed = [step for step in steps if not step["held"]]
    for step in failed:
        sys.stdout.write(f"{name}: {step['step']}: {step['told']}\n")
    if ended.returncode:
        sys.stdout.write(f"{name}: ended with {ended.returncode}: {ended.stderr[-800:]}\n")
    sys.stdout.write(f"{name}: {len(steps) - len(failed)} of {len(steps)} steps held\n")
    return not failed and not ended.returncode


if __name__ == "__main__":
    sys.exit(main())
