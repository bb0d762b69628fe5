"""What a warrant is worth: Black and Scholes at a volatility of its own that changes slowly."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import black_scholes, noise
from kis_desktop.simulator.black_scholes import DAYS_A_YEAR, Figures, Right
from kis_desktop.simulator.course import TickTable
from kis_desktop.simulator.warrant_listings import Warrant

TICK = TickTable(((0, 5),))
RATE = 0.03
"""a year: what money costs"""
_POINT = 100
_CLOSE = 15.5
"""hours: when the last day ends"""
_SWAY = 0.06
"""of the volatility, by which it sways over weeks"""
_JITTER = 0.015
_TELLING = 20
"""percent points of volatility that must make a tick of the price, so that the price tells it"""
_NEAR = 2.0
"""percent of the strike about which the underlying is at the money"""


@dataclass(frozen=True, slots=True)
class Gauges:
    """A warrant at a price of its own and one of its underlying, both per what they are quoted in.

    Greeks are of one warrant: of a price in won, with the underlying's won or points.
    """

    theory: float
    """이론가"""
    intrinsic: float
    """내재가치, won"""
    time_value: float
    parity: float
    """패리티, percent: underlying over strike, of a put strike over underlying"""
    gearing: float
    """기어링: underlying over the price, times the ratio"""
    premium: float
    """won of the underlying that it must still move to break even"""
    premium_rate: float
    """percent of the underlying, 손익분기율"""
    breakeven: float
    """손익분기점, a price of the underlying"""
    capital_fulcrum: float
    """자본지지점, percent a year: growth at which share and warrant end alike"""
    delta: float
    gamma: float
    vega: float
    theta: float
    rho: float
    leverage: float
    """gearing times delta"""
    approach: float
    """접근도, percent: 100 at the barrier, 0 without one"""
    tick_worth: float
    """what the underlying must move for one tick of the warrant (틱환산가)"""


class Pricing:
    """The formula with the terms of one warrant."""

    def __init__(self, seed: int, warrant: Warrant) -> None:
        self.warrant = warrant
        self.unit = _POINT if warrant.on_index else 1
        self.strike = warrant.strike / self.unit
        self.barrier = warrant.barrier / self.unit
        self._key = noise.key(seed, warrant.code, "volatility")
        self._phase = noise.uniform(self._key, 0, 9) * 2 * math.pi

    def volatility(self, days: NDArray[Any]) -> NDArray[Any]:
        """At the ends of days, given as ordinals."""
        wave = np.sin(days / 9.0 + self._phase) + 0.6 * np.sin(days / 31.0 + 2 * self._phase)
        jitter = noise.normals(self._key, days.astype(np.int64), 0)
        return np.asarray(self.warrant.volatility * np.exp(_SWAY * wave + _JITTER * jitter))

    def years(self, day: date, seconds: Figures) -> Any:
        """What is left so many seconds after the midnight that a day begins with."""
        days = (self.warrant.last_day - day).days
        return np.maximum(days + (_CLOSE - np.asarray(seconds) / 3600) / 24, 0.0) / DAYS_A_YEAR

    def years_at_close(self, days: NDArray[Any]) -> NDArray[Any]:
        """What is left at the close of days, given as ordinals."""
        return np.asarray(np.maximum(self.warrant.last_day.toordinal() - days, 0) / DAYS_A_YEAR)

    def worth(self, spot: Figures, years: Figures, volatility: Figures) -> Any:
        """Won, exact."""
        one = self.warrant
        return one.ratio * black_scholes.price(
            one.right, spot, self.strike, years, RATE, volatility
        )

    def settled(self, spot: float) -> float:
        """만기평가: what one pays at the end, won."""
        way = 1 if self.warrant.right is Right.CALL else -1
        return max(way * (spot - self.strike), 0.0) * self.warrant.ratio

    def gauges(self, price: float, spot: float, moment: datetime) -> Gauges:
        """At a price and a spot of a moment."""
        one = self.warrant
        years = float(self.years(moment.date(), since_midnight(moment)))
        fair = float(self.volatility(np.array([moment.toordinal()]))[0])
        terms = (spot, self.strike, years, RATE, fair)
        delta = black_scholes.delta(one.right, *terms) * one.ratio
        intrinsic = self.settled(spot)
        gearing = spot * one.ratio / price
        way = 1 if one.right is Right.CALL else -1
        breakeven = self.strike + way * price / one.ratio
        premium = way * (breakeven - spot)
        return Gauges(
            theory=float(self.worth(spot, years, fair)),
            intrinsic=intrinsic,
            time_value=price - intrinsic,
            parity=100 * (spot / self.strike if way > 0 else self.strike / spot),
            gearing=gearing,
            premium=premium,
            premium_rate=100 * premium / spot,
            breakeven=breakeven,
            capital_fulcrum=self._fulcrum(gearing, spot, years),
            delta=delta,
            gamma=black_scholes.gamma(*terms) * one.ratio,
            vega=black_scholes.vega(*terms) * one.ratio,
            theta=black_scholes.theta(one.right, *terms) * one.ratio,
            rho=black_scholes.rho(one.right, *terms) * one.ratio,
            leverage=abs(delta) * spot / price,
            approach=self.approach(spot),
            tick_worth=5 / max(abs(delta), 1e-9),
        )

    def implied(self, prices: Figures, spots: Figures, moments: list[datetime]) -> NDArray[Any]:
        """내재변동성 of moments of one day, percent; of a price that tells none, its own."""
        one = self.warrant
        day = moments[0].date()
        years = self.years(day, np.array([since_midnight(moment) for moment in moments]))
        fair = float(self.volatility(np.array([day.toordinal()]))[0])
        found = black_scholes.implied_volatility(
            one.right, np.asarray(prices) / one.ratio, spots, self.strike, years, RATE
        )
        vega = black_scholes.vega(spots, self.strike, years, RATE, fair) * one.ratio
        return np.asarray(100 * np.where(vega * _TELLING < TICK.steps[0][1], fair, found))

    def moneyness(self, spot: float) -> str:
        """ITM, ATM or OTM."""
        away = 100 * (spot / self.strike - 1) * (1 if self.warrant.is_call else -1)
        if abs(away) <= _NEAR:
            return "ATM"
        return "ITM" if away > 0 else "OTM"

    def approach(self, spot: float) -> float:
        """접근도 at a price of the underlying, percent."""
        if not self.barrier:
            return 0.0
        return 100 * (self.barrier / spot if self.warrant.is_call else spot / self.barrier)

    def _fulcrum(self, gearing: float, spot: float, years: float) -> float:
        """The yearly growth g of the share at which the warrant's money grows as much."""
        if not self.warrant.is_call or gearing <= 1 or years <= 0:
            return 0.0
        growth = self.strike * gearing / (spot * (gearing - 1))
        return float(100 * (growth ** (1 / max(years, 0.05)) - 1))


def since_midnight(moment: datetime) -> int:
    """Whole seconds of its day."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second
