"""A chart's bars and indicator values as CSV for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import Floats
from kis_desktop.viewmodels.chart_columns import number_columns
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.words import Words


@dataclass(frozen=True, slots=True)
class Origin:
    """What every row says of where it comes from."""

    symbol: str
    interval: str
    adjusted: str
    world: str


@dataclass(frozen=True, slots=True, eq=False)
class ChartCsv:
    """Bars as they were at one moment, to be written on any thread. `times` are UTC epoch seconds;
    every column is as long as they.
    """

    heads: tuple[str, ...]
    times: list[int]
    columns: tuple[Floats, ...]
    origin: Origin

    def content(self) -> bytes:
        """All bars, oldest first, as UTF-8 with a byte order mark: their start as ISO 8601 with its
        zone, the numbers plain and uncut, what isn't known empty, and their origin.
        """
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.heads)
        origin = self.origin
        where = (f'="{origin.symbol}"', origin.interval, origin.adjusted, origin.world)
        moments = (datetime.fromtimestamp(time, EXCHANGE_ZONE).isoformat() for time in self.times)
        columns = (map(_plain, column.tolist()) for column in self.columns)
        writer.writerows((*row, *where) for row in zip(moments, *columns, strict=True))
        return out.getvalue().encode("utf-8-sig")


def chart_csv(pyramid: BarPyramid, plots: Sequence[Plot], origin: Origin, words: Words) -> ChartCsv:
    """A chart's bars and what the indicators say of them as they are now."""
    columns = number_columns(pyramid, plots, words)
    time, *told = (
        words(f"chart_table.{name}") for name in ("time", "symbol", "interval", "prices", "world")
    )
    heads = (time, *(column.title for column in columns), *told)
    values = tuple(np.array(column.values) for column in columns)
    return ChartCsv(heads, pyramid.time.tolist(), values, origin)


def _plain(value: float) -> str:
    if value != value:  # noqa: PLR0124 - NaN
        return ""
    return f"{value:.0f}" if value.is_integer() else repr(value)
