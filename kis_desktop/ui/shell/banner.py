"""A line under the top bar that stays until it is dismissed: something on the wire doesn't read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.ui.shell.strip import Strip
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.quarantine import QuarantineNews
from kis_desktop.viewmodels.words import Words

_FILE = "kis-unreadable.jsonl"


class Banner(Strip):
    """Hidden while there is nothing to tell. `told` says what became of saving."""

    told = Signal(str)

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__("banner", FontKind.BASE, parent)
        self._words = Words(context.language)
        self._asking = Asking(self)
        self.news = QuarantineNews(context, self)
        self.save = self.add_button("bannerSave", self._words("quarantine.save"))
        self.dismiss = self.add_button("bannerClose", self._words("shell.close"))
        self.save.clicked.connect(self.ask_where)
        self.dismiss.clicked.connect(self.news.dismiss)
        self.news.changed.connect(self._show)
        self._show()

    def ask_where(self) -> None:
        """Ask for a file to write what could not be read to."""
        dialog = QFileDialog(self, self._words("quarantine.save_title"), _FILE, "JSON (*.jsonl)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("jsonl")
        dialog.fileSelected.connect(lambda path: self._asking.write(self.save_to(Path(path))))
        dialog.open()

    async def save_to(self, path: Path) -> None:
        """Write the report, and tell what became of it."""
        try:
            report = await self.news.report()
        except KisDesktopError as error:
            self.told.emit(self._words.sentence(error.message))
            return
        self.told.emit(self._written(path, report))

    def _written(self, path: Path, report: bytes) -> str:
        try:
            path.write_bytes(report)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return self._words("quarantine.not_saved", reason=reason)
        return self._words("quarantine.saved", file=path.name)

    def _show(self) -> None:
        told = self.news.sentence
        self.say(told)
        self.setVisible(bool(told))
