"""A recording in the place of a world: the same program, without vault, network or orders."""

from __future__ import annotations

import contextlib
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

from kis_desktop.app.door import Door
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.catalogue.loader import find_endpoint
from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.connection import Environment as World
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.instrument_list import MasterContent
from kis_desktop.domain.message import message
from kis_desktop.domain.recording import RecordingHeader
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.credentials import Account, Issued, Keys
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.playback_clock import PlayClock
from kis_desktop.kis.playback_line import PlaybackLine
from kis_desktop.kis.playback_wire import PlaybackWire
from kis_desktop.services.replay import Note, Replay, ReplayClock
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import KOREA
from kis_desktop.storage.profile_folder import ProfileFolder
from kis_desktop.storage.recording_file import RecordingFile

_NO_SECRET = "replay"  # noqa: S105 - it opens nothing
_MASTER = "recording"
_YEARS = range(2000, 2100)  # of a recording that is one
_FOREVER = timedelta(days=3650)


class ReplayCredentials:
    """Aliases for everything; nothing is ever asked for or kept."""

    def __init__(self, header: RecordingHeader) -> None:
        self._header = header
        now = datetime.now(UTC)
        self._issued = Issued(_NO_SECRET, now, now + _FOREVER)

    def keys(self) -> Keys:
        """Keys that fit no host."""
        return Keys(_NO_SECRET, _NO_SECRET, World.REPLAY)

    def account(self) -> Account:
        """The alias of the account whose recording it is."""
        return Account(self._header.account, self._header.product)

    def hts_id(self) -> str:
        """The alias of the HTS ID."""
        return self._header.user

    async def load_token(self) -> Issued | None:
        """One that is never sent."""
        return self._issued

    async def save_token(self, token: Issued) -> None:
        """Nothing is kept."""

    async def load_approval_key(self) -> Issued | None:
        """One that is never sent."""
        return self._issued

    async def save_approval_key(self, key: Issued) -> None:
        """Nothing is kept."""

    def token_lock(self) -> AbstractAsyncContextManager[object]:
        """Nobody else."""
        return contextlib.nullcontext()


class RecordedMasters:
    """The instruments that were known when the recording was made, as if of one master file."""

    def __init__(self, instruments: tuple[Instrument, ...]) -> None:
        self._content = MasterContent(instruments)

    def files(self) -> tuple[str, ...]:
        """One."""
        return (_MASTER,)

    def is_stock_market(self, _file: str) -> bool:
        """It is."""
        return True

    def is_published(self, _file: str) -> bool:
        """It is there."""
        return True

    async def fetch(self, _file: str) -> bytes:
        """Nothing is fetched."""
        return b""

    def read(self, _file: str, _archive: bytes) -> MasterContent:
        """What the recording holds."""
        return self._content


async def replay_door(
    recording: RecordingFile,
    folder: ProfileFolder,
    mailbox: Mailbox,
    disk: Worker,
    rules: MarketRules,
    *,
    speed: float,
    language: str,
) -> Door:
    """The way into a recording. Raises `StorageFailed`."""
    player = PlayClock(recording.span, speed)
    notes = await disk.run(_notes, recording)
    clock = ReplayClock(rules, mailbox, player, notes)

    def title(tr_id: str) -> str:
        found = find_endpoint(tr_id)
        if found is None:
            return tr_id
        return found.title.ko if language == "ko" else found.title.en

    def market() -> datetime | None:
        return clock.now() if notes else None

    wire = await disk.run(PlaybackWire, recording, player, title, market)
    line = await disk.run(PlaybackLine, recording, player)
    header = recording.header
    client = KisClient(
        Environment.replay(World(header.dialect)),
        ReplayCredentials(header),
        clock.observe,
        wire=wire,
        connect_to=line.connect,
    )
    _tell_damage(recording, mailbox)
    return Door(
        client=client,
        clock=clock,
        masters=RecordedMasters(await disk.run(recording.instruments)),
        journal=folder.order_journal,
        identify=lambda: (header.account, header.product, header.user),
        close=lambda _: recording.close(),
        replay=Replay(player, mailbox, lambda: recording.damaged),
    )


def _notes(recording: RecordingFile) -> tuple[Note, ...]:
    """What the recording knows of the market's clock; what doesn't read is left out."""
    told = [*recording.clock()]
    if recording.header.started:
        told.append((0.0, recording.header.started, told[0][2] if told else 1.0))
    found = []
    for position, text, rate in told:
        with contextlib.suppress(ValueError, OverflowError):
            market = datetime.fromisoformat(text)
            if market.tzinfo is not None and market.year in _YEARS:
                found.append(Note(position, market.astimezone(KOREA), rate))
    return tuple(found)


def _tell_damage(recording: RecordingFile, mailbox: Mailbox) -> None:
    if recording.damaged:
        told = message("recorder.damaged", count=recording.damaged)
        mailbox.event(Logged(datetime.now(UTC), Severity.WARNING, told))
