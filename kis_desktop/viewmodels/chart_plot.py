"""One indicator as a chart shows it."""

from __future__ import annotations

from dataclasses import dataclass

from kis_desktop.domain.chart_setup import PRICE_PANE, StudySetup
from kis_desktop.indicators.live_study import LiveStudy


@dataclass(frozen=True, slots=True)
class Plot:
    """`key` is the study's own in its chart and never changes while it is shown; `pane` is
    PRICE_PANE or the name of a pane below; `place` counts plots over the prices, for the palette.
    """

    key: str
    setup: StudySetup
    study: LiveStudy
    pane: str
    place: int = 0
    number: int = 0
    """the study's place in the chart's setup"""

    @property
    def over_prices(self) -> bool:
        """Whether it is drawn over the bars."""
        return self.pane == PRICE_PANE

    def titled(self, language: str) -> str:
        """Its name with its parameters: `RSI 14`."""
        told = " ".join(f"{value:g}" for value in self.study.parameters)
        return f"{self.study.indicator.titled(language)} {told}".rstrip()
