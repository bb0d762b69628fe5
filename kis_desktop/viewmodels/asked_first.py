"""The one question that is open before an order goes, and what reading tells of it meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.order import AmendIntent, OrderIntent
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.ladder_question import Question
from kis_desktop.viewmodels.words import Words

_PREVIEW = "preview"


class AskedFirst(QObject):
    """A newer question takes an older one's place. `changed` for all but its end."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self.question: Question | None = None

    def ask(self, question: Question) -> None:
        """Put a question that has all it needs."""
        self._asking.drop(_PREVIEW)
        self.question = question
        self.changed.emit()

    def preview(self) -> None:
        """Find out what is asked about meets, and how it goes over the wire."""
        question = self.question
        if question is None:
            return
        order, moves = question.order, question.amendments
        preview = self._preview_move(moves) if order is None else self._preview(order)
        self._asking.read(_PREVIEW, preview)

    def close(self) -> None:
        """There is no question any more."""
        self._asking.drop(_PREVIEW)
        self.question = None

    def type_again(self, text: str) -> None:
        """The quantity was typed again."""
        if self.question is not None:
            self.question = self.question.with_again(text)
            self.changed.emit()

    async def _preview(self, intent: OrderIntent) -> None:
        orders = self._context.services.orders
        try:
            told = await self._context.commands.run(orders.preview, intent)
        except KisDesktopError as error:
            refused = self._words.sentence(error.message)
            question = self.question
            if question is not None and question.order is intent:
                self.question = question.refused_for(refused)
        else:
            question = self.question
            if question is not None and question.order is intent:
                self.question = question.previewed(told, self._words)
        self.changed.emit()

    async def _preview_move(self, intents: tuple[AmendIntent, ...]) -> None:
        preview = self._context.services.orders.preview_amendment
        for intent in intents:
            try:
                told = await self._context.commands.run(preview, intent)
            except KisDesktopError as error:
                asked = self._asked_of(intents)
                if asked is not None:
                    self.question = asked.refused_for(self._words.sentence(error.message))
                break
            asked = self._asked_of(intents)
            if asked is not None:
                self.question = asked.previewed(told, self._words)
        self.changed.emit()

    def _asked_of(self, intents: tuple[AmendIntent, ...]) -> Question | None:
        """The question while it still is about these moves."""
        question = self.question
        return question if question is not None and question.amendments is intents else None
