"""Garbage ends on the UI thread, whoever made it."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from kis_desktop.ui.collector import Collector


class Knot:
    """Garbage that only a collector finds; tells on which thread it ended."""

    ended: list[int]

    def __init__(self, ended: list[int]) -> None:
        self.ended = ended
        self.itself = self

    def __del__(self) -> None:
        self.ended.append(threading.get_ident())


@pytest.fixture
def collector(qapp: QCoreApplication) -> Iterator[Collector]:
    gc.enable()
    collector = Collector()
    collector.start()
    yield collector
    collector.stop()


def test_what_another_thread_leaves_ends_here(collector: Collector, qtbot: QtBot) -> None:
    ended: list[int] = []

    def make() -> None:
        for _ in range(20_000):
            Knot(ended)

    other = threading.Thread(target=make)
    other.start()
    other.join()
    assert ended == [], "nothing is collected where it is made"
    qtbot.waitUntil(lambda: len(ended) == 20_000)
    assert set(ended) == {threading.get_ident()}


def test_a_quiet_program_is_left_alone(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(gc, "collect", asked.append)
    monkeypatch.setattr(gc, "get_count", lambda: (10, 0, 0))
    collector.look()
    assert asked == []


def test_everything_is_looked_through_when_it_is_time_and_then_rests(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []
    now = [1000.0]

    def collect(*generation: int) -> None:
        asked.append(generation)
        now[0] += 0.0 if generation else 0.5

    monkeypatch.setattr(gc, "collect", collect)
    monkeypatch.setattr(gc, "get_count", lambda: (50_000, 0, 0))
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    told: list[float] = []
    collector.collected.connect(lambda: told.append(now[0]))
    collector.start()
    collector.look()
    now[0] = 1021.0
    collector.look()
    now[0] = 1100.0
    collector.look()
    now[0] = 1300.0
    collector.look()
    assert asked == [(1,), (), (1,), ()]
    assert told == [1021.5, 1300.5], "what ended can be given back now"


def test_the_interpreter_collects_again_afterwards(qapp: QCoreApplication) -> None:
    gc.enable()
    collector = Collector()
    collector.start()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
