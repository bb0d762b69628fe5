"""The outage drill as the screen asks for it: never with real money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kis_desktop.domain.drill import Drill, DrillStatus
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.services.ports import Publisher
from kis_desktop.services.topics import Topic

_NOT_HERE = "drill.not_here"


class Board(Protocol):
    """Where drills are set off; called on the I/O loop."""

    on_change: Callable[[DrillStatus], None]

    def status(self) -> DrillStatus:
        """What waits, and what has struck."""

    def start(self, drill: Drill) -> None:
        """Have it strike at the next occasion."""

    def clear(self) -> None:
        """Nothing waits any more."""


class Drills:
    """`board` is None where drills cannot be held: with real money, and in a replay."""

    def __init__(self, board: Board | None, publisher: Publisher) -> None:
        self._board = board
        self._publisher = publisher
        if board is not None:
            board.on_change = self._tell
        self._tell(DrillStatus(reason=_NOT_HERE) if board is None else board.status())

    async def start(self, drill: Drill) -> None:
        """Set a drill off. Raises `InvalidInput` where none can be held."""
        self._need().start(drill)

    async def clear(self) -> None:
        """Take back what waits. Raises `InvalidInput` where no drill can be held."""
        self._need().clear()

    def _need(self) -> Board:
        if self._board is None:
            raise InvalidInput(message(_NOT_HERE))
        return self._board

    def _tell(self, status: DrillStatus) -> None:
        self._publisher.latest(Topic.DRILL, "", status)
