"""Investors and programs of whole markets: sums over the shares, reckoned in blocks.

Today's sums are reckoned once a market second, those of past days are kept. A group is the code of
an index, whose shares it has, or ETF or ETN. On the NXT a market has its part of what the KRX's
shares trade that are listed there.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import numpy as np

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.facts.houses import through_houses
from kis_desktop.simulator.facts.investors import (
    Days,
    Ints,
    Split,
    columns_of,
    habits_of,
    keys_of,
    split,
)
from kis_desktop.simulator.facts.programs import Programs, programs
from kis_desktop.simulator.hours import hours, trading_days
from kis_desktop.simulator.index_list import INDICES, members
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.venue import NXT_SHARE
from kis_desktop.simulator.views import Board, Refusal, Refused

_K = TypeVar("_K")
_V = TypeVar("_V")
_BLOCK = 2_048
"""shares times days that are reckoned at once"""
ALL_STOCKS = "0000"
"""the group of all shares that are no funds"""
_KEPT_DAYS, _KEPT_GROUPS = 2_048, 8
_NXT_PARTS = {Board.KRX: (1.0, 0.0), Board.NXT: (0.0, NXT_SHARE), Board.UNIFIED: (1.0, NXT_SHARE)}
"""of the KRX's volume, and of that of a share that is on the NXT"""


@dataclass(frozen=True, slots=True)
class Sums:
    """What was traded of a group on one day, or up to a moment of one; shares and won.

    Splits hold one figure an investor.
    """

    day: date
    volume: int
    turnover: int
    investors: Split
    programs: Programs


@dataclass(frozen=True, slots=True)
class ByShare:
    """What was traded of each share of a group today so far: a row a share."""

    listings: tuple[Listing, ...]
    investors: Split
    houses_bought: Ints
    houses_sold: Ints


