"""One indicator as a chart shows it."""

from __future__ import annotations

from dataclasses import dataclass

from kis_desktop.domain.chart_setup import PRICE_PANE, StudySetup
from kis_desktop.indicators.live_study import LiveStudy
from kis_desktop.indicators.study import Output


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

    def shift(self, output: Output) -> int:
        """Bars by which an output is drawn to the right of its own; negative to the left. Raises
        `ValueError` for one that is ahead by no parameter of its indicator.
        """
        if not output.ahead:
            return 0
        indicator, name = self.study.indicator, output.ahead.removeprefix("-")
        for parameter, value in zip(indicator.parameters, self.study.parameters, strict=True):
            if parameter.name == name:
                return -int(value) if output.ahead.startswith("-") else int(value)
        raise ValueError(f"{indicator.id}: {output.name} is ahead by {name}, no parameter")

    def titled(self, language: str) -> str:
        """Its name with its parameters: `RSI 14`."""
        told = " ".join(f"{value:g}" for value in self.study.parameters)
        return f"{self.study.indicator.titled(language)} {told}".rstrip()
