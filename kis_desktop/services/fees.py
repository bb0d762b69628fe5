"""The one place that says what a fill costs: the market's taxes, and the account's commissions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

import msgspec

from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.fee import FeeProfile, FeeSchedule
from kis_desktop.domain.message import Message, message
from kis_desktop.services.ports import Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.topics import Topic


class FeeStore(Protocol):
    """Where the account's commissions are kept (blocking)."""

    @property
    def damage(self) -> Message | None:
        """What to tell of the last `load`, when it met a damaged file."""

    def load(self) -> FeeProfile:
        """What was kept; an empty profile where nothing was. Raises `StorageFailed`."""

    def save(self, profile: FeeProfile) -> None:
        """Keep this instead. Raises `StorageFailed`."""


class Fees:
    """The schedule in force; `market` is the usual one."""

    def __init__(
        self, market: FeeSchedule, store: FeeStore, worker: Worker, publisher: Publisher
    ) -> None:
        self._market = market
        self._store = store
        self._worker = worker
        self._publisher = publisher
        self._profile = FeeProfile()

    @property
    def schedule(self) -> FeeSchedule:
        """What a fill costs now."""
        return msgspec.structs.replace(self._market, own=self._profile.commissions)

    async def load(self) -> None:
        """Take up what was kept; a damaged file is told of. Raises `StorageFailed`."""
        kept = await self._worker.run(self._store.load)
        damage = self._store.damage
        if kept.faulty is not None:
            damage = message("fees.kept_faulty", place=kept.faulty + 1)
            kept = FeeProfile()
        if damage is not None:
            self._publisher.event(Logged(datetime.now(UTC), Severity.WARNING, damage))
        self._take(kept)

    async def profile(self) -> FeeProfile:
        """The account's own commissions."""
        return self._profile

    async def set_profile(self, profile: FeeProfile) -> None:
        """Keep these and reckon with them from now on. Raises `InvalidInput`, `StorageFailed`."""
        if profile.faulty is not None:
            raise InvalidInput(message("fees.faulty", place=profile.faulty + 1))
        await self._worker.run(self._store.save, profile)
        self._take(profile)

    def _take(self, profile: FeeProfile) -> None:
        self._profile = profile
        self._publisher.latest(Topic.FEES, "", self.schedule)
