"""What is kept of charts: a symbol's own indicators, and templates by their names."""

from __future__ import annotations

from kis_desktop.domain.chart_setup import StudySetup
from kis_desktop.domain.kept_charts import KeptCharts, StudySet

RSI, SMA = StudySet("a", (StudySetup("rsi"),)), StudySet("b", (StudySetup("sma"),))


def test_a_symbol_has_indicators_of_its_own_until_they_are_taken_away() -> None:
    kept = KeptCharts().with_own_studies("a", RSI)
    assert kept.own_studies("a") == RSI
    assert kept.own_studies("b") is None
    assert kept.with_own_studies("a", None).own_studies("a") is None


def test_other_indicators_of_a_symbol_replace_the_first() -> None:
    other = StudySet("a", (StudySetup("sma"),))
    kept = KeptCharts().with_own_studies("a", RSI).with_own_studies("a", other)
    assert kept.symbols == (other,)


def test_a_template_of_the_same_name_is_replaced_in_its_place() -> None:
    other = StudySet("a", (StudySetup("ema"),))
    kept = KeptCharts().with_template(RSI).with_template(SMA).with_template(other)
    assert kept.templates == (other, SMA)


def test_a_template_can_be_taken_away() -> None:
    kept = KeptCharts().with_template(RSI).with_template(SMA).without_template("a")
    assert kept.templates == (SMA,)
