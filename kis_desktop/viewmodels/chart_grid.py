"""Charts beside each other: which there are, which one is worked with, what they share.

The chart that is worked with follows the linked symbol, and choosing a chart links its symbol: a
ticket never stands at another instrument than the chart that a price is taken from.
"""

from __future__ import annotations

from itertools import count

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.chart_setup import ChartSetup
from kis_desktop.domain.kept_charts import GridSync, KeptCell, KeptCharts, KeptGrid, StudySet
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_book import ChartBook
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.grid_layout import GridLayout, fitting_layout, grid_layout
from kis_desktop.viewmodels.words import Words


class ChartGrid(QObject):
    """Owns the models of all charts. There is one chart from the start, and nothing is read for it
    before what was kept is known.
    """

    cells_changed = Signal()  # other charts, or another layout
    active_changed = Signal()
    setup_changed = Signal()  # of the active chart
    kept_changed = Signal()  # favourites, templates, what is shared

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.words = Words(context.language)
        self.book = ChartBook(context, self)
        self.layout: GridLayout = grid_layout("1")
        self.charts: list[ChartModel] = []
        self._common: list[ChartSetup] = []  # each chart's own, without a symbol's own indicators
        self._active = 0
        self._quiet = False
        self._begun = False
        self._add(KeptCell())
        self.book.loaded.connect(self._on_loaded)
        self.book.changed.connect(self.kept_changed)
        context.link.symbol_changed.connect(self.show_symbol)

    @property
    def active(self) -> ChartModel:
        """The chart that is worked with."""
        return self.charts[self._active]

    @property
    def active_place(self) -> int:
        """Where it stands, row by row."""
        return self._active

    @property
    def kept(self) -> KeptCharts:
        """What is kept of all charts."""
        return self.book.kept

    @property
    def sync(self) -> GridSync:
        """What the charts have in common."""
        return self.kept.grid.sync

    def load(self) -> None:
        """Show the charts that were kept."""
        self.active.wait()
        self.book.load()

    def activate(self, place: int) -> None:
        """Work with another chart; its symbol becomes the linked one."""
        if place == self._active or not 0 <= place < len(self.charts):
            return
        self.active.set_focused(focused=False)
        self._active = place
        self.active.set_focused(focused=True)
        if self.active.symbol:
            self._context.link.select(self.active.symbol)
        self._keep()
        self.active_changed.emit()

    def show_symbol(self, symbol: str) -> None:
        """Show a symbol in the active chart, and in all where they share it."""
        if not self._begun:
            return
        for place, chart in enumerate(self.charts):
            if self.sync.symbol or place == self._active:
                chart.show_symbol(symbol)
        self._keep()

    def set_layout(self, name: str) -> None:
        """Another number of charts, or another order; new ones show what the active one does."""
        layout = grid_layout(name)
        if layout == self.layout and len(self.charts) == layout.cells:
            return
        self.layout = layout
        while len(self.charts) < layout.cells:
            self._add(KeptCell(self.active.symbol, self._common[self._active]))
            self.charts[-1].show_symbol(self.active.symbol)
        self._take_away(layout.cells)
        self._keep()
        self.cells_changed.emit()

    def close(self, place: int) -> None:
        """One chart less; the last one stays."""
        if len(self.charts) == 1 or not 0 <= place < len(self.charts):
            return
        was_active = self.active
        chart = self.charts.pop(place)
        del self._common[place]
        chart.leave()
        chart.deleteLater()
        self._active = min(self._active - (place < self._active), len(self.charts) - 1)
        self.layout = fitting_layout(self.layout, len(self.charts))
        self._keep()
        self.cells_changed.emit()
        if chart is was_active:
            self.active.set_focused(focused=True)
            self._context.link.select(self.active.symbol)
            self.active_changed.emit()

    def set_sync(self, sync: GridSync) -> None:
        """Share other things; charts that begin to share take what the active one has."""
        before = self.sync
        self.book.put(replace(self.kept, grid=replace(self.kept.grid, sync=sync)))
        if sync.symbol and not before.symbol and self.active.symbol:
            self.show_symbol(self.active.symbol)
        if sync.interval and not before.interval:
            self._share_interval(self.active.interval)

    def set_favourites(self, favourites: tuple[Interval, ...]) -> None:
        """Have these intervals at hand."""
        self.book.put(replace(self.kept, favourites=favourites))

    def has_own_studies(self, chart: ChartModel) -> bool:
        """Whether the chart's symbol has indicators of its own."""
        return self.kept.own_studies(chart.symbol) is not None

    def set_own_studies(self, chart: ChartModel, *, own: bool) -> None:
        """Give the chart's symbol indicators of its own, beginning with those it has; or none, so
        that it has those of every symbol again.
        """
        setup = chart.setup
        kept = StudySet(chart.symbol, setup.studies, setup.panes) if own else None
        self.book.put(self.kept.with_own_studies(chart.symbol, kept))
        if not own:
            chart.set_setup(self._effective(chart))

    def keep_template(self, template: StudySet) -> None:
        """Keep indicators under a name."""
        self.book.put(self.kept.with_template(template))

    def drop_template(self, name: str) -> None:
        """Forget the template of this name."""
        self.book.put(self.kept.without_template(name))

    def _on_loaded(self) -> None:
        grid = self.kept.grid
        self.layout = grid_layout(grid.layout)
        kept = grid.cells[: self.layout.cells] or (KeptCell(),)
        self._quiet = True
        self._common[0] = kept[0].setup
        self.active.set_setup(kept[0].setup)
        for cell in kept[1:]:
            self._add(cell)
        self._active = min(max(grid.active, 0), len(self.charts) - 1)
        self._quiet = False
        self._begun = True
        self.cells_changed.emit()
        self._begin(kept)

    def _begin(self, kept: tuple[KeptCell, ...]) -> None:
        linked = self._context.link.symbol
        for place, (chart, cell) in enumerate(zip(self.charts, kept, strict=True)):
            follows = place == self._active or self.sync.symbol or not cell.symbol
            chart.set_focused(focused=place == self._active)
            chart.show_symbol(linked or cell.symbol if follows else cell.symbol)
        if not linked and self.active.symbol:
            self._context.link.select(self.active.symbol)

    def _add(self, cell: KeptCell) -> None:
        """A further chart; the link reaches it through the grid alone."""
        taken = {one.owner for one in self.charts}
        owner = next(name for name in map("chart-{}".format, count(1)) if name not in taken)
        chart = ChartModel(self._context, self, owner=owner, setup=cell.setup, linked=False)
        chart.symbol_changed.connect(lambda: self._on_symbol(chart))
        chart.setup_changed.connect(lambda: self._on_setup(chart))
        chart.replaying_changed.connect(lambda: self._on_replaying(chart))
        chart.set_focused(focused=not self.charts)
        self.charts.append(chart)
        self._common.append(cell.setup)

    def _take_away(self, left: int) -> None:
        gone = self.charts[left:]
        del self.charts[left:], self._common[left:]
        active_gone = self._active >= len(self.charts)
        self._active = 0 if active_gone else self._active
        for chart in gone:
            chart.leave()
            chart.deleteLater()
        if active_gone:
            self.active.set_focused(focused=True)
            self._context.link.select(self.active.symbol)
            self.active_changed.emit()

    def _on_replaying(self, chart: ChartModel) -> None:
        """A chart whose past day is over shows what was linked meanwhile."""
        if not chart.replaying and chart is self.active:
            chart.show_symbol(self._context.link.symbol)

    def _on_symbol(self, chart: ChartModel) -> None:
        self._quiet = True
        chart.set_setup(self._effective(chart))
        self._quiet = False

    def _effective(self, chart: ChartModel) -> ChartSetup:
        """The chart's setup with its symbol's own indicators, where it has some."""
        common = self._common[self.charts.index(chart)]
        own = self.kept.own_studies(chart.symbol)
        setup = replace(chart.setup, studies=common.studies, panes=common.panes)
        return setup if own is None else replace(setup, studies=own.studies, panes=own.panes)

    def _on_setup(self, chart: ChartModel) -> None:
        place, setup = self.charts.index(chart), chart.setup
        before = self._common[place]
        if not self._quiet:
            if self.has_own_studies(chart):
                own = StudySet(chart.symbol, setup.studies, setup.panes)
                self.book.put(self.kept.with_own_studies(chart.symbol, own))
                setup = replace(setup, studies=before.studies, panes=before.panes)
            self._common[place] = setup
            self._keep()
            if self.sync.interval and setup.interval != before.interval:
                self._share_interval(setup.interval)
        if place == self._active:
            self.setup_changed.emit()

    def _share_interval(self, interval: Interval) -> None:
        for chart in self.charts:
            chart.show_interval(interval)

    def _keep(self) -> None:
        if self._quiet:
            return
        cells = tuple(
            KeptCell(chart.symbol, setup)
            for chart, setup in zip(self.charts, self._common, strict=True)
        )
        grid = KeptGrid(self.layout.name, cells, self._active, self.sync)
        self.book.put(replace(self.kept, grid=grid))
