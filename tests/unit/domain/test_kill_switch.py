from __future__ import annotations

from kis_desktop.domain.kill_switch import KillLine, KillOutcome, KillReport


def test_lines_are_counted_by_their_outcome() -> None:
    lines = tuple(
        KillLine(str(number), "005930", outcome)
        for number, outcome in enumerate(
            [KillOutcome.CANCELLED, KillOutcome.REFUSED, KillOutcome.CANCELLED]
        )
    )
    report = KillReport(stopped=True, lines=lines)
    assert report.count(KillOutcome.CANCELLED) == 2
    assert report.count(KillOutcome.REFUSED) == 1
    assert report.count(KillOutcome.UNKNOWN) == 0
