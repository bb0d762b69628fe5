"""The instruments of the simulated market: real names and codes, invented prices.

Symbols, names, markets, listed shares, volumes and margin rates are facts of the exchange's
master files; base prices (the close of `ANCHOR_DAY`), volatilities and betas are made up.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from sys import intern

_LEAST_VALUE_ON_NXT = 500_000_000_000
_OVERHEATED = frozenset({"247540"})
USUAL_COUNT = 400
"""instruments of a market of which nobody says how large it is to be: the best known names, and
preferred shares beside some of them
"""
ANCHOR_DAY = date(2026, 11, 19)
"""The trading day whose simulated closes are the base prices of `universe.csv`."""


class Kind(StrEnum):
    """What an instrument is."""

    STOCK = "STOCK"
    ETF = "ETF"
    ETN = "ETN"
    REIT = "REIT"


@dataclass(frozen=True, slots=True)
class Listing:
    """One listed instrument."""

    symbol: str
    isin: str
    name: str
    market: str
    """KOSPI or KOSDAQ"""
    kind: Kind
    kospi200: str
    """sector code within KOSPI200; "0" or empty: not in the index"""
    sector_large: str
    sector_medium: str
    base_price: int
    """simulated close of `ANCHOR_DAY`, won"""
    listed_shares: int
    previous_volume: int
    """an ordinary day's volume, shares"""
    margin_rate: int
    """증거금율, percent"""
    credit: bool
    """may be bought on credit"""
    halted: bool
    administrative: bool
    """관리종목"""
    alert: str
    """시장경고: 00 none, 01 caution, 02 warning, 03 risk"""
    volatility_bp: int
    """daily volatility, hundredths of a percent"""
    beta: float
    """share in the market's daily move"""

    @property
    def on_nxt(self) -> bool:
        """Whether the NXT trades it too: larger stocks in good standing."""
        return (
            self.kind is Kind.STOCK
            and not (self.halted or self.administrative)
            and self.alert not in {"02", "03"}
            and self.listed_shares * self.base_price >= _LEAST_VALUE_ON_NXT
        )

    @property
    def in_kospi200(self) -> bool:
        """Whether it is in the KOSPI200."""
        return self.kind is Kind.STOCK and self.kospi200 not in {"", " ", "0"}

    @property
    def overheated(self) -> bool:
        """단기과열종목."""
        return self.symbol in _OVERHEATED

    @property
    def is_etp(self) -> bool:
        """ETF or ETN: finer ticks, no sale tax."""
        return self.kind in (Kind.ETF, Kind.ETN)


class Universe:
    """All listings, found by symbol or searched by text."""

    def __init__(self, listings: tuple[Listing, ...]) -> None:
        self.listings = listings
        self._by_symbol = {listing.symbol: listing for listing in listings}

    def find(self, symbol: str) -> Listing | None:
        """The listing of a symbol."""
        return self._by_symbol.get(symbol)

    def search(self, text: str) -> tuple[Listing, ...]:
        """Listings whose symbol begins with or whose name holds the text, in listed order."""
        wanted = text.strip().casefold()
        if not wanted:
            return ()
        return tuple(
            listing
            for listing in self.listings
            if listing.symbol.casefold().startswith(wanted) or wanted in listing.name.casefold()
        )


def all_listings() -> tuple[Listing, ...]:
    """The shipped universe, best known names first."""
    return _first(None)


_read: list[Listing] = []


@cache
def _rows() -> tuple[str, ...]:
    file = resources.files("kis_desktop.simulator").joinpath("universe.csv")
    return tuple(file.read_text(encoding="utf-8").splitlines()[1:])


def _first(count: int | None) -> tuple[Listing, ...]:
    """So many listings of the file; one that has been read is not read again."""
    rows = _rows()[:count]
    _read.extend(map(_listing, rows[len(_read) :]))
    return tuple(_read[: len(rows)])


def load_universe(instruments: int | None = None, *, beside: tuple[str, ...] = ()) -> Universe:
    """The first `instruments` listings of all; `USUAL_COUNT` of them unless told.

    Those of the symbols `beside` are among them in any case, and trade.
    """
    count = USUAL_COUNT if instruments is None else instruments
    if count < 1:
        raise ValueError(f"a market needs at least one instrument, not {count}")
    first = _first(count)
    if not beside:
        return Universe(first)
    wanted = set(beside)
    known = {one.symbol for one in first}
    more = (one for one in all_listings() if one.symbol in wanted - known)
    return Universe(
        tuple(replace(one, halted=one.halted and one.symbol not in wanted) for one in first)
        + tuple(replace(one, halted=False) for one in more)
    )


def _listing(row: str) -> Listing:
    """A row of the file, whose columns are the fields of a listing in their order."""
    columns = row.split(",")
    symbol, isin, name, market, kind, kospi200, large, medium = columns[:8]
    price, shares, volume, margin, credit, halted, administrative, alert, swing, beta = columns[8:]
    return Listing(
        symbol=symbol,
        isin=isin,
        name=name,
        market=intern(market),
        kind=Kind(kind),
        kospi200=intern(kospi200),
        sector_large=intern(large),
        sector_medium=intern(medium),
        base_price=int(price),
        listed_shares=int(shares),
        previous_volume=int(volume),
        margin_rate=int(margin),
        credit=credit == "Y",
        halted=halted == "Y",
        administrative=administrative == "Y",
        alert=intern(alert),
        volatility_bp=int(swing),
        beta=float(beta),
    )
