"""Alerts of one instrument, and looks at it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from kis_desktop.domain.alert import Alert, Condition, Frequency, PriceCross, Seen, Way
from kis_desktop.domain.alert_check import Look, Outcome, check
from kis_desktop.domain.alert_gap import Facts, gap_of

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def alert(
    condition: Condition | None = None,
    frequency: Frequency | None = None,
    *,
    seen: Seen | None = None,
) -> Alert:
    """An armed one; without a condition a cross of 100 on the way up."""
    return Alert(
        "a",
        "005930",
        condition or PriceCross(Decimal(100), Way.UP),
        frequency or Frequency(),
        seen=seen or Seen(),
    )


def look(
    made: Alert,
    price: int | str,
    *,
    on: date = TODAY,
    minute: int = 0,
    fresh: bool = True,
    first: bool = False,
    proven: bool = True,
    previous_close: int | None = None,
) -> Look:
    """What is seen at a price."""
    close = None if previous_close is None else Decimal(previous_close)
    gap = gap_of(made.condition, Facts(Decimal(price), close))
    at = NOW + timedelta(minutes=minute)
    return Look(gap, Decimal(price), on, at, fresh, first, proven)


def walk(made: Alert, prices: Iterable[int | str]) -> tuple[Alert, list[int]]:
    """The alert behind these prices, one a minute, and the places at which it was told."""
    told = []
    for place, price in enumerate(prices):
        verdict = check(made, look(made, price, minute=place))
        made = verdict.alert
        if verdict.outcome is Outcome.FIRED:
            told.append(place)
    return made, told
