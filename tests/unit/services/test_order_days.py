"""Which days are followed: today's, the last one, and those that something is open of."""

from __future__ import annotations

from datetime import date

import msgspec

from kis_desktop.domain.order import OrderState
from kis_desktop.services.order_days import OrderDays
from kis_desktop.services.session_clock import SessionClock
from tests.unit.services.order_desk import NOW, RULES
from tests.unit.services.plain_screen import PlainScreen
from tests.unit.services.test_order_ledger import cost, sent

TUESDAY, WEDNESDAY = date(2026, 11, 17), date(2026, 11, 18)
THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)


def test_settled_days_are_let_go_but_the_last() -> None:
    screen = PlainScreen()
    clock = SessionClock(RULES, screen, wall=lambda: NOW)
    days = OrderDays(clock, RULES, screen, cost, lambda: None)
    unanswered = msgspec.structs.replace(sent(10), state=OrderState.UNKNOWN, trade_date=TUESDAY)
    days.of(TUESDAY).put(unanswered)
    for day in (WEDNESDAY, THURSDAY, FRIDAY):
        days.of(day)
    assert [day.trade_date for day in days] == [TUESDAY, THURSDAY, FRIDAY]
    assert days.today is days.of(FRIDAY)
