"""What a chart's studies ask for beside its bars: investors and both sides of the tape.

Days are told by the services; of minutes only both sides are known, and those only since the chart
listens.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.domain.chart_setup import StudySetup
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.indicators.beside import Told, laid_beside
from kis_desktop.indicators.scan import find_indicator
from kis_desktop.indicators.series import Floats, Times
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.chart_index import INDEX
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.live_sides import LiveSides

_AGAIN = 120.0  # seconds after which the newest day is asked for again
_SIDES = frozenset({"bought", "sold"})


class ChartBeside(QObject):
    """The columns of one chart by their names in `Inputs.beside`."""

    changed = Signal()  # more is known: studies have to be computed anew

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._monotonic = monotonic
        self._asking = Asking(self)
        self._feed = ""
        self._interval = Interval.DAY
        self._wanted: frozenset[str] = frozenset()
        self._told: dict[str, Told] = {}
        self._asked_at: dict[str, float] = {}
        self._live = LiveSides()

    def show(self, feed: str, interval: Interval, studies: Iterable[StudySetup]) -> None:
        """Whose bars are shown, how long they are, and what is drawn over them."""
        if feed != self._feed:
            self._live = LiveSides()
        if (feed, interval) != (self._feed, self._interval):
            self._drop()
        self._feed, self._interval = feed, interval
        self._wanted = wanted(studies) - {INDEX}
        self._ask()

    def missed(self) -> None:
        """Prints may have passed unheard."""
        self._live.clear()

    def on_frame(self, frame: Frame) -> None:
        """Listen to the tape, and ask for the newest day now and then."""
        batch = frame.prints.get(self._feed)
        if batch is not None:
            self._live.take(batch)
        self._ask()

    def columns(self, bars: Times) -> dict[str, Floats]:
        """What is known beside the bars with these starts, as long as they; a name that is missing
        is known of none.
        """
        if self._interval.unit is Unit.MINUTE and self._wanted & _SIDES:
            return {"bought": self._live.bought(bars), "sold": self._live.sold(bars)}
        return {name: laid_beside(told, bars) for name, told in self._told.items()}

    def _ask(self) -> None:
        if not self._feed or not self._interval.is_dated:
            return
        now = self._monotonic()
        for name in self._wanted:
            if now - self._asked_at.get(name, -_AGAIN) >= _AGAIN:
                self._asked_at[name] = now
                self._asking.read(name, self._read(name))

    async def _read(self, name: str) -> None:
        companions = self._context.services.companions
        try:
            told = await self._context.commands.run(
                companions.load, self._feed, name, self._interval
            )
        except KisDesktopError:
            return  # not known, and asked for again
        self._told[name] = told
        self.changed.emit()

    def _drop(self) -> None:
        for name in self._asked_at:
            self._asking.drop(name)
        self._asked_at.clear()
        self._told.clear()


def wanted(studies: Iterable[StudySetup]) -> frozenset[str]:
    """The names that a chart's studies ask for."""
    found = (find_indicator(study.id) for study in studies)
    return frozenset(name for one in found if one is not None for name in one.beside)
