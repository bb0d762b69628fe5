"""Which of two words on a price is the newer one, and of which day it is: pure.

Stream and REST overtake each other by seconds, never by more: a volume that is lower after a longer
while belongs to another day.
"""

from __future__ import annotations

from datetime import date, datetime, time

import msgspec

from kis_desktop.catalogue.calendar import is_trading_day, previous_trading_day
from kis_desktop.domain.quote import Quote, Trade

DAY_BEGINS = time(8, 30)  # exchange time from which on the server's figures are the new day's

_OVERTAKING = 3.0  # seconds by which stream and REST may overtake each other
_REFERENCE = ("previous_close", "limit_up", "limit_down", "tick")


def figures_date(now: datetime) -> date | None:
    """The trading day that a quote read at this market time tells of.

    None in the small hours of a trading day: some figures are yesterday's still, some today's.
    """
    if not is_trading_day(now.date()):
        return previous_trading_day(now.date())
    return now.date() if now.time() >= DAY_BEGINS else None


def is_older(trade: Trade, quote: Quote) -> bool:
    """Whether the quote already counts this print: a snapshot overtook it on the way."""
    days = (trade.trade_date, quote.trade_date)
    if days[0] is not None and days[1] is not None and days[0] != days[1]:
        return days[0] < days[1]
    return (
        trade.received - quote.received < _OVERTAKING
        and trade.volume is not None
        and quote.volume is not None
        and trade.volume <= quote.volume
    )


def merged(known: Quote, read: Quote, began: float) -> Quote:
    """What holds once a read that began at a monotonic second has told its quote.

    The stream's word stays where it counted more of the same day; then the read gives only the
    day's fixed figures, which nobody else tells.
    """
    if _overtook(known, read, began):
        told = {name: getattr(read, name) for name in _REFERENCE if getattr(read, name) is not None}
        return msgspec.structs.replace(known, **told)
    if read.trade_date is None:
        return msgspec.structs.replace(read, trade_date=known.trade_date)
    return read


def _overtook(known: Quote, read: Quote, began: float) -> bool:
    same_day = read.trade_date is None or known.trade_date in (None, read.trade_date)
    return (
        same_day
        and began - known.received < _OVERTAKING
        and known.volume is not None
        and read.volume is not None
        and known.volume > read.volume
    )
