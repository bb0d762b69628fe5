"""Realised profit of a period: by day, month, instrument and trade, with the API's own sums."""

from __future__ import annotations

import enum
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ClockReading, Environment
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.message import Message
from kis_desktop.domain.profit import (
    IndexClose,
    ProfitReport,
    ProfitRow,
    by_month,
    by_symbol,
    cumulative,
)
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.profit_rows import (
    COLUMNS,
    day_row,
    month_row,
    sum_row,
    symbol_row,
    trade_row,
)
from kis_desktop.viewmodels.table import Row, RowTableModel
from kis_desktop.viewmodels.words import Words

_DAYS_BACK = {"three_months": 92, "year": 365}
_HUNDRED = Decimal(100)


class View(enum.StrEnum):
    """How the period is cut up."""

    DAYS = "days"
    MONTHS = "months"
    SYMBOLS = "symbols"
    TRADES = "trades"

    @property
    def by_trade(self) -> bool:
        """Whether it is made of trades, not of days."""
        return self in {View.SYMBOLS, View.TRADES}


@dataclass(frozen=True, slots=True)
class ProfitLine:
    """Cumulative profit in KRW and the index's change in percent since the first day, by the day's
    ordinal.
    """

    days: tuple[int, ...]
    profit: tuple[float, ...]
    index_days: tuple[int, ...]
    index: tuple[float, ...]


