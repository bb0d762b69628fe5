"""Orders that are taken back by pointing at them: all at once, each asked for once."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.order import CancelIntent, Order, Origin
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.own_orders import can_change
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words


class TakingBack(QObject):
    """`told` is what is asked and what became of it, in words and their tone."""

    told = Signal(str, Tone)

    def __init__(self, context: ViewContext, origin: Origin, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._origin = origin
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._asked: set[str] = set()

    def is_asked(self, order_no: str) -> bool:
        """Whether the answer about an order is awaited."""
        return order_no in self._asked

    def ask(self, orders: Iterable[Order]) -> int:
        """Take back those of these orders that can be; how many are asked for now."""
        wanted = [
            one.order_no for one in orders if can_change(one) and not self.is_asked(one.order_no)
        ]
        self._asked.update(wanted)
        for number in wanted:
            self._asking.write(self._take_back(number))
        if wanted:
            self.told.emit(self._words("ladder.cancelling", n=len(wanted)), Tone.DIM)
        return len(wanted)

    async def _take_back(self, number: str) -> None:
        orders = self._context.services.orders
        intent = CancelIntent(uuid4().hex, number, origin=self._origin)
        try:
            await self._context.commands.run(orders.cancel, intent)
        except KisDesktopError as error:
            self.told.emit(self._words.sentence(error.message), Tone.UNCERTAIN)
        else:
            self.told.emit(self._words("ladder.cancelled", number=number), Tone.DIM)
        finally:
            self._asked.discard(number)
