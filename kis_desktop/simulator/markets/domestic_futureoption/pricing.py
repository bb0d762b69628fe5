"""What a contract is worth when its underlying stands somewhere. Levels in hundredths."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import black_scholes, noise
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.markets.domestic_futureoption.contracts import Contract

Figures = Any
INTEREST = 0.0262
"""a year"""
LAST_TRADE = time(15, 20)
"""of a contract's last trading day"""
_A_YEAR = 365 * 86_400.0
_LEAN = 0.00035
_SKEW, _CURVE = 0.9, 2.2
_MILDEST, _WILDEST = 0.6, 2.2
_LEAN_IN_VOLATILITY = 25
_VOLATILITIES, _HALVINGS, _SHORTEST = (0.001, 5.0), 40, 1e-9


@dataclass(frozen=True, slots=True)
class Mood:
    """How a day trades a contract beside what its underlying says; numbers or arrays."""

    volatility: Figures
    """a year, at the money"""
    lean: Figures
    """of futures: what they are dearer than reckoned, a part of it"""


class Pricing:
    """One contract, its underlying's carry and volatility."""

    def __init__(self, seed: int, contract: Contract) -> None:
        self.contract = contract
        self._key = noise.key(seed, "derivatives", contract.product.id, "lean")
        end = datetime.combine(contract.last, LAST_TRADE, tzinfo=KST)
        self._end = end.timestamp()

    def years(self, at: Figures) -> Figures:
        """Left at moments given in seconds of the epoch."""
        return np.maximum(self._end - np.asarray(at, dtype=np.float64), 0.0) / _A_YEAR

    def lean(self, days: list[date]) -> NDArray[np.float64]:
        """At the close of these days."""
        numbers = np.array([day.toordinal() for day in days], dtype=np.int64)
        return _LEAN * noise.normals(self._key, numbers, 0)

    def theory(self, spot: Figures, years: Figures, realized: Figures) -> Figures:
        """이론가: by cost of carry; of options by the volatility of the month before."""
        contract = self.contract
        if contract.right is None:
            return spot * (1 + contract.product.carry * years)
        strike = float(contract.strike)
        return black_scholes.price(contract.right, spot, strike, years, INTEREST, realized)

    def worth(self, spot: Figures, years: Figures, mood: Mood) -> Figures:
        """What the market pays, before it is rounded to a tick."""
        contract = self.contract
        if contract.right is None:
            return self.theory(spot, years, 0.0) * (1 + mood.lean)
        strike = float(contract.strike)
        return black_scholes.price(
            contract.right, spot, strike, years, INTEREST, self.smile(spot, years, mood)
        )

    def smile(self, spot: Figures, years: Figures, mood: Mood) -> Figures:
        """The volatility of this strike: low strikes are dearer, all far ones as well."""
        away = np.log(self.contract.strike / spot)
        factor = 1 - _SKEW * away + _CURVE * away * away
        leaned = mood.volatility * (1 + _LEAN_IN_VOLATILITY * mood.lean)
        return leaned * np.clip(factor, _MILDEST, _WILDEST)


def implied(contract: Contract, last: float, spot: float, years: float) -> float:
    """The volatility a year that a price of an option speaks of; as `black_scholes`, for one.

    The nearest of 0.001 and 5 for a price that none explains.
    """
    low, high = _VOLATILITIES
    strike, way = float(contract.strike), 1 if contract.right is black_scholes.Right.CALL else -1
    years = max(years, _SHORTEST)
    root, today = math.sqrt(years), strike * math.exp(-INTEREST * years)
    forward = math.log(spot / today)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        over = forward / (middle * root) + middle * root / 2
        under = over - middle * root
        worth = way * (spot * _normal(way * over) - today * _normal(way * under))
        low, high = (low, middle) if worth > last else (middle, high)
    return (low + high) / 2


def _normal(level: float) -> float:
    return (1 + math.erf(level / math.sqrt(2))) / 2
