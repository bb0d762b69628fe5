"""The trader's own limits: kept, changed with a note in the journal, and the day's loss watched."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from kis_desktop.domain.errors import InvalidInput, KisDesktopError
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Venue
from kis_desktop.domain.risk_change import changes, loosened, written
from kis_desktop.domain.risk_rules import Action, RiskDay, RiskProfile, Rule, unusable
from kis_desktop.domain.session import Phase
from kis_desktop.services.ports import Notebook, Publisher, RiskStore
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_OUTSIDE = frozenset({Phase.CLOSED, Phase.HOLIDAY})
_LOOK = 1.0  # seconds between looks at the day's loss
_BY_TRADER, _BY_FILE, _AT_FIRST = "settings", "file", "first start"  # where limits came from


class Risk:
    """The limits in force. Everything but `in_force`, `daily_loss` and `is_locked` is for the
    screen or the supervisor.
    """

    def __init__(
        self,
        default: RiskProfile,
        store: RiskStore,
        disk: Worker,
        journal: Notebook,
        journal_worker: Worker,
        clock: SessionClock,
        publisher: Publisher,
    ) -> None:
        self._default = default
        self._profile = default
        self._store = store
        self._disk = disk
        self._journal = journal
        self._journal_worker = journal_worker
        self._clock = clock
        self._publisher = publisher
        self._locked_on: date | None = None
        self._changing = asyncio.Lock()
        self._day = RiskDay()
        self.find_result: Callable[[], Decimal | None] = lambda: None
        """What the day has won so far in KRW (negative: lost); None: not known."""

    @property
    def in_force(self) -> RiskProfile:
        """The limits that hold now."""
        return self._profile

    @property
    def daily_loss(self) -> Decimal | None:
        """KRW lost today by the newest look, negative where money was won; None: not known."""
        return self._day.loss

    @property
    def is_locked(self) -> bool:
        """Whether the limit on the day's loss was met in this session."""
        return self._locked_on is not None and self._locked_on == self._clock.trade_date()

    async def profile(self) -> RiskProfile:
        """The limits that hold now."""
        return self._profile

    async def default(self) -> RiskProfile:
        """The limits that hold where the trader has set none."""
        return self._default

    async def set_profile(self, profile: RiskProfile) -> None:
        """Have other limits from now on; what changed is written down first.

        Raises `InvalidInput` for bounds that can't be, `JournalFailed` and `StorageFailed`; the old
        limits hold on then.
        """
        wrong = unusable(profile)
        if wrong is not None:
            raise InvalidInput(wrong)
        async with self._changing:
            if changes(self._profile, profile):
                await self._note_change(self._profile, profile, _BY_TRADER)
                await self._disk.run(self._store.save, profile)
            self._profile = profile
            self._publish()

    async def load(self) -> None:
        """Take up what was kept: limits from their file, a lockout from the journal. A file that
        can't be used is told of, and the limits that it lacks are the usual ones. Raises
        `StorageFailed`.
        """
        self._profile, told = await self._disk.run(self._store.load, self._default)
        for one in told:
            self._publisher.event(Logged(datetime.now(UTC), Severity.WARNING, one))
        noted = await self._newest(JournalKind.LIMITS)
        if noted is None or noted.body.get("limits") != written(self._profile):
            origin = _AT_FIRST if noted is None else _BY_FILE
            await self._append(
                JournalKind.LIMITS, {"origin": origin, "limits": written(self._profile)}
            )
        locked = await self._newest(JournalKind.LOCKOUT)
        self._locked_on = None if locked is None else locked.trade_date
        self._publish()

    async def run(self) -> None:
        """Watch the day's loss until cancelled."""
        self._publisher.latest(Topic.RISK_DAY, "", self._day)
        while True:
            await self.look()
            await asyncio.sleep(_LOOK)

    async def look(self) -> None:
        """See whether the day's loss has met its limit; `run` does so always."""
        loss, setting = self._loss(), self._profile.find(Rule.DAILY_LOSS)
        is_met = loss is not None and setting.bound is not None and loss > setting.bound
        if is_met and setting.action is Action.BLOCK and not self.is_locked:
            await self._lock(loss or Decimal(0), setting.bound or Decimal(0))
        day = RiskDay(loss, self.is_locked)
        if day != self._day:
            self._day = day
            self._publisher.latest(Topic.RISK_DAY, "", day)

    def _loss(self) -> Decimal | None:
        """What the day has lost; not known outside the sessions, when the server's figures may
        still be those of the day before.
        """
        phases = {self._clock.phase(venue) for venue in Venue}
        if not self._clock.synchronised.is_set() or phases <= _OUTSIDE:
            return None
        result = self.find_result()
        return None if result is None else -result

    async def _lock(self, loss: Decimal, bound: Decimal) -> None:
        """Lock new orders until the next session; a disk that refuses does not open them."""
        self._locked_on = self._clock.trade_date()
        told = message("risk.locked_now", loss=loss.to_integral_value(), bound=bound)
        self._publisher.event(Logged(datetime.now(UTC), Severity.WARNING, told))
        try:
            await self._append(JournalKind.LOCKOUT, {"loss": f"{loss:f}", "bound": f"{bound:f}"})
        except KisDesktopError as error:
            _log.exception("the lockout is not on the disk")
            self._publisher.event(Logged(datetime.now(UTC), Severity.FAILURE, error.message))

    async def _note_change(self, before: RiskProfile, after: RiskProfile, origin: str) -> None:
        body: dict[str, JournalValue] = {
            "origin": origin,
            "changes": changes(before, after),
            "loosened": " ".join(loosened(before, after)),
            "limits": written(after),
        }
        await self._append(JournalKind.LIMITS, body)

    async def _append(self, kind: JournalKind, body: dict[str, JournalValue]) -> None:
        entry = JournalEntry(kind, "", datetime.now(UTC), self._clock.trade_date(), body)
        await self._journal_worker.run(self._journal.append, entry)

    async def _newest(self, kind: JournalKind) -> JournalEntry | None:
        return await self._journal_worker.run(self._journal.newest, kind)

    def _publish(self) -> None:
        self._publisher.latest(Topic.RISK, "", self._profile)
