"""Reading all pages of a list: continuation keys go back as they came, and there is an end."""

from __future__ import annotations

import enum
from collections.abc import Mapping

import msgspec

from kis_desktop.catalogue.entry import More, Paging
from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.kis.protocol.block_rows import block_rows
from kis_desktop.kis.protocol.numbers import find_text
from kis_desktop.kis.protocol.reply import Reply

MAX_PAGES = 200
MAX_PAGES_WITHOUT_KEYS = 30
MAX_RESTARTS = 3

CONTINUED = "N"
"""the request's header `tr_cont` for every page but the first"""

_MORE = frozenset({"F", "M"})
_POSITION = "_NK"  # of two keys this one is the position; the other repeats the question


class Step(enum.Enum):
    """What comes after a page."""

    NEXT = "next"
    DONE = "done"
    REPEATED = "repeated"  # a page that was there before, so the one before it was the last
    RESTART = "restart"  # what was read so far is void
    GIVE_UP = "give_up"  # restarted too often, or the pages have no end or go in a circle
    REFUSED = "refused"


def next_keys(paging: Paging | None, reply: Reply) -> dict[str, str] | None:
    """What the request for the next page carries beside its own fields; None on the last page.

    Empty for a list that the header alone continues. A blank position is the end, whatever the
    header promises.
    """
    if paging is None or not reply.ok:
        return None
    if paging.more is More.HEADER and reply.more not in _MORE:
        return None
    values = [_value(reply.body, name) for name in paging.sources or paging.keys]
    keys = dict(zip(paging.keys, values, strict=True))
    positions = [value for name, value in keys.items() if _POSITION in name.upper()]
    at_end = bool(keys) and not any(value.strip() for value in positions or values)
    return None if at_end else keys | paging.then


class PageWalk:
    """One walk through the pages of a list.

    `keys` and `header` are what the next request must carry beside its own fields.
    """

    def __init__(
        self,
        paging: Paging | None,
        *,
        max_pages: int | None = None,
        max_restarts: int = MAX_RESTARTS,
    ) -> None:
        has_keys = paging is None or bool(paging.keys)
        self.keys: dict[str, str] = {}
        self.header = ""
        self._paging = paging
        self._max_pages = max_pages or (MAX_PAGES if has_keys else MAX_PAGES_WITHOUT_KEYS)
        self._restarts_left = max_restarts
        self._begin()

    def take(self, reply: Reply) -> Step:
        """Judge a page that came in."""
        if reply.kind is ErrorKind.CHANGED:
            return self._restart()
        if not reply.ok:
            return Step.REFUSED
        self._pages += 1
        keys = next_keys(self._paging, reply)
        if keys is None:
            return Step.DONE
        mark = _mark(keys, reply)
        if mark in self._seen:
            return self._at_known_position(keys)
        if self._pages >= self._max_pages:
            return Step.GIVE_UP
        self._seen.add(mark)
        self.keys = keys
        self.header = CONTINUED
        return Step.NEXT

    def _at_known_position(self, keys: Mapping[str, str]) -> Step:
        """A position that was there before: what came is not the whole where more is promised."""
        if not keys:
            return Step.REPEATED
        promised = self._paging is not None and self._paging.more is More.HEADER
        return Step.GIVE_UP if promised else Step.DONE

    def _begin(self) -> None:
        self._pages = 0
        self._seen: set[object] = set()
        self.keys = dict.fromkeys(self._paging.keys if self._paging is not None else (), "")
        self.header = ""

    def _restart(self) -> Step:
        if self._restarts_left == 0:
            return Step.GIVE_UP
        self._restarts_left -= 1
        self._begin()
        return Step.RESTART


def _mark(keys: Mapping[str, str], reply: Reply) -> object:
    """What tells a page from the others: its position, or without one all that it holds."""
    return tuple(keys.values()) if keys else msgspec.json.encode(reply.body)


def _value(body: Mapping[str, object], name: str) -> str:
    """A continuation key as it came: at the top level, or in a block of a single row."""
    blocks = (block_rows(block) for block in body.values())
    for row in (body, *(rows[0] for rows in blocks if len(rows) == 1)):
        for key, value in row.items():
            if key.lower() == name.lower() and find_text(value) is not None:
                return str(value)
    return ""
