from datetime import date

from kis_desktop.catalogue.limits import server_limits
from kis_desktop.kis.protocol.pacing import (
    CALM_SECONDS,
    LONGEST_SLOW_SECONDS,
    SLOW_SECONDS,
    WITHIN,
    Pacing,
)

DAY = date(2026, 11, 20)
REAL = server_limits().real_pace(DAY)
NEWCOMER = server_limits().newcomer_pace(DAY)
PAPER = server_limits().paper_pace(DAY)


def storm(pacing: Pacing, now: float) -> list[bool]:
    """Three refusals within a second, as the server gives them while we are below the plan."""
    return [pacing.refused(now + 0.3 * number) for number in range(3)]


def test_world_and_date_decide() -> None:
    assert Pacing(paper=False).pace(DAY, 0.0) == REAL
    assert Pacing(paper=True).pace(DAY, 0.0) == PAPER
    assert Pacing(paper=False).pace(date(2026, 4, 19), 0.0).server == 20


def test_a_new_customer_s_first_days_are_slow_and_paper_is_as_it_is() -> None:
    assert Pacing(paper=False, enrolled=DAY).pace(DAY, 0.0) == NEWCOMER
    assert Pacing(paper=False, enrolled=date(2026, 11, 17)).pace(DAY, 0.0) == REAL
    assert Pacing(paper=True, enrolled=DAY).pace(DAY, 0.0) == PAPER


def test_refusals_now_and_then_change_nothing() -> None:
    pacing = Pacing(paper=False)
    told = [pacing.refused(WITHIN * number) for number in range(10)]
    assert not any(told)
    assert pacing.pace(DAY, 90.0) == REAL
    assert pacing.busy_answers == 10


def test_refusals_that_go_on_slow_us_down_for_a_while_and_are_told_once() -> None:
    pacing = Pacing(paper=False)
    assert storm(pacing, 0.0) == [False, False, True]
    assert pacing.pace(DAY, 1.0) == NEWCOMER
    assert storm(pacing, 2.0) == [False, False, False]
    assert pacing.pace(DAY, 0.6 + SLOW_SECONDS) == REAL


def test_each_time_that_it_comes_again_soon_the_slow_time_doubles_and_nothing_is_told() -> None:
    pacing = Pacing(paper=False)
    storm(pacing, 0.0)
    now, spans = SLOW_SECONDS + 1.0, []
    for _ in range(5):
        assert not any(storm(pacing, now))
        until = now
        while pacing.pace(DAY, until) == NEWCOMER or until == now:
            until += 10.0
        spans.append(round((until - now) / SLOW_SECONDS))
        now = until + 1.0
    assert spans == [2, 4, 8, 12, 12]
    assert SLOW_SECONDS * 12 == LONGEST_SLOW_SECONDS


def test_after_a_calm_hour_it_begins_anew() -> None:
    pacing = Pacing(paper=False)
    storm(pacing, 0.0)
    later = SLOW_SECONDS + CALM_SECONDS + 1.0
    assert storm(pacing, later) == [False, False, True]
    assert pacing.pace(DAY, later + SLOW_SECONDS + 1.0) == REAL


def test_paper_has_no_slower_plan() -> None:
    pacing = Pacing(paper=True)
    assert not any(storm(pacing, 0.0))
    assert pacing.pace(DAY, 1.0) == PAPER
