"""Whose program this is: the profile with its folder, its world and what it remembers."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import cast

from kis_desktop.app.options import Options
from kis_desktop.app.recorded_symbols import recorded_symbols
from kis_desktop.app.simulator_process import (
    DEMO_SEED,
    ReadyLine,
    SimulatorProcess,
    demo_moment,
)
from kis_desktop.app.vault_key import vault_key
from kis_desktop.catalogue.message_texts import render
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.kis.environment import Environment as Simulated
from kis_desktop.services.watchlists import first_groups
from kis_desktop.storage.identity import Identity, SimulatedIdentity
from kis_desktop.storage.key_source import KeySource
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.preferences import PreferenceFile
from kis_desktop.storage.profile_folder import ProfileFolder, home
from kis_desktop.storage.profile_lock import ProfileLock
from kis_desktop.storage.recording_file import RecordingFile
from kis_desktop.storage.watchlist_file import WatchlistFile

_log = logging.getLogger(__name__)

DEMO = "demo"
_SIMULATOR = "simulator"
_REPLAY = "replay"
_RECORDED = (Environment.REAL, Environment.PAPER, Environment.SIMULATED)
_LINKED = "link.symbol"


class Profile:
    """One profile, held by this process until `close`."""

    def __init__(
        self,
        identity: Identity,
        ready_file: Path | None = None,
        language: str = "ko",
        root: Path | None = None,
    ) -> None:
        self.identity = identity
        self.language = language
        self.environment = identity.environment
        self.folder = ProfileFolder(root or home(), identity)
        self.record: Path | None = None
        self.replayed: RecordingFile | None = None
        self.speed = 1.0
        self.recorded = ""  # what a replay shows: the day and whose market it was
        self._ready_file = ready_file
        self._simulator: SimulatorProcess | None = None
        self._lock = ProfileLock(self.folder.path, identity)
        self._lock.acquire()
        self.preferences = PreferenceFile(self.folder.preferences)
        self.damage = self.preferences.load()

    @property
    def first_symbol(self) -> str:
        """What the linked panels show before the trader has chosen."""
        return first_groups()[0].symbols[0]

    def start_simulator(self) -> None:
        """Start the demo's market, at the newest trading morning."""
        moment = demo_moment(datetime.now(UTC)).isoformat()
        self._simulator = SimulatorProcess(("--clock", moment, "--seed", str(DEMO_SEED)))

    async def ready(self) -> ReadyLine | None:
        """How the simulator is reached; None for the worlds of KIS.

        Raises `Unreachable` when it didn't start and `InvalidInput` for a file that isn't one.
        """
        if self._simulator is not None:
            return await self._simulator.ready()
        if self._ready_file is not None:
            return await asyncio.to_thread(_read_ready_file, self._ready_file)
        return None

    async def simulator_died(self) -> None:
        """Returns when the demo's market has ended by itself; never for other worlds."""
        if self._simulator is None:
            await asyncio.Event().wait()
        else:
            await self._simulator.died()

    def key_source(self) -> KeySource:
        """The key of a vault that no simulator owns. Raises `VaultLocked` when there is none."""
        return vault_key(self.folder.vault)

    def end_simulator(self) -> None:
        """End the demo's market."""
        if self._simulator is not None:
            self._simulator.end()
            self._simulator = None

    def close(self) -> None:
        """Write down what is remembered and let another process have the profile."""
        self.end_simulator()
        try:
            self.preferences.flush()
        except StorageFailed as error:
            _log.warning("preferences not written: %s", error)
        self._lock.release()


class ReplayedProfile(Profile):
    """A recording in a folder that lives as long as the program: nothing of it is kept."""

    def __init__(self, recording: RecordingFile, speed: float, language: str) -> None:
        self._temporary = Path(mkdtemp(prefix="kis-desktop-replay-"))
        try:
            super().__init__(
                Identity(_REPLAY, Environment.REPLAY), language=language, root=self._temporary
            )
        except BaseException:
            rmtree(self._temporary, ignore_errors=True)
            recording.close()
            raise
        self.replayed = recording
        self.speed = speed
        told = (recording.trading_day, _world_of(recording, language))
        self.recorded = " · ".join(part for part in told if part)
        symbols = recorded_symbols(recording.lines())
        if symbols:
            self.preferences.set(_LINKED, symbols[0])
            name = render(message("recorder.watchlist"), language)
            WatchlistFile(self.folder.watchlists).save(((name, symbols),))

    def close(self) -> None:
        """Let go of the recording and remove the folder."""
        super().close()
        if self.replayed is not None:
            self.replayed.close()
        rmtree(self._temporary, ignore_errors=True)


def _world_of(recording: RecordingFile, language: str) -> str:
    """What the recorded world is called."""
    known = recording.header.world in _RECORDED
    return render(message(f"recorder.of_{recording.header.world}"), language) if known else ""


def open_profile(options: Options, redactor: Redactor) -> Profile:
    """The profile that was asked for. Raises `InvalidInput` and `StorageFailed`."""
    if options.replay is not None:
        return ReplayedProfile(RecordingFile(options.replay), options.speed, options.locale)
    profile = _open_live(options, redactor)
    profile.record = options.record
    return profile


def _open_live(options: Options, redactor: Redactor) -> Profile:
    if options.simulator is not None:
        ready = _read_ready_file(options.simulator)
        _check_ready(ready, options.simulator)
        redactor.hide(*(str(ready.get(key, "")) for key in ("appkey", "appsecret")))
        return Profile(SimulatedIdentity(_SIMULATOR), options.simulator, options.locale)
    if options.demo:
        profile = Profile(SimulatedIdentity(DEMO), language=options.locale)
        profile.start_simulator()
        return profile
    return Profile(_known(options.profile), language=options.locale)


def _known(name: str) -> Identity:
    """A profile that has a vault already. Raises `InvalidInput` where there is none."""
    for environment in (Environment.REAL, Environment.PAPER):
        identity = Identity(name, environment)
        if ProfileFolder(home(), identity).vault.exists():
            return identity
    raise InvalidInput(message("program.no_profile", profile=name))


def _read_ready_file(path: Path) -> ReadyLine:
    try:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        told = json.loads(first)
    except (OSError, IndexError, ValueError) as error:
        raise InvalidInput(message("program.ready_file", file=str(path))) from error
    if not isinstance(told, dict):
        raise InvalidInput(message("program.ready_file", file=str(path)))
    return cast("ReadyLine", told)


def _check_ready(ready: ReadyLine, path: Path) -> None:
    """A simulator can be reached on this machine alone, with keys and an account."""
    Simulated.simulated(ready)
    accounts = ready.get("accounts")
    texts = [ready.get(key) for key in ("appkey", "appsecret", "hts_id")]
    stock = accounts.get("stock") if isinstance(accounts, dict) else None
    if not all(isinstance(text, str) and text for text in [*texts, stock]):
        raise InvalidInput(message("program.ready_file", file=str(path)))
