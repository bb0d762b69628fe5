"""What is asked of a listing when it is about to be ordered, beyond the master files."""

from __future__ import annotations

import msgspec

from kis_desktop.domain.instrument import Mark


class ListingDetails(msgspec.Struct, frozen=True):
    """Whether the NXT trades it (None: not told), whether it has stopped there, and warnings of
    today.
    """

    symbol: str
    on_nxt: bool | None = None
    nxt_halted: bool = False
    marks: tuple[Mark, ...] = ()