class MarketSums:
    """Keeps what it has reckoned of past days, and of the running second."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._shares = around.shares
        self._members: dict[str, tuple[Listing, ...]] = {}
        self._past: OrderedDict[tuple[str, Board, date], Sums] = OrderedDict()
        self._latent: OrderedDict[tuple[str, date], Days] = OrderedDict()
        self._running: OrderedDict[tuple[str, Board], tuple[datetime, Sums]] = OrderedDict()
        self._by_share: OrderedDict[str, tuple[datetime, ByShare]] = OrderedDict()

    def members(self, group: str) -> tuple[Listing, ...]:
        """The shares of a group. Raises `Refused` for an unknown one."""
        known = self._members.get(group)
        if known is None:
            listings = self._shares.universe.listings
            definition = next((one for one in INDICES if one.code == group), None)
            if definition is not None:
                known = members(definition, listings)
            elif group == ALL_STOCKS:
                known = tuple(one for one in listings if not one.is_etp)
            else:
                known = tuple(one for one in listings if one.kind == group)
            if not known:
                raise Refused(Refusal.UNKNOWN_SYMBOL, group)
            self._members[group] = known
        return known

    def today(self, group: str, board: Board = Board.KRX) -> Sums:
        """The day so far. Raises `Refused`, as the next."""
        now = self._around.now.replace(microsecond=0)
        known = self._running.get((group, board))
        if known is None or known[0] != now:
            days = self._running_days(group)
            known = (now, self._sums(self.members(group), days, board))
            _keep(self._running, (group, board), known, _KEPT_GROUPS)
        return known[1]

    def by_share(self, group: str) -> ByShare:
        """Every share of a group today so far, on the KRX. Raises `Refused`."""
        now = self._around.now.replace(microsecond=0)
        known = self._by_share.get(group)
        if known is None or known[0] != now:
            days = self._running_days(group)
            dealt = split(days)
            bought, sold = through_houses(days, dealt)
            rows = Split(*(one[:, 0] for one in columns_of(dealt)))
            known = (now, ByShare(self.members(group), rows, bought[:, 0], sold[:, 0]))
            _keep(self._by_share, group, known, 2)
        return known[1]

    def days(
        self, group: str, start: date, end: date, board: Board = Board.KRX
    ) -> tuple[Sums, ...]:
        """The days in [start, end], oldest first, today's as it stands."""
        today = self._shares.trade_date
        asked = trading_days(start, min(end, today - timedelta(days=1)))
        asked = asked[-_KEPT_DAYS:]
        known = {day: self._past.get((group, board, day)) for day in asked}
        missing = [day for day, sums in known.items() if sums is None]
        if missing:
            for sums in self._past_sums(group, missing[0], missing[-1], board):
                known[sums.day] = sums
                _keep(self._past, (group, board, sums.day), sums, _KEPT_DAYS)
        found = [sums for sums in known.values() if sums is not None]
        if start <= today <= end:
            running = self.today(group, board)
            if running.volume:
                found.append(running)
        return tuple(found)

    def minutes(
        self, group: str, count: int, board: Board = Board.KRX
    ) -> tuple[tuple[datetime, Sums], ...]:
        """The last so many minutes of today's continuous trading, as each stood at its end.

        Oldest first; the last one is the day so far. Before it every share's volume is its own
        so far, dealt out as on its latent course.
        """
        day, now = self._shares.trade_date, self._around.now
        session = hours(day)
        opened = datetime.combine(day, time(), tzinfo=KST) + timedelta(microseconds=session.open)
        if now <= opened:
            return ()
        passed = min((now - opened) // timedelta(minutes=1), session.minutes)
        volumes, turnovers = self._courses_of(group, day)
        running = self._running_days(group)
        found: list[tuple[datetime, Sums]] = []
        reached = (now - opened) / timedelta(minutes=1)
        for number in range(max(passed - count + 1, 1), passed + 1):
            then = replace(
                running,
                volume=_until(running.volume, volumes, number, reached),
                turnover=_until(running.turnover, turnovers, number, reached),
            )
            ended = opened + timedelta(minutes=number)
            found.append((ended, self._sums(self.members(group), then, board)))
        if found and found[-1][0] == now:
            found.pop()
        found.append((now, self.today(group, board)))
        return tuple(found[-count:])

    def _past_sums(self, group: str, start: date, end: date, board: Board) -> tuple[Sums, ...]:
        held = self.members(group)
        step = max(_BLOCK // len(trading_days(start, end)), 1)
        parts = [held[first : first + step] for first in range(0, len(held), step)]
        columns = _columns(parts[0], self._days(parts[0], start, end), board)
        for part in parts[1:]:
            more = _columns(part, self._days(part, start, end), board)
            columns = [one + other for one, other in zip(columns, more, strict=True)]
        return _by_day(trading_days(start, end), columns)

    def _running_days(self, group: str) -> Days:
        """Today of each share of a group as it stands on the KRX."""
        today = self._shares.trade_date
        held = self.members(group)
        days = self._latent.get((group, today))
        if days is None:
            days = self._latent_days(held, today)
            _keep(self._latent, (group, today), days, _KEPT_GROUPS)
        bars = [self._shares.daily_bars(one.symbol, today, today) for one in held]
        rows = [(bar[0].volume, bar[0].turnover) if bar else (0, 0) for bar in bars]
        volume, turnover = np.array(rows, dtype=np.int64).T
        return replace(days, volume=volume[:, None], turnover=turnover[:, None])

    def _latent_days(self, held: tuple[Listing, ...], day: date) -> Days:
        """One day of each share, with nothing traded yet."""
        seed = self._around.seed
        bars = [self._shares.history(one.symbol).latent_bar(day) for one in held]
        usual = np.array([max(one.volatility_bp, 1) / 10_000 for one in held])
        moves = np.log(np.array([bar.close for bar in bars]) / np.array([bar.base for bar in bars]))
        reference = np.array([bar.volume for bar in bars], dtype=np.int64)[:, None]
        nothing = np.zeros_like(reference)
        return Days(
            keys=keys_of(seed, held),
            habits=np.array([habits_of(seed, one) for one in held]),
            numbers=np.array([day.toordinal()], dtype=np.int64),
            swing=(moves / usual)[:, None],
            reference=reference,
            volume=nothing,
            turnover=nothing,
        )

    def _days(self, held: tuple[Listing, ...], start: date, end: date) -> Days:
        seed = self._around.seed
        rows = [self._shares.history(one.symbol).traded(start, end) for one in held]
        usual = np.array([max(one.volatility_bp, 1) / 10_000 for one in held])
        return Days(
            keys=keys_of(seed, held),
            habits=np.array([habits_of(seed, one) for one in held]),
            numbers=np.array([day.toordinal() for day in rows[0].days], dtype=np.int64),
            swing=np.array([row.latent_move for row in rows]) / usual[:, None],
            reference=np.array([row.latent_volume for row in rows]),
            volume=np.array([row.volume for row in rows]),
            turnover=np.array([row.turnover for row in rows]),
        )

    def _courses_of(self, group: str, day: date) -> tuple[Ints, Ints]:
        """Shares and won traded at the end of each minute, on the latent courses."""
        paths = [self._shares.history(one.symbol).path(day) for one in self.members(group)]
        return (
            np.array([np.cumsum(path.volumes) for path in paths]),
            np.array([np.cumsum(path.turnovers) for path in paths]),
        )

    @staticmethod
    def _sums(held: tuple[Listing, ...], days: Days, board: Board) -> Sums:
        """What the shares traded together on a day."""
        day = date.fromordinal(int(days.numbers[0]))
        return _by_day((day,), _columns(held, days, board))[0]


def _columns(held: tuple[Listing, ...], days: Days, board: Board) -> list[Ints]:
    """What the shares traded together, a row a day: volume, turnover, investors, programs."""
    of_krx, of_nxt = _NXT_PARTS[board]
    part = np.array([of_krx + of_nxt * one.on_nxt for one in held])[:, None]
    days = replace(
        days,
        reference=(days.reference * part).astype(np.int64),
        volume=(days.volume * part).astype(np.int64),
        turnover=(days.turnover * part).astype(np.int64),
    )
    dealt = split(days)
    sent = programs(days, dealt, np.array([one.in_kospi200 for one in held]))
    splits = (column for one in (dealt, sent.arbitrage, sent.other) for column in columns_of(one))
    return [column.sum(axis=0) for column in (days.volume, days.turnover, *splits)]


def _by_day(days: tuple[date, ...], columns: list[Ints]) -> tuple[Sums, ...]:
    volume, turnover, *splits = columns
    found = []
    for number, day in enumerate(days):
        rows = [column[number] for column in splits]
        sent = Programs(Split(*rows[4:8]), Split(*rows[8:]))
        found.append(Sums(day, int(volume[number]), int(turnover[number]), Split(*rows[:4]), sent))
    return tuple(found)


def _until(running: Ints, course: Ints, number: int, reached: float) -> Ints:
    """What each share had traded after `number` minutes, when after `reached` it is `running`."""
    last = course.shape[1]
    passed = min(int(reached), last)
    whole = course[:, passed - 1].astype(np.float64)
    if passed < last:
        whole += (course[:, passed] - course[:, passed - 1]) * (reached - passed)
    parts = course[:, number - 1] / np.maximum(whole, 1.0)
    return np.asarray(running * np.minimum(parts, 1.0)[:, None]).astype(np.int64)


def _keep(kept: OrderedDict[_K, _V], key: _K, value: _V, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
