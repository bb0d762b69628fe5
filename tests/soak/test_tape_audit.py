"""The audit of the soak sees what it is there to see."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

import msgspec

from kis_desktop.bridge.mailbox import Frame, PrintBatch
from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.event import ConnectionChanged
from kis_desktop.domain.quote import Aggressor, Sign, Trade
from tests.soak.tape_audit import TapeAudit

FIRST = Trade(
    symbol="005930",
    time=time(10, 12),
    price=Decimal(70_000),
    size=10,
    aggressor=Aggressor.BUY,
    sign=Sign.UP,
    change=None,
    change_rate=None,
    open=None,
    high=None,
    low=None,
    volume=1_010,
    turnover=None,
    strength=None,
    ask=None,
    bid=None,
    trade_date=None,
    received=0.0,
)


def later(size: int, volume: int) -> Trade:
    return msgspec.structs.replace(FIRST, size=size, volume=volume)


def audited(*trades: Trade, lost: int = 0) -> TapeAudit:
    audit = TapeAudit()
    audit.take(Frame({}, {"005930": PrintBatch(trades, lost)}, ()))
    return audit


def test_a_whole_tape_adds_up_to_its_volume() -> None:
    audit = audited(FIRST, later(5, 1_015), later(1, 1_016))
    assert audit.wrongs == []
    assert audit.tape_sums() == {"005930": (16, 16)}


def test_a_print_that_is_missing_is_told_with_its_shares() -> None:
    audit = audited(FIRST, later(1, 1_016))
    assert audit.wrongs == ["005930: 5 shares missing"]
    assert audit.tape_sums() == {"005930": (11, 16)}


def test_a_print_that_comes_twice_is_told() -> None:
    assert audited(FIRST, FIRST).wrongs == ["005930: -10 shares missing"]


def test_an_overflow_of_the_lane_is_told() -> None:
    assert audited(FIRST, lost=3).wrongs == ["005930: the prints lane lost 3"]


def test_a_line_that_drops_after_it_was_up_is_told() -> None:
    audit = TapeAudit()
    for state in (LinkState.CONNECTING, LinkState.LIVE, LinkState.GAP):
        audit.take(Frame({}, {}, (ConnectionChanged(ConnectionStatus(state, 0.0)),)))
    assert audit.wrongs == ["the line went gap"]
