"""Who buys and sells a share: investors' parts of a day's volume, a pure function.

Over all investors what is bought equals what is sold equals the volume, in shares and in won. A
day's figures grow with its volume and end where the day ends, so that the last figure of today is
what is told of it tomorrow. Everything is in columns: one row a share, one column a day, and the
investors along the last axis.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.universe import Kind, Listing

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Investor(IntEnum):
    """Kinds of investors that no other kind is part of; the number is the place on the axis."""

    INDIVIDUAL = 0
    FOREIGN = 1
    """registered (등록)"""
    FOREIGN_OTHER = 2
    """not registered (비등록, 기타외국인)"""
    SECURITIES = 3
    """금융투자"""
    TRUST = 4
    """투자신탁"""
    PRIVATE_FUND = 5
    BANK = 6
    INSURANCE = 7
    MERCHANT_BANK = 8
    """종금, 기타금융"""
    PENSION = 9
    """연기금"""
    OTHER_BODY = 10
    """기타단체"""
    OTHER_COMPANY = 11
    """기타법인"""


FOREIGNERS = (Investor.FOREIGN, Investor.FOREIGN_OTHER)
INSTITUTIONS = tuple(Investor(number) for number in range(3, 10))
"""기관계"""
OTHERS = (Investor.OTHER_BODY, Investor.OTHER_COMPANY)
"""기타"""

_COUNT = len(Investor)
_REGISTERED = 0.985
_OF_INSTITUTIONS = np.array([0.32, 0.16, 0.13, 0.03, 0.07, 0.02, 0.27])
_OF_OTHERS = np.array([0.06, 0.94])
_FOLLOWS = np.array(
    [-0.05, 0.10, 0.02, -0.03, 0.08, 0.10, 0.02, 0.04, 0.02, -0.04, 0.0, 0.02], dtype=np.float64
)
"""how much more is bought than sold on a day that rises, as a log ratio"""
_WAVE, _WHIM = 0.10, 0.20
"""a leaning of weeks and one of the day, as log ratios"""
_MONTH = 25.0
_BEND = 0.7
"""how far a day's pace may leave its mean"""
_PRICE_SPREAD = 0.003
_BUSY, _LEANING, _BENDS, _PRICES = 16, 48, 64, 96
"""where the lanes of each kind of randomness begin"""


@dataclass(frozen=True, slots=True)
class Days:
    """Shares by days: what was traded and what would have been without the user."""

    keys: NDArray[np.uint64]
    """of each share"""
    habits: Floats
    """of each share: every investor's usual part of its volume"""
    numbers: Ints
    """of each day: its ordinal, ascending"""
    swing: Floats
    """the day's log return in units of its volatility"""
    reference: Ints
    """the volume that the day has without the user"""
    volume: Ints
    turnover: Ints


@dataclass(frozen=True, slots=True)
class Split:
    """What each investor bought and sold, shares by days by investors; shares and won."""

    bought: Ints
    sold: Ints
    paid: Ints
    """won for what was bought"""
    received: Ints
    """won for what was sold"""


def columns_of(dealt: Split) -> tuple[Ints, Ints, Ints, Ints]:
    """Bought, sold, paid, received."""
    return dealt.bought, dealt.sold, dealt.paid, dealt.received


def keys_of(seed: int, listings: tuple[Listing, ...]) -> NDArray[np.uint64]:
    """The address of each share's investors."""
    return np.array([noise.key(seed, one.symbol, "investors") for one in listings], dtype=np.uint64)


@lru_cache(maxsize=4096)
def habits_of(seed: int, listing: Listing) -> tuple[float, ...]:
    """Every investor's usual part of a share's volume; the parts make one."""
    value = listing.listed_shares * max(listing.base_price, 1)
    large = min(max((np.log10(value) - 11.5) / 2.7, 0.0), 1.0)
    if listing.kind in (Kind.ETF, Kind.ETN):
        foreign, institutions, others = 0.13, 0.47, 0.01
    else:
        foreign, institutions, others = (
            0.08 + 0.22 * large,
            0.03 + 0.20 * large,
            0.008 + 0.012 * large,
        )
    parts = np.zeros(_COUNT)
    parts[1:3] = foreign * _REGISTERED, foreign * (1 - _REGISTERED)
    parts[3:10] = institutions * _OF_INSTITUTIONS
    if listing.is_etp:
        parts[3:10] *= 0.4
        parts[Investor.SECURITIES] += 0.6 * institutions
    parts[10:12] = others * _OF_OTHERS
    own = np.uint64(noise.key(seed, listing.symbol, "habits"))
    draws = noise.grid(own, np.zeros(1, dtype=np.int64), np.arange(_COUNT, dtype=np.uint64))
    parts *= np.exp(0.5 * (draws - 0.5))
    parts[0] = 1.0 - parts[1:].sum()
    return tuple(float(part) for part in parts)


