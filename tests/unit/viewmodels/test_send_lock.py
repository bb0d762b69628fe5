"""From a press to its outcome, and a moment longer, nothing is sent again."""

from __future__ import annotations

from kis_desktop.viewmodels.send_lock import REST, SendLock


class Now:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_second_press_finds_the_lock_taken() -> None:
    lock = SendLock(Now())
    assert lock.take()
    assert not lock.take()
    assert lock.is_taken


def test_a_press_right_after_the_outcome_belongs_to_the_one_before() -> None:
    now = Now()
    lock = SendLock(now)
    lock.take()
    lock.settle()
    now.seconds += REST - 0.01
    assert lock.is_resting
    assert not lock.take()


def test_after_the_rest_the_next_order_may_go() -> None:
    now = Now()
    lock = SendLock(now)
    lock.take()
    lock.settle()
    now.seconds += REST
    assert not lock.is_resting
    assert lock.take()


def test_a_key_that_still_moves_prolongs_the_rest() -> None:
    now = Now()
    lock = SendLock(now)
    lock.take()
    lock.settle()
    for _ in range(5):
        now.seconds += REST / 2
        lock.prolong()
    assert lock.is_resting
    now.seconds += REST
    lock.prolong()
    assert lock.take()
