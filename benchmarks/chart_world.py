"""A chart with what a trader has on it, in a world whose services answer at once.

Volume, three averages, two panes of indicators, ten drawings; on request our fills and orders, or
bars and volume alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
from PySide6.QtCore import QPointF

from benchmarks.chart_walk import Columns
from kis_desktop.domain.bar import BarKey
from kis_desktop.domain.chart_setup import ChartSetup, StudySetup
from kis_desktop.domain.drawing import Drawing, DrawingPoint
from kis_desktop.domain.event import FillReceived, OrderChanged
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Order, OrderState, OrderType, Side, Venue
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.topics import Topic
from kis_desktop.ui import gallery_scene as scene
from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.gallery_states import ScriptedServices, Stage, State, stage
from kis_desktop.viewmodels.chart import ChartModel

_SETUP = ChartSetup(
    studies=(
        StudySetup("sma", (5,)),
        StudySetup("sma", (20,)),
        StudySetup("ema", (60,)),
        StudySetup("rsi", (14,)),
        StudySetup("macd", (12, 26, 9)),
    )
)
_FILLS, _ORDERS = 5_000, 20
_KOREA = timezone(timedelta(hours=9))
_DRAWN = (
    # kind, then bars before the last one and won above that bar's close
    ("horizontal_line", ((150, 600),)),
    ("horizontal_line", ((900, -600),)),
    ("horizontal_ray", ((1_500, 0),)),
    ("vertical_line", ((40, 0),)),
    ("trend_line", ((1_300, -900), (10, 900))),
    ("ray", ((1_200, 800), (700, -300))),
    ("extended_line", ((1_000, 0), (100, 400))),
    ("parallel_channel", ((1_300, -600), (60, 700), (800, 1_500))),
    ("fib_retracement", ((1_300, -1_200), (20, 1_300))),
    ("rectangle", ((900, -400), (90, 500))),
)


class ChartWorld:
    """One chart over these bars and the world behind it; its canvas is of the size asked for."""

    def __init__(
        self,
        bars: Columns,
        loop: asyncio.AbstractEventLoop,
        size: tuple[int, int],
        *,
        marked: bool,
        bare: bool,
    ) -> None:
        self._loop = loop
        self._stage = stage(State.LIVE)
        served = _Served(bars, drawn=not bare)
        object.__setattr__(self._stage.context, "services", served)
        setup = ChartSetup(studies=()) if bare else _SETUP
        self.model = ChartModel(self._stage.context, setup=setup)
        self.cell = ChartCell(self._stage.context, self.model)
        self.model.setParent(self.cell)
        self.canvas = self.cell.canvas
        self.canvas.setFixedSize(*size)
        self.model.start()
        self._settle()
        _tell_market(self._stage)
        if marked:
            _tell_fills_and_orders(self._stage, bars)
        self._settle()

    def point(self) -> None:
        """Lay the pointer over the bars."""
        self.canvas.point(QPointF(self.canvas.width() * 0.4, self.canvas.height() / 3))

    def close(self) -> None:
        """Take everything away."""
        self.cell.close()
        self.cell.deleteLater()
        self._stage.context.clock.deleteLater()

    def _settle(self) -> None:
        """Let what was asked be answered."""

        async def answered() -> None:
            for _ in range(20):
                await asyncio.sleep(0)

        self._loop.run_until_complete(answered())


class _Served(ScriptedServices):
    """Serves the contest's bars, and what is drawn on them."""

    def __init__(self, bars: Columns, *, drawn: bool) -> None:
        super().__init__(State.LIVE)
        self._drawn = drawn
        time, *columns = bars
        copies = (column.copy() for column in columns)
        self._series = BarSeries(time.astype(np.int64), *copies)

    async def load(self, _key: BarKey) -> BarSeries:
        return self._series

    async def bars(self, _key: BarKey) -> BarSeries:
        return self._series

    async def drawings_of(self, _symbol: str) -> tuple[Drawing, ...]:
        return tuple(_drawings(self._series)) if self._drawn else ()


def _drawings(series: BarSeries) -> Iterator[Drawing]:
    last = len(series.time) - 1
    for number, (kind, places) in enumerate(_DRAWN):
        bars = [(max(last - back, 0), above) for back, above in places]
        points = tuple(
            DrawingPoint(int(series.time[bar]), Decimal(round(float(series.close[bar])) + above))
            for bar, above in bars
        )
        yield Drawing(f"drawing-{number}", kind, points)


def _tell_market(found: Stage) -> None:
    for quote in scene.quotes(age=0.0):
        if quote.symbol == scene.SYMBOL:
            found.mailbox.latest(Topic.QUOTE, quote.symbol, quote)
    found.context.clock.drain()


def _tell_fills_and_orders(found: Stage, bars: Columns) -> None:
    """Fills over all bars, and working orders next to the last price."""
    places = np.linspace(0, bars.shape[1] - 1, _FILLS).astype(np.int64)
    for number, place in enumerate(places.tolist()):
        found.mailbox.event(FillReceived(_fill(number, bars, place)))
    last = round(float(bars[4, -1]) / 100) * 100
    for number in range(_ORDERS):
        found.mailbox.event(OrderChanged(_order(number, last + 100 * (number - _ORDERS // 2))))
    found.context.clock.drain()


def _fill(number: int, bars: Columns, place: int) -> Fill:
    moment = datetime.fromtimestamp(int(bars[0, place]), _KOREA)
    return Fill(
        order_no=f"{number:010d}",
        symbol=scene.SYMBOL,
        side=_side(number),
        quantity=1,
        price=Decimal(round(float(bars[4, place]))),
        time=f"{moment:%H%M%S}",
        trade_date=moment.date(),
        sequence=number,
    )


def _order(number: int, price: int) -> Order:
    return Order(
        local_id=f"bench-{number}",
        symbol=scene.SYMBOL,
        side=_side(number),
        order_type=OrderType.LIMIT,
        quantity=number + 1,
        price=Decimal(price),
        venue=Venue.KRX,
        state=OrderState.WORKING,
        at=datetime(2026, 11, 20, 1, tzinfo=UTC),
        trade_date=date(2026, 11, 20),
        order_no=f"{9_000_000 + number:010d}",
        order_time="100000",
    )


def _side(number: int) -> Side:
    return Side.BUY if number % 2 else Side.SELL
