"""Stock indices: the capitalisation of the simulated instruments over that of the anchor day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator.history import History, period_start
from kis_desktop.simulator.hours import HISTORY_START, MINUTE, hours
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.universe import Kind, Listing, Universe
from kis_desktop.simulator.views import (
    DayBar,
    IndexView,
    MinuteBar,
    Refusal,
    Refused,
    moment,
)

_HIGH_LOW_SHARE = 0.4
"""Constituents reach their extremes at different times: the index has this part of their sum."""


@dataclass(frozen=True, slots=True)
class IndexDefinition:
    """An index with its level at the close of the anchor day, hundredths of a point."""

    code: str
    name: str
    level: int
    holds: Callable[[Listing], bool]


INDICES = (
    IndexDefinition("0001", "KOSPI", 399_053, lambda one: one.market == "KOSPI" and not one.is_etp),
    IndexDefinition(
        "1001", "KOSDAQ", 92_128, lambda one: one.market == "KOSDAQ" and not one.is_etp
    ),
    IndexDefinition(
        "2001",
        "KOSPI200",
        55_786,
        lambda one: one.kind is Kind.STOCK and one.kospi200 not in {"", " ", "0"},
    ),
)


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
        self._shares = np.array([one.listed_shares for one in listings], dtype=np.float64)
        anchor = float(self._shares @ np.array([one.base_price for one in listings]))
        self._points = definition.level / anchor
        paths = [history.path(day) for history in histories]
        self._bases = np.array([path.bar.base for path in paths], dtype=np.float64)
        self.base = self._level(self._bases)
        self._open = self._level(np.array([path.bar.open for path in paths], dtype=np.float64))
        self._closes = self._by_minute([path.close_prices for path in paths])
        self._volumes = np.sum([path.volumes for path in paths], axis=0)
        self._turnovers = np.sum([path.turnovers for path in paths], axis=0)
        self._high, self._low = self._open, self._open
        self._at = -1
        self._tapes: tuple[Tape, ...] = ()
        self._value = self.base

    def view(self, tapes: Callable[[], tuple[Tape, ...]], at: int, time: datetime) -> IndexView:
        """The index at a moment of the day; reckoned once a market second."""
        self._reckon(tapes, at)
        session = hours(self.day)
        traded = at >= session.open
        lasts = [(tape.settled_last, tape.base) for tape in self._tapes]
        change = self._value - self.base
        return IndexView(
            code=self.definition.code,
            name=self.definition.name,
            trade_date=self.day,
            time=time,
            phase=session.phase(at),
            value=self._value,
            base=self.base,
            change=change,
            change_rate=change * 100 / self.base,
            open=self._open if traded else None,
            high=self._high if traded else None,
            low=self._low if traded else None,
            volume=sum(tape.regular_volume for tape in self._tapes),
            turnover=sum(tape.regular_turnover for tape in self._tapes),
            risen=sum(last > base for last, base in lasts),
            unchanged=sum(last == base for last, base in lasts),
            fallen=sum(last < base for last, base in lasts),
            at_limit_up=sum(last >= base * 1.29 for last, base in lasts),
            at_limit_down=sum(last <= base * 0.71 for last, base in lasts),
        )

    def minutes(self, tapes: Callable[[], tuple[Tape, ...]], at: int) -> tuple[MinuteBar, ...]:
        """Minutes of the index so far; the last one ends at the index as it stands."""
        self._reckon(tapes, at)
        session = hours(self.day)
        if at < session.open:
            return ()
        count = min((at - session.open) // MINUTE + 1, session.minutes)
        levels = [self._open, *self._closes[: count - 1], self._value]
        volume, turnover = np.cumsum(self._volumes), np.cumsum(self._turnovers)
        return tuple(
            MinuteBar(
                time=moment(self.day, session.open + number * MINUTE),
                open=levels[number],
                high=max(levels[number], levels[number + 1]),
                low=min(levels[number], levels[number + 1]),
                close=levels[number + 1],
                volume=int(self._volumes[number]),
                turnover=int(self._turnovers[number]),
                cumulative_volume=int(volume[number]),
                cumulative_turnover=int(turnover[number]),
            )
            for number in range(count)
        )

    def bar(self) -> DayBar:
        """The day as it stands after the last look."""
        return DayBar(
            day=self.day,
            open=self._open,
            high=self._high,
            low=self._low,
            close=self._value,
            volume=sum(tape.regular_volume for tape in self._tapes),
            turnover=sum(tape.regular_turnover for tape in self._tapes),
            base=self.base,
        )

    def past_bars(self, histories: tuple[History, ...], start: date, end: date) -> list[DayBar]:
        """Latent daily bars of the index in [start, end]."""
        columns = [history.columns(self.day) for history in histories]
        first, behind = columns[0].span(start, end)
        cut = slice(first, behind)

        def level(name: str) -> NDArray[np.float64]:
            rows = np.array([getattr(column, name)[cut] for column in columns], dtype=np.float64)
            return np.asarray(self._shares @ rows) * self._points

        open_, close, base = level("open"), level("close"), level("base")
        top, bottom = np.maximum(open_, close), np.minimum(open_, close)
        high = top + _HIGH_LOW_SHARE * (level("high") - top)
        low = bottom - _HIGH_LOW_SHARE * (bottom - level("low"))
        volume = np.sum([column.volume[cut] for column in columns], axis=0)
        turnover = np.sum([column.volume[cut] * column.close[cut] for column in columns], axis=0)
        return [
            DayBar(
                day=day,
                open=round(float(open_[number])),
                high=round(float(high[number])),
                low=round(float(low[number])),
                close=round(float(close[number])),
                volume=int(volume[number]),
                turnover=int(turnover[number]),
                base=round(float(base[number])),
            )
            for number, day in enumerate(columns[0].days[cut])
            if start <= day <= end
        ]

    def _reckon(self, tapes: Callable[[], tuple[Tape, ...]], at: int) -> None:
        second = at // 1_000_000
        if second == self._at:
            return
        self._at = second
        self._tapes = tapes()
        self._value = self._level(
            np.array([tape.settled_last for tape in self._tapes], dtype=np.float64)
        )
        session = hours(self.day)
        if at < session.open:
            return
        passed = self._closes[: (at - session.open) // MINUTE]
        self._high = max(self._high, self._value, *passed)
        self._low = min(self._low, self._value, *passed)

    def _level(self, prices: NDArray[np.float64]) -> int:
        return round(float(self._shares @ prices) * self._points)

    def _by_minute(self, prices: list[NDArray[np.int64]]) -> list[int]:
        levels = self._shares @ np.array(prices, dtype=np.float64) * self._points
        return [round(float(level)) for level in levels]


class IndexBoard:
    """All indices; begins a day of an index when it is first asked for."""

    def __init__(self, universe: Universe, history: Callable[[str], History]) -> None:
        self._history = history
        self._members = {
            one.code: tuple(listing for listing in universe.listings if one.holds(listing))
            for one in INDICES
        }
        self._days: dict[str, IndexDay] = {}
        self._kept: dict[str, dict[date, DayBar]] = {}

    def today(self, code: str, day: date) -> IndexDay:
        """An index on the current trading day. Raises `Refused` for an unknown one."""
        known = self._days.get(code)
        if known is None:
            definition = next((one for one in INDICES if one.code == code), None)
            members = self._members.get(code, ())
            if definition is None or not members:
                raise Refused(Refusal.UNKNOWN_SYMBOL, code)
            known = IndexDay(definition, members, self._histories(members), day)
            self._days[code] = known
        return known

    def bars(self, code: str, start: date, end: date, period: str, day: date) -> list[DayBar]:
        """Bars of past days whose periods lie in [start, end], today's not included."""
        index = self.today(code, day)
        first = max(period_start(start, period), HISTORY_START)
        past = index.past_bars(self._histories(index.listings), first, end)
        kept = self._kept.get(code, {})
        return [kept.get(bar.day, bar) for bar in past if bar.day < day]

    def end_day(self) -> None:
        """Keeps the bars of the day that ends."""
        for code, index in self._days.items():
            self._kept.setdefault(code, {})[index.day] = index.bar()
        self._days.clear()

    def _histories(self, members: tuple[Listing, ...]) -> tuple[History, ...]:
        return tuple(self._history(listing.symbol) for listing in members)
