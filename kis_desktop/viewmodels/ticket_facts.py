"""What is known when an order is written: price, rules, account, session, our own orders."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.catalogue.market_rules import MarketRules, load_market_rules
from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.fee import FeeSchedule
from kis_desktop.domain.instrument import Mark
from kis_desktop.domain.order import OrderType, Side
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.risk import Limits
from kis_desktop.domain.session import Phase
from kis_desktop.domain.tick_size import TickBand, TickTable
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.freshness import Line
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory
from kis_desktop.viewmodels.own_orders import OwnOrders
from kis_desktop.viewmodels.ticket_estimate import Terms

_MARKET = "krx"


class TicketFacts:
    """The frames' facts that a ticket needs, for any symbol."""

    def __init__(self, instruments: InstrumentDirectory) -> None:
        self._instruments = instruments
        self._quotes: dict[str, Quote] = {}
        self._clock: ClockReading | None = None
        self._fees: FeeSchedule | None = None
        self.account: AccountSnapshot | None = None
        self.halted = False
        self.own = OwnOrders()
        self.line = Line()

    @property
    def rules(self) -> MarketRules:
        """The rules of the market."""
        return load_market_rules(_MARKET)

    @property
    def phase(self) -> Phase | None:
        """What the market is doing; None until the server has told its time."""
        if self._clock is None or not self._clock.synchronised:
            return None
        return self._clock.phase

    def take(self, frame: Frame) -> bool:
        """Apply a frame; whether anything changed."""
        changed = bool(self.own.take(frame)) | self.line.take(frame)
        for (topic, key), value in frame.latest.items():
            match topic, value:
                case Topic.QUOTE, Quote():
                    self._quotes[key] = value
                case Topic.ACCOUNT, AccountSnapshot():
                    self.account = value
                case Topic.FEES, FeeSchedule():
                    self._fees = value
                case Topic.CLOCK, ClockReading():
                    self._clock = value
                case Topic.HALT, bool():
                    self.halted = value
                case _:
                    continue
            changed = True
        return changed

    def quote(self, symbol: str) -> Quote:
        """What is known of a price; a blank quote where nothing is."""
        return self._quotes.get(symbol) or Quote(symbol)

    def name(self, symbol: str) -> str:
        """The instrument's name."""
        return self._instruments.name(symbol)

    def listed_shares(self, symbol: str) -> int | None:
        """How many shares are listed."""
        instrument = self._instruments.find(symbol)
        return None if instrument is None else instrument.listed_shares

    def is_halted(self, symbol: str) -> bool:
        """Whether the exchange has stopped trading of the instrument."""
        instrument = self._instruments.find(symbol)
        return instrument is not None and Mark.HALTED in instrument.marks

    def tick_table(self, symbol: str) -> TickTable:
        """The tick table of the instrument's kind; of an unknown one the server's own tick."""
        instrument = self._instruments.find(symbol)
        if instrument is not None:
            return self.rules.tick_table(instrument.kind.value, self.today(symbol))
        told = self.quote(symbol).tick
        return (TickBand(None, told or Decimal(1)),)

    def limits(
        self, symbol: str, *, power: Decimal | None = None, sellable: int | None = None
    ) -> Limits:
        """What an order of the symbol is checked against."""
        quote = self.quote(symbol)
        band = (
            PriceLimits(quote.limit_down, quote.limit_up)
            if quote.limit_down is not None and quote.limit_up is not None
            else None
        )
        return Limits(self.tick_table(symbol), band, power, sellable, halted=self.is_halted(symbol))

    def terms(self, symbol: str) -> Terms | None:
        """What fees and tax depend on; None for an instrument that isn't known."""
        instrument = self._instruments.find(symbol)
        if instrument is None:
            return None
        return Terms(
            self._fees or self.rules.fees(),
            instrument.market.value,
            instrument.kind.value,
            self.today(symbol),
            self.tick_table(symbol),
        )

    def reference_price(self, symbol: str, side: Side, order_type: OrderType) -> Decimal | None:
        """What a market order would be counted at: the other side's best price, else the last."""
        if order_type is not OrderType.MARKET:
            return None
        quote = self.quote(symbol)
        best = quote.ask if side is Side.BUY else quote.bid
        return best if best is not None else quote.last

    def today(self, symbol: str) -> date:
        """The trade date as the server tells it, else by the market's clock."""
        told = self.quote(symbol).trade_date
        if told is not None:
            return told
        if self._clock is not None:
            return self._clock.market.astimezone(EXCHANGE_ZONE).date()
        return datetime.now(EXCHANGE_ZONE).date()
