"""What a row of the speed table says: figures of one thing, ours first, each against ours."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

_ENOUGH_FOR_P99 = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One contestant's times in the unit of its comparison; `p99` None: too few samples."""

    name: str
    median: float
    p99: float | None
    samples: int

    @classmethod
    def of(cls, name: str, samples: Sequence[float]) -> Figure:
        """The figure of single measurements."""
        ordered = sorted(samples)
        p99 = ordered[int(len(ordered) * 0.99)] if len(ordered) >= _ENOUGH_FOR_P99 else None
        return cls(name, statistics.median(ordered), p99, len(ordered))

    @classmethod
    def of_runs(cls, name: str, runs: Sequence[tuple[float, float]], samples: int) -> Figure:
        """The middle of several runs that each tell (median, p99)."""
        medians, p99s = zip(*runs, strict=True)
        return cls(name, statistics.median(medians), statistics.median(p99s), samples)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures of one thing, ours first; less is better. `missing` says who could not be asked."""

    title: str
    unit: str
    conditions: str
    figures: tuple[Figure, ...]
    missing: tuple[str, ...] = ()

    @property
    def ours(self) -> Figure:
        """Our own figure."""
        return self.figures[0]

    def ratio(self, figure: Figure) -> float | None:
        """Our median ÷ theirs: below 1 we are faster. None where theirs is zero."""
        return self.ours.median / figure.median if figure.median else None

    def p99_ratio(self, figure: Figure) -> float | None:
        """Our p99 ÷ theirs; None where one of them is not known or zero."""
        if self.ours.p99 is None or not figure.p99:
            return None
        return self.ours.p99 / figure.p99
