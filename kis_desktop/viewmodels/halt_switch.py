"""The switch that stops all new orders (주문 정지)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words


class HaltSwitch(QObject):
    """Whether new orders are stopped, as the order service says; this side never assumes it.

    `known` is false until the service has spoken. Between asking and the answer, `asked` holds;
    `failure` is the sentence of a request that was not carried out, empty otherwise.
    """

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.known = False
        self.halted = False
        self.asked = False
        self.failure = ""
        self._words = Words(context.language)
        self._asking = Asking(self)
        context.clock.frame.connect(self.take)

    def take(self, frame: Frame) -> None:
        """Follow one frame."""
        told = frame.latest.get((Topic.HALT, ""))
        if isinstance(told, bool):
            before = (self.known, self.halted)
            self.known, self.halted = True, told
            if before != (True, told):
                self.failure = ""
                self.changed.emit()

    def halt(self) -> None:
        """Ask for all new orders to be stopped; may be asked again at any time."""
        self._asking.write(self._carry_out(self._context.services.orders.halt))

    def release(self) -> None:
        """Ask for orders to be let through again."""
        self._asking.write(self._carry_out(self._context.services.orders.release))

    async def _carry_out(self, method: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.asked, self.failure = True, ""
        self.changed.emit()
        try:
            await self._context.commands.run(method)
        except KisDesktopError as error:
            self.failure = self._words.sentence(error.message)
        self.asked = False
        self.changed.emit()
