"""`--replay FILE`: reads a file of bars or a recording into what drives the market.

Bars: text, gzip or not, whose first line is `symbol,time,open,high,low,close,volume` with
`,turnover` or without; columns in any order, others are passed over. `time` is an ISO date for the
bar of a day, an ISO date and time for the bar of a minute, named by its start (KST; an offset is
honoured). Prices are whole won, volumes shares, turnovers won; without a turnover it is the volume
at the mean of the four prices. A day that has minutes is their sum, whatever its own bar says;
minutes from the closing auction on are the auction's, those outside the regular session and days
before October 2021 are left out. Between the days of a file an instrument stands still, before and
after them it goes its built-in way, from the first open backwards and from the last close on.

A recording is what the terminal writes (`.kisrec`); `replay_recording` has its form.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.hours import HISTORY_START, MINUTE, hours
from kis_desktop.simulator.replay_recording import MAGIC, read_recording
from kis_desktop.simulator.told_days import (
    Replay,
    ToldDay,
    ToldMinute,
    chained,
    opening_of,
)
from kis_desktop.simulator.universe import all_listings
from kis_desktop.simulator.views import DayBar, moment

_GZIP = b"\x1f\x8b"
_NUMBERS = ("open", "high", "low", "close", "volume")
_COLUMNS = ("symbol", "time", *_NUMBERS)
_TURNOVER = "turnover"
_MOST, _MOST_WON = 2_000_000_000, 10**18
_DATE_WIDTH = len("2026-11-19")


class UnreadableReplay(ValueError):
    """A file that cannot drive a market; says why and, where there is one, in which line."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    symbol: str
    day: date
    at: int | None
    """microseconds since midnight, None for the bar of a day"""
    open: int
    high: int
    low: int
    close: int
    volume: int
    turnover: int


def read_replay(path: Path) -> Replay:
    """What a file tells. Raises `UnreadableReplay` and OSError."""
    with path.open("rb") as file:
        head = file.read(len(MAGIC))
    if head == MAGIC:
        replay = read_recording(path, _listed())
        if replay is None:
            raise UnreadableReplay(f"{path.name}: no trades of Korean shares are recorded in it")
        return replay
    return _replay_of(path.name, list(_rows(path, packed=head.startswith(_GZIP))))


