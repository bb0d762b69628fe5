"""An instrument (종목) as the master files describe it."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal

import msgspec


class Market(enum.StrEnum):
    """Where an instrument is listed; foreign stock markets by the code that quotes ask for."""

    KOSPI = "KOSPI"
    KOSDAQ = "KOSDAQ"
    KONEX = "KONEX"
    DERIVATIVES = "KRXD"  # 선물옵션
    ELW = "ELW"
    BOND = "BOND"  # 장내채권
    SECTOR = "SECTOR"  # 업종지수
    THEME = "THEME"
    NASDAQ = "NAS"
    NYSE = "NYS"
    AMEX = "AMS"
    HONG_KONG = "HKS"
    TOKYO = "TSE"
    SHANGHAI = "SHS"
    SHENZHEN = "SZS"
    SHANGHAI_INDEX = "SHI"
    SHENZHEN_INDEX = "SZI"
    HANOI = "HNX"
    HO_CHI_MINH = "HSX"
    FOREIGN_FUTURES = "FFUT"
    FOREIGN_OPTIONS = "FOPT"
    WORLD = "WORLD"  # indices, currencies, commodities and rates of the world


KRX_STOCK_MARKETS = frozenset({Market.KOSPI, Market.KOSDAQ, Market.KONEX})


class InstrumentKind(enum.StrEnum):
    """What an instrument is; decides tick table and sale tax of those on the stock market."""

    STOCK = "stock"
    ETF = "etf"
    ETN = "etn"
    REIT = "reit"
    OTHER = "other"
    WARRANT = "warrant"
    FUTURE = "future"
    SPREAD = "spread"
    OPTION = "option"
    ELW = "elw"
    BOND = "bond"
    INDEX = "index"
    THEME = "theme"
    CURRENCY = "currency"
    COMMODITY = "commodity"
    RATE = "rate"


class Right(enum.StrEnum):
    """What an option or warrant gives a right to."""

    CALL = "call"
    PUT = "put"


class Mark(enum.StrEnum):
    """A warning beside the name, in the exchange's own categories."""

    ADMINISTRATIVE = "administrative"  # 관리종목
    CAUTION = "caution"  # 투자주의
    WARNING = "warning"  # 투자경고
    RISK = "risk"  # 투자위험
    OVERHEATED = "overheated"  # 단기과열
    HALTED = "halted"  # 거래정지
    LIQUIDATION = "liquidation"  # 정리매매
    EX_RIGHTS = "ex_rights"  # 권리락
    EX_DIVIDEND = "ex_dividend"  # 배당락, 분배락


class Instrument(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One listed instrument. Prices in `currency`, empty where that isn't known; `margin_rate` in
    percent; `lendable` whether credit orders are taken (신용 가능), None: not told.

    `exchange` is the code of the listing exchange that quotes and orders ask for, empty on the
    Korean exchange. `expiry` is the last trading or redemption day, `contract_month` YYYYMM where
    only that is known, `multiplier` the contract's size, `members` the symbols of a theme.
    """

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
    currency: str = "KRW"
    exchange: str = ""
    expiry: date | None = None
    contract_month: str = ""
    right: Right | None = None
    strike: Decimal | None = None
    underlying: str = ""
    multiplier: Decimal | None = None
    tick_size: Decimal | None = None
    members: tuple[str, ...] = ()
    lendable: bool | None = None

    @property
    def is_krx_stock(self) -> bool:
        """Whether it is listed on KOSPI, KOSDAQ or KONEX: what panels show and tickets order."""
        return self.market in KRX_STOCK_MARKETS

    @property
    def key(self) -> str:
        """What tells it from all others: the bare code on the Korean stock market, `NAS:AAPL`
        elsewhere.
        """
        return self.symbol if self.is_krx_stock else f"{self.market.value}:{self.symbol}"
