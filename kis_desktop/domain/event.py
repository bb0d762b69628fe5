"""What must reach the screen, all of it and in order."""

from __future__ import annotations

import enum
from datetime import datetime

import msgspec

from kis_desktop.domain.alert import AlertFired
from kis_desktop.domain.connection import ConnectionStatus
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import Order


class Severity(enum.StrEnum):
    """How loudly a line of the log speaks."""

    NOTE = "note"
    WARNING = "warning"
    FAILURE = "failure"


class OrderChanged(msgspec.Struct, frozen=True):
    """An order came to be or moved."""

    order: Order


class FillReceived(msgspec.Struct, frozen=True):
    """Our order was executed, wholly or in part; a later one of the same order and sequence
    replaces it.
    """

    fill: Fill


class FillWithdrawn(msgspec.Struct, frozen=True):
    """A fill that was told is none: the day's list does not count it."""

    fill: Fill


class OrderWithdrawn(msgspec.Struct, frozen=True):
    """What was shown as another program's order is one of ours, shown under its own local id."""

    local_id: str


class ConnectionChanged(msgspec.Struct, frozen=True):
    """The realtime line changed its state."""

    status: ConnectionStatus


class Logged(msgspec.Struct, frozen=True):
    """Something happened that the trader may want to read later. `at` UTC."""

    at: datetime
    severity: Severity
    message: Message


Event = (
    OrderChanged
    | OrderWithdrawn
    | FillReceived
    | FillWithdrawn
    | ConnectionChanged
    | Logged
    | AlertFired
)