def _rows(path: Path, *, packed: bool) -> Iterator[_Row]:
    name = path.name
    known = _listed()
    reading = gzip.open if packed else open
    try:
        with reading(path, "rt", encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = [cell.strip().lower() for cell in next(reader, [])]
            missing = [column for column in _COLUMNS if column not in header]
            if missing:
                raise UnreadableReplay(
                    f"{name}, line 1: the header lacks {', '.join(missing)}; "
                    f"it should read {','.join(_COLUMNS)}[,{_TURNOVER}]"
                )
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    by_name = dict(zip(header, cells, strict=False))
                    row = _row(_Line(name, reader.line_num, by_name), known)
                    if row.day >= HISTORY_START:
                        yield row
    except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile) as error:
        raise UnreadableReplay(
            f"{name}: neither a text of bars nor a recording: {error}"
        ) from error


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file by the names of its columns."""

    file: str
    number: int
    cells: dict[str, str]

    def refused(self, why: str) -> UnreadableReplay:
        return UnreadableReplay(f"{self.file}, line {self.number}: {why}")

    def text(self, column: str) -> str:
        found = (self.cells.get(column) or "").strip()
        if not found and column != _TURNOVER:
            raise self.refused(f"no {column}")
        return found

    def amount(self, column: str, most: int) -> int:
        text = self.text(column)
        try:
            exact = int(text) if text.isdecimal() else float(text)
        except ValueError:
            raise self.refused(f"{column} is no number: {text!r}") from None
        if not 0 <= exact <= most:
            raise self.refused(f"{column} is larger than any there is, or less than 0: {text!r}")
        if exact % 1:
            raise self.refused(f"{column} is no whole number of won or shares: {text!r}")
        return int(exact)

    def symbol(self, known: frozenset[str]) -> str:
        text = self.text("symbol")
        symbol = text.upper().removeprefix("A")
        symbol = symbol.zfill(6) if symbol.isdigit() else symbol
        if symbol not in known:
            raise self.refused(f"{text} is no instrument that is known here")
        return symbol

    def time(self) -> tuple[date, int | None]:
        """Day and microseconds since its midnight, None for the bar of the day. KST."""
        text = self.text("time")
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            raise self.refused(f"{text!r} is no ISO date or date and time") from None
        if when.tzinfo is not None:
            when = when.astimezone(KST)
        if not is_trading_day(when.date()):
            raise self.refused(f"{when:%Y-%m-%d} is no trading day")
        midnight = when.replace(hour=0, minute=0, second=0, microsecond=0)
        of_day = len(text) <= _DATE_WIDTH
        return when.date(), None if of_day else (when - midnight) // timedelta(microseconds=1)


def _row(line: _Line, known: frozenset[str]) -> _Row:
    symbol = line.symbol(known)
    day, at = line.time()
    open_, high, low, close, volume = (line.amount(column, _MOST) for column in _NUMBERS)
    if not 0 < low <= min(open_, close) <= max(open_, close) <= high:
        raise line.refused(f"open {open_}, high {high}, low {low} and close {close} make no bar")
    turnover = volume * (open_ + high + low + close) // 4
    if line.text(_TURNOVER):
        turnover = line.amount(_TURNOVER, _MOST_WON)
    return _Row(line.number, symbol, day, at, open_, high, low, close, volume, turnover)


def _replay_of(name: str, rows: list[_Row]) -> Replay:
    if not rows:
        raise UnreadableReplay(f"{name}: there is no bar in it that could be played")
    by_symbol: dict[str, dict[date, list[_Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_symbol[row.symbol][row.day].append(row)
    instruments = {}
    first: datetime | None = None
    for symbol, days in by_symbol.items():
        told = [_day(name, day, found) for day, found in days.items()]
        played = [one for one in told if one is not None]
        if not played:
            continue
        instruments[symbol] = chained(played)
        for one in played:
            began = _began(one)
            if one.minutes and (first is None or began < first):
                first = began
    if not instruments:
        raise UnreadableReplay(f"{name}: no bar in it lies in a regular session")
    if first is None:
        first = min(opening_of(one.first) for one in instruments.values())
    return Replay(instruments, first)


def _began(day: ToldDay) -> datetime:
    session = hours(day.bar.day)
    return moment(day.bar.day, session.open + day.minutes[0].number * MINUTE if day.minutes else 0)


def _day(name: str, day: date, rows: list[_Row]) -> ToldDay | None:
    session = hours(day)
    seen: dict[int | None, int] = {}
    for row in rows:
        if row.at in seen:
            raise UnreadableReplay(
                f"{name}, line {row.line}: line {seen[row.at]} tells this time of {row.symbol} too"
            )
        seen[row.at] = row.line
    timed = [(row.at, row) for row in rows if row.at is not None]
    inside = sorted((at, row) for at, row in timed if session.open <= at <= session.close + MINUTE)
    minutes: dict[int, list[_Row]] = defaultdict(list)
    for at, row in inside:
        minutes[min((at - session.open) // MINUTE, session.minutes)].append(row)
    if minutes:
        told = tuple(_minute(number, found) for number, found in sorted(minutes.items()))
        return ToldDay(_bar(day, told), told)
    if timed:
        return None
    (row,) = rows
    bar = DayBar(day, row.open, row.high, row.low, row.close, row.volume, row.turnover, 0)
    return ToldDay(bar)


def _minute(number: int, rows: list[_Row]) -> ToldMinute:
    return ToldMinute(
        number,
        rows[0].open,
        max(row.high for row in rows),
        min(row.low for row in rows),
        rows[-1].close,
        sum(row.volume for row in rows),
        sum(row.turnover for row in rows),
    )


def _bar(day: date, minutes: Iterable[ToldMinute]) -> DayBar:
    """The sum of a day's minutes; the closing auction has one price, its close."""
    last = hours(day).minutes
    told = [
        ToldMinute(
            last, one.close, one.close, one.close, one.close, one.volume, one.close * one.volume
        )
        if one.number == last
        else one
        for one in minutes
    ]
    return DayBar(
        day,
        told[0].open,
        max(one.high for one in told),
        min(one.low for one in told),
        told[-1].close,
        sum(one.volume for one in told),
        sum(one.turnover for one in told),
        0,
    )


def _listed() -> frozenset[str]:
    return frozenset(one.symbol for one in all_listings())
