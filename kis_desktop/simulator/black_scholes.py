"""European options by Black and Scholes; numbers or numpy arrays alike, a number gives a float.

Time in years, rates and volatility a year as parts of one. After the last moment a contract is
worth what it can be exercised for.
"""

import math
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Figures = float | NDArray[Any]
DAYS_A_YEAR = 365
_PERCENT = 100
_SHORTEST = 1e-9
_LOWEST, _HIGHEST, _HALVINGS = 0.001, 5.0, 40
_erf = np.frompyfunc(math.erf, 1, 1)


class Right(StrEnum):
    """What the holder may do with the underlying: buy or sell it."""

    CALL = "C"
    PUT = "P"


def price(
    right: Right, spot: Figures, strike: Figures, years: Figures, rate: Figures, volatility: Figures
) -> Any:
    """What one contract on one unit is worth, in the unit of the price."""
    over, under = _levels(spot, strike, years, rate, volatility)
    way = 1 if right is Right.CALL else -1
    today = np.asarray(strike) * np.exp(-np.asarray(rate) * years)
    worth = way * (spot * _normal(way * over) - today * _normal(way * under))
    return _plain(np.maximum(worth, 0.0))


def delta(
    right: Right, spot: Figures, strike: Figures, years: Figures, rate: Figures, volatility: Figures
) -> Any:
    """What the price gains with one more of the underlying: 0 to 1, of a put -1 to 0."""
    over, _ = _levels(spot, strike, years, rate, volatility)
    return _plain(_normal(over) - (0 if right is Right.CALL else 1))


def gamma(
    spot: Figures, strike: Figures, years: Figures, rate: Figures, volatility: Figures
) -> Any:
    """What delta gains with one more of the underlying."""
    over, _ = _levels(spot, strike, years, rate, volatility)
    return _plain(_density(over) / (spot * volatility * np.sqrt(_lasting(years))))


def vega(spot: Figures, strike: Figures, years: Figures, rate: Figures, volatility: Figures) -> Any:
    """What the price gains with one percent point more of volatility."""
    over, _ = _levels(spot, strike, years, rate, volatility)
    return _plain(spot * _density(over) * np.sqrt(_lasting(years)) / _PERCENT)


def theta(
    right: Right, spot: Figures, strike: Figures, years: Figures, rate: Figures, volatility: Figures
) -> Any:
    """What the price gains with one calendar day that passes: as a rule below nought."""
    over, under = _levels(spot, strike, years, rate, volatility)
    way = 1 if right is Right.CALL else -1
    decay = spot * _density(over) * volatility / (2 * np.sqrt(_lasting(years)))
    today = np.asarray(strike) * np.exp(-np.asarray(rate) * years)
    carried = way * np.asarray(rate) * today * _normal(way * under)
    return _plain(-(decay + carried) / DAYS_A_YEAR)


def rho(
    right: Right, spot: Figures, strike: Figures, years: Figures, rate: Figures, volatility: Figures
) -> Any:
    """What the price gains with one percent point more of interest."""
    _, under = _levels(spot, strike, years, rate, volatility)
    way = 1 if right is Right.CALL else -1
    today = np.asarray(strike) * np.exp(-np.asarray(rate) * years)
    return _plain(way * today * np.maximum(years, 0.0) * _normal(way * under) / _PERCENT)


def implied_volatility(
    right: Right, worth: Figures, spot: Figures, strike: Figures, years: Figures, rate: Figures
) -> Any:
    """The volatility at which the contract is worth so much, between 0.001 and 5.

    The nearest of the two for a price that no volatility explains.
    """
    wanted = np.asarray(worth, dtype=np.float64)
    low, high = np.full(wanted.shape, _LOWEST), np.full(wanted.shape, _HIGHEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        dear = np.asarray(price(right, spot, strike, years, rate, middle)) > wanted
        low, high = np.where(dear, low, middle), np.where(dear, middle, high)
    return _plain((low + high) / 2)


def _levels(
    spot: Figures, strike: Figures, years: Figures, rate: Figures, volatility: Figures
) -> tuple[NDArray[Any], NDArray[Any]]:
    """d1 and d2."""
    left = _lasting(years)
    spread = volatility * np.sqrt(left)
    over = (np.log(np.asarray(spot) / strike) + np.asarray(rate) * left) / spread + spread / 2
    return over, over - spread


def _lasting(years: Figures) -> NDArray[Any]:
    return np.maximum(np.asarray(years, dtype=np.float64), _SHORTEST)


def _normal(level: NDArray[Any]) -> NDArray[Any]:
    return (1 + np.asarray(_erf(level / math.sqrt(2)), dtype=np.float64)) / 2


def _density(level: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.exp(-level * level / 2) / math.sqrt(2 * math.pi))


def _plain(found: NDArray[Any]) -> Any:
    return found if np.ndim(found) else float(found)
