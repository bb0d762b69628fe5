"""Notes over the corner of the window."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.ui.shell import notes as notes_file
from kis_desktop.ui.shell.notes import MOST, Notes
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.announcements import Announcement, Announcements, Notable
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words
from tests.patience import PATIENCE_S
from tests.unit.screen_desk import Desk


def told(key: str, kind: Notable = Notable.FILL, text: str = "40주 · 98,300원") -> Announcement:
    return Announcement(key, kind, "＋ 매수 체결 · 삼성전자", text, Tone.BUY, "005930")


@pytest.fixture
async def host(qtbot: QtBot, theme: Theme) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 600)
    host.show()
    return host


@pytest.fixture
def notes(host: QWidget) -> Notes:
    return Notes(Announcements(Desk().context, host), Words("ko"), host, above=24)


def keys(notes: Notes) -> list[str]:
    return [note.told.key for note in notes.shown]


async def test_notes_stand_one_over_the_other_inside_the_window(
    notes: Notes, host: QWidget
) -> None:
    notes.show_note(told("a"))
    notes.show_note(told("b", text="아주 긴 문장 " * 20))
    first, second = notes.shown
    assert first.geometry().bottom() < second.geometry().top()
    for note in notes.shown:
        assert host.rect().contains(note.geometry())
        assert note.geometry().right() < host.width() / 2  # the ticket's button is on the right
    host.resize(700, 500)
    assert host.rect().contains(second.geometry())


async def test_a_long_note_shows_every_line(notes: Notes) -> None:
    notes.show_note(
        told(
            "a",
            Notable.UNKNOWN,
            "주문을 보냈지만 결과를 알 수 없습니다. 확인하는 중이며, 같은 주문을 다시 내지 마세요."
            " — [EGW00301] 연결시간이 초과되었습니다. 직전 거래를 반드시 확인하세요.",
        )
    )
    (note,) = notes.shown
    QCoreApplication.sendPostedEvents(note, QEvent.Type.LayoutRequest.value)
    for label in (note.title, note.text):
        assert label.height() >= label.heightForWidth(label.width())
    assert note.title.geometry().bottom() < note.text.geometry().top()


async def test_a_newer_word_takes_the_place_of_the_older(notes: Notes) -> None:
    notes.show_note(told("a"))
    notes.show_note(told("a", text="2건 80주"))
    assert [note.text.text() for note in notes.shown] == ["2건 80주"]


async def test_the_oldest_that_waits_for_nobody_makes_room(notes: Notes) -> None:
    notes.show_note(told("unknown", Notable.UNKNOWN))
    for number in range(MOST):
        notes.show_note(told(str(number)))
    assert keys(notes) == ["unknown", "1", "2", "3"]


async def test_a_note_goes_by_itself_and_one_that_waits_does_not(
    host: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes_file, "SHOWN_FOR", 20)
    notes = Notes(Announcements(Desk().context, host), Words("ko"), host, above=24)
    notes.show_note(told("waits", Notable.UNKNOWN))
    notes.show_note(told("goes"))
    for note in notes.shown:  # wherever the pointer stands, it has left them
        QCoreApplication.sendEvent(note, QEvent(QEvent.Type.Leave))
    async with asyncio.timeout(PATIENCE_S):
        while keys(notes) != ["waits"]:
            await asyncio.sleep(0.01)
            QCoreApplication.processEvents()
    notes.shown[0].close_button.click()
    assert keys(notes) == []


async def test_a_click_shows_the_symbol(notes: Notes) -> None:
    picked: list[str] = []
    notes.picked.connect(picked.append)
    notes.show_note(told("a"))
    QTest.mouseClick(notes.shown[0], Qt.MouseButton.LeftButton)
    assert picked == ["005930"]
    assert notes.shown[0].accessibleName() == "＋ 매수 체결 · 삼성전자. 40주 · 98,300원"
