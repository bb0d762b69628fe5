"""An instrument (종목) as the master files describe it."""

from __future__ import annotations

import enum
from decimal import Decimal

import msgspec


class Market(enum.StrEnum):
    """Where an instrument is listed."""

    KOSPI = "KOSPI"
    KOSDAQ = "KOSDAQ"
    KONEX = "KONEX"


class InstrumentKind(enum.StrEnum):
    """What an instrument is; decides tick table and sale tax."""

    STOCK = "stock"
    ETF = "etf"
    ETN = "etn"
    REIT = "reit"
    OTHER = "other"


class Mark(enum.StrEnum):
    """A warning beside the name, in the exchange's own categories."""

    ADMINISTRATIVE = "administrative"  # 관리종목
    CAUTION = "caution"  # 투자주의
    WARNING = "warning"  # 투자경고
    RISK = "risk"  # 투자위험
    OVERHEATED = "overheated"  # 단기과열
    HALTED = "halted"  # 거래정지


class Instrument(msgspec.Struct, frozen=True):
    """One listed instrument. Prices in KRW; `margin_rate` in percent."""

    symbol: str
    name: str
    market: Market
    kind: InstrumentKind
    isin: str = ""
    name_en: str = ""
    kospi200: bool = False
    base_price: Decimal | None = None
    listed_shares: int | None = None
    margin_rate: Decimal | None = None
    marks: tuple[Mark, ...] = ()
