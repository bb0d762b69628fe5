"""The mark says that something is recorded and how much, or where a replay stands."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.recording import PlayStatus, RecordingStatus
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.recorder_mark import RecorderMark, span_text
from tests.unit.screen_desk import Desk


class Hours:
    """Monotonic seconds that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def mark(desk: Desk, hours: Hours) -> RecorderMark:
    return RecorderMark(desk.context, monotonic=hours)


def test_nothing_is_said_of_nothing(qtbot: QtBot) -> None:
    desk = Desk()
    made = mark(desk, Hours())
    desk.put(Topic.RECORDING, "", RecordingStatus())
    desk.frame()
    assert (made.text, made.records) == ("", False)


def test_a_recording_tells_its_time_its_size_and_what_it_lost(qtbot: QtBot) -> None:
    desk, hours = Desk(), Hours()
    made = mark(desk, hours)
    hours.now = 753.9
    status = RecordingStatus(active=True, name="a.kisrec", since=0.0, size=3_400_000)
    with qtbot.waitSignal(made.changed):
        desk.put(Topic.RECORDING, "", status)
        desk.frame()
    assert (made.text, made.records) == ("● 기록 중 · 12:33 · 3.2 MB", True)
    assert "a.kisrec" in made.hint
    desk.put(
        Topic.RECORDING,
        "",
        RecordingStatus(active=True, name="a.kisrec", since=0.0, size=3_400_000, lost=7),
    )
    desk.frame()
    assert made.text.endswith(" · 7건 빠짐")
    with qtbot.waitSignal(made.changed):
        desk.put(Topic.RECORDING, "", RecordingStatus(name="a.kisrec"))
        desk.frame()
    assert (made.text, made.hint, made.records) == ("", "", False)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (PlayStatus(12.0, 90.0, 2.0, paused=False), "▶ 00:12 / 01:30 · 2배속"),
        (PlayStatus(12.0, 90.0, 0.5, paused=False), "▶ 00:12 / 01:30 · 0.5배속"),
        (PlayStatus(12.0, 90.0, 2.0, paused=True), "▶ 00:12 / 01:30 · 일시정지"),
        (PlayStatus(90.0, 90.0, 2.0, paused=False), "▶ 01:30 / 01:30 · 재생 끝"),
    ],
)
def test_a_replay_tells_where_it_stands(qtbot: QtBot, status: PlayStatus, text: str) -> None:
    desk = Desk()
    made = mark(desk, Hours())
    desk.put(Topic.PLAY, "", status)
    desk.frame()
    assert (made.text, made.records) == (text, False)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-1.0, "00:00"), (59.9, "00:59"), (3600.0, "1:00:00"), (36_061, "10:01:01")],
)
def test_spans_are_written_as_they_passed(seconds: float, text: str) -> None:
    assert span_text(seconds) == text


def test_a_replay_of_a_damaged_file_says_so_as_long_as_it_runs(qtbot: QtBot) -> None:
    desk = Desk()
    made = mark(desk, Hours())
    desk.put(Topic.PLAY, "", PlayStatus(12.0, 90.0, 2.0, paused=False, damaged=3))
    desk.frame()
    assert made.text == "▶ 00:12 / 01:30 · 2배속 · ⚠ 손상 3곳"
    assert made.hint.startswith("기록에서 읽을 수 없는 곳 3곳을 건너뛰었습니다.")
    desk.put(Topic.PLAY, "", PlayStatus(90.0, 90.0, 2.0, paused=False, damaged=3))
    desk.frame()
    assert made.text == "▶ 01:30 / 01:30 · 재생 끝 · ⚠ 손상 3곳"
