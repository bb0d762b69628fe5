"""Moments of bars as the exchange's time, in words."""

from __future__ import annotations

from datetime import datetime

from kis_desktop.viewmodels.format import EXCHANGE_ZONE


def moment_text(time: int, *, dated: bool) -> str:
    """A bar's start (UTC epoch seconds): `2026/11/20`, with `9:05` for bars within a day."""
    moment = datetime.fromtimestamp(time, EXCHANGE_ZONE)
    day = f"{moment:%Y/%m/%d}"
    return day if dated else f"{day} {moment.hour}:{moment:%M}"
