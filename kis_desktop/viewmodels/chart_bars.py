"""The bars of one chart: read, joined with what comes live, read again where some were missed.

Bars of one key are never shown under another's: every choice counts up a generation, and an answer
of an older one is dropped.
"""

from __future__ import annotations

import enum
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.bar import BarKey, BarTail, HistoryProgress
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.shared_bars import BarShelf, SharedBars
from kis_desktop.viewmodels.shared_studies import SharedStudies
from kis_desktop.viewmodels.words import Words

_RETRY = 10.0  # seconds before bars that could not be read again are asked for once more
_OLDER_EVERY = 0.7  # seconds between two looks at older bars that are being read
_REST = 20.0  # times as long as an exchange of bars took the screen is left alone behind it


class ChartState(enum.StrEnum):
    """What can be shown."""

    EMPTY = "empty"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class ChartBars(QObject):
    """`owner` names the chart to the services, each chart by a name of its own."""

    state_changed = Signal()
    replaced = Signal()  # another chart
    reread = Signal()  # the same chart's history anew, or more of it
    moved = Signal(int)  # the bars from this one on
    progress_changed = Signal()
    doubt_changed = Signal()  # whether reading again has failed

    def __init__(
        self,
        context: ViewContext,
        owner: str,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._owner = owner
        self._monotonic = monotonic
        self._words = Words(context.language)
        self._asking = Asking(self)
        self.key: BarKey | None = None
        self.state = ChartState.EMPTY
        self.failure = ""
        self._shelf = context.part(BarShelf)
        self._shown = SharedBars(BarSeries.empty())
        self._shown.moved.connect(self.moved)
        self._shelf.came.connect(self._on_came)
        self.progress: HistoryProgress | None = None
        self.replaying = False
        self.in_doubt = False
        """whether the bars could not be read again and those on the screen may be old"""
        self._generation = 0
        self._reloading = False
        self._gap_at: int | None = None  # a hole that stayed after reading again
        self._retry_at = 0.0
        self._tail: BarTail | None = None  # came while bars were being read
        self._newest: BarTail | None = None
        self._counted = 0  # bars of the progress up to which ours were read
        self._look_at = 0.0

    @property
    def pyramid(self) -> BarPyramid:
        """The bars; other charts of their key may have the same ones."""
        return self._shown.pyramid

    @property
    def studies(self) -> SharedStudies:
        """Where studies of these bars are made."""
        return self._shown.studies

    def show(self, key: BarKey) -> None:
        """Show other bars: those that another chart has at once, else none until they are here.
        While a past day is played they are its player's to bring, not ours.
        """
        self.key = key
        self._generation += 1
        self._reloading = False
        self._gap_at = self._tail = self._newest = self.progress = None
        self._counted, self._look_at = 0, 0.0
        self._set_doubt(doubted=False)
        self._hold(SharedBars(BarSeries.empty()))
        self.replaced.emit()
        self._set_state(ChartState.LOADING)
        self.progress_changed.emit()
        self._asking.drop("older")
        if self.replaying:
            self._asking.drop("bars")
        else:
            self._asking.read("bars", self._load(self._generation, key))
            self._on_came(key)

    def wait(self) -> None:
        """What is to be shown is not known yet, but soon will be."""
        if self.state is ChartState.EMPTY:
            self._set_state(ChartState.LOADING)

    def retry(self) -> None:
        """Load again after a failure."""
        if self.key is not None:
            self.show(self.key)

    def reload(self) -> None:
        """Read the bars again; those on the screen stay until the answer."""
        ready = self.state is ChartState.READY and not self._reloading
        if self.key is not None and ready and not self.replaying:
            self._reloading = True
            self._asking.read("bars", self._load(self._generation, self.key))

    def leave(self) -> None:
        """Nothing is shown any more."""
        self._generation += 1
        self.key = self._tail = self._newest = self.progress = None
        self.replaying = self._reloading = False
        for topic in ("bars", "older", "reach"):
            self._asking.drop(topic)
        self._set_doubt(doubted=False)
        self._hold(SharedBars(BarSeries.empty()))
        self.replaced.emit()
        self._set_state(ChartState.EMPTY)
        self._context.commands.start(self._context.services.history.unfollow, self._owner)

    def reach(self, moment: int) -> None:
        """Have the bars read back to a moment (UTC epoch seconds) before others."""
        if self.key is not None and self.state is ChartState.READY and not self.replaying:
            self._asking.read("reach", self._reach(self._generation, self.key, moment))

    def begin_replay(self, bars: BarSeries) -> None:
        """Show these bars alone; what the market brings meanwhile is not laid over them."""
        self._generation += 1
        self.replaying = True
        self._hold(SharedBars(bars))
        self.replaced.emit()
        self._set_state(ChartState.READY)

    def advance_replay(self, bars: BarSeries) -> None:
        """Lay bars over the end of what is played, as a live tail."""
        if self.replaying and len(bars):
            self._shown.lay(bars)

    def end_replay(self) -> None:
        """Show the market's bars again."""
        self.replaying = False
        self.retry()

    def on_frame(self, frame: Frame) -> None:
        """Take the newest bars, and how far back older ones reach."""
        key = self.key
        if key is None:
            return
        progress = frame.latest.get((Topic.HISTORY, key.text))
        if isinstance(progress, HistoryProgress):
            self._on_progress(progress)
        self._look_for_older()
        tail = frame.latest.get((Topic.BARS, key.text))
        if isinstance(tail, BarTail) and tail.bars:
            self._take(tail)
        elif self.in_doubt and self._monotonic() >= self._retry_at:
            self.reload()

    async def _load(self, generation: int, key: BarKey) -> None:
        history = self._context.services.history
        try:
            bars = await self._context.commands.run(history.load, key)
        except KisDesktopError as error:
            if generation == self._generation:
                self._on_failure(self._words.sentence(error.message))
            return
        if generation == self._generation:
            self._on_loaded(bars, key)

    def _on_loaded(self, bars: BarSeries, key: BarKey) -> None:
        again, self._reloading = self._reloading, False
        self._set_doubt(doubted=False)
        self._hold(self._shelf.take(key, bars))
        self._counted = max(self._counted, len(bars))
        (self.reread if again else self.replaced).emit()
        self._set_state(ChartState.READY)
        tail, self._tail = self._tail, None
        if tail is not None:
            if again and self._has_gap(tail):
                self._gap_at = tail.bars[0].time
            self._take(tail, kept=True)
        self._context.commands.start(self._context.services.history.follow, self._owner, key)
        if not again:
            self._shelf.came.emit(key)

    def _on_came(self, key: BarKey) -> None:
        """Another chart has the bars that are waited for: they are shown, while ours are read."""
        shown = self._shelf.find(key) if key == self.key else None
        if shown is None or self.replaying or self.state is not ChartState.LOADING:
            return
        self._reloading = True
        self._hold(shown)
        self.replaced.emit()
        self._set_state(ChartState.READY)

    def _on_failure(self, sentence: str) -> None:
        """A first load that failed stands in the bars' place; a later one leaves them, marked."""
        if self._reloading:
            self._reloading = False
            self._retry_at = self._monotonic() + _RETRY
            self._set_doubt(doubted=True)
            return
        self.failure = sentence
        self._context.commands.start(self._context.services.history.unfollow, self._owner)
        self._set_state(ChartState.FAILED)

    def _on_progress(self, progress: HistoryProgress) -> None:
        """Bars that were here and became others are read again however many there are."""
        if self.progress is not None and progress.revision != self.progress.revision:
            self._counted = 0
        self.progress = progress
        self.progress_changed.emit()

    def _look_for_older(self) -> None:
        """Where more bars are here than we show, exchange ours, but not with every page: a year of
        minutes with many indicators takes the screen a tenth of a second each time.
        """
        progress = self.progress
        if progress is None or progress.bars <= self._counted or self.replaying:
            return
        if self.state is not ChartState.READY or self._reloading:
            return
        if self._monotonic() >= self._look_at or progress.complete:
            self._look_at = self._monotonic() + _OLDER_EVERY
            self._counted = progress.bars
            self._asking.read("older", self._read_here(self._generation, progress.key))

    async def _read_here(self, generation: int, key: BarKey) -> None:
        """What is here by now; a failure is told by the progress itself."""
        history = self._context.services.history
        try:
            bars = await self._context.commands.run(history.bars, key)
        except KisDesktopError:
            return
        if generation != self._generation or not len(bars):
            return
        begun = self._monotonic()
        self._hold(self._shelf.take(key, bars))
        self.reread.emit()
        if self._newest is not None and not self._has_gap(self._newest):
            self._shown.lay_kept(self._newest)
        ended = self._monotonic()
        self._look_at = max(self._look_at, ended + _REST * (ended - begun))

    async def _reach(self, generation: int, key: BarKey, moment: int) -> None:
        history = self._context.services.history
        try:
            await self._context.commands.run(history.reach, key, moment)
        except KisDesktopError:
            return  # the progress says why
        if generation == self._generation:
            await self._read_here(generation, key)

    def _take(self, tail: BarTail, *, kept: bool = False) -> None:
        """Lay the newest bars over ours, `kept` ones where there are no newer; where bars between
        are missing, read all again.
        """
        if self.replaying:
            return
        if self.state is not ChartState.READY or self._reloading:
            self._tail = tail
            return
        if self._has_gap(tail) and tail.bars[0].time != self._gap_at:
            self._tail = tail
            if self._monotonic() >= self._retry_at:
                self.reload()
            return
        self._newest = tail
        if kept:
            self._shown.lay_kept(tail)
        else:
            self._shown.lay_tail(tail)

    def _has_gap(self, tail: BarTail) -> bool:
        return len(self.pyramid) > 0 and int(self.pyramid.time[-1]) < tail.bars[0].time

    def _hold(self, shown: SharedBars) -> None:
        """Have other bars, and move with them."""
        if shown is not self._shown:
            self._shown.moved.disconnect(self.moved)
            self._shown = shown
            shown.moved.connect(self.moved)

    def _set_state(self, state: ChartState) -> None:
        self.state = state
        self.state_changed.emit()

    def _set_doubt(self, *, doubted: bool) -> None:
        if doubted is not self.in_doubt:
            self.in_doubt = doubted
            self.doubt_changed.emit()
