"""Indications (H0STANC0 and its kin) and market status (H0STMKO0) that the simulator writes."""

from __future__ import annotations

import dataclasses

import pytest

from kis_desktop.simulator.server.channels.indications import indication_record
from kis_desktop.simulator.server.channels.status import status_record
from kis_desktop.simulator.views import Board, Phase
from tests.unit.simulator.trading_floor import SAMSUNG, Floor


def indicated(board: Board, start: str = "08:50") -> list[str]:
    floor = Floor(start)
    book = floor.market.book(SAMSUNG)
    book = dataclasses.replace(
        book, indicative_price=98_100, indicative_size=1_234, indicative_change=1_000
    )
    record = indication_record(book, floor.market.snapshot(SAMSUNG), board, halted=False)
    assert record is not None
    return record.split("^")


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, "005930"),
        (1, "085000"),
        (2, "98100"),
        (3, "2"),
        (4, "1000"),
        (5, "1.03"),
        (7, "0"),
        (12, "1234"),
        (21, "3"),
        (24, ""),
        (25, "3"),
        (33, "20261120"),
        (34, "20"),
        (35, "N"),
    ],
)
def test_an_indication_has_every_value_in_its_place(place: int, value: str) -> None:
    assert indicated(Board.KRX)[place] == value


def test_the_krxs_indication_has_45_fields_the_others_46() -> None:
    widths = [len(indicated(board)) for board in (Board.KRX, Board.NXT, Board.UNIFIED)]
    assert widths == [45, 46, 46]


def test_a_print_of_the_day_is_compared_with_the_indication() -> None:
    fields = indicated(Board.KRX, "15:25")
    assert fields[24] == "090000"
    assert int(fields[26]) == 98_100 - int(fields[7])


def test_nothing_is_indicated_while_nothing_would_match() -> None:
    floor = Floor("10:12")
    book, day = floor.market.book(SAMSUNG), floor.market.snapshot(SAMSUNG)
    assert indication_record(book, day, Board.KRX, halted=False) is None


@pytest.mark.parametrize(
    ("vi", "record"),
    [
        (False, "005930^N^(null)^112^112^^^55^N^N^1"),
        (True, "005930^N^(null)^112^112^^^55^Y^N^1"),
    ],
)
def test_the_status_tells_a_vi(vi: bool, record: str) -> None:
    told = status_record("005930", Board.KRX, Phase.CONTINUOUS, halted=False, status="55", vi=vi)
    assert told == record
    assert len(record.split("^")) == 11


@pytest.mark.parametrize(
    ("board", "phase", "record"),
    [
        (Board.KRX, Phase.CLOSED, "005930^N^(null)^^^^^55^N^N^1"),
        (Board.KRX, Phase.PRE_HOURS, "005930^N^(null)^110^311^^^55^N^N^1"),
        (Board.KRX, Phase.OPENING_AUCTION, "005930^N^(null)^110^311^^^55^N^N^1"),
        (Board.KRX, Phase.CLOSING_AUCTION, "005930^N^(null)^121^121^^^55^N^N^1"),
        (Board.KRX, Phase.CLOSING_PRICE_ORDERS, "005930^N^(null)^129^129^^^55^N^N^1"),
        (Board.KRX, Phase.AFTER_MARKET, "005930^N^(null)^129^129^^^55^N^N^1"),
        (Board.NXT, Phase.PRE_MARKET, "005930^N^(null)^112^^^^55^N^N^2"),
        (Board.NXT, Phase.PAUSED, "005930^N^(null)^129^^^^55^N^N^2"),
        (Board.NXT, Phase.AFTER_AUCTION, "005930^N^(null)^110^^^^55^N^N^2"),
        (Board.NXT, Phase.AFTER_MARKET, "005930^N^(null)^112^^^^55^N^N^2"),
        (Board.UNIFIED, Phase.CONTINUOUS, "005930^N^(null)^112^112^^^55^N^N^3"),
    ],
)
def test_the_status_tells_the_session(board: Board, phase: Phase, record: str) -> None:
    assert status_record("005930", board, phase, halted=False, status="55", vi=False) == record


def test_the_status_tells_a_halt_and_the_exchange() -> None:
    told = status_record("005930", Board.NXT, Phase.CONTINUOUS, halted=True, status="58", vi=False)
    assert told == "005930^Y^(null)^112^^^^58^N^N^2"
