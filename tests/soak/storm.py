"""Orders in bad weather for as long as is wanted: `python -m tests.soak.storm --runs 500`.

The storms of `tests/storm`, with the faults besides that take a minute to get over. Ends with 0
when every run held; else with 1, and the shortest plan that did not is on standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.flow.conftest import end_simulator, start_simulator
from tests.storm.program import Mother
from tests.storm.storm import Storm
from tests.storm.weather import Step, plans

_PATIENCE = 180.0  # seconds until a run must be settled
_CLOCK = "2026-11-20T10:12:00+09:00"


def main(arguments: list[str] | None = None) -> int:
    """Run them and tell the outcome in a JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--quick", action="store_true", help="without the faults of a minute")
    asked = parser.parse_args(arguments)
    began, runs, steps = time.monotonic(), 0, 0
    outcomes: Counter[str] = Counter()
    struck: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place, Mother() as mother:
        clock = ("--clock", _CLOCK, "--seed", "7", "--no-limits")
        process, simulator = start_simulator(Path(place) / "ready.json", *clock)

        @settings(max_examples=asked.runs, deadline=None, suppress_health_check=list(HealthCheck))
        @given(plans(patient=not asked.quick))
        def storms(plan: list[Step]) -> None:
            nonlocal runs, steps
            simulator.post("reset")
            with tempfile.TemporaryDirectory() as home:
                storm = Storm(mother, simulator, Path(home), settles=_PATIENCE)
                storm.run(plan)
            outcomes.update(f"{sent.do} {sent.outcome}" for sent in storm.sent)
            struck.update(simulator.state()["faults"]["struck"])
            runs, steps = runs + 1, steps + len(plan)

        try:
            storms()
        except AssertionError as error:
            sys.stderr.write(f"{error}\n{getattr(error, '__notes__', [])}\n")
            return 1
        finally:
            end_simulator(process)
            seconds = round(time.monotonic() - began, 1)
            told = {
                "runs_that_held": runs,
                "steps": steps,
                "seconds": seconds,
                "outcomes": dict(sorted(outcomes.items())),
                "struck": dict(sorted(struck.items())),
            }
            sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
