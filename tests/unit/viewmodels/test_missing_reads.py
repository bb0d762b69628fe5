"""What a recording lacks is told once a read, quietly; everything else as it came."""

from __future__ import annotations

from datetime import UTC, datetime

from pytestqt.qtbot import QtBot

from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import Message, message
from kis_desktop.viewmodels.log import Log
from kis_desktop.viewmodels.missing_reads import MissingReads
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.status import Status
from tests.unit.screen_desk import Desk

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def missing(title: str) -> Logged:
    return Logged(AT, Severity.WARNING, Message("recorder.not_recorded", {}, "REPLAY", title))


def test_each_read_is_told_once_and_as_a_note() -> None:
    reads = MissingReads()
    told = [reads.told(missing(title)) for title in ("현재가", "현재가", "잔고", "현재가")]
    shown = [None if one is None else (one.severity, one.message.original) for one in told]
    assert shown == [(Severity.NOTE, "현재가"), None, (Severity.NOTE, "잔고"), None]


def test_what_is_no_missing_read_is_told_as_it_came() -> None:
    reads = MissingReads()
    other = Logged(AT, Severity.WARNING, message("kis.business"))
    assert [reads.told(other), reads.told(other)] == [other, other]


def test_the_status_line_and_the_log_say_it_calmly_and_not_again(qtbot: QtBot) -> None:
    desk = Desk()
    status, log = Status(desk.context), Log(desk.context)
    desk.tell(missing("현재가"))
    desk.frame()
    assert "기록에 없는 조회입니다. — [REPLAY] 현재가" in status.news.text
    assert status.news.tone is Tone.DIM
    desk.tell(Logged(AT, Severity.WARNING, message("kis.business")))
    desk.frame()
    desk.tell(missing("현재가"))
    desk.frame()
    assert "서버가 요청을 거부했습니다." in status.news.text
    assert log.table.rowCount() == 2
