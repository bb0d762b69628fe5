"""What is being written in a dialog and then sent once: an order that waits for its time."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date, datetime
from typing import Any, ParamSpec

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.errors import ApprovalNeeded, KisDesktopError
from kis_desktop.domain.tick_size import TickTable
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.conditional_words import ticks_of
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.send_lock import SendLock
from kis_desktop.viewmodels.words import Words

P = ParamSpec("P")
Method = Callable[P, Coroutine[Any, Any, object]]


class OrderDraft(QObject):
    """`changed` when a field does, `done` once it was taken."""

    changed = Signal()
    done = Signal()

    def __init__(self, context: ViewContext, symbol: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._lock = SendLock()
        self._approved: frozenset[str] = frozenset()
        self._edits = 0
        self._clock: ClockReading | None = None
        self.symbol = symbol
        self.failure = ""
        context.clock.frame.connect(self._on_frame)

    @property
    def name(self) -> str:
        """The name of the instrument."""
        return self._context.instruments.name(self.symbol)

    @property
    def is_sent(self) -> bool:
        """Whether an outcome is still awaited."""
        return self._lock.is_taken

    @property
    def refusal(self) -> str:
        """Why it cannot be sent as it is; empty where it can."""
        raise NotImplementedError

    @property
    def can_send(self) -> bool:
        """Whether the button does anything."""
        return not self.refusal and not self.is_sent

    def choose(self, **fields: object) -> None:
        """Choose other values of what is not typed."""
        for name, value in fields.items():
            setattr(self, name, value)
        self._touched()

    def _send(self, call: Method[P], *args: P.args, **kwargs: P.kwargs) -> None:
        if self.can_send and self._lock.take():
            self._asking.write(self._carry_out(self._edits, call, *args, **kwargs))
            self.changed.emit()

    async def _carry_out(
        self,
        edits: int,
        call: Method[P],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        self.failure = ""
        try:
            await self._context.commands.run(call, *args, **kwargs)
        except ApprovalNeeded as error:
            if edits == self._edits:  # what was changed since is warned of anew
                self._approved |= error.rules
            self.failure = " ".join(self._words.sentence(one) for one in error.told)
        except KisDesktopError as error:
            self.failure = self._words.sentence(error.message)
        self._lock.settle()
        self.changed.emit()
        if not self.failure:
            self.done.emit()

    @property
    def _ticks(self) -> TickTable:
        return ticks_of(self._context.instruments, self.symbol)

    def _now(self) -> datetime:
        if self._clock is None:
            return datetime.now(fmt.EXCHANGE_ZONE)
        return self._clock.market.astimezone(fmt.EXCHANGE_ZONE)

    def _today(self) -> date:
        return self._now().date()

    def _touched(self) -> None:
        self._edits += 1
        self._approved, self.failure = frozenset(), ""
        self.changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        told = frame.latest.get((Topic.CLOCK, ""))
        if isinstance(told, ClockReading):
            self._clock = told


def whole(text: str) -> int:
    """The whole number that was typed; 0 for anything else."""
    value = fmt.parse_price(text)
    return 0 if value is None or value != value.to_integral_value() else int(value)
