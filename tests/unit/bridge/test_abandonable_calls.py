"""Calls that may never return, on threads that keep nobody waiting."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from kis_desktop.bridge.abandonable_calls import AbandonableCalls
from tests.patience import PATIENCE_S

HANGS = """
import threading
from kis_desktop.bridge.abandonable_calls import AbandonableCalls
AbandonableCalls("hanging").submit(threading.Event().wait)
print("ended")
"""


def test_the_outcome_is_what_the_call_returned() -> None:
    assert AbandonableCalls("test").submit(lambda: 5).result(5) == 5


@pytest.mark.parametrize("failure", [ValueError("no"), SystemExit(3)])
def test_what_the_call_raised_is_handed_to_the_one_who_waits(failure: BaseException) -> None:
    def fail() -> None:
        raise failure

    assert AbandonableCalls("test").submit(fail).exception(5) is failure


def test_a_call_that_hangs_keeps_no_other_waiting() -> None:
    calls, release = AbandonableCalls("test"), threading.Event()
    hanging = calls.submit(release.wait)
    assert calls.submit(lambda: "at once").result(5) == "at once"
    assert not hanging.done()
    release.set()
    assert hanging.result(5)


def test_a_call_that_hangs_does_not_keep_the_program_from_ending() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HANGS],
        check=True,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert ended.stdout == "ended\n"
