"""The ways in which bars can be drawn; see `domain/chart_setup.py`."""

from kis_desktop.domain.chart_setup import ChartStyle

__all__ = ["ChartStyle"]
