"""The bars of a chart as columns of numbers: for the table of bars and for a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Shape
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.words import Words

_UNDRAWN = (Shape.HIDDEN, Shape.PROFILE)


@dataclass(frozen=True, slots=True, eq=False)
class NumberColumn:
    """One column, NaN where a bar has no value. `whole` for counts, `signed` for changes."""

    title: str
    values: Floats
    whole: bool = False
    signed: bool = False


def number_columns(
    pyramid: BarPyramid, plots: Sequence[Plot], words: Words
) -> tuple[NumberColumn, ...]:
    """Open, high, low, close (KRW), change (percent), volume, and every value that is drawn."""
    opened, high, low, close, volume = pyramid.level(0)
    bars = (
        NumberColumn(words("chart_table.open"), opened),
        NumberColumn(words("chart_table.high"), high),
        NumberColumn(words("chart_table.low"), low),
        NumberColumn(words("chart_table.close"), close),
        NumberColumn(words("chart_table.change"), _changes(close), signed=True),
        NumberColumn(words("chart_table.volume"), volume, whole=True),
    )
    return bars + tuple(column for plot in plots for column in _of_plot(plot, words.language))


def _of_plot(plot: Plot, language: str) -> list[NumberColumn]:
    outputs = plot.study.indicator.outputs
    shown = [at for at, output in enumerate(outputs) if output.shape not in _UNDRAWN]
    title = plot.titled(language)
    if len(shown) == 1:
        return [NumberColumn(title, _drawn(plot, shown[0]))]
    names = {at: outputs[at].title if language == "ko" else outputs[at].title_en for at in shown}
    return [NumberColumn(f"{title} {names[at]}", _drawn(plot, at)) for at in shown]


def _drawn(plot: Plot, at: int) -> Floats:
    """An output's values at the bars where they are drawn, as the chart's own legend tells them."""
    values, shift = plot.study.values(at), plot.shift(plot.study.indicator.outputs[at])
    if not shift:
        return values
    found = np.full(len(values), np.nan)
    if shift > 0:
        found[shift:] = values[:-shift]
    else:
        found[:shift] = values[-shift:]
    return found


def _changes(close: Floats) -> Floats:
    """Percent against the close before; NaN for the first bar and behind a price of zero."""
    found = np.full(len(close), np.nan)
    before = close[:-1]
    np.divide(100 * (close[1:] - before), before, out=found[1:], where=before > 0)
    return found
