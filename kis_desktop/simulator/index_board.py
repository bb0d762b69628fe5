"""Stock indices: the capitalisation of the simulated instruments over that of the anchor day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator.day_path import KNOT, KNOTS_PER_MINUTE
from kis_desktop.simulator.history import History, period_start
from kis_desktop.simulator.hours import HISTORY_START, MINUTE, SECOND, hours
from kis_desktop.simulator.index_auction import IndexAuction, IndexIndication
from kis_desktop.simulator.index_list import INDICES, IndexDefinition, members
from kis_desktop.simulator.index_past import IndexYears, PastMinutes, index_years
from kis_desktop.simulator.index_shares import ShareStanding, ShareStandings
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.universe import Listing, Universe
from kis_desktop.simulator.views import (
    DayBar,
    IndexTick,
    IndexView,
    MinuteBar,
    Refusal,
    Refused,
    moment,
)

_DEFINITIONS = {one.code: one for one in INDICES}

Look = Callable[[str], ShareStanding]


class IndexDay:
    """One index on one trading day."""

    def __init__(
        self,
        definition: IndexDefinition,
        listings: tuple[Listing, ...],
        histories: tuple[History, ...],
        day: date,
    ) -> None:
        self.definition = definition
        self.listings = listings
        self.day = day
        self._hours = hours(day)
        self._shares = np.array([one.listed_shares for one in listings], dtype=np.float64)
        anchor = float(self._shares @ np.array([one.base_price for one in listings]))
        self._points = definition.level / anchor
        minutes = self._hours.minutes
        value, paid = np.zeros(minutes * KNOTS_PER_MINUTE + 1), np.zeros(minutes + 1)
        base = 0.0
        self._auctions = {
            closing: IndexAuction(definition.code, day, self._hours, closing=closing)
            for closing in (False, True)
        }
        self._volumes = np.zeros(minutes + 1, dtype=np.int64)
        self._turnovers = np.zeros(minutes + 1, dtype=np.int64)
        for listing, history in zip(listings, histories, strict=True):
            path, shares = history.path(day), listing.listed_shares
            base += path.bar.base * shares
            value += path.knots * shares
            paid[0] += path.bar.open * shares
            paid[1:] += path.close_prices * float(shares)
            self._volumes[1:] += path.volumes
            self._turnovers[1:] += path.turnovers
            for auction in self._auctions.values():
                auction.add(path)
        self._volumes, self._turnovers = self._volumes.cumsum(), self._turnovers.cumsum()
        self.base = round(base * self._points)
        self._course = _bridged(value * self._points, paid * self._points)
        self._open = int(self._course[0])
        self._high = self._low = self._open
        self._years: IndexYears | None = None
        self._at = -1
        self._standings: tuple[ShareStanding, ...] = ()
        self._value = self.base
        self._volume = self._turnover = 0

    def view(self, look: Look, at: int, time: datetime) -> IndexView:
        """The index at a moment of the day; reckoned once a market second."""
        self._reckon(look, at)
        traded = at >= self._hours.open
        lasts = [(share.last, share.base) for share in self._standings]
        change = self._value - self.base
        return IndexView(
            code=self.definition.code,
            name=self.definition.name,
            trade_date=self.day,
            time=time,
            phase=self._hours.phase(at),
            value=self._value,
            base=self.base,
            change=change,
            change_rate=change * 100 / self.base,
            open=self._open if traded else None,
            high=self._high if traded else None,
            low=self._low if traded else None,
            volume=self._volume,
            turnover=self._turnover,
            risen=sum(last > base for last, base in lasts),
            unchanged=sum(last == base for last, base in lasts),
            fallen=sum(last < base for last, base in lasts),
            at_limit_up=sum(last >= base * 1.29 for last, base in lasts),
            at_limit_down=sum(last <= base * 0.71 for last, base in lasts),
        )

    def minutes(self, look: Look, at: int) -> tuple[MinuteBar, ...]:
        """Minutes of the index so far; the last one ends at the index as it stands."""
        self._reckon(look, at)
        session = self._hours
        if at < session.open:
            return ()
        count = min((at - session.open) // MINUTE + 1, session.minutes)
        seen = self._seen(at)
        bars: list[MinuteBar] = []
        volume = turnover = 0
        for number in range(count):
            first = number * KNOTS_PER_MINUTE
            levels = self._course[first : min(first + KNOTS_PER_MINUTE + 1, max(seen, first + 1))]
            is_last = number == count - 1
            close = self._value if is_last else int(levels[-1])
            reached, paid = self._traded_until(number + 1, is_last=is_last)
            bars.append(
                MinuteBar(
                    time=moment(self.day, session.open + number * MINUTE),
                    open=int(levels[0]),
                    high=max(int(levels.max()), close),
                    low=min(int(levels.min()), close),
                    close=close,
                    volume=reached - volume,
                    turnover=paid - turnover,
                    cumulative_volume=reached,
                    cumulative_turnover=paid,
                )
            )
            volume, turnover = reached, paid
        return tuple(bars)

    def ticks(self, look: Look, at: int, every: int, count: int) -> tuple[IndexTick, ...]:
        """The index now and at the last full steps of `every` seconds before, newest first."""
        self._reckon(look, at)
        session = self._hours
        if at < session.open:
            return ()
        last = min(at, session.close) // SECOND * SECOND
        now = IndexTick(moment(self.day, last), self._value, self._volume, self._turnover)
        step = every * SECOND
        newest = (last - 1) // step * step
        oldest = max(newest - (count - 2) * step, session.open)
        return (now, *(self._tick(one) for one in range(newest, oldest - 1, -step)))

    def indicated(self, at: int, *, closing: bool) -> IndexIndication | None:
        """What an auction indicates at a moment, see `IndexAuction.indicated`."""
        return self._auctions[closing].indicated(self._points, at)

    def bar(self) -> DayBar:
        """The day as it stands after the last look."""
        return DayBar(
            day=self.day,
            open=self._open,
            high=self._high,
            low=self._low,
            close=self._value,
            volume=self._volume,
            turnover=self._turnover,
            base=self.base,
        )

    def past_bars(self, histories: tuple[History, ...], start: date, end: date) -> list[DayBar]:
        """Latent daily bars of the index in [start, end]."""
        if self._years is None:
            columns = (history.columns(self.day) for history in histories)
            self._years = index_years(columns, self._shares * self._points)
        return self._years.bars(start, end)

    def _reckon(self, look: Look, at: int) -> None:
        second = at // SECOND
        if second == self._at:
            return
        self._at = second
        self._standings = tuple(look(listing.symbol) for listing in self.listings)
        lasts = np.array([share.last for share in self._standings], dtype=np.float64)
        self._value = self._level(lasts)
        self._volume = sum(share.volume for share in self._standings)
        self._turnover = sum(share.turnover for share in self._standings)
        if at < self._hours.open:
            return
        passed = self._course[: self._seen(at)]
        self._high = max(self._high, self._value, int(passed.max()))
        self._low = min(self._low, self._value, int(passed.min()))

    def _seen(self, at: int) -> int:
        """How many knots of the course have passed."""
        return min((at - self._hours.open) // KNOT + 1, len(self._course))

    def _tick(self, at: int) -> IndexTick:
        since = at - self._hours.open
        place = since / KNOT
        value = float(np.interp(place, np.arange(len(self._course)), self._course))
        minutes = np.arange(len(self._volumes))
        volume = int(np.interp(since / MINUTE, minutes, self._volumes))
        turnover = int(np.interp(since / MINUTE, minutes, self._turnovers))
        return IndexTick(
            moment(self.day, at),
            round(value),
            min(volume, self._volume),
            min(turnover, self._turnover),
        )

    def _traded_until(self, minute: int, *, is_last: bool) -> tuple[int, int]:
        """Volume and turnover up to the end of a minute, never more than there are by now."""
        if is_last:
            return self._volume, self._turnover
        return (
            min(int(self._volumes[minute]), self._volume),
            min(int(self._turnovers[minute]), self._turnover),
        )

    def _level(self, prices: NDArray[np.float64]) -> int:
        return round(float(self._shares @ prices) * self._points)


class IndexBoard:
    """All indices; begins a day of an index when it is first asked for."""

    def __init__(
        self,
        seed: int,
        universe: Universe,
        history: Callable[[str], History],
        own_tape: Callable[[str], Tape | None],
    ) -> None:
        self._universe = universe
        self._history = history
        self._days: dict[str, IndexDay] = {}
        self._kept: dict[str, dict[date, DayBar]] = {}
        self._past = PastMinutes(seed)
        self._shares = ShareStandings(history, own_tape)

    def today(self, code: str, day: date) -> IndexDay:
        """An index on the current trading day. Raises `Refused` for an unknown one."""
        known = self._days.get(code)
        if known is None:
            definition = _DEFINITIONS.get(code)
            held = members(definition, self._universe.listings) if definition else ()
            if definition is None or not held:
                raise Refused(Refusal.UNKNOWN_SYMBOL, code)
            known = self._days[code] = IndexDay(definition, held, self._histories(held), day)
        return known

    def view(self, code: str, day: date, at: int, time: datetime) -> IndexView:
        """An index as it stands. Raises `Refused`."""
        return self.today(code, day).view(self._look(day, at), at, time)

    def ticks(self, code: str, day: date, at: int, every: int, count: int) -> tuple[IndexTick, ...]:
        """See `IndexDay.ticks`. Raises `Refused`."""
        return self.today(code, day).ticks(self._look(day, at), at, every, count)

    def minutes(self, code: str, day: date, at: int, asked: date) -> tuple[MinuteBar, ...]:
        """Minutes of today or of a day before it, empty for any other. Raises `Refused`."""
        index = self.today(code, day)
        if asked == day:
            return index.minutes(self._look(day, at), at)
        bars = self.bars(code, asked, asked, "D", day)
        return self._past.minutes(code, bars[0]) if bars else ()

    def bars(self, code: str, start: date, end: date, period: str, day: date) -> list[DayBar]:
        """Bars of past days whose periods lie in [start, end], today's not included."""
        index = self.today(code, day)
        first = max(period_start(start, period), HISTORY_START)
        last = min(end, day - timedelta(days=1))
        if last < first:
            return []
        past = index.past_bars(self._histories(index.listings), first, last)
        kept = self._kept.get(code, {})
        return [kept.get(bar.day, bar) for bar in past]

    def end_day(self) -> None:
        """Keeps the bars of the day that ends."""
        for code, index in self._days.items():
            self._kept.setdefault(code, {})[index.day] = index.bar()
        self._days.clear()
        self._shares.end_day()

    def _look(self, day: date, at: int) -> Look:
        return lambda symbol: self._shares.of(symbol, day, at)

    def _histories(self, held: tuple[Listing, ...]) -> tuple[History, ...]:
        return tuple(self._history(listing.symbol) for listing in held)


def _bridged(value: NDArray[np.float64], paid: NDArray[np.float64]) -> NDArray[np.int64]:
    """The level at each knot: what was paid at the minutes' edges, the value between them."""
    numbers = np.arange(len(value))
    edges = numbers[::KNOTS_PER_MINUTE]
    return np.rint(value + np.interp(numbers, edges, paid - value[edges])).astype(np.int64)
