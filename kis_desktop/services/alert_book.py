"""All alerts as they stand: found by their feed, kept on the disk, shown on the screen."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Protocol

import msgspec

from kis_desktop.domain.alert import Alert, AlertBoard, AlertFired, Often, Seen
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import Message, message
from kis_desktop.services.ports import Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_SAVE_PAUSE = 0.5  # seconds in which further changes are gathered
_MOVED_PAUSE = 5.0  # in which prices only went from one side to another


class AlertStore(Protocol):
    """Where alerts are kept (blocking). All raise `StorageFailed`."""

    def load(self) -> tuple[tuple[Alert, ...], tuple[Message, ...]]:
        """The kept alerts, and what to tell of those that do not read."""

    def save(self, alerts: Sequence[Alert]) -> None:
        """Keep these instead."""


class AlertBook:
    """On the I/O thread. What is told stands on the disk as met before anybody hears of it, so that
    after a crash it is not told as if it had just been met.
    """

    def __init__(self, store: AlertStore, disk: Worker, publisher: Publisher) -> None:
        self._store = store
        self._disk = disk
        self._publisher = publisher
        self._alerts: dict[str, Alert] = {}
        self._by_symbol: dict[str, dict[str, Alert]] = {}
        self._closing: dict[str, dict[str, Alert]] = {}
        self._lines: dict[str, Decimal] = {}
        self._changed = asyncio.Event()
        self._moved = False  # on which side of its target something stands
        self._failing = False
        self._saving = asyncio.Lock()
        self._restoring = asyncio.Lock()
        self._untold: list[AlertFired] = []
        self.restored = False

    def alerts(self) -> tuple[Alert, ...]:
        """All of them, in the order of making."""
        return tuple(self._alerts.values())

    def of(self, symbol: str) -> tuple[Alert, ...]:
        """Those of a feed that are armed."""
        return tuple(self._by_symbol.get(symbol, {}).values())

    def closing(self, symbol: str) -> tuple[Alert, ...]:
        """Those among them that judge the price at which a bar ended."""
        return tuple(self._closing.get(symbol, {}).values())

    def symbols(self) -> frozenset[str]:
        """The feeds that armed ones watch."""
        return frozenset(self._by_symbol)

    def known(self, ids: Iterable[str]) -> Iterator[Alert]:
        """Those of these ids that there are, each as it stands when its turn comes."""
        for id_ in ids:
            alert = self._alerts.get(id_)
            if alert is not None:
                yield alert

    def get(self, id_: str) -> Alert:
        """An alert. Raises `InvalidInput` where there is none."""
        alert = self._alerts.get(id_)
        if alert is None:
            raise InvalidInput(message("alert.not_found"))
        return alert

    def put(self, alert: Alert) -> None:
        """Have an alert, in the place of the one of its id; kept soon, and shown where more than
        the price that was seen has changed.
        """
        before = self._alerts.get(alert.id)
        self._alerts[alert.id] = alert
        self._index(alert)
        if before is None or _shown(before) != _shown(alert):
            self.tell()
            self._changed.set()
        elif before.seen.side != alert.seen.side or before.seen.on != alert.seen.on:
            self._moved = True

    def remove(self, ids: Iterable[str]) -> None:
        """Have alerts no longer."""
        for id_ in ids:
            alert = self._alerts.pop(id_, None)
            if alert is not None:
                self._forget(alert)
        self._changed.set()
        self.tell()

    def fire(self, alert: Alert, at: datetime, *, missed: bool = False) -> None:
        """Have it told, as soon as it stands on the disk."""
        self.put(alert)
        price = alert.seen.price if missed else alert.fired_price
        self._untold.append(AlertFired(alert, at, price, missed))
        self._changed.set()

    def show_lines(self, lines: dict[str, Decimal]) -> None:
        """Where lines stand now, by alert."""
        if lines != self._lines:
            self._lines = lines
            self.tell()

    def tell(self) -> None:
        """Show all of them; before they were taken up nothing is known of them."""
        if self.restored:
            self._publisher.latest(Topic.ALERTS, "", AlertBoard(self.alerts(), self._lines))

    def log(self, told: Message, severity: Severity = Severity.WARNING) -> None:
        """Say something in the log."""
        self._publisher.event(Logged(datetime.now(UTC), severity, told))

    async def restore(self) -> bool:
        """Take up, once, what an earlier run has left behind; whether this call did. Raises
        `StorageFailed`.
        """
        async with self._restoring:
            if self.restored:
                return False
            alerts, told = await self._disk.run(self._store.load)
            for line in told:
                self.log(line, Severity.FAILURE)
            for alert in alerts:
                self._alerts[alert.id] = alert
                self._index(alert)
            self.restored = True
        for alert in alerts:
            if alert.untold:  # written down as met, and the program ended before it was told
                self.fire(alert, alert.fired or datetime.now(UTC), missed=True)
        self.tell()
        return True

    async def keep(self) -> None:
        """Make all durable as they stand now. Raises `StorageFailed`; then it is tried again."""
        async with self._saving:
            self._changed.clear()
            self._moved = False
            try:
                await self._disk.run(self._store.save, self.alerts())
            except StorageFailed:
                self._moved = True
                raise
            self._failing = False

    async def run(self) -> None:
        """Write down what changes and tell what was met, until cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), _MOVED_PAUSE)
            if self._changed.is_set() or self._moved:
                await self.write_down()
                await asyncio.sleep(_SAVE_PAUSE)

    async def write_down(self) -> None:
        """Write down what has changed since the last time, and tell what was met. What the disk
        doesn't take is tried again each time, and logged the first.
        """
        if self._changed.is_set() or self._moved:
            try:
                await self.keep()
            except StorageFailed as error:
                if not self._failing:
                    self.log(error.message, Severity.FAILURE)
                self._failing = True
        self.tell_met()

    def tell_met(self) -> None:
        """Tell what was met. What could not be written down is told all the same."""
        met, self._untold = self._untold, []
        for fired in met:
            _log.info("alert %s of %s", fired.alert.id, fired.alert.symbol)
            self._publisher.event(fired)
            alert = self._alerts.get(fired.alert.id)
            if alert is not None and alert.untold:
                self.put(msgspec.structs.replace(alert, untold=False))

    def _index(self, alert: Alert) -> None:
        at_close = alert.frequency.often is Often.BAR_CLOSE and alert.interval is None
        for index, belongs in ((self._by_symbol, True), (self._closing, at_close)):
            if alert.is_armed and belongs:
                index.setdefault(alert.symbol, {})[alert.id] = alert
            else:
                _drop(index, alert)

    def _forget(self, alert: Alert) -> None:
        for index in (self._by_symbol, self._closing):
            _drop(index, alert)


def _drop(index: dict[str, dict[str, Alert]], alert: Alert) -> None:
    found = index.get(alert.symbol)
    if found is not None:
        found.pop(alert.id, None)
        if not found:
            del index[alert.symbol]


def _shown(alert: Alert) -> Alert:
    """The alert without what moves with every price."""
    return msgspec.structs.replace(alert, seen=Seen())
