"""What follows when an alert is held against what is known: it is told, or it waits for proof that
the day's prices stand on the base it means.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain import alert_check
from kis_desktop.domain.alert import Alert, LineCross, Seen
from kis_desktop.domain.alert_check import Look, Outcome
from kis_desktop.domain.alert_gap import Facts, gap_of
from kis_desktop.domain.message import message
from kis_desktop.services.alert_axis import price_of_line
from kis_desktop.services.alert_base import AlertBase
from kis_desktop.services.alert_book import AlertBook
from kis_desktop.services.alert_clock import AlertClock
from kis_desktop.services.alert_closes import BarCloses
from kis_desktop.services.alert_targets import AlertTargets


class AlertJudge:
    """On the I/O thread. `targets` and `closes` are what was found out of alerts as their terms
    stand; `put` forgets of both.
    """

    def __init__(self, book: AlertBook, base: AlertBase, around: AlertClock) -> None:
        self._book = book
        self._base = base
        self._around = around
        self._unseen: set[str] = set()  # alerts of an earlier run that nothing was seen for yet
        self._waiting: dict[str, Look] = {}  # looks that wait for the day's base price
        self.targets = AlertTargets()
        self.closes = BarCloses()

    def take_up(self) -> None:
        """The alerts of an earlier run are there: what was missed shows with their first look."""
        armed = (one for one in self._book.alerts() if one.is_armed)
        self._unseen = {one.id for one in armed if one.seen.at is not None}

    def is_unseen(self, alert: Alert) -> bool:
        """Whether nothing was seen of an earlier run's alert since the program began."""
        return alert.id in self._unseen

    def put(self, alert: Alert) -> None:
        """Have an alert with other terms, or in another stand."""
        self._unseen.discard(alert.id)
        self._waiting.pop(alert.id, None)
        self.closes.forget(alert.id)
        self.targets.forget(alert.symbol)
        self._book.put(alert)

    def hold(
        self, alert: Alert, facts: Facts, price: Decimal | None, on: date, *, fresh: bool = True
    ) -> None:
        """Hold an alert against facts of a trade date. `fresh`: they came just now."""
        if isinstance(alert.condition, LineCross):
            line = price_of_line(alert.symbol, alert.condition, self._around.market_now())
            facts = msgspec.structs.replace(facts, line=line)
        gap = gap_of(alert.condition, facts)
        look = Look(
            gap,
            price,
            on,
            self._around.wall(),
            fresh,
            alert.id in self._unseen,
            self._base.is_proven(alert.symbol, on),
        )
        if gap is not None:
            self._judge(alert, look)

    def settle(self, key: str, alerts: list[Alert]) -> None:
        """A feed's alerts were all held against its newest price: plan which the next can move."""
        self.targets.settle(key, alerts, self._unseen | self._waiting.keys())

    def begin_day(self, today: date) -> None:
        """A look at the date: what is over is put away, what lacks proof is to be proven."""
        for alert in self._book.alerts():
            over = alert_check.expire(alert, today)
            if over is not alert:
                self.put(over)
            elif alert.is_armed and self._lacks_proof(alert, today):
                self._base.want(alert.symbol)

    async def look(self, monotonic: float) -> None:
        """Find out the next base price that is wanted, if it is time."""
        found = await self._base.look(self._around.today, monotonic)
        if found is not None:
            self._take_base(*found)

    def keep(self, alert: Alert, seen: Seen | None) -> None:
        """Have what was seen last of an armed alert's feed kept, where it stands on the base that
        the alert means.
        """
        if alert.seen.at is None or seen is None or seen.on is None:
            return
        if not self._lacks_proof(alert, seen.on):
            kept = msgspec.structs.replace(seen, side=alert.seen.side)
            self._book.put(msgspec.structs.replace(alert, seen=kept))

    def _lacks_proof(self, alert: Alert, today: date) -> bool:
        proven = self._base.is_proven(alert.symbol, today)
        return not proven and alert_check.needs_proof(alert, today)

    def _judge(self, alert: Alert, look: Look) -> None:
        if alert.id in self._waiting and not look.proven:
            return
        verdict = alert_check.check(alert, look)
        if verdict.outcome is Outcome.UNPROVEN:
            self._waiting[alert.id] = look
            self._base.want(alert.symbol, soon=True)
            return
        self._unseen.discard(alert.id)
        if alert.seen.side == 0:
            self.targets.forget(alert.symbol)  # it may be planned from now on
        if verdict.outcome is Outcome.QUIET:
            if verdict.alert is not alert:
                self._book.put(verdict.alert)
        else:
            missed = verdict.outcome is Outcome.MISSED
            self._book.fire(verdict.alert, look.at, missed=missed)

    def _take_base(self, symbol: str, close: Decimal, base: Decimal) -> None:
        for alert in self._book.of(symbol):
            look = self._waiting.pop(alert.id, None)
            if not alert_check.needs_proof(alert, self._around.today):
                continue
            held = alert_check.rebase(alert, close, base)
            if held is not alert:
                self.put(held)
                before, now = f"{close:,}", f"{base:,}"
                self._book.log(message("alert.held_log", symbol=symbol, before=before, now=now))
            elif look is not None:
                self._judge(alert, msgspec.structs.replace(look, proven=True))
        self.targets.forget(symbol)
