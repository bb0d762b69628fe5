"""Playing a past day on a chart (과거 재생): where it stands, how fast it goes, what is told.

The chart is given the bars as they stood at the replay's moment and nothing else, so whatever is
computed from them knows nothing of later ones. Orders go to the `ReplayDesk` alone.
"""

from __future__ import annotations

import enum
import random
from datetime import date, datetime, time
from decimal import Decimal

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.bar import BarKey, Interval
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.paper_engine import PaperAccount, Refusal
from kis_desktop.domain.paper_order import PaperTicket
from kis_desktop.domain.quote import Quote
from kis_desktop.indicators.series import BarSeries
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.chart import ChartModel, ChartState
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.replay_desk import ReplayDesk, exact
from kis_desktop.viewmodels.replay_fills import fills_text
from kis_desktop.viewmodels.replay_tape import ReplayTape, recorded
from kis_desktop.viewmodels.sale_costs import SaleCosts

SPEEDS = (1, 2, 5, 10, 60, 0)
"""times the market's own pace; bars without a time of day come one a second; 0: no pause"""
_FIRST_SPEED = 60
_FRAME = 33  # ms between two steps at the most
_AT_ONCE = 4  # units a frame where there is no pause
_MINUTE_REACH = 40 * 86_400  # seconds; minutes further back are not read for the sake of a replay
_LEAD, _DATED_LEAD = 5 * 86_400, 400 * 86_400
"""seconds that are read before a moment too: the close before it, and what indicators start from"""
_LEAST_AHEAD = 0.3  # of the tape is left to be played on a random day


class ReplayState(enum.StrEnum):
    """Where the replay is."""

    OFF = "off"
    PICKING = "picking"  # a moment is to be chosen
    LOADING = "loading"
    ON = "on"
    ASKING = "asking"  # it stands; ending would drop orders or shares
    OVER = "over"  # the result is shown, the chart is the market's again


