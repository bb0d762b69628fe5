"""How one chart is set up; see `domain/chart_setup.py`."""

from kis_desktop.domain.chart_setup import (
    PRICE_PANE,
    VOLUME_PANE,
    ChartSetup,
    PaneSetup,
    PriceScale,
    StudySetup,
)

__all__ = ["PRICE_PANE", "VOLUME_PANE", "ChartSetup", "PaneSetup", "PriceScale", "StudySetup"]
