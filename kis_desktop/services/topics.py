"""What may stand in the latest lane, by topic; each new value replaces the one not yet read."""

from __future__ import annotations

import enum


class Topic(enum.StrEnum):
    """The kind of value; its key is given behind each."""

    QUOTE = "quote"  # feed key -> Quote
    BOOK = "book"  # feed key -> OrderBook
    FEED = "feed"  # feed key -> Feed
    BARS = "bars"  # text of a BarKey -> BarTail
    HISTORY = "history"  # text of a BarKey -> HistoryProgress
    ACCOUNT = "account"  # "" -> AccountSnapshot
    ACCOUNT_DETAILS = "account_details"  # "" -> AccountDetails
    COMPARISON = "comparison"  # "" -> Comparison, our fills against the account
    FEES = "fees"  # "" -> FeeSchedule, what a fill costs
    CONNECTION = "connection"  # "" -> ConnectionStatus
    NOTICES = "notices"  # "" -> NoticeStatus
    BUDGET = "budget"  # "" -> Budget
    CLOCK = "clock"  # "" -> ClockReading
    ORDERS = "orders"  # "" -> float, the monotonic second of the last complete list of the day
    HALT = "halt"  # "" -> bool, whether new orders are stopped
    DOUBT = "doubt"  # local id -> Doubt, an order without an answer
    KILL = "kill"  # "" -> KillReport
    DRILL = "drill"  # "" -> DrillStatus
    RISK = "risk"  # "" -> RiskProfile, the limits in force
    RISK_DAY = "risk_day"  # "" -> RiskDay, the day's loss and whether it has locked new orders
    CONDITIONAL = "conditional"  # "" -> ConditionalBoard, with the beat of what watches
    ALERTS = "alerts"  # "" -> AlertBoard
    RESERVATIONS = "reservations"  # "" -> ReservationList
    INSTRUMENTS = "instruments"  # "" -> InstrumentList, all that are known
    RECORDING = "recording"  # "" -> RecordingStatus
    PLAY = "play"  # "" -> PlayStatus, in a replay alone
    QUARANTINE = "quarantine"  # "" -> tuple[Quarantined, ...], what didn't read since the start
    CHANNEL = "channel"  # channel id -> ChannelTail, what the explorer listens to
