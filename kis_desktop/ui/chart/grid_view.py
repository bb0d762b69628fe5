"""Charts beside each other, the active one framed; one of them can be shown alone for a while."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.grid_sync import GridSync
from kis_desktop.ui.chart.replay_sync import ReplaySync
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Token
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_grid import ChartGrid
from kis_desktop.viewmodels.context import ViewContext

_MANY = 3  # charts, from which on their headlines are low
_LEAST = QSize(400, 280)  # pixels of several together, however many: panels beside keep their room
_GAP = 2  # pixels of ground between charts, and of the active one's frame


class _Frame(QWidget):
    """Room around one chart, lit where it is the active one of several."""

    def __init__(self, cell: ChartCell, parent: QWidget) -> None:
        super().__init__(parent)
        self._lit = False
        self._box = QVBoxLayout(self)
        self._box.addWidget(cell)
        self.set_framed(QSize(0, 0), framed=False, lit=False)
        Theme.current().changed.connect(self.update)

    def set_framed(self, least: QSize, *, framed: bool, lit: bool) -> None:
        """Take room for a frame, and light it; `least` is the size of one that is framed."""
        self._lit = lit
        edge = 1 if framed else 0
        self._box.setContentsMargins(edge, edge, edge, edge)
        self.setMinimumSize(least if framed else QSize(0, 0))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Token.ACCENT if self._lit else Token.PANEL))
        painter.fillRect(self.contentsRect().adjusted(1, 1, -1, -1), theme.color(Token.PANEL))
        painter.end()


class GridView(QWidget):
    """Twin of `viewmodels/chart_grid.py`."""

    typed = Signal(str)  # over a chart: the beginning of an interval
    date_asked = Signal()
    studies_asked = Signal()
    study_asked = Signal(int)  # of the active chart, by its place in the setup
    replaying_changed = Signal()  # of any of the charts

    def __init__(
        self, context: ViewContext, grid: ChartGrid, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.grid = grid
        self.cells: list[ChartCell] = []
        self._frames: list[_Frame] = []
        self._alone: ChartCell | None = None
        self._sync = GridSync(grid, self)
        self._replays = ReplaySync(grid, self)
        self._box = QGridLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(_GAP)
        grid.cells_changed.connect(self._show_cells)
        grid.active_changed.connect(self._show_active)
        self._show_cells()

    @property
    def active(self) -> ChartCell:
        """The chart that is worked with."""
        return self.cells[self.grid.active_place]

    @property
    def maximised(self) -> bool:
        """Whether one chart of several is shown alone."""
        return self._alone is not None

    def maximise(self, cell: ChartCell) -> None:
        """Show one chart alone, or all again where it is alone already."""
        self._activate(cell)
        self._show_alone(cell if len(self.cells) > 1 and cell is not self._alone else None)

    def toggle_maximised(self) -> None:
        """Show the active chart alone, or all again."""
        self.maximise(self.active)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Theme.current().color(Token.GROUND))
        painter.end()

    def _show_alone(self, cell: ChartCell | None) -> None:
        self._alone = cell
        for frame, one in zip(self._frames, self.cells, strict=True):
            frame.setVisible(cell in {None, one})
        self._show_active()

    def _show_cells(self) -> None:
        self._alone = None
        had_focus = any(cell.canvas.hasFocus() for cell in self.cells)
        charts = self.grid.charts
        for cell, frame in list(zip(self.cells, self._frames, strict=True)):
            if cell.model not in charts:
                self._remove(cell, frame)
        known = {id(cell.model) for cell in self.cells}
        for model in charts:
            if id(model) not in known:
                self._add(model)
        self._place()
        self._show_active()
        if had_focus:
            self.active.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        layout = self.grid.layout
        for row in range(max(self._box.rowCount(), layout.rows)):
            self._box.setRowStretch(row, int(row < layout.rows))
        for column in range(max(self._box.columnCount(), layout.columns)):
            self._box.setColumnStretch(column, int(column < layout.columns))
        for place, frame in enumerate(self._frames):
            row, column = divmod(place, layout.columns)
            is_last = place == len(self._frames) - 1
            self._box.addWidget(frame, row, column, 1, layout.columns - column if is_last else 1)
            frame.show()

    def _add(self, model: ChartModel) -> None:
        cell = ChartCell(self._context, model)
        cell.activated.connect(lambda: self._activate(cell))
        cell.headline.close_asked.connect(lambda: self._close(cell))
        cell.maximise_asked.connect(lambda: self.maximise(cell))
        cell.typed.connect(self.typed)
        cell.date_asked.connect(self.date_asked)
        cell.studies_asked.connect(self.studies_asked)
        cell.study_asked.connect(self.study_asked)
        model.replaying_changed.connect(self.replaying_changed)
        self.cells.append(cell)
        self._frames.append(_Frame(cell, self))
        if cell.is_furnished:
            self._watch(cell)
        else:
            cell.furnished.connect(lambda: self._watch(cell))

    def _watch(self, cell: ChartCell) -> None:
        self._sync.watch(cell)
        self._replays.watch(cell)

    def _remove(self, cell: ChartCell, frame: _Frame) -> None:
        cell.furnish()
        self._sync.forget(cell)
        self._replays.forget(cell)
        self.cells.remove(cell)
        self._frames.remove(frame)
        self._box.removeWidget(frame)
        frame.hide()
        frame.deleteLater()

    def _close(self, cell: ChartCell) -> None:
        if cell in self.cells:
            self.grid.close(self.cells.index(cell))

    def _activate(self, cell: ChartCell) -> None:
        if cell in self.cells:
            self.grid.activate(self.cells.index(cell))

    def _show_active(self) -> None:
        framed = len(self.cells) > 1 and self._alone is None
        layout = self.grid.layout
        least = QSize(_LEAST.width() // layout.columns, _LEAST.height() // layout.rows)
        for place, (cell, frame) in enumerate(zip(self.cells, self._frames, strict=True)):
            lit = framed and place == self.grid.active_place
            frame.set_framed(least, framed=framed, lit=lit)
            cell.show_bars(shown=lit or len(self.cells) == 1 or self._alone is cell)
            cell.headline.set_closable(closable=framed)
            cell.set_small(small=framed and len(self.cells) >= _MANY)
        if self._alone is not None and self._alone is not self.active:
            self._show_alone(self.active)
        self.setFocusProxy(self.active.canvas)
