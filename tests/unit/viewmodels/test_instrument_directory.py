"""Names and search over the instruments that the frames bring."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.instrument_list import InstrumentList, MasterState
from kis_desktop.domain.instrument_search import Scope
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory

SAMSUNG = Instrument("005930", "삼성전자", Market.KOSPI, InstrumentKind.STOCK)
APPLE = Instrument("AAPL", "애플", Market.NASDAQ, InstrumentKind.STOCK, name_en="APPLE INC")
SHENZHEN = Instrument("005930", "삼성 아님", Market.SHENZHEN, InstrumentKind.STOCK)


def test_a_published_list_gives_names_and_can_be_searched(qtbot: QtBot) -> None:
    mailbox = Mailbox()
    clock = FrameClock(mailbox)
    directory = InstrumentDirectory(clock)
    assert directory.name("005930") == "005930"
    mailbox.latest(Topic.INSTRUMENTS, "", InstrumentList.of((SAMSUNG,)))
    with qtbot.waitSignals([directory.changed, directory.updated]):
        clock.drain()
    assert directory.name("005930") == "삼성전자"
    assert directory.find("005930") == SAMSUNG
    assert directory.search("ㅅㅅ") == (SAMSUNG,)
    assert len(directory) == 1


def test_symbols_mean_the_korean_stock_market_alone(qtbot: QtBot) -> None:
    directory = InstrumentDirectory()
    directory.replace(InstrumentList.of((APPLE, SHENZHEN)))
    assert directory.find("AAPL") is None
    assert directory.find("005930") is None
    assert directory.name("005930") == "005930"
    assert directory.search("애플") == ()
    assert (len(directory), directory.total) == (0, 2)
    assert directory.search_all("애플") == (APPLE,)
    assert directory.search_all("애플", scopes=(Scope.BOND,)) == ()
    assert directory.find_key("SZS:005930") == SHENZHEN


def test_another_market_s_file_does_not_stir_the_panels(qtbot: QtBot) -> None:
    directory = InstrumentDirectory()
    known = InstrumentList.of((SAMSUNG,))
    directory.replace(known)
    with (
        qtbot.assertNotEmitted(directory.changed),
        qtbot.waitSignal(directory.updated),
    ):
        directory.replace(known.with_file(MasterState("nas", 1), (APPLE,)))
    assert directory.states["nas"].rows == 1


def test_a_frame_without_a_list_changes_nothing(qtbot: QtBot) -> None:
    clock = FrameClock(Mailbox())
    directory = InstrumentDirectory(clock)
    with qtbot.assertNotEmitted(directory.changed):
        clock.drain()
