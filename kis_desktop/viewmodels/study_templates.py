"""Indicators that belong together, as they come with the program."""

from __future__ import annotations

from kis_desktop.domain.chart_setup import ChartSetup, StudySetup
from kis_desktop.domain.kept_charts import StudySet

SHIPPED: tuple[tuple[str, StudySet], ...] = (
    ("basic", StudySet("basic", ChartSetup().studies)),
    (
        "trend",
        StudySet(
            "trend",
            (
                StudySetup("sma", (20,)),
                StudySetup("sma", (60,)),
                StudySetup("sma", (120,)),
                StudySetup("supertrend"),
                StudySetup("adx"),
                StudySetup("macd"),
            ),
        ),
    ),
    (
        "momentum",
        StudySet(
            "momentum",
            (
                StudySetup("bollinger"),
                StudySetup("rsi"),
                StudySetup("stochastic_slow"),
                StudySetup("macd"),
            ),
        ),
    ),
    ("ichimoku", StudySet("ichimoku", (StudySetup("ichimoku"), StudySetup("rsi")))),
)
"""by the message id of its name; an indicator that this program lacks is left out when drawn"""
