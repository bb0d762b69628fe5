"""Taking orders back, one after the other; each is asked for once."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import CancelIntent
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext


class Cancelling(QObject):
    """`changed` when an order is being taken back, or an answer came."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asking = Asking(self)
        self._waiting: set[str] = set()
        self._done = 0
        self._failures: list[Message] = []

    @property
    def waiting(self) -> frozenset[str]:
        """Numbers of the orders whose answer is awaited."""
        return frozenset(self._waiting)

    @property
    def done(self) -> int:
        """How many of the last round were asked for and taken in."""
        return self._done

    @property
    def failures(self) -> tuple[Message, ...]:
        """Why orders of the last round could not be taken back."""
        return tuple(self._failures)

    def cancel(self, order_nos: Iterable[str], quantity: int | None = None) -> int:
        """Take these orders back, or so many shares of each, but for those already asked for; how
        many are asked now.
        """
        wanted = [number for number in order_nos if number and number not in self._waiting]
        if not wanted:
            return 0
        if not self._waiting:
            self._done, self._failures = 0, []
        self._waiting.update(wanted)
        self._asking.write(self._cancel(tuple(wanted), quantity))
        self.changed.emit()
        return len(wanted)

    async def _cancel(self, order_nos: tuple[str, ...], quantity: int | None) -> None:
        orders = self._context.services.orders
        for order_no in order_nos:
            intent = CancelIntent(uuid4().hex, order_no, quantity)
            try:
                await self._context.commands.run(orders.cancel, intent)
                self._done += 1
            except KisDesktopError as error:
                self._failures.append(error.message)
            finally:
                self._waiting.discard(order_no)
            self.changed.emit()
