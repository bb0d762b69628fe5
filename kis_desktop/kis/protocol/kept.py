"""What was read once need not be read again: prices, times and rates repeat all day."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Kept(dict[str, T]):
    """Reads whatever text it is asked for, and keeps it in `known`.

    `known` is a plain dict, the fastest look-up that there is: ask it first, and once more here
    after a `KeyError`. It starts anew when it has grown too large.
    """

    LARGEST = 100_000
    LONGEST = 40  # characters; whatever is longer is no number

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self.known: dict[str, T] = {}
        self._read = read

    def __missing__(self, text: str) -> T:
        if text in self.known:
            return self.known[text]
        value = self._read(text)
        if len(text) <= self.LONGEST:
            if len(self.known) >= self.LARGEST:
                self.known.clear()
            self.known[text] = value
        return value
