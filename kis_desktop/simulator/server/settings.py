"""What a simulator server is started with."""

from dataclasses import dataclass
from enum import StrEnum


class World(StrEnum):
    """Which of the two KIS environments is played."""

    REAL = "real"
    PAPER = "paper"
    """모의투자"""


@dataclass(frozen=True, slots=True)
class Widths:
    """How many fields the records have that KIS has widened."""

    trade: int = 47
    """46 before 2026-09-14"""
    book: int = 60
    """59 before 2026-09-14; 62 and 63 with the middle price"""
    notice: int = 26
    """23 before March 2025"""


@dataclass(frozen=True, slots=True)
class Settings:
    """Ports (0: any free one), limits and intervals; durations in seconds of real time."""

    world: World = World.REAL
    seed: int = 1
    rest_port: int = 0
    ws_port: int = 0
    widths: Widths = Widths()
    limits: bool = True
    """False: neither requests a second nor tokens a minute are limited"""
    flush_every: float = 0.03
    """how often the market goes on and the websocket is fed"""
    heartbeat_every: float = 10.0
    """between two PINGPONG texts"""
    heartbeat_patience: float = 30.0
    """a session that has not answered for so long is closed"""
    queue_limit: int = 20_000
    """frames that may wait for a slow reader before its session is closed"""
    books_held_above: int = 500
    """waiting frames from which on only the latest book of each symbol is kept"""

    @property
    def requests_per_second(self) -> int:
        """초당 거래건수 since 2026-04-20, per appkey."""
        return 18 if self.world is World.REAL else 1
