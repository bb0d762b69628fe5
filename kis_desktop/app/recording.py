"""The recorder of a world: what it writes at the beginning of a file, and whom it listens to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from kis_desktop.app.door import Door
from kis_desktop.app.profile import Profile
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.instrument import Instrument
from kis_desktop.services.recording import PastDays, Recording
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.recording_shelf import RecordingShelf

ALWAYS = "recorder/always"  # the preference that the window keeps
YES = "1"


def make_recording(
    profile: Profile,
    door: Door,
    rules: MarketRules,
    worker: Worker,
    mailbox: Mailbox,
    clean: Callable[[str], str],
    *,
    instruments: Callable[[], Mapping[str, Instrument]],
    past_days: PastDays,
    on_begin: tuple[Callable[[], None], ...],
) -> Recording:
    """A recorder that hears the wire of this world, REST and realtime line."""
    environment = door.client.environment
    shelf = RecordingShelf(
        profile.folder.recordings,
        world=environment.world.value,
        dialect="paper" if environment.is_paper else "real",
        rules={"krx": max(rule.since for rule in rules.ticks).isoformat()},
        identify=door.identify,
        clean=clean,
    )
    recording = Recording(
        shelf,
        worker,
        door.clock,
        mailbox,
        instruments=instruments,
        past_days=past_days,
        on_begin=on_begin,
    )
    door.client.tap_rest(recording.take)
    door.client.stream.tap = recording.take
    return recording


async def begin_if_asked(profile: Profile, recording: Recording, mailbox: Mailbox) -> None:
    """Record from the start where the trader asked for it; a failure is told, no more."""
    if profile.record is None and profile.preferences.get(ALWAYS) != YES:
        return
    try:
        await recording.start(profile.record)
    except StorageFailed as error:
        mailbox.event(Logged(datetime.now(UTC), Severity.FAILURE, error.message))
