"""Frames that wait for one session's reader: prints and answers in order, books the latest only."""

from collections import deque


class Outbox:
    """Never loses a print: when too many wait it says so, and the session is closed."""

    def __init__(self, *, limit: int, books_held_above: int) -> None:
        self._frames: deque[str] = deque()
        self._books: dict[str, str] = {}
        self._limit = limit
        self._books_held_above = books_held_above

    def __len__(self) -> int:
        return len(self._frames) + len(self._books)

    @property
    def overflowed(self) -> bool:
        """Whether the reader is too far behind."""
        return len(self._frames) > self._limit

    def put(self, frame: str) -> None:
        """A frame that may not be left out."""
        self._frames.append(frame)

    def put_book(self, symbol: str, frame: str) -> None:
        """A book; while many frames wait, only the latest of each symbol."""
        if len(self._frames) > self._books_held_above or symbol in self._books:
            self._books[symbol] = frame
        else:
            self._frames.append(frame)

    def take(self) -> str | None:
        """The next frame, books that were held back at last."""
        if self._frames:
            return self._frames.popleft()
        if self._books:
            return self._books.pop(next(iter(self._books)))
        return None
