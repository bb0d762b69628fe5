"""Short sales, shares bought on loans, shares lent: pure functions of share and day.

Balances are levels that wander slowly between bounds, so what is new less what is paid back is the
change of the balance, whatever span is asked for.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from kis_desktop.simulator import noise
from kis_desktop.simulator.facts.investors import Floats, Ints
from kis_desktop.simulator.universe import Kind, Listing

_SHORT_BAN = (date(2023, 11, 6).toordinal(), date(2025, 3, 30).toordinal())
"""Only market makers sold short then."""
_MAKERS_SHARE = 0.02
_STEP = 12.0
"""days between two bends of a slow level"""
_LEVEL, _SHORT, _WAVES = 4, 8, 16


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance day by day, shares: what came, what was paid back, what stands at the end."""

    new: Ints
    repaid: Ints
    standing: Ints


@dataclass(frozen=True, slots=True)
class Borrower:
    """A share's own habits, parts of its listed shares or of its volume."""

    key: int
    listed: int
    loans: float
    """bought on loans (융자), of the listed shares"""
    shorts: float
    """borrowed by individuals to be sold (대주), of the listed shares"""
    lent: float
    """lent among institutions (대차), of the listed shares"""
    short_sold: float
    """of a day's volume"""


def borrower(seed: int, listing: Listing) -> Borrower:
    """The habits of a share; what is not open to credit is neither lent nor bought on loans."""
    key = noise.key(seed, listing.symbol, "lending")
    draws = [noise.uniform(key, 0, lane) for lane in range(_LEVEL, _LEVEL + 4)]
    value = listing.listed_shares * max(listing.base_price, 1)
    large = min(max((float(np.log10(value)) - 11.5) / 2.7, 0.0), 1.0)
    stock = 1.0 if listing.kind is Kind.STOCK else 0.15
    return Borrower(
        key=key,
        listed=listing.listed_shares,
        loans=(0.002 + (0.035 - 0.03 * large) * draws[0]) * listing.credit,
        shorts=0.0002 * draws[1] * listing.credit,
        lent=(0.005 + (0.02 + 0.06 * large) * draws[2]) * stock,
        short_sold=(0.004 + (0.02 + 0.08 * large) * draws[3]) * stock,
    )


def short_sold(one: Borrower, numbers: Ints, volume: Ints) -> Ints:
    """Shares sold short of each day's volume (공매도)."""
    whim = np.exp(1.1 * (noise.uniforms(one.key, numbers, _SHORT) - 0.5))
    banned = (numbers >= _SHORT_BAN[0]) & (numbers <= _SHORT_BAN[1])
    part = one.short_sold * whim * np.exp(0.8 * _wave(one.key, numbers, _WAVES))
    return np.floor(volume * np.minimum(part, 0.4) * np.where(banned, _MAKERS_SHARE, 1.0)).astype(
        np.int64
    )


def short_price(one: Borrower, numbers: Ints) -> Floats:
    """What is paid for shares sold short against the day's mean price."""
    return np.asarray(1.0 + 0.004 * (noise.uniforms(one.key, numbers, _SHORT + 1) - 0.5))


def loans(one: Borrower, numbers: Ints, before: Ints, volume: Ints) -> Balance:
    """Shares bought on loans (융자); `before`: the trading day before each, as an ordinal."""
    return _balance(one, one.loans, numbers, before, volume, 0.035, 1)


def shorts(one: Borrower, numbers: Ints, before: Ints, volume: Ints) -> Balance:
    """Shares that individuals have borrowed and sold (대주)."""
    return _balance(one, one.shorts, numbers, before, volume, 0.0004, 2)


def standing_loans(one: Borrower, numbers: Ints) -> Ints:
    """What stands of loans at the end of each day."""
    return _standing(one, one.loans, numbers, 1)


def standing_shorts(one: Borrower, numbers: Ints) -> Ints:
    """What stands of them at the end of each day."""
    return _standing(one, one.shorts, numbers, 2)


def short_limit(one: Borrower) -> int:
    """Shares that individuals could borrow beside those that they have."""
    return int(one.listed * one.shorts * (2.0 + 4.0 * noise.uniform(one.key, 1, _LEVEL)))


def lent(one: Borrower, numbers: Ints, before: Ints, volume: Ints) -> Balance:
    """Shares lent (대차거래)."""
    return _balance(one, one.lent, numbers, before, volume, 0.06, 3)


def _balance(
    one: Borrower,
    level: float,
    numbers: Ints,
    before: Ints,
    volume: Ints,
    turned: float,
    kind: int,
) -> Balance:
    """`turned`: of the volume, what comes new in an ordinary day."""
    standing = _standing(one, level, numbers, kind)
    previous = _standing(one, level, before, kind)
    whim = 0.5 + noise.uniforms(one.key, numbers, _WAVES + 8 * kind + 4)
    come = np.floor(volume * turned * whim).astype(np.int64) * (level > 0)
    change = standing - previous
    churn = np.minimum(np.maximum(come - abs(change), come // 3), previous)
    return Balance(np.maximum(change, 0) + churn, np.maximum(-change, 0) + churn, standing)


def _standing(one: Borrower, level: float, numbers: Ints, kind: int) -> Ints:
    wave = np.exp(0.9 * _wave(one.key, numbers, _WAVES + 8 * kind))
    return np.floor(one.listed * level * wave).astype(np.int64)


def _wave(key: int, numbers: Ints, lane: int) -> Floats:
    """A level between -1 and 1 that bends every few days and drifts over months."""
    return _bent(key, numbers, _STEP, lane) * 0.3 + _bent(key, numbers, 7 * _STEP, lane + 1) * 0.7


def _bent(key: int, numbers: Ints, step: float, lane: int) -> Floats:
    place = numbers / step
    left = np.floor(place).astype(np.int64)
    passed = place - left
    return 2.0 * (
        noise.uniforms(key, left, lane) * (1 - passed)
        + noise.uniforms(key, left + 1, lane) * passed
        - 0.5
    )