class Profit(QObject):
    """`changed` when rows, sums, line or state change. Nothing is asked for before `begin`."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._date = datetime.now(fmt.EXCHANGE_ZONE).date()
        self._period: tuple[date, date] | None = None
        self._view = View.DAYS
        self._days: ProfitReport | None = None
        self._trades: ProfitReport | None = None
        self._index: tuple[IndexClose, ...] | None = None
        self._index_failed = False
        self._failure: Message | None = None
        self._clock: ClockReading | None = None
        self._read_at: datetime | None = None
        self.table = RowTableModel(COLUMNS, context.language, self)
        self.sum = RowTableModel(COLUMNS, context.language, self)
        context.instruments.changed.connect(self._show)
        self._on_frame(context.clock.so_far)
        context.clock.frame.connect(self._on_frame)

    @property
    def today(self) -> date:
        """The date at the exchange."""
        return self._date

    @property
    def period(self) -> tuple[date, date]:
        """The days that are shown, both included; this month before any was chosen."""
        return self._period or (self._date.replace(day=1), self._date)

    @property
    def view(self) -> View:
        """How the period is cut up."""
        return self._view

    @property
    def report(self) -> ProfitReport | None:
        """What the view is made of; None until it is read."""
        return self._trades if self._view.by_trade else self._days

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if self._context.environment is Environment.PAPER:
            return PanelState.EMPTY
        if self.report is None:
            return PanelState.FAILED if self._failure is not None else PanelState.LOADING
        return PanelState.LIVE if self.report.rows else PanelState.EMPTY

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state; empty while live."""
        match self.state:
            case PanelState.LOADING:
                return self._words("profit.loading")
            case PanelState.FAILED:
                return self._words.sentence(self._failure) if self._failure is not None else ""
            case PanelState.EMPTY:
                paper = self._context.environment is Environment.PAPER
                return self._words("profit.paper" if paper else "profit.empty")
            case _:
                return ""

    @property
    def warning(self) -> str:
        """Rows that don't add up to the API's sum, or a missing index; empty otherwise."""
        told = []
        differs = None if self.report is None else self.report.disagreement
        if differs is not None:
            rows, api = (fmt.price(each) for each in differs)
            told.append(self._words("profit.differs", rows=rows, told=api))
        if self._index_failed:
            told.append(self._words("profit.no_index"))
        return " ".join(told)

    @property
    def reading_text(self) -> str:
        """When it was read, in exchange time: today's figures move on; empty before."""
        if self.report is None or self._read_at is None:
            return ""
        return self._words("profit.read_at", at=f"{self._read_at:%m-%d %H:%M:%S}")

    @property
    def line(self) -> ProfitLine | None:
        """What the chart draws; None until the days are read."""
        if self._days is None:
            return None
        steps = cumulative(self._days.rows)
        index = self._index or ()
        base = index[0].close if index else None
        return ProfitLine(
            tuple(day.toordinal() for day, _ in steps),
            tuple(float(total) for _, total in steps),
            tuple(each.day.toordinal() for each in index),
            tuple(float((each.close / base - 1) * _HUNDRED) for each in index) if base else (),
        )

    @property
    def spoken(self) -> str:
        """The chart in words."""
        line = self.line
        if line is None or not line.profit:
            return self._words("profit.chart")
        index = fmt.rate(Decimal(str(line.index[-1]))) if line.index else fmt.UNKNOWN
        profit = fmt.change(Decimal(str(line.profit[-1])))
        return self._words("profit.chart_spoken", profit=profit, index=index)

    def begin(self) -> None:
        """Read the period once the panel is seen for the first time."""
        if self._period is None:
            self.read(*self.period)

    def choose(self, name: str) -> None:
        """Read this month, the last three months, or the last year."""
        if name in _DAYS_BACK:
            self.read(self._date - timedelta(days=_DAYS_BACK[name]), self._date)
        else:
            self.read(self._date.replace(day=1), self._date)

    def read(self, start: date, end: date) -> None:
        """Read these days, both included."""
        self._period = start, end
        self._days = self._trades = self._index = None
        self._index_failed, self._failure = False, None
        self._read_at = self._now()
        self._show()
        if self._context.environment is not Environment.PAPER:
            self._asking.read("profit", self._read(start, end))

    def retry(self) -> None:
        """Read the same days again."""
        self.read(*self.period)

    def set_view(self, view: View) -> None:
        """Cut the period up in another way."""
        if view is not self._view:
            self._view = view
            self._show()

    def pick(self, row_id: str) -> None:
        """Show a row's symbol everywhere."""
        row = self.table.find(row_id)
        if row is not None:
            self._context.link.select(row.symbol)

    async def _read(self, start: date, end: date) -> None:
        run, profit = self._context.commands.run, self._context.services.profit
        try:
            self._days = await run(profit.days, start, end)
            self._show()
            self._trades = await run(profit.trades, start, end)
        except KisDesktopError as error:
            self._failure = error.message
            self._show()
            return
        self._show()
        try:
            self._index = await run(profit.index, start, end)
        except KisDesktopError:
            self._index_failed = True
        self.changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        clock = frame.latest.get((Topic.CLOCK, ""))
        if isinstance(clock, ClockReading):
            self._clock = clock
            self._date = clock.market.astimezone(fmt.EXCHANGE_ZONE).date()

    def _now(self) -> datetime:
        if self._clock is None:
            return datetime.now(fmt.EXCHANGE_ZONE)
        return self._clock.at(time.monotonic()).astimezone(fmt.EXCHANGE_ZONE)

    def _show(self) -> None:
        report = self.report
        self.table.replace(self._rows())
        rate = None if self._trades is None else self._trades.totals.rate
        shown = report is not None and bool(report.rows)
        self.sum.replace([sum_row(report, rate, self._words)] if report and shown else [])
        self.changed.emit()

    def _rows(self) -> list[Row]:
        report, words = self.report, self._words
        if report is None:
            return []
        match self._view:
            case View.DAYS:
                return [day_row(each, words) for each in _newest(report)]
            case View.MONTHS:
                return [month_row(each, words) for each in by_month(report.rows)]
            case View.SYMBOLS:
                groups = by_symbol(report.rows)
                return [symbol_row(each, self._name(each.key, each.name), words) for each in groups]
            case View.TRADES:
                return [
                    trade_row(place, each, self._name(each.symbol, each.name), words)
                    for place, each in enumerate(_newest(report))
                ]

    def _name(self, symbol: str, told: str) -> str:
        known = self._context.instruments.find(symbol)
        return known.name if known is not None else told or symbol


def _newest(report: ProfitReport) -> list[ProfitRow]:
    return sorted(report.rows, key=lambda row: row.day, reverse=True)
