"""What the simulator says of a foreign share: its terms of trade and the figures around it.

Names, currencies and lots are the exchanges'; sectors follow from the names where those tell, all
other figures are made up from the seed.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kis_desktop.simulator import noise
from kis_desktop.simulator.course import Terms
from kis_desktop.simulator.foreign import ForeignListing
from kis_desktop.simulator.markets.overseas_stock.exchanges import Exchange
from kis_desktop.simulator.markets.overseas_stock.holidays import closed_days
from kis_desktop.simulator.markets.overseas_stock.sectors import sector_of
from kis_desktop.simulator.trading_hours import SessionRule

INDEX, STOCK, FUND = "1", "2", "3"
_LARGEST = {"NAS": 3.2e12, "NYS": 9.0e11, "AMS": 6.0e11}
"""dollars; the lists of the United States begin with the largest"""
_USUAL = {"HKS": 4e10, "TSE": 2e11, "SHS": 3e9, "SZS": 1.5e10, "HSX": 6e12, "HNX": 1.5e12}
"""of the currency, where the list goes by the code"""
_PROFITABLE = 40
"""so many at the head of a list never make a loss"""
_PAR = {"NAS": "0.001", "NYS": "0.01", "AMS": "0", "HKS": "0.1", "TSE": "50", "SHS": "1",
        "SZS": "1", "HSX": "10000", "HNX": "10000"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForeignShare:
    """One share, fund or index of a foreign exchange."""

    listing: ForeignListing
    exchange: Exchange
    sector: str
    """code of its sector, like 045; empty for an index"""
    leverage: int
    """of a fund that multiplies; minus for an inverse one, 1 for all others"""
    volatility: float
    volume: int
    """of an ordinary day"""
    shares: int
    """listed; nought for an index"""
    eps: Decimal
    """of a year, in the currency; nought for a fund"""
    bps: Decimal
    par: Decimal
    listed_on: date
    dividend_yield: float
    """a part of the price a year; nought where nothing is paid"""

    @property
    def symbol(self) -> str:
        """종목코드."""
        return self.listing.symbol

    @property
    def name(self) -> str:
        """In Korean."""
        return self.listing.name

    @property
    def decimals(self) -> int:
        """Of its prices (zdiv)."""
        return self.exchange.decimals

    @property
    def currency(self) -> str:
        """ISO 4217."""
        return self.listing.currency

    @property
    def lot(self) -> int:
        """매매단위; 1 for an index."""
        return int(self.listing.lot) or 1

    @property
    def is_index(self) -> bool:
        """It can't be bought."""
        return self.listing.type == INDEX

    @property
    def is_fund(self) -> bool:
        """An ETF, an ETN or the like."""
        return self.listing.type == FUND

    @property
    def address(self) -> str:
        """What it is drawn by: NAS/AAPL."""
        return f"{self.exchange.code}/{self.symbol}"

    @property
    def anchor(self) -> int:
        """The price of the anchor day in units of its decimals."""
        return round(Decimal(self.listing.base).scaleb(self.decimals))

    def money(self, units: int) -> Decimal:
        """A price or a turnover of so many units, in the currency, with all its decimals."""
        return Decimal(units).scaleb(-self.decimals)

    def units(self, price: Decimal) -> int:
        """The units of a price in the currency, to the nearest."""
        return round(price.scaleb(self.decimals))

    def terms(self, sessions: SessionRule) -> Terms:
        """How it trades."""
        exchange = self.exchange
        return Terms(
            address=self.address,
            decimals=self.decimals,
            anchor=self.anchor,
            volatility=self.volatility,
            volume=self.volume,
            tick=exchange.fund_tick if self.is_fund else exchange.tick,
            sessions=sessions,
            closed=closed_days(exchange.country.code),
            lot=self.lot,
        )


def share_of(seed: int, listing: ForeignListing, exchange: Exchange, place: int) -> ForeignShare:
    """What is known of the listing at a place of its exchange's list."""
    draw = noise.stream(seed, exchange.code, listing.symbol, "share")
    anchor = Decimal(listing.base)
    price = float(anchor)
    index, fund = listing.type == INDEX, listing.type == FUND
    largest = _LARGEST.get(exchange.code)
    value = (
        largest / (1 + place) ** 0.85
        if largest
        else _USUAL.get(exchange.code, 0.0) * math.exp(draw.gauss(0, 1.1))
    ) * math.exp(draw.gauss(0, 0.2))
    shares = 0 if index else max(round(value / price, -5), 100_000)
    leverage = _leverage(listing) if fund else 1
    turn = draw.uniform(0.012, 0.04) if fund else draw.uniform(0.002, 0.011)
    loss = place > _PROFITABLE and draw.random() < 0.1  # noqa: PLR2004 — a part of all
    ratio = Decimal(round(draw.uniform(7, 45), 2)) * (-1 if loss else 1)
    book = Decimal(round(draw.uniform(0.6, 9), 2))
    pays = fund or (draw.random() < 0.7 and not loss)  # noqa: PLR2004 — a part of all
    valued = not fund and not index
    return ForeignShare(
        listing=listing,
        exchange=exchange,
        sector="" if index else sector_of(seed, listing),
        leverage=leverage,
        volatility=_volatility(listing, exchange, draw.random(), leverage),
        volume=round(draw.uniform(1e8, 5e8)) if index else max(round(shares * turn), 1_000),
        shares=int(shares),
        eps=round(anchor / ratio, 4) if valued else Decimal(0),
        bps=round(anchor / book, 4) if valued else Decimal(0),
        par=Decimal(0) if fund or index else Decimal(_PAR[exchange.code]),
        listed_on=date(1985, 1, 2) + timedelta(days=draw.randrange(13_000)),
        dividend_yield=round(draw.uniform(0.004, 0.045), 4) if pays and not index else 0.0,
    )


def _volatility(listing: ForeignListing, exchange: Exchange, draw: float, leverage: int) -> float:
    if listing.type == INDEX:
        return 0.009
    calm = 0.008 if listing.type == FUND else 0.013
    wide = calm * (1 + 0.9 * draw) * abs(leverage)
    return min(wide, exchange.limit / 6) if exchange.limit else wide


def _leverage(listing: ForeignListing) -> int:
    text = f" {listing.name} {listing.english} ".upper()
    factor = (
        3 if "3X" in text or "ULTRAPRO" in text else 2 if "2X" in text or "ULTRA" in text else 1
    )
    inverse = any(word in text for word in (" SHORT QQQ", " BEAR", " BR ", "SVXY"))
    return -factor if inverse else factor
