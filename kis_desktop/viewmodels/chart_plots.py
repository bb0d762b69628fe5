"""The indicators of one chart with what they need beside its bars."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.bar import BarKey
from kis_desktop.domain.chart_setup import ChartSetup, StudySetup
from kis_desktop.indicators.scan import find_indicator
from kis_desktop.indicators.series import Floats
from kis_desktop.viewmodels import chart_studies as studies
from kis_desktop.viewmodels.chart_bars import ChartBars, ChartState
from kis_desktop.viewmodels.chart_beside import ChartBeside, wanted
from kis_desktop.viewmodels.chart_index import INDEX, ChartIndex
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.context import ViewContext


class ChartPlots(QObject):
    """Made from the chart's setup, and moved along with its bars. Beside a past day that is played
    nothing of now is told.
    """

    told = Signal()  # more is known beside the bars: plots are to be made anew

    def __init__(
        self,
        context: ViewContext,
        owner: str,
        bars: ChartBars,
        parent: QObject,
        monotonic: Callable[[], float],
    ) -> None:
        super().__init__(parent)
        self.plots: tuple[Plot, ...] = ()
        self._bars = bars
        self._studies: tuple[StudySetup, ...] = ()
        self._reached: tuple[BarKey | None, int] | None = None
        self._beside = ChartBeside(context, self, monotonic)
        self._index = ChartIndex(context, owner, self, monotonic)
        self._beside.changed.connect(self.told)
        self._index.changed.connect(self.told)
        bars.state_changed.connect(self._reach_anchors)

    def make(self, feed: str, setup: ChartSetup) -> None:
        """Those of a setup over the bars; `feed` is whose they are, empty for none."""
        self._studies = setup.studies
        if feed:
            self._beside.show(feed, setup.interval, setup.studies)
            self._index.show(setup, wanted=INDEX in wanted(setup.studies))
        bars = self._bars
        self.plots = studies.plots(setup.studies, bars.pyramid, self._columns(), bars.studies)
        self._reach_anchors()

    def follow(self, start: int) -> None:
        """The bars from `start` on are others now; what is computed from them alone has moved
        with them.
        """
        own = [plot for plot in self.plots if plot.study.indicator.beside]
        if own:
            studies.follow(own, self._bars.pyramid, start, self._columns())

    def on_frame(self, frame: Frame) -> None:
        """Take what is told beside the bars."""
        self._beside.on_frame(frame)
        self._index.on_frame(frame)

    def missed(self) -> None:
        """The line was away for a while."""
        self._beside.missed()
        self._index.missed()

    def leave(self) -> None:
        """The chart is taken away."""
        self._index.leave()

    def _columns(self) -> dict[str, Floats]:
        if self._bars.replaying:
            return {}
        time = self._bars.pyramid.time
        return {**self._beside.columns(time), **self._index.columns(time)}

    def _reach_anchors(self) -> None:
        """What counts from a moment needs the bars from there on; they are asked for once."""
        time, key = self._bars.pyramid.time, self._bars.key
        earliest = min(map(_anchor, self._studies), default=_NEVER)
        if not len(time) or earliest >= int(time[0]) or self._reached == (key, earliest):
            return
        if self._bars.state is ChartState.READY and not self._bars.replaying:
            self._reached = key, earliest
            self._bars.reach(earliest)


_NEVER = 1 << 62


def _anchor(study: StudySetup) -> int:
    """The moment that a study counts from (UTC epoch seconds)."""
    indicator = find_indicator(study.id)
    anchored = indicator is not None and indicator.anchored and study.anchor is not None
    return study.anchor if anchored and study.anchor is not None else _NEVER
