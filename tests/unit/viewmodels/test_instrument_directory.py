"""Names and search over the instruments that the frames bring."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory

SAMSUNG = Instrument("005930", "삼성전자", Market.KOSPI, InstrumentKind.STOCK)


def test_a_published_list_gives_names_and_can_be_searched(qtbot: QtBot) -> None:
    mailbox = Mailbox()
    clock = FrameClock(mailbox)
    directory = InstrumentDirectory(clock)
    assert directory.name("005930") == "005930"
    mailbox.latest(Topic.INSTRUMENTS, "", (SAMSUNG,))
    with qtbot.waitSignal(directory.changed):
        clock.drain()
    assert directory.name("005930") == "삼성전자"
    assert directory.find("005930") == SAMSUNG
    assert directory.search("ㅅㅅ") == (SAMSUNG,)
    assert len(directory) == 1


def test_a_frame_without_a_list_changes_nothing(qtbot: QtBot) -> None:
    clock = FrameClock(Mailbox())
    directory = InstrumentDirectory(clock)
    with qtbot.assertNotEmitted(directory.changed):
        clock.drain()
