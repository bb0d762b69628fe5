"""What a part of the screen wants to see: the subscriptions follow from all of them."""

from __future__ import annotations

import msgspec


class Interest(msgspec.Struct, frozen=True):
    """Symbols whose trades or books one owner (a panel) shows; replaces what the owner said before.

    `focused` symbols go before merely visible ones when registrations run short, and those before
    what is in the `background`: listed, but not on the screen now.
    """

    quotes: frozenset[str] = frozenset()
    books: frozenset[str] = frozenset()
    focused: bool = False
    background: bool = False
