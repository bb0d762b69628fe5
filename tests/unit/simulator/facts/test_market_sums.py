"""Sums over markets: what is kept of them changes nothing of what is told."""

from __future__ import annotations

from datetime import date, datetime

from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market

_START, _END = date(2021, 10, 1), date(2026, 11, 20)


def test_long_periods_of_two_markets_can_be_asked_in_turn() -> None:
    clock = MarketClock(monotonic=lambda: 0.0, start=datetime(2026, 11, 20, 10, tzinfo=KST))
    markets = Market(seed=3, clock=clock, instruments=6).others.flows.markets
    first = markets.days("0001", _START, _END)
    markets.days("0000", _START, _END)
    again = markets.days("0001", _START, _END)
    assert [(one.day, one.turnover) for one in again] == [(one.day, one.turnover) for one in first]
