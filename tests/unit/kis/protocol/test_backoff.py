import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.kis.protocol.backoff import Backoff


def highest() -> float:
    return 1.0


def waits(backoff: Backoff, count: int, now: float = 0.0) -> list[float]:
    """The pauses between `count` attempts that fail at once."""
    found: list[float] = []
    for _ in range(count):
        backoff.attempt(now)
        backoff.failed(now)
        due = backoff.next_at()
        assert due is not None
        found.append(due - now)
        now = due
    return found


def test_the_first_attempt_is_due_at_once() -> None:
    due = Backoff(highest).next_at()
    assert due is not None
    assert due < 0


def test_waits_double_from_one_second_and_slow_down_to_one_a_minute() -> None:
    assert waits(Backoff(highest), 10) == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_the_jitter_halves_a_wait_at_most_and_never_goes_below_a_second() -> None:
    assert waits(Backoff(lambda: 0.0), 5) == [1, 1.5, 2.5, 4.5, 8.5]


def test_after_eight_attempts_in_ten_minutes_there_is_one_a_minute() -> None:
    backoff = Backoff(lambda: 0.0)
    now = 0.0
    for _ in range(8):
        backoff.attempt(now)
        backoff.opened(now)
        now += 61
        backoff.failed(now)
    assert backoff.is_slow(now)
    due = backoff.next_at()
    assert due is not None
    assert due >= now - 61 + 60


def test_a_line_that_held_a_minute_has_earned_a_fresh_start() -> None:
    backoff = Backoff(highest)
    waits(backoff, 5)
    assert backoff.failures == 5
    backoff.attempt(1000.0)
    backoff.opened(1000.0)
    backoff.failed(1060.0)
    assert backoff.failures == 1


def test_a_line_that_breaks_at_once_has_not() -> None:
    backoff = Backoff(highest)
    waits(backoff, 5)
    backoff.attempt(1000.0)
    backoff.opened(1000.0)
    backoff.failed(1001.0)
    assert backoff.failures == 6


def test_while_another_program_holds_the_line_there_are_two_tries_a_minute_apart() -> None:
    backoff = Backoff(highest)
    for now in (0.0, 60.0):
        backoff.attempt(now)
        backoff.in_use(now)
        assert backoff.next_at() == now + 60
        assert not backoff.blocked
    backoff.attempt(120.0)
    backoff.in_use(120.0)
    assert backoff.blocked


def test_a_refused_line_waits_for_the_trader_who_gets_a_try_at_once() -> None:
    backoff = Backoff(highest)
    backoff.attempt(5.0)
    backoff.give_up()
    assert backoff.next_at() is None
    backoff.asked(30.0)
    assert backoff.next_at() == 30.0
    assert not backoff.blocked


def test_the_trader_cannot_hammer_either() -> None:
    backoff = Backoff(highest)
    backoff.attempt(5.0)
    backoff.asked(5.2)
    assert backoff.next_at() == 6.0
    for now in (6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0):
        backoff.attempt(now)
    backoff.asked(12.1)
    assert backoff.next_at() == 22.0


def test_asked_before_any_attempt_it_is_due_now() -> None:
    backoff = Backoff(highest)
    backoff.asked(3.0)
    assert backoff.next_at() == 3.0


def test_old_attempts_are_forgotten() -> None:
    backoff = Backoff(highest)
    waits(backoff, 8)
    assert not backoff.is_slow(2000.0)


@pytest.mark.parametrize("lasting", [0.0, 5.0, 59.0, 61.0])
@given(seed=st.integers(0, 2**16))
def test_no_ten_minutes_see_more_than_eight_quick_and_ten_slow_attempts(
    lasting: float, seed: int
) -> None:
    backoff = Backoff(random.Random(seed).random)
    now = 0.0
    attempts: list[float] = []
    for _ in range(60):
        backoff.attempt(now)
        attempts.append(now)
        backoff.opened(now)
        now += lasting
        backoff.failed(now)
        due = backoff.next_at()
        assert due is not None
        assert due >= now
        now = due
    for number, start in enumerate(attempts):
        within = [at for at in attempts[number:] if at < start + 600]
        assert len(within) <= 18
        quick = sum(b - a < 59.999 for a, b in itertools.pairwise(within))
        assert quick <= 8
