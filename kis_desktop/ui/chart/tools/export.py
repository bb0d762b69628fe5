"""What a chart gives away: its picture, its bars as a file or a table, a page, a spoken summary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QGuiApplication,
    QKeyEvent,
    QPixmap,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QToolTip

from kis_desktop.ui.chart.bars_table import BarsTable
from kis_desktop.ui.chart.printing import landscape_printer, print_picture
from kis_desktop.ui.chart.tool import ChartTool, Spot
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels.chart_saving import ChartSaving
from kis_desktop.viewmodels.interval_words import interval_text

TOOL_ORDER = 5


def create(view: ChartView) -> ExportTool:
    """What the chart of a view gives away."""
    return ExportTool(view)


class ExportTool(ChartTool):
    """Menu, and the keys T (table) and Ctrl+Shift+S (summary)."""

    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self._view = view
        self._words = view.words
        self.table = BarsTable(view.canvas, view.words)
        self.table.left.connect(self.close_table)
        view.add_to_foot(self.table)
        self.saving = ChartSaving(view.context, view.model, self)
        self.saving.told.connect(self._tell)

    def key(self, event: QKeyEvent) -> bool:
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.toggle_table()
        elif event.key() == Qt.Key.Key_S and event.modifiers() == both:
            self.speak()
        else:
            return False
        return True

    def add_actions(self, menu: QMenu, spot: Spot | None) -> None:
        words = self._words
        has_bars = len(self._view.model.pyramid) > 0
        menu.addSeparator()
        table = menu.addAction(words("chart_table.show"), self.toggle_table)
        table.setCheckable(True)
        table.setChecked(self.table.isVisible())
        menu.addAction(words("chart_summary.speak"), self.speak)
        export = menu.addMenu(words("chart_export.menu"))
        export.setObjectName("chart-export")
        export.setEnabled(has_bars)
        export.addAction(words("chart_export.picture"), self._ask_picture)
        export.addAction(words("chart_export.copy"), self.copy_picture)
        export.addAction(words("chart_export.csv"), self._ask_csv)
        export.addAction(words("chart_export.print"), self._ask_printer)

    def toggle_table(self) -> None:
        """Show the bars in sight as a table, or only the chart again."""
        if self.table.isVisible():
            self.close_table()
        else:
            self.table.open()

    def close_table(self) -> None:
        """Only the chart."""
        self.table.hide()
        self._view.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def speak(self) -> None:
        """Have the summary read out."""
        self._announce(self._view.spoken())

    def picture(self) -> QPixmap:
        """Headline and chart, without what stands around them."""
        view = self._view
        canvas = QRect(view.canvas.mapTo(view, QPoint(0, 0)), view.canvas.size())
        return view.grab(QRect(canvas.left(), 0, canvas.width(), canvas.bottom() + 1))

    def copy_picture(self) -> None:
        """Put the picture into the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.picture())
        self._say("chart_export.copied")

    def save_picture(self, path: Path) -> None:
        """Write the picture as PNG, and say so."""
        self._tell_saved(path, done=self.picture().save(str(path), "PNG"))

    def print_on(self, printer: QPrinter) -> None:
        """Print the picture, and say so where the printer doesn't take it."""
        model = self._view.model
        title = self._words(
            "chart_export.page",
            name=model.name,
            symbol=model.symbol,
            interval=interval_text(model.interval, self._words),
            world=self._view.context.world,
            printed=f"{datetime.now():%Y/%m/%d %H:%M}",  # noqa: DTZ005 - the clock on the wall
        )
        if not print_picture(printer, self.picture(), title):
            self._say("chart_export.no_printer")

    def file_name(self, suffix: str) -> str:
        """Symbol, interval, and the clock on the wall."""
        model = self._view.model
        return f"{model.symbol}_{model.key.interval}_{datetime.now():%Y%m%d-%H%M}{suffix}"  # noqa: DTZ005

    def _ask_picture(self) -> None:
        self._ask(".png", self._words("chart_export.picture_filter"), self.save_picture)

    def _ask_csv(self) -> None:
        self._ask(".csv", self._words("csv.filter"), self.saving.save_csv)

    def _ask(self, suffix: str, kinds: str, save: Callable[[Path], None]) -> None:
        title = self._words("chart_export.menu")
        dialog = QFileDialog(self._view, title, self.file_name(suffix), kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix[1:])
        dialog.fileSelected.connect(lambda path: save(Path(path)))
        dialog.open()

    def _ask_printer(self) -> None:
        printer = landscape_printer()
        dialog = QPrintDialog(printer, self._view)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)

    def _tell_saved(self, path: Path, *, done: bool) -> None:
        self._say("chart_export.saved" if done else "chart_export.failed", file=path.name)

    def _say(self, id_: str, **arguments: str) -> None:
        self._tell(self._words(id_, **arguments))

    def _tell(self, sentence: str) -> None:
        """Say it at the chart's corner, and to those who hear it."""
        corner = self._view.canvas.mapToGlobal(QPoint(0, 0))
        QToolTip.showText(corner, sentence, self._view)
        self._announce(sentence)

    def _announce(self, sentence: str) -> None:
        told = QAccessibleAnnouncementEvent(self._view.canvas, sentence)
        QAccessible.updateAccessibility(told)
