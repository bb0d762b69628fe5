"""An order whose sending got no answer: what may have become of it, until reading settles it."""

from __future__ import annotations

import enum
from datetime import datetime

import msgspec

from kis_desktop.domain.order import Order
from kis_desktop.domain.order_report import BrokerOrder


class DoubtState(enum.StrEnum):
    """How far the settling has come."""

    READING = "reading"  # not found yet; not given up
    CHOICE = "choice"  # several orders of the day's list could be it: the trader chooses
    SETTLED = "settled"


class Doubt(msgspec.Struct, frozen=True):
    """`candidates` are unclaimed orders that are alike; `walks` complete lists since `since` (UTC)
    did not hold it, of `walks_needed` over at least `span` seconds.
    """

    order: Order
    state: DoubtState
    candidates: tuple[BrokerOrder, ...] = ()
    walks: int = 0
    walks_needed: int = 3
    span: float = 60.0
    since: datetime | None = None
