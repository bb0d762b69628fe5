"""What a chart has in sight as sentences, for those who hear the screen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kis_desktop.indicators.pyramid import CLOSE, HIGH, LOW, BarPyramid
from kis_desktop.viewmodels.chart_columns import NumberColumn, number_columns
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.chart_table import number_text
from kis_desktop.viewmodels.chart_times import moment_text
from kis_desktop.viewmodels.table import UNKNOWN
from kis_desktop.viewmodels.words import Words

_BARS = 6  # columns of `number_columns` that are the bars themselves


def summary(
    named: tuple[str, str],
    pyramid: BarPyramid,
    plots: Sequence[Plot],
    sight: tuple[int, int],
    words: Words,
    *,
    dated: bool,
) -> str:
    """The stretch in sight, its highest and lowest price with their times, the newest close in it
    with its change over the stretch, and what each indicator says there. `named` are the
    instrument and the interval.
    """
    first, last = sight
    if last <= first:
        return words("chart_summary.none", name=named[0])
    rows = pyramid.level(0)[:, first:last]
    highest, lowest = int(rows[HIGH].argmax()), int(rows[LOW].argmin())

    def moment(bar: int) -> str:
        return moment_text(int(pyramid.time[first + bar]), dated=dated)

    told = words(
        "chart_summary.sight",
        name=named[0],
        interval=named[1],
        bars=last - first,
        first=moment(0),
        last=moment(last - first - 1),
        high=_price(float(rows[HIGH, highest])),
        high_at=moment(highest),
        low=_price(float(rows[LOW, lowest])),
        low_at=moment(lowest),
        close=_price(float(rows[CLOSE, -1])),
        way=_way(float(rows[CLOSE, 0]), float(rows[CLOSE, -1]), words),
    )
    return " ".join([told, *_studies(number_columns(pyramid, plots, words)[_BARS:], last - 1)])


def _studies(columns: Sequence[NumberColumn], bar: int) -> list[str]:
    texts = [(column.title, number_text(column, float(column.values[bar]))) for column in columns]
    return [f"{title} {text}." for title, text in texts if text != UNKNOWN]


def _price(price: float) -> str:
    return number_text(NumberColumn("", np.empty(0)), price)


def _way(begin: float, end: float, words: Words) -> str:
    """Rise or fall over the stretch; nothing is said against a price of zero."""
    if begin <= 0:
        return ""
    if end == begin:
        return words("chart_summary.flat")
    percent = f"{int(abs(end - begin) / begin * 10_000) / 100:.2f}"
    return words("chart_summary.up" if end > begin else "chart_summary.down", percent=percent)
