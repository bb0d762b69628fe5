"""A chart's bars and indicator values as CSV for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.viewmodels.chart_columns import NumberColumn, number_columns
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


def chart_csv(pyramid: BarPyramid, plots: Sequence[Plot], origin: Origin, words: Words) -> bytes:
    """All bars, oldest first, as UTF-8 with a byte order mark: their start as ISO 8601 with its
    zone, the numbers plain and uncut, what isn't known empty, and their origin.
    """
    columns = number_columns(pyramid, plots, words)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    told = ("symbol", "interval", "prices", "world")
    heads = [words(f"chart_table.{name}") for name in ("time", *told)]
    writer.writerow([heads[0], *(column.title for column in columns), *heads[1:]])
    where = (f'="{origin.symbol}"', origin.interval, origin.adjusted, origin.world)
    for bar, time in enumerate(pyramid.time.tolist()):
        moment = datetime.fromtimestamp(time, EXCHANGE_ZONE).isoformat()
        writer.writerow([moment, *(_plain(column, bar) for column in columns), *where])
    return out.getvalue().encode("utf-8-sig")


def _plain(column: NumberColumn, bar: int) -> str:
    value = float(column.values[bar])
    if np.isnan(value):
        return ""
    return f"{value:.0f}" if value == int(value) else repr(value)
