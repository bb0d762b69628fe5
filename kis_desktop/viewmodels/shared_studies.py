"""Studies over bars that charts share: computed once for all charts that show them alike."""

from __future__ import annotations

from weakref import WeakValueDictionary

from kis_desktop.domain.chart_setup import StudySetup
from kis_desktop.indicators.live_study import LiveStudy
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.study import Indicator
from kis_desktop.viewmodels.study_inputs import inputs

_Key = tuple[str, tuple[float, ...], int | None]


class SharedStudies:
    """Those that are computed from bars alone. What is told beside them is each chart's own."""

    def __init__(self, pyramid: BarPyramid) -> None:
        self._pyramid = pyramid
        self._made: WeakValueDictionary[_Key, LiveStudy] = WeakValueDictionary()

    def study(self, indicator: Indicator, setup: StudySetup) -> LiveStudy:
        """A study's values; they move with the bars for as long as a chart shows them."""
        key = (indicator.id, indicator.held(setup.parameters), setup.anchor)
        found = self._made.get(key)
        if found is None:
            bars = inputs(self._pyramid, anchor=setup.anchor)
            found = self._made[key] = LiveStudy(indicator, setup.parameters, bars)
        return found

    def follow(self, start: int) -> None:
        """The bars from `start` on are others now."""
        for (_, _, anchor), study in tuple(self._made.items()):
            study.follow(inputs(self._pyramid, anchor=anchor), start)
