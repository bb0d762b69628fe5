"""What selling a holding would cost now, estimated. All amounts in KRW."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_UP, Decimal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.fee import FeeSchedule
from kis_desktop.domain.order import Side
from kis_desktop.domain.tick_size import Rounding, round_to_tick
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory

_MARKET = "krx"


class SaleCosts:
    """Fee and tax of the account's own schedule, for any instrument that is known."""

    def __init__(self, instruments: InstrumentDirectory) -> None:
        self._instruments = instruments
        self._fees: FeeSchedule | None = None
        self._clock: ClockReading | None = None

    def take(self, frame: Frame) -> bool:
        """Apply a frame; whether another schedule holds."""
        clock = frame.latest.get((Topic.CLOCK, ""))
        if isinstance(clock, ClockReading):
            self._clock = clock
        fees = frame.latest.get((Topic.FEES, ""))
        if not isinstance(fees, FeeSchedule) or fees == self._fees:
            return False
        self._fees = fees
        return True

    @property
    def fees(self) -> FeeSchedule:
        """The schedule in force; the usual one until the account's is told."""
        return self._fees or load_market_rules(_MARKET).fees()

    @property
    def today(self) -> date:
        """The date at the exchange."""
        if self._clock is not None:
            return self._clock.market.astimezone(EXCHANGE_ZONE).date()
        return datetime.now(EXCHANGE_ZONE).date()

    def after(
        self, symbol: str, last: Decimal | None, quantity: int, cost: Decimal | None
    ) -> Decimal | None:
        """Profit if so many shares were sold at the last price, less fee and tax."""
        instrument = self._instruments.find(symbol)
        if instrument is None or last is None or cost is None:
            return None
        kind, market = instrument.kind.value, instrument.market.value
        gross = last * quantity
        fee = self.fees.fee(gross, kind, self.today)
        return gross - fee - self.fees.tax(gross, Side.SELL, market, kind, self.today) - cost

    def breakeven(self, symbol: str, cost: Decimal | None, quantity: int) -> Decimal | None:
        """The lowest quotable price at which selling brings the cost back."""
        instrument = self._instruments.find(symbol)
        if instrument is None or not cost or not quantity:
            return None
        kind, market = instrument.kind.value, instrument.market.value
        exact = self.fees.breakeven(cost, quantity, market, kind, self.today)
        ticks = load_market_rules(_MARKET).tick_table(kind, self.today)
        return round_to_tick(exact.quantize(Decimal(1), rounding=ROUND_UP), ticks, Rounding.UP)
