"""Which of a chart's minutes were scaled to adjusted prices, and by how much.

The services scale minutes before a split by the ratio of the days. That is not assumed here either:
the adjusted minutes are held against those as they were traded.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.bar import BarKey
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.indicators.series import BarSeries, Floats, Times
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.chart_bars import ChartBars
from kis_desktop.viewmodels.chart_ex_dates import ChartExDates
from kis_desktop.viewmodels.context import ViewContext

_SAME = 0.005  # less of a step is the rounding of adjusted prices to won

Ratios = dict[int, float]
"""by the first moment of a day (UTC epoch seconds): what minutes before it were multiplied by, in
parts of what those from it on were
"""


_Step = tuple[int, float, float]
"""a day without a right (UTC epoch seconds), and the closes before and behind its beginning"""


class ChartScaled(QObject):
    """Asked once for each set of days without a right that lie among a chart's minutes, and again
    once the closes around them are others: the days that minutes are scaled by may come later.
    """

    changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        bars: ChartBars,
        ex_dates: ChartExDates,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._bars, self._ex_dates = context, bars, ex_dates
        self._asking = Asking(self)
        self._asked: tuple[BarKey | None, tuple[_Step, ...]] = (None, ())
        self.ratios: Ratios = {}
        for told in (bars.replaced, bars.reread, ex_dates.changed):
            told.connect(self._look)

    def _look(self) -> None:
        key = self._bars.key
        wanted = key is not None and key.adjusted and key.interval.minutes is not None
        steps = self._steps() if wanted and not self._bars.replaying else ()
        if (key, steps) == self._asked:
            return
        if (key, _days(steps)) != (self._asked[0], _days(self._asked[1])):
            self._set({})
        self._asked = key, steps
        self._asking.drop("traded")
        if key is not None and steps:
            traded = replace(key, adjusted=False)
            self._asking.read("traded", self._read(traded, _days(steps)))

    def _steps(self) -> tuple[_Step, ...]:
        times, closes = self._bars.pyramid.time, self._bars.pyramid.close
        if not len(times):
            return ()
        days = [day for day, _ in self._ex_dates.marks if times[0] < day <= times[-1]]
        places = (int(np.searchsorted(times, day)) for day in days)
        return tuple(
            (day, float(closes[at - 1]), float(closes[at]))
            for day, at in zip(days, places, strict=True)
        )

    async def _read(self, key: BarKey, days: tuple[int, ...]) -> None:
        history = self._context.services.history
        try:
            traded = await self._context.commands.run(history.bars, key)
        except KisDesktopError:
            self._asked = None, ()
            return
        pyramid = self._bars.pyramid
        self._set(scaled_at(days, pyramid.time, pyramid.close, traded))

    def _set(self, ratios: Ratios) -> None:
        if ratios != self.ratios:
            self.ratios = ratios
            self.changed.emit()


def _days(steps: Sequence[_Step]) -> tuple[int, ...]:
    return tuple(day for day, _, _ in steps)


def scaled_at(days: Sequence[int], times: Times, closes: Floats, traded: BarSeries) -> Ratios:
    """At which of the days the part of the traded prices that the closes are becomes another."""
    found: Ratios = {}
    for day in days:
        at = int(np.searchsorted(times, day))
        before = _part(at - 1, times, closes, traded)
        since = _part(at, times, closes, traded)
        if before is not None and since and abs(before / since - 1) > _SAME:
            found[day] = before / since
    return found


def _part(place: int, times: Times, closes: Floats, traded: BarSeries) -> float | None:
    """A close in parts of what was traded; None where that isn't known."""
    if not 0 <= place < len(times):
        return None
    at = int(np.searchsorted(traded.time, times[place]))
    if at >= len(traded) or traded.time[at] != times[place] or traded.close[at] <= 0:
        return None
    return float(closes[place] / traded.close[at])


def ratio_text(ratio: float) -> str:
    """`1/50` for what was divided, else up to four digits: `0.9524`, `10`."""
    parts = 1 / ratio
    if ratio < 1 and abs(parts - round(parts)) < _SAME * parts:
        return f"1/{round(parts)}"
    return f"{ratio:.4g}"
