"""Reading all pages of a list: continuation keys go back as they came, and there is an end."""

from __future__ import annotations

import enum

from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.kis.protocol.reply import Reply

MAX_PAGES = 200
MAX_RESTARTS = 3

_MORE = frozenset({"F", "M"})


class Step(enum.Enum):
    """What comes after a page."""

    NEXT = "next"
    DONE = "done"
    RESTART = "restart"  # what was read so far is void
    GIVE_UP = "give_up"  # restarted too often, or there is no end to the pages
    REFUSED = "refused"


class PageWalk:
    """One walk through the pages of a list.

    `keys` and `header` are what the next request must carry beside its own fields.
    """

    def __init__(
        self,
        keys: tuple[str, ...],
        *,
        max_pages: int = MAX_PAGES,
        max_restarts: int = MAX_RESTARTS,
    ) -> None:
        self.keys: dict[str, str] = {}
        self.header = ""
        self._names = keys
        self._max_pages = max_pages
        self._restarts_left = max_restarts
        self._begin()

    def take(self, reply: Reply) -> Step:
        """Judge a page that came in."""
        if reply.kind is ErrorKind.CHANGED:
            return self._restart()
        if not reply.ok:
            return Step.REFUSED
        self._pages += 1
        position = self._position(reply)
        if reply.more not in _MORE or position is None or position in self._seen:
            return Step.DONE
        if self._pages >= self._max_pages:
            return Step.GIVE_UP
        self._seen.add(position)
        self.keys = dict(zip(self._names, position, strict=True))
        self.header = "N"
        return Step.NEXT

    def _begin(self) -> None:
        self._pages = 0
        self._seen: set[tuple[str, ...]] = set()
        self.keys = dict.fromkeys(self._names, "")
        self.header = ""

    def _restart(self) -> Step:
        if self._restarts_left == 0:
            return Step.GIVE_UP
        self._restarts_left -= 1
        self._begin()
        return Step.RESTART

    def _position(self, reply: Reply) -> tuple[str, ...] | None:
        """The continuation keys as they came; None where the last one, the position, is blank."""
        lowered = {name.lower(): value for name, value in reply.body.items()}
        found = tuple(str(lowered.get(name.lower()) or "") for name in self._names)
        return found if found and found[-1].strip() else None
