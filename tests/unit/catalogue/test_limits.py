from datetime import date, timedelta

import pytest

from kis_desktop.catalogue.limits import Pace, server_limits

LIMITS = server_limits()


@pytest.mark.parametrize(
    ("day", "server", "plan"),
    [
        (date(2024, 1, 2), 20, 17.0),
        (date(2026, 4, 19), 20, 17.0),
        (date(2026, 4, 20), 18, 15.0),
        (date(2026, 11, 20), 18, 15.0),
    ],
)
def test_the_real_limit_changed_in_april_2026(day: date, server: int, plan: float) -> None:
    pace = LIMITS.real_pace(day)
    assert (pace.server, pace.plan) == (server, plan)


@pytest.mark.parametrize(
    ("day", "server", "plan"),
    [(date(2026, 4, 19), 2, 1.8), (date(2026, 4, 20), 1, 0.9), (date(2026, 11, 20), 1, 0.9)],
)
def test_the_paper_limit_changed_with_it(day: date, server: int, plan: float) -> None:
    pace = LIMITS.paper_pace(day)
    assert (pace.server, pace.plan) == (server, plan)


def test_a_new_customer_has_three_days_of_less() -> None:
    enrolled = date(2026, 11, 18)
    days = [enrolled + timedelta(days=number) for number in range(-1, 4)]
    assert [LIMITS.is_newcomer(enrolled, day) for day in days] == [False, True, True, True, False]
    assert LIMITS.newcomer_pace(enrolled) == Pace(server=3, plan=2.5, burst=1, kept=0)


def test_nobody_was_a_newcomer_before_there_was_such_a_limit() -> None:
    assert not LIMITS.is_newcomer(date(2026, 4, 1), date(2026, 4, 2))
    assert LIMITS.is_newcomer(date(2026, 4, 1), date(2026, 4, 3))


def test_every_plan_stays_below_the_server_and_leaves_reads_a_place() -> None:
    for dated in (*LIMITS.real, *LIMITS.newcomer, *LIMITS.paper):
        assert dated.plan < dated.server
        assert dated.kept < dated.plan
        assert dated.burst <= dated.server
    for table in (LIMITS.real, LIMITS.newcomer, LIMITS.paper):
        assert [dated.since for dated in table] == sorted(dated.since for dated in table)


def test_the_other_limits() -> None:
    assert (LIMITS.registrations, LIMITS.registrations_used) == (41, 40)
    assert (LIMITS.ledger_seconds, LIMITS.token_seconds) == (1.0, 60)
