"""What is kept of all charts, while it is read, changed and written."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.kept_charts import KeptCharts
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

_PAUSE = 400  # ms after the last change before it is written


class ChartBook(QObject):
    """A change is seen at once and written soon; `leave` writes what was not written yet."""

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
        self._unwritten = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.write)

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
        if self.is_loaded:
            self._unwritten = True
            self._soon.start()

    def write(self) -> None:
        """Write what was changed since the last time."""
        if self._unwritten:
            self._unwritten = False
            self._soon.stop()
            self._asking.write(self._save(self.kept))

    async def _load(self) -> None:
        charts = self._context.services.charts
        try:
            self.kept = await self._context.commands.run(charts.kept)
            self.is_loaded = True
        except KisDesktopError as error:
            self.failed.emit(self._words.sentence(error.message))
        self.loaded.emit()

    async def _save(self, kept: KeptCharts) -> None:
        charts = self._context.services.charts
        try:
            await self._context.commands.run(charts.save, kept)
        except KisDesktopError as error:
            self._unwritten = True
            self.failed.emit(self._words.sentence(error.message))
