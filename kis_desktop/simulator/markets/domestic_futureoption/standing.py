"""One contract at a moment, and what is reckoned from its price and its underlying.

Prices and levels are in hundredths.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kis_desktop.simulator import black_scholes
from kis_desktop.simulator.course import CourseQuote
from kis_desktop.simulator.markets.domestic_futureoption.contracts import Contract
from kis_desktop.simulator.markets.domestic_futureoption.days import tick_of
from kis_desktop.simulator.markets.domestic_futureoption.pricing import INTEREST, Pricing, implied
from kis_desktop.simulator.markets.domestic_futureoption.products import Group

_DYNAMIC = {Group.INDEX: 0.01, Group.SHARE: 0.03, Group.COMMODITY: 0.01}
_DYNAMIC_OPTION = 0.02
_LEAST_VOLATILITY = 0.12


@dataclass(frozen=True, slots=True)
class Spot:
    """The underlying as it is shown."""

    level: float
    base: float


@dataclass(frozen=True)
class Standing:
    """One contract at a moment."""

    contract: Contract
    """what trades under the code today"""
    quote: CourseQuote
    spot: Spot
    years: float
    realized: float
    """volatility a year of the month before, as a part of one"""
    usual: float
    """volatility a year at the money, as a part of one"""
    future: int
    """last price of the future that ends next; of a future its own"""
    interest: int
    """open contracts"""
    interest_before: int
    """at the end of the session before"""
    interest_step: int
    """what the last print changed"""
    night: bool
    """of the night session"""
    at: datetime
    """the moment"""

    @cached_property
    def theory(self) -> float:
        """이론가."""
        pricing = Pricing(0, self.contract)
        return float(pricing.theory(self.spot.level, self.years, self.realized))

    @property
    def basis(self) -> int:
        """이론 베이시스: what the carry until the end is worth."""
        if self.contract.right is None:
            return round(self.theory) - round(self.spot.level)
        return round(self.spot.level * self.contract.product.carry * self.years)

    @property
    def market_basis(self) -> int:
        """시장 베이시스: the future less the underlying."""
        return self.future - round(self.spot.level)

    @property
    def gap(self) -> int:
        """괴리도: last less theory."""
        return self.quote.last - round(self.theory)

    @property
    def gap_rate(self) -> float:
        """괴리율, percent, no more than the field holds."""
        if self.theory < 0.5:  # noqa: PLR2004 — half of the smallest price
            return 9999.99
        return min((self.quote.last - self.theory) * 100 / self.theory, 9999.99)

    @property
    def intrinsic(self) -> float:
        """내재가치."""
        right = self.contract.right
        if right is None:
            return 0.0
        way = 1 if right is black_scholes.Right.CALL else -1
        return max(way * (self.spot.level - self.contract.strike), 0.0)

    @property
    def moneyness(self) -> str:
        """ITM, ATM or OTM."""
        step = self.contract.product.strike_step
        if abs(self.spot.level - self.contract.strike) * 2 <= step:
            return "ATM"
        return "ITM" if self.intrinsic else "OTM"

    @cached_property
    def implied(self) -> float:
        """내재변동성, a part of one; 0 for a future."""
        if self.contract.right is None:
            return 0.0
        return implied(self.contract, float(self.quote.last), self.spot.level, self.years)

    @cached_property
    def greeks(self) -> dict[str, float]:
        """delta, gama, theta, vega, rho for prices in points; of a future delta alone."""
        right = self.contract.right
        if right is None:
            return {"delta": 1.0, "gama": 0.0, "theta": 0.0, "vega": 0.0, "rho": 0.0}
        terms = (
            self.spot.level / 100, self.contract.strike / 100, self.years, INTEREST, self.implied,
        )  # fmt: skip
        return {
            "delta": black_scholes.delta(right, *terms),
            "gama": black_scholes.gamma(*terms),
            "theta": black_scholes.theta(right, *terms),
            "vega": black_scholes.vega(*terms),
            "rho": black_scholes.rho(right, *terms),
        }

    @property
    def days_left(self) -> int:
        """잔존 일수."""
        return (self.contract.last - self.quote.trade_date).days + 1

    @property
    def turnover(self) -> int:
        """거래대금, thousand won."""
        return self.quote.turnover * self.contract.product.multiplier // 100_000

    @cached_property
    def limits(self) -> tuple[int, int]:
        """The lowest and the highest price of the day, at the step that is in force."""
        return _limits(self)

    @property
    def widest_limits(self) -> tuple[int, int]:
        """The limits of the last step, which hold after the circuit breakers."""
        base, step = self.quote.base, self.contract.product.limits[-1]
        if self.contract.right is None:
            return _inside(self.contract, base * (1 - step / 100), base * (1 + step / 100))
        return _option_limits(self, step)

    @property
    def dynamic_limits(self) -> tuple[int, int]:
        """실시간 상하한가: how far the next price may lie from the last one."""
        contract, last = self.contract, self.quote.last
        if contract.right is None:
            part = _DYNAMIC[contract.product.group]
            low, high = last * (1 - part), last * (1 + part)
        else:
            delta = abs(self.greeks["delta"])
            room = max(self.spot.level * _DYNAMIC_OPTION * max(delta, 0.05), 1.0)
            low, high = last - room, last + room
        return _inside(contract, low, high)


def _limits(standing: Standing) -> tuple[int, int]:
    """The price limits by the first step that the day has not gone through."""
    product, quote, spot = standing.contract.product, standing.quote, standing.spot
    if standing.contract.right is None:
        base = quote.base
        reached = max(quote.high - base, base - quote.low) * 100 / base
        step = next((one for one in product.limits if reached < one), product.limits[-1])
        return _inside(standing.contract, base * (1 - step / 100), base * (1 + step / 100))
    reached = abs(spot.level - spot.base) * 100 / spot.base
    step = next((one for one in product.limits if reached < one), product.limits[-1])
    return _option_limits(standing, step)


def _option_limits(standing: Standing, step: int) -> tuple[int, int]:
    """What an option would be worth when its underlying moves by so many percent either way."""
    quote, spot = standing.quote, standing.spot
    pricing = Pricing(0, standing.contract)
    volatility = max(standing.realized, _LEAST_VOLATILITY)
    middle, *edges = (
        float(pricing.theory(spot.base * (1 + move / 100), standing.years, volatility))
        for move in (0, -step, step)
    )
    low, high = min(edges) - middle + quote.base, max(edges) - middle + quote.base
    return _inside(standing.contract, min(low, quote.low), max(high, quote.high))


def _inside(contract: Contract, low: float, high: float) -> tuple[int, int]:
    """The lowest and the highest quotable price between two values, at least one step."""
    tick = tick_of(contract)
    down = max(tick(int(max(low, 1))), 1)
    up = tick(int(max(high, 1)))
    lowest = max(int(-(-low // down)) * down, down)
    return lowest, max(int(high // up) * up, lowest)
