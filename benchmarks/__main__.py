"""The speed table, side by side with peers and with the least that can be done.

    python3 dev.py bench [NAME] [--json FILE]

A row is a file in `benchmarks/rows`; NAME is its name. Less is better everywhere.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.comparison import Comparison
from benchmarks.report import as_json, machine, table

Measure = Callable[[], tuple[Comparison, ...]]

_ROWS = Path(__file__).parent / "rows"


def main(arguments: list[str] | None = None) -> int:
    """Measure the rows that were asked for; 0 when all of them could be measured."""
    names = sorted(path.stem for path in _ROWS.glob("*.py") if path.stem != "__init__")
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=names, help="only this row")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    asked = parser.parse_args(arguments)
    before = machine()
    print(f"{before['system']}, Python {before['python']}, {before['cores']} cores,", end=" ")
    print(f"load {before['load']}\n", flush=True)
    comparisons: list[Comparison] = []
    for name in [asked.name] if asked.name else names:
        for comparison in _measure(name)():
            comparisons.append(comparison)
            print(table(comparison), flush=True)
    told = as_json(comparisons, before)
    print(f"load at the end {machine()['load']}")
    if asked.json is not None:
        asked.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0 if all(not comparison.missing for comparison in comparisons) else 1


def _measure(name: str) -> Measure:
    measure: Measure = importlib.import_module(f"benchmarks.rows.{name}").measure
    return measure


if __name__ == "__main__":
    sys.exit(main())
