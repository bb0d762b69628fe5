"""Channels that are asked for what is new, several times a second, as long as somebody listens."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels import find_channel
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.registrations import Registration
from kis_desktop.simulator.server.settings import World

_EVERY = 0.2
"""seconds between two looks, as the host conflates futures"""
_IN_A_FRAME = 20
_LATELY = timedelta(minutes=1)
"""in which something must have happened for the picture as it stands to be told"""


class PolledChannels:
    """What has been registered of these channels, and up to when it has been told."""

    def __init__(self, market: Market, world: World, monotonic: Callable[[], float]) -> None:
        self._market = market
        self._world = world
        self._monotonic = monotonic
        self._told: dict[Registration, datetime | None] = {}
        self._due = 0.0

    def add(self, registration: Registration) -> None:
        """Somebody listens from now on; does nothing for other channels."""
        if isinstance(find_channel(registration[0], self._world), Streamed):
            self._told.setdefault(registration, None)
            self._due = 0.0

    def remove(self, registration: Registration) -> None:
        """Nobody listens any more."""
        self._told.pop(registration, None)

    def begin_anew(self) -> None:
        """The clock has been set: every channel is told as it stands."""
        self._told = dict.fromkeys(self._told)

    def frames(self) -> Iterator[tuple[Registration, str]]:
        """The frames that are due now, payloads of at most twenty records."""
        if not self._told or self._monotonic() < self._due:
            return
        self._due = self._monotonic() + _EVERY
        now = self._market.clock.now()
        for registration, since in list(self._told.items()):
            channel = find_channel(registration[0], self._world)
            assert isinstance(channel, Streamed)
            self._told[registration] = now
            if since is None and not self._is_alive(channel, registration[1], now):
                continue
            records = [
                channel.text(values)
                for values in channel.records(self._market, registration[1], since, now)
            ]
            for start in range(0, len(records), _IN_A_FRAME):
                part = records[start : start + _IN_A_FRAME]
                yield registration, f"0|{registration[0]}|{len(part):03d}|{'^'.join(part)}"

    def _is_alive(self, channel: Streamed, key: str, now: datetime) -> bool:
        """Whether there is something to tell at once: the host is silent outside of sessions."""
        if self._market.others.around.open_day is not None:
            return True
        return any(True for _ in channel.records(self._market, key, now - _LATELY, now))
