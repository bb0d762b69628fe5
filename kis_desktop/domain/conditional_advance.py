"""How a conditional order moves on: one event in, the order and what is to be done out.

It fires on a fresh price of a permitted session alone, never on the first one since data was
missing, and only when a reading over REST bears the price out. Of its legs one alone is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kis_desktop.domain import conditional_entry as entry
from kis_desktop.domain import conditional_events as events
from kis_desktop.domain import conditional_fire as fire
from kis_desktop.domain import conditional_stand as stand
from kis_desktop.domain import conditional_watch as watch
from kis_desktop.domain.conditional_legs import Outcome
from kis_desktop.domain.conditional_order import ConditionalOrder
from kis_desktop.domain.tick_size import TickTable


def advance(order: ConditionalOrder, event: events.Event, ticks: TickTable) -> Outcome:
    """The order after an event, and what is to be done, in this order. An event that the order's
    state has no use for changes nothing.
    """
    return _STEPS[type(event)](order, event, ticks)


_STEPS: dict[type, Callable[[ConditionalOrder, Any, TickTable], Outcome]] = {
    events.Printed: watch.printed,
    events.Lost: watch.data_lost,
    events.SessionChanged: watch.session_changed,
    events.Clicked: watch.clicked,
    events.ConfirmBegan: fire.confirm_began,
    events.Read: fire.read,
    events.ReadFailed: fire.read_failed,
    events.NotKept: fire.not_kept,
    events.Taken: fire.taken,
    events.TurnedDown: fire.turned_down,
    events.InDoubt: fire.in_doubt,
    events.OrderSeen: fire.order_seen,
    events.EntryRefused: entry.refused,
    events.EntryInDoubt: entry.in_doubt,
    events.DayBegan: stand.day_began,
    events.Restored: stand.restored,
    events.Paused: stand.paused,
    events.Resumed: stand.resumed,
}
