"""Whether there is room for an alert beside those that are there, and whether it can be watched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kis_desktop.domain.alert import Alert, StudyCross
from kis_desktop.domain.alert_terms import reasons
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.services.alert_bars import MOST_KEYS, bar_key, watched_indicator

MOST = 1000
"""so many alerts there may be"""


def check_made(alert: Alert, alerts: Iterable[Alert], today: date) -> None:
    """Raises `InvalidInput` with the first reason against an alert; `alerts` are all there are."""
    others = [one for one in alerts if one.id != alert.id]
    found = list(reasons(alert, today))
    key = bar_key(alert)
    keys = {bar_key(one) for one in others if one.is_armed} - {None}
    if len(others) >= MOST:
        found.append(message("alert.too_many", most=MOST))
    if key is not None and len(keys | {key}) > MOST_KEYS:
        found.append(message("alert.too_many_bars", most=MOST_KEYS))
    if isinstance(alert.condition, StudyCross) and watched_indicator(alert.condition) is None:
        found.append(message("alert.study_unknown"))
    if found:
        raise InvalidInput(found[0])
