"""The outage drill (장애 훈련): what can be made to go wrong on purpose, never with real money."""

from __future__ import annotations

import enum

import msgspec


class Drill(enum.StrEnum):
    """One thing that goes wrong, once or a few times, on this side of the wire."""

    ORDER_ANSWER_LOST = "order_answer_lost"  # the order is executed, its answer never read
    ORDER_TIMED_OUT = "order_timed_out"  # executed, answered with EGW00301
    ORDER_NOT_ARRIVED = "order_not_arrived"  # never sent, and looks like a lost answer
    RATE_LIMIT = "rate_limit"  # reads answered with EGW00201
    LEDGER_LIMIT = "ledger_limit"  # reads of the account answered with EGW00215
    SLOW_ANSWERS = "slow_answers"
    LINE_DROP = "line_drop"
    LINE_SILENT = "line_silent"  # open on one side only
    NOTICE_LOST = "notice_lost"
    NOTICE_TWICE = "notice_twice"
    NOTICE_LATE = "notice_late"
    NOTICE_SWAPPED = "notice_swapped"
    NOTICE_UNREADABLE = "notice_unreadable"
    RECORD_SHORT = "record_short"  # fewer fields than known
    RECORD_LONG = "record_long"
    GARBAGE = "garbage"


TIMES: dict[Drill, int] = {Drill.RATE_LIMIT: 3, Drill.LEDGER_LIMIT: 2, Drill.SLOW_ANSWERS: 3}
"""How often a drill strikes; once where nothing stands here."""


class DrillStatus(msgspec.Struct, frozen=True):
    """What waits to strike and how often each has struck. `reason` (a message id) says why drills
    cannot be held here at all; empty where they can.
    """

    waiting: tuple[Drill, ...] = ()
    struck: tuple[tuple[Drill, int], ...] = ()
    reason: str = ""
