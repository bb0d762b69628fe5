"""The days from which a chart's symbol trades without a right, to be marked below its bars."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.words import Words


class ChartExDates(QObject):
    """`marks` are moments (UTC epoch seconds) with their words; none while nothing is known."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self.marks: tuple[tuple[int, str], ...] = ()

    def show(self, symbol: str) -> None:
        """Ask for a symbol's days; where they can't be read, none is marked."""
        self._set(())
        self._asking.read("ex_dates", self._read(symbol))

    async def _read(self, symbol: str) -> None:
        history = self._context.services.history
        try:
            dates = await self._context.commands.run(history.ex_dates, symbol)
        except KisDesktopError:
            return
        self._set(
            tuple(
                (
                    int(datetime.combine(one.date, time(), EXCHANGE_ZONE).timestamp()),
                    self._words.sentence(one.words),
                )
                for one in dates
            )
        )

    def _set(self, marks: tuple[tuple[int, str], ...]) -> None:
        if marks != self.marks:
            self.marks = marks
            self.changed.emit()
