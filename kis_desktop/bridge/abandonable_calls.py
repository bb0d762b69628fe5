"""Calls that may never return, such as a question to a locked keyring.

An executor of the standard library waits for its threads when the program ends; these it doesn't.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


class AbandonableCalls:
    """Runs each call on a thread of its own that ends with the program at the latest."""

    def __init__(self, name: str) -> None:
        self._name = name

    def submit(self, call: Callable[[], T], /) -> Future[T]:
        """The call's outcome, to be waited for as long as the caller likes."""
        outcome: Future[T] = Future()
        threading.Thread(target=_run, args=(call, outcome), name=self._name, daemon=True).start()
        return outcome


class _FailureTo(Generic[T]):
    """Hands whatever ends the block to the one who waits for the outcome."""

    def __init__(self, outcome: Future[T]) -> None:
        self._outcome = outcome

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is not None:
            self._outcome.set_exception(error)
        return True


def _run(call: Callable[[], T], outcome: Future[T]) -> None:
    with _FailureTo(outcome):
        outcome.set_result(call())
