"""The indicators of a chart: made from its setup, and moved along with its bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kis_desktop.domain.chart_setup import PRICE_PANE, StudySetup
from kis_desktop.indicators.live_study import LiveStudy
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.scan import find_indicator
from kis_desktop.indicators.series import Floats
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.shared_studies import SharedStudies
from kis_desktop.viewmodels.study_inputs import inputs


def plots(
    setups: Sequence[StudySetup],
    pyramid: BarPyramid,
    beside: Mapping[str, Floats] | None = None,
    shared: SharedStudies | None = None,
) -> tuple[Plot, ...]:
    """The plots of a setup, those over bars alone of `shared` where that is given. A study whose
    indicator is not known here is left out: a chart that was kept by a newer program still opens.
    """
    found, over = list[Plot](), 0
    for number, setup in enumerate(setups):
        indicator = find_indicator(setup.id)
        if indicator is None:
            continue
        key = f"{setup.id}-{number}"
        pane = setup.pane or (PRICE_PANE if indicator.pane == PRICE_PANE else key)
        if shared is not None and not indicator.beside:
            study = shared.study(indicator, setup)
        else:
            bars = inputs(pyramid, beside, setup.anchor)
            study = LiveStudy(indicator, setup.parameters, bars)
        found.append(Plot(key, setup, study, pane, over, number))
        over += pane == PRICE_PANE
    return tuple(found)


def follow(
    shown: Sequence[Plot],
    pyramid: BarPyramid,
    start: int,
    beside: Mapping[str, Floats] | None = None,
) -> None:
    """Take the bars that changed from the bar `start` on."""
    for plot in shown:
        plot.study.follow(inputs(pyramid, beside, plot.setup.anchor), start)