class ReplayModel(QObject):
    """Twin of `ui/chart/replay_bar.py`."""

    changed = Signal()  # state, moment, speed or what is told
    account_changed = Signal()
    happened = Signal(str)  # fills and withdrawals of paper orders, as one sentence to be heard

    def __init__(
        self, context: ViewContext, chart: ChartModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.chart = chart
        self.words = chart.words
        self._asking = Asking(self)
        self._costs = SaleCosts(context.instruments)
        self.state = ReplayState.OFF
        self.told = ""
        """a sentence on what was refused or could not be had; empty where all is well"""
        self.speed = _FIRST_SPEED
        self.desk: ReplayDesk | None = None
        self.symbol = self.name = ""
        self._tape: ReplayTape | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer)
        chart.state_changed.connect(self._on_chart)
        context.clock.frame.connect(self._on_frame)
        self._on_frame(context.clock.so_far)

    @property
    def active(self) -> bool:
        """Whether the chart shows a past moment."""
        return self.chart.replaying

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    @property
    def account(self) -> PaperAccount | None:
        """The paper account; None before the first replay."""
        return self.desk.account if self.desk is not None else None

    @property
    def cursor(self) -> int:
        """How many of the tape's units are over."""
        return self.desk.cursor if self.desk is not None else 0

    @property
    def span(self) -> tuple[int, int]:
        """The cursors that the slider reaches: the day's, or all where a day is one step."""
        if self._tape is None or not self.cursor:
            return 0, 0
        first, last = self._tape.day_span(self.cursor)
        return (first, last) if last > first else (1, len(self._tape))

    @property
    def at_end(self) -> bool:
        """Whether nothing more is known."""
        return self._tape is None or self.cursor >= len(self._tape)

    @property
    def has_minutes(self) -> bool:
        """Whether bars are played in smaller steps."""
        return self._tape is not None and len(self._tape) > len(self._tape.bars)

    @property
    def moment(self) -> int:
        """The replay's time in UTC epoch seconds; 0 where there is none."""
        return int(self._tape.ends[self.cursor - 1]) if self._tape and self.cursor else 0

    @property
    def moment_text(self) -> str:
        """The replay's time as it is told: `2026/11/18 10:42`, the date alone where no more is
        known.
        """
        if self._tape is None or not self.cursor:
            return shown.UNKNOWN
        if not self._tape.is_clocked(self.cursor):
            return f"{self._tape.day(self.cursor):%Y/%m/%d}"
        return f"{datetime.fromtimestamp(self.moment, shown.EXCHANGE_ZONE):%Y/%m/%d %H:%M}"

    @property
    def day(self) -> date | None:
        """The replay's date in Korea."""
        return self._tape.day(self.cursor) if self._tape and self.cursor else None

    @property
    def newest_day(self) -> date | None:
        """The Korean day of the chart's last bar."""
        times = self.chart.pyramid.time
        if len(times) == 0:
            return None
        return datetime.fromtimestamp(int(times[-1]), shown.EXCHANGE_ZONE).date()

    @property
    def last(self) -> Decimal | None:
        """The price at the replay's moment."""
        return self.account.last if self.account is not None else None

    def open(self) -> None:
        """Let a moment be chosen."""
        if self.state in (ReplayState.OFF, ReplayState.OVER) and self.chart.symbol:
            self._set_state(ReplayState.PICKING)

    def start_at(self, moment: int) -> None:
        """Play from what holds a moment (UTC epoch seconds) on."""
        if self.active and self._tape is not None:
            self._move(self._tape.cursor_before(moment))
            return
        if self.chart.symbol:
            self._set_state(ReplayState.LOADING)
            self._asking.read("tape", self._begin(self.chart.key, moment))

    def start_on(self, day: date) -> None:
        """Play from the opening of a Korean day on."""
        self.start_at(int(datetime.combine(day, time(), shown.EXCHANGE_ZONE).timestamp()))

    def start_random(self) -> None:
        """Play from the opening of any day that is here."""
        times = self._tape.bars.time if self._tape and self.active else self.chart.pyramid.time
        if len(times):
            most = max(int(len(times) * (1 - _LEAST_AHEAD)), 1)
            picked = random.randrange(most)  # noqa: S311 - no secret
            moment = datetime.fromtimestamp(int(times[picked]), shown.EXCHANGE_ZONE)
            self.start_on(moment.date())

    def toggle(self) -> None:
        """Go on by itself, or stop."""
        if self.playing:
            self.pause()
        elif self.state is ReplayState.ON and not self.at_end:
            self._timer.start(self._pause())
            self.changed.emit()

    def pause(self) -> None:
        """Stop going on by itself."""
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def set_speed(self, speed: int) -> None:
        """So many times the market's own pace; 0: no pause."""
        self.speed = speed
        if self.playing:
            self._timer.start(self._pause())
        self.changed.emit()

    def step(self, bars: int = 1) -> None:
        """Play to the end of the bar that grows, or the next one, and more of them."""
        if self._stands and self._tape is not None:
            self.pause()
            self._move(self._tape.next_bar(self.cursor, bars))

    def step_fine(self) -> None:
        """Play the smallest step that is known."""
        if self._stands and self._tape is not None:
            self.pause()
            self._move(min(self.cursor + 1, len(self._tape)))

    def back(self) -> None:
        """Go to where the bar before was over; orders and fills since then were not."""
        if self._stands and self._tape is not None:
            self.pause()
            self._move(self._tape.previous_bar(self.cursor))

    def next_day(self) -> None:
        """Play to the opening of the next day."""
        if self._stands and self._tape is not None:
            self.pause()
            self._move(self._tape.next_day(self.cursor))

    def to_newest(self) -> None:
        """Play all that is known."""
        if self._stands and self._tape is not None:
            self.pause()
            self._move(len(self._tape))

    def seek(self, cursor: int) -> None:
        """Go to a cursor of the span."""
        if self._stands and self._tape is not None and cursor != self.cursor:
            self._move(min(max(cursor, 1), len(self._tape)))

    def follow(self, moment: int) -> None:
        """Stand at another replay's moment (UTC epoch seconds); nothing where none runs here."""
        if self._stands and self._tape is not None:
            self.pause()
            self._move(self._tape.cursor_at(moment))

    def place(self, ticket: PaperTicket) -> bool:
        """Give an order to the paper engine; whether it was taken."""
        if not self._stands or self.desk is None:
            return False
        return self._judged(self.desk.place(ticket))

    def amend(self, number: int, price: Decimal) -> None:
        """Give a paper order another price."""
        if self._stands and self.desk is not None:
            self._judged(self.desk.amend(number, price))

    def cancel(self, number: int) -> None:
        """Take a paper order back."""
        if self._stands and self.desk is not None:
            self.desk.cancel(number)
            self._judged(None)

    def cancel_all(self) -> None:
        """Take all paper orders back."""
        if self._stands and self.desk is not None:
            self.desk.cancel_all()
            self._judged(None)

    def ask_end(self) -> None:
        """End; where orders or shares would be dropped, ask first."""
        self.pause()
        if self.state is ReplayState.ON and self.account and not self.account.is_idle:
            self._set_state(ReplayState.ASKING)
        else:
            self.end()

    def go_on(self) -> None:
        """The question is answered: play on."""
        if self.state is ReplayState.ASKING:
            self._set_state(ReplayState.ON)

    def end(self) -> None:
        """Show the market again, and the result beside it where there is one."""
        self._timer.stop()
        self._asking.drop("tape")
        traded = self.account is not None and bool(self.account.fills)
        was_on = self.state in (ReplayState.ON, ReplayState.ASKING)
        self.chart.end_replay()
        self._set_state(ReplayState.OVER if was_on and traded else ReplayState.OFF)

    def close(self) -> None:
        """The result was read."""
        if self.state is ReplayState.OVER:
            self._set_state(ReplayState.OFF)

    @property
    def _stands(self) -> bool:
        return self.state is ReplayState.ON

    def _pause(self) -> int:
        """Milliseconds to the next step."""
        if self._tape is None or self.speed == 0:
            return _FRAME
        seconds = self._tape.seconds(self.cursor) or 1
        return max(seconds * 1000 // self.speed, _FRAME)

    def _on_timer(self) -> None:
        if self._tape is None or self.at_end:
            self.pause()
            return
        count = 1
        if self.speed == 0:
            count = _AT_ONCE
        elif not self._tape.seconds(self.cursor):
            count = max(round(_FRAME * self.speed / 1000), 1)
        cursor = min(self.cursor + count, len(self._tape))
        self._move(cursor)
        if cursor == len(self._tape):
            self.pause()
        elif self._timer.interval() != self._pause():
            self._timer.setInterval(self._pause())

    def _on_chart(self) -> None:
        """Bars of another length were asked for in the middle of a replay: play those on. A chart
        that was taken away plays nothing.
        """
        chart = self.chart
        if chart.state is ChartState.EMPTY and self.state is not ReplayState.OFF:
            self._timer.stop()
            self._asking.drop("tape")
            self._set_state(ReplayState.OFF)
        elif chart.replaying and chart.state is ChartState.LOADING and self.desk is not None:
            self.pause()
            self._asking.read("tape", self._begin(chart.key, self.moment, again=True))

    def _on_frame(self, frame: Frame) -> None:
        self._costs.take(frame)

    async def _begin(self, key: BarKey, moment: int, *, again: bool = False) -> None:
        try:
            tape = await self._read(key, moment)
        except KisDesktopError as error:
            self._fail(self.words.sentence(error.message))
            return
        if key != self.chart.key:
            if not self.active:  # another symbol's bars are shown: nothing of this one's begins
                self._set_state(ReplayState.PICKING)
            return
        if len(tape) < 2:  # noqa: PLR2004 - one to be shown, one to be played
            self._fail(self.words("chart_replay.no_bars"))
        elif again:
            self._go_on(tape, moment)
        else:
            self._start(tape, moment)

    async def _read(self, key: BarKey, moment: int) -> ReplayTape:
        """The bars and, where they are longer, the minutes inside of them."""
        bars = await self._bars(key, moment, len(self.chart.pyramid))
        minute = replace(key, interval=Interval.MINUTE_1)
        if key.interval == minute.interval or not (key.interval.minutes or key.interval.is_dated):
            return recorded(bars, BarSeries.empty(), key.interval)
        near = len(bars) > 0 and moment > int(bars.time[-1]) - _MINUTE_REACH
        try:
            minutes = await self._bars(minute, moment if near else 0)
        except KisDesktopError:
            minutes = BarSeries.empty()  # then the bars come whole, as they do far back
        return recorded(bars, minutes, key.interval)

    async def _bars(self, key: BarKey, moment: int, least: int = 1) -> BarSeries:
        """What is here, at least so many bars; read back to a moment where no whole bar is before
        it, 0: as far as it is.
        """
        run, history = self._context.commands.run, self._context.services.history
        bars = await run(history.bars, key)
        if len(bars) < max(least, 1):
            bars = await run(history.load, key)
        before = moment - (_DATED_LEAD if key.interval.is_dated else _LEAD)
        if not moment or len(bars) == 0 or int(bars.time[:2][-1]) <= moment:
            return bars
        await run(history.reach, key, before)
        older = await run(history.bars, key)
        return older if len(older) > len(bars) else bars

    def _start(self, tape: ReplayTape, moment: int) -> None:
        chart = self.chart
        instrument = self._context.instruments.find(chart.symbol)
        self._tape = tape
        self.desk = ReplayDesk(tape, instrument, self._costs.fees)
        self.desk.begin(min(tape.cursor_before(moment), len(tape) - 1))
        self.symbol, self.name, self.told = chart.symbol, chart.name, ""
        self._show_all()
        self._set_state(ReplayState.ON)

    def _go_on(self, tape: ReplayTape, moment: int) -> None:
        """The same moment in bars of another length."""
        assert self.desk is not None
        self._tape = tape
        self.desk.use(tape, tape.cursor_at(moment))
        self._show_all()
        self._set_state(ReplayState.ON)

    def _fail(self, sentence: str) -> None:
        self.chart.end_replay()
        self.told = sentence
        self._set_state(ReplayState.PICKING)

    def _move(self, cursor: int) -> None:
        """Stand at another cursor."""
        assert self.desk is not None
        assert self._tape is not None
        before = self.cursor
        if cursor == before:
            return
        account = self.desk.account
        self.desk.move(cursor)
        self._tell_since(account)
        first = min(self._tape.place(before), self._tape.place(cursor))
        self.chart.advance_replay(self._tape.shown(cursor, first))
        self._show_quote()
        self.account_changed.emit()
        self.changed.emit()

    def _tell_since(self, before: PaperAccount) -> None:
        """Say what the last step brought; going back brings nothing."""
        account = self.desk.account if self.desk is not None else before
        withdrawn = len(account.short_of_cash) > len(before.short_of_cash)
        self.told = self.words("chart_replay.short_of_cash") if withdrawn else ""
        fills = account.fills[len(before.fills) :]
        heard = [fills_text(fills, self.words), self.told]
        if any(heard):
            self.happened.emit(" ".join(one for one in heard if one))

    def _show_all(self) -> None:
        assert self._tape is not None
        self.chart.begin_replay(self._tape.shown(self.cursor))
        self._show_quote()
        self.account_changed.emit()

    def _show_quote(self) -> None:
        """The day as far as it came."""
        assert self._tape is not None
        assert self.desk is not None
        units, cursor = self._tape.units, self.cursor
        begin = self._tape.day_span(cursor)[0] - 1
        last, base = exact(float(units.close[cursor - 1])), self.desk.previous_close(cursor)
        day = self.desk.day(cursor)
        self.chart.show_replayed(
            Quote(
                self.chart.symbol,
                last=last,
                change=last - base if base is not None else None,
                change_rate=(last - base) * 100 / base if base else None,
                previous_close=base,
                limit_up=day.limits.upper if day.limits else None,
                limit_down=day.limits.lower if day.limits else None,
                open=exact(float(units.open[begin])),
                high=exact(float(units.high[begin:cursor].max())),
                low=exact(float(units.low[begin:cursor].min())),
                volume=int(units.volume[begin:cursor].sum()),
                trade_date=day.date,
            )
        )

    def _judged(self, refusal: Refusal | None) -> bool:
        """Tell what was refused."""
        self.told = self.words(f"chart_replay.refused.{refusal}") if refusal else ""
        self.account_changed.emit()
        self.changed.emit()
        return refusal is None

    def _set_state(self, state: ReplayState) -> None:
        if state is not ReplayState.PICKING:
            self.told = ""
        self.state = state
        self.changed.emit()
