"""Alerts put together: their file, their ears, their eyes."""

from __future__ import annotations

from pathlib import Path

from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.services.alert_base import DaySource
from kis_desktop.services.alert_book import AlertBook
from kis_desktop.services.alert_clock import AlertClock
from kis_desktop.services.alert_ear import AlertEar
from kis_desktop.services.alerts import Alerts
from kis_desktop.services.history import History
from kis_desktop.services.market_data import MarketData
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.storage.alert_file import AlertFile


def make_alerts(
    file: Path,
    disk: Worker,
    market_data: MarketData,
    history: History,
    days: DaySource,
    clock: SessionClock,
    mailbox: Mailbox,
    ear: AlertEar,
) -> Alerts:
    """The service, hearing what prices and bars tell; behind the history among their listeners, so
    that it sees the bar that a print has moved.
    """
    book = AlertBook(AlertFile(file), disk, mailbox)
    made = Alerts(book, market_data, history, days, AlertClock(clock))
    ear.on_bars = made.on_bars
    market_data.listeners.append(made.on_trades)
    market_data.quote_listeners.append(made.on_quote)
    market_data.feed_listeners.append(made.on_feed)
    return made