def contract_habits(*, warrants: bool) -> tuple[float, ...]:
    """Every investor's usual part of what is traded of futures and options, or of warrants."""
    parts = np.zeros(_COUNT)
    foreign, houses, others = (0.02, 0.44, 0.01) if warrants else (0.61, 0.12, 0.06)
    parts[1:3] = foreign * 0.97, foreign * 0.03
    parts[Investor.SECURITIES] = houses
    parts[4:12] = others * np.array([0.3, 0.15, 0.08, 0.12, 0.02, 0.2, 0.01, 0.12])
    parts[0] = 1.0 - parts.sum()
    return tuple(float(part) for part in parts)


def split(days: Days) -> Split:
    """Deals each day's volume and turnover out to the investors."""
    volume, turnover = days.volume[..., None], days.turnover[..., None]
    reference = np.maximum(days.reference, 1)[..., None].astype(np.float64)
    bought_part, sold_part = _parts(days)
    done = np.minimum(volume / reference, 1.0)
    turn = np.sin(2 * np.pi * done) / (2 * np.pi) * (done < 1.0)
    bought = _dealt(days, bought_part, volume, reference * turn, _BENDS)
    sold = _dealt(days, sold_part, volume, reference * turn, _BENDS + _COUNT)
    return Split(
        bought,
        sold,
        _priced(days, bought, volume, turnover, _PRICES),
        _priced(days, sold, volume, turnover, _PRICES + _COUNT),
    )


def _draws(days: Days, first: int, numbers: Ints | None = None) -> Floats:
    """Uniforms about nought for shares by days by investors."""
    asked = days.numbers if numbers is None else numbers
    lanes = np.arange(first, first + _COUNT, dtype=np.uint64)
    return noise.grid(days.keys[:, None, None], asked[None, :, None], lanes) - 0.5


def _parts(days: Days) -> tuple[Floats, Floats]:
    """The parts of the volume that each investor buys and sells by the end of the day."""
    busy = days.habits[:, None, :] * np.exp(0.6 * _draws(days, _BUSY))
    place = days.numbers / _MONTH
    left = np.floor(place).astype(np.int64)
    passed = (place - left)[None, :, None]
    bends = np.arange(left[0], left[-1] + 2)
    levels = _draws(days, _LEANING, bends)
    first = left - bends[0]
    wave = levels[:, first] * (1 - passed) + levels[:, first + 1] * passed
    leaning = _FOLLOWS * np.tanh(days.swing)[..., None]
    leaning = leaning + 2 * _WAVE * wave + 2 * _WHIM * _draws(days, _BUSY + _COUNT)
    bought, sold = busy * np.exp(leaning), busy * np.exp(-leaning)
    return (
        bought / bought.sum(axis=-1, keepdims=True),
        sold / sold.sum(axis=-1, keepdims=True),
    )


def _dealt(days: Days, parts: Floats, volume: Ints, turn: Floats, lane: int) -> Ints:
    """Shares of each investor; individuals have what the others leave."""
    exact = volume * parts
    if turn.any():
        exact += turn * (_BEND * _draws(days, lane) * parts)
    dealt = np.floor(exact).astype(np.int64)
    np.maximum(dealt, 0, out=dealt)
    dealt[..., 0] = volume[..., 0] - dealt[..., 1:].sum(axis=-1)
    return dealt


def _priced(days: Days, shares: Ints, volume: Ints, turnover: Ints, lane: int) -> Ints:
    """Won of each investor, at prices about the day's mean; individuals have the rest."""
    mean = turnover / np.maximum(volume, 1)
    spread = 1.0 + _PRICE_SPREAD * _draws(days, lane)
    won = np.floor(shares * mean * spread).astype(np.int64)
    won[..., 0] = turnover[..., 0] - won[..., 1:].sum(axis=-1)
    return won
