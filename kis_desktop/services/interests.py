"""What the whole screen wants to see, counted by owner and put in order."""

from __future__ import annotations

from collections.abc import Iterable

from kis_desktop.domain.interest import Interest


class Interests:
    """Wanted symbols: the chosen ones, then those on the screen, then the rest; each once."""

    def __init__(self) -> None:
        self._by_owner: dict[str, Interest] = {}
        self.focused: tuple[str, ...] = ()
        self.screen: tuple[str, ...] = ()
        self.background: tuple[str, ...] = ()
        self.wanted: tuple[str, ...] = ()
        self.books: tuple[str, ...] = ()

    def put(self, owner: str, interest: Interest) -> None:
        """Replace what an owner wants to see."""
        if interest == Interest():
            self._by_owner.pop(owner, None)
        else:
            self._by_owner[owner] = interest
        self._count()

    def books_of(self, owner: str) -> frozenset[str]:
        """The books that an owner wants to see."""
        return self._by_owner.get(owner, Interest()).books

    def _count(self) -> None:
        all_ = self._by_owner.values()
        focused = [one for one in all_ if one.focused]
        shown = [one for one in all_ if not one.focused and not one.background]
        rest = [one for one in all_ if not one.focused and one.background]
        self.focused = _symbols(focused)
        self.screen = _symbols([*focused, *shown])
        self.wanted = _symbols([*focused, *shown, *rest])
        self.background = self.wanted[len(self.screen) :]
        books = dict.fromkeys(
            symbol for one in (*focused, *shown, *rest) for symbol in sorted(one.books)
        )
        self.books = tuple(books)


def _symbols(interests: Iterable[Interest]) -> tuple[str, ...]:
    """Their symbols in order, each once."""
    found = dict.fromkeys(symbol for one in interests for symbol in sorted(one.books | one.quotes))
    return tuple(found)
