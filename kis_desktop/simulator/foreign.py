"""Instruments of foreign stock exchanges: codes, names and currencies as the exchanges list them.

They are listed and can be found; the simulated exchange doesn't trade them.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class ForeignListing:
    """One line of an exchange's list."""

    exchange: str
    symbol: str
    name: str
    english: str
    type: str
    """1 index, 2 stock, 3 fund"""
    currency: str
    decimals: str
    base: str
    """a price of some past day"""
    lot: str


@lru_cache(maxsize=1)
def foreign_listings() -> tuple[ForeignListing, ...]:
    """All of them, in the order of the exchanges' lists; read when first asked for."""
    file = resources.files("kis_desktop.simulator").joinpath("foreign_listings.csv")
    rows = file.read_text(encoding="utf-8").splitlines()
    return tuple(ForeignListing(**row) for row in csv.DictReader(rows))
