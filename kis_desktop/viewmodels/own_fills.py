"""Our fills, today's as they come and past ones as the server lists orders; read once, when idle.

Of a past order the server tells when it was given and what it was filled at on average, not when
each share was: such a fill is marked at the order's time and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import FillReceived, FillWithdrawn
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Request, Side
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.domain.profit import ProfitRow
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.format import EXCHANGE_ZONE

IDLE = 8_000  # ms after the first chart asks: prices, bars and the account come before
DAYS = 90  # of past orders
_AGAIN = 60_000  # ms before a reading that failed is tried again


@dataclass(frozen=True, slots=True)
class OwnFill:
    """Shares that changed hands at a price (KRW); `time` in UTC epoch seconds. `is_order`: a whole
    order of which only its own time and average price are known.
    """

    time: int
    day: date
    symbol: str
    side: Side
    quantity: int
    price: Decimal
    order_no: str
    is_order: bool = False


class OwnFills(QObject):
    """One for all charts of a window. `changed` with the symbol whose fills did; empty for all."""

    changed = Signal(str)

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asking = Asking(self)
        self._live: dict[tuple[str, int], OwnFill] = {}
        self._past: dict[str, list[OwnFill]] = {}
        self._realised: dict[tuple[date, str], Decimal] = {}
        self._today: date | None = None
        self._is_read = False
        self.failed = False
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.read)
        context.clock.frame.connect(self._on_frame)
        self._on_frame(context.clock.so_far)

    @classmethod
    def of(cls, context: ViewContext) -> OwnFills:
        """The one of this window; made when it is first asked for."""
        return context.part(cls)

    def fills(self, symbol: str) -> tuple[OwnFill, ...]:
        """Those of a symbol, oldest first; an order whose own fills are known is told by them."""
        live = [fill for fill in self._live.values() if fill.symbol == symbol]
        known = {(fill.day, fill.order_no) for fill in live}
        past = self._past.get(symbol, [])
        told = (fill for fill in past if (fill.day, fill.order_no) not in known)
        return tuple(sorted((*live, *told), key=lambda fill: fill.time))

    def realised(self, day: date, symbol: str) -> Decimal | None:
        """What the sales of a day brought, as the server reckons it; None where it didn't say."""
        return self._realised.get((day, symbol))

    def ask(self) -> None:
        """Have past fills read when there is nothing better to do; once is enough."""
        if not self._is_read and not self._idle.isActive() and not self._context.no_orders:
            self._idle.start(_AGAIN if self.failed else IDLE)

    def read(self) -> None:
        """Read the past now."""
        self._is_read = True
        self._asking.read("fills", self._read())

    async def _read(self) -> None:
        run, services = self._context.commands.run, self._context.services
        end = self._today or datetime.now(EXCHANGE_ZONE).date()
        start = end - timedelta(days=DAYS)
        try:
            orders = await run(services.accounts.order_history, start, end)
            report = await run(services.profit.trades, start, end)
        except KisDesktopError:
            self._is_read, self.failed = False, True
            self.ask()
            return
        self.failed = False
        self._take(orders, report.rows)

    def _take(self, orders: Iterable[BrokerOrder], rows: Iterable[ProfitRow]) -> None:
        self._past.clear()
        for order in orders:
            fill = _of_order(order)
            if fill is not None:
                self._past.setdefault(fill.symbol, []).append(fill)
        self._realised.clear()
        for row in rows:
            if row.realized is not None and row.sold:
                key = (row.day, row.symbol)
                self._realised[key] = self._realised.get(key, Decimal(0)) + row.realized
        self.changed.emit("")

    def _on_frame(self, frame: Frame) -> None:
        clock = frame.latest.get((Topic.CLOCK, ""))
        if isinstance(clock, ClockReading):
            self._today = clock.market.astimezone(EXCHANGE_ZONE).date()
        touched: set[str] = set()
        for event in frame.events:
            if isinstance(event, FillReceived):
                touched |= self._put(event.fill)
            elif isinstance(event, FillWithdrawn):
                self._live.pop((event.fill.order_no, event.fill.sequence), None)
                touched.add(event.fill.symbol)
        for symbol in touched:
            self.changed.emit(symbol)

    def _put(self, fill: Fill) -> set[str]:
        moment = _moment(fill.trade_date, fill.time)
        if moment is None:
            return set()
        self._live[fill.order_no, fill.sequence] = OwnFill(
            moment,
            fill.trade_date,
            fill.symbol,
            fill.side,
            fill.quantity,
            fill.price,
            fill.order_no,
        )
        return {fill.symbol}


def _of_order(order: BrokerOrder) -> OwnFill | None:
    """What was filled of an order; None where nothing was, or where that cannot be placed."""
    moment = _moment(order.trade_date, order.order_time)
    if not order.filled or order.average_price is None or moment is None:
        return None
    if order.request is Request.CANCEL:
        return None
    return OwnFill(
        moment,
        order.trade_date,
        order.symbol,
        order.side,
        order.filled,
        order.average_price,
        order.order_no,
        is_order=True,
    )


def _moment(day: date, digits: str) -> int | None:
    """HHMMSS of a day at the exchange; None for what can't be read."""
    try:
        clock = time.fromisoformat(f"T{digits}")
    except ValueError:
        return None
    return int(datetime.combine(day, clock, EXCHANGE_ZONE).timestamp())
