"""What is kept of all charts, while it is read, changed and written."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.kept_charts import KeptCharts
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words


class ChartBook(QObject):
    """A change is seen and written at once; those that come while one is being written are
    written together behind it.
    """

    loaded = Signal()
    changed = Signal()
    failed = Signal(str)

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self.kept = KeptCharts()
        self.is_loaded = False
        self._writing = False

    def load(self) -> None:
        """Read what was kept; where that fails, charts open as for a new trader and nothing is
        written over what could not be read.
        """
        self._asking.read("kept", self._load())

    def put(self, kept: KeptCharts) -> None:
        """Keep this instead."""
        if kept == self.kept:
            return
        self.kept = kept
        self.changed.emit()
        if self.is_loaded and not self._writing:
            self._writing = True
            self._asking.write(self._save())

    async def _load(self) -> None:
        charts = self._context.services.charts
        try:
            self.kept = await self._context.commands.run(charts.kept)
            self.is_loaded = True
        except KisDesktopError as error:
            self.failed.emit(self._words.sentence(error.message))
        self.loaded.emit()

    async def _save(self) -> None:
        charts, written = self._context.services.charts, None
        try:
            while written != self.kept:
                written = self.kept
                await self._context.commands.run(charts.save, written)
        except KisDesktopError as error:
            self.failed.emit(self._words.sentence(error.message))
        finally:
            self._writing = False
