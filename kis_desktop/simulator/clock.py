"""Market time: starts anywhere, runs at any speed, can be set while running."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

KST = ZoneInfo("Asia/Seoul")
_FASTEST = 100_000


@dataclass(frozen=True, slots=True)
class Jump:
    """A moment at which the clock was set: market time left `left` and went on from `arrived`."""

    left: datetime
    arrived: datetime


class MarketClock:
    """KST market time derived from a monotonic function in seconds.

    Setting the time is kept as a jump, which the market takes up exactly once, so that
    it knows elapsed time (lived through) from skipped time (passed over).
    """

    def __init__(
        self, *, monotonic: Callable[[], float], start: datetime, speed: float = 1.0
    ) -> None:
        if start.tzinfo is None:
            raise ValueError(f"the clock's start needs a zone: {start.isoformat()}")
        _check_speed(speed)
        self._monotonic = monotonic
        self._origin = monotonic()
        self._start = start.astimezone(KST)
        self._speed = speed
        self._jumps: list[Jump] = []
        self._held: datetime | None = None

    @property
    def speed(self) -> float:
        """Market seconds per second of the monotonic function; 0 stands still."""
        return self._speed

    def now(self) -> datetime:
        """Market time, KST."""
        if self._held is not None:
            return self._held
        elapsed = (self._monotonic() - self._origin) * self._speed
        return self._start + timedelta(microseconds=round(elapsed * 1_000_000))

    @contextlib.contextmanager
    def held(self, now: datetime) -> Iterator[None]:
        """Tells this one instant inside, while time goes on."""
        self._held = now
        try:
            yield
        finally:
            self._held = None

    def set(self, now: datetime | None = None, speed: float | None = None) -> None:
        """Goes on from another instant, at another speed, or both."""
        if now is not None and now.tzinfo is None:
            raise ValueError(f"the instant to set needs a zone: {now.isoformat()}")
        if speed is not None:
            _check_speed(speed)
        left = self.now()
        arrived = left if now is None else now.astimezone(KST)
        if arrived != left:
            self._jumps.append(Jump(left, arrived))
        self._start = arrived
        self._origin = self._monotonic()
        self._speed = self._speed if speed is None else speed

    def slip(self, now: datetime) -> None:
        """Goes on from the instant that the market has reached: it could not keep up."""
        self._start = now
        self._origin = self._monotonic()

    def take_jumps(self) -> tuple[Jump, ...]:
        """The jumps since the last call, oldest first; for the market alone."""
        jumps = tuple(self._jumps)
        self._jumps.clear()
        return jumps


def _check_speed(speed: float) -> None:
    if not 0 <= speed <= _FASTEST:
        raise ValueError(f"clock speed must be between 0 and {_FASTEST}, not {speed}")
