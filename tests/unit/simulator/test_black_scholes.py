"""Options by Black and Scholes: known prices, laws between them, numbers and arrays alike."""

import math

import numpy as np
import pytest

from kis_desktop.simulator import black_scholes
from kis_desktop.simulator.black_scholes import Right

_CASE = (100.0, 95.0, 0.5, 0.03, 0.25)


def test_a_price_reckoned_by_hand() -> None:
    # d1 = 0.46341, d2 = 0.28664; N(d1) = 0.67847, N(d2) = 0.61281; 95 exp(-0.015) = 93.5856
    assert black_scholes.price(Right.CALL, *_CASE) == pytest.approx(10.497, abs=0.005)


def test_calls_less_puts_are_the_forward() -> None:
    spot, strike, years, rate, _ = _CASE
    call, put = black_scholes.price(Right.CALL, *_CASE), black_scholes.price(Right.PUT, *_CASE)
    assert call - put == pytest.approx(spot - strike * math.exp(-rate * years))


@pytest.mark.parametrize("right", list(Right))
def test_sensitivities_are_the_slopes_of_the_price(right: Right) -> None:
    spot, strike, years, rate, volatility = _CASE
    step = 1e-4

    def worth(*, more: float = 0, later: float = 0, dearer: float = 0, wilder: float = 0) -> float:
        found = black_scholes.price(
            right, spot + more, strike, years - later, rate + dearer, volatility + wilder
        )
        return float(found)

    slope = (worth(more=step) - worth(more=-step)) / (2 * step)
    bend = (worth(more=0.01) - 2 * worth() + worth(more=-0.01)) / 0.01**2
    decay = (worth(later=step) - worth(later=-step)) / (2 * step) / 365
    swing = (worth(wilder=step) - worth(wilder=-step)) / (2 * step) / 100
    lent = (worth(dearer=step) - worth(dearer=-step)) / (2 * step) / 100
    assert black_scholes.delta(right, *_CASE) == pytest.approx(slope, abs=1e-6)
    assert black_scholes.gamma(*_CASE) == pytest.approx(bend, abs=1e-5)
    assert black_scholes.theta(right, *_CASE) == pytest.approx(decay, abs=1e-6)
    assert black_scholes.vega(*_CASE) == pytest.approx(swing, abs=1e-6)
    assert black_scholes.rho(right, *_CASE) == pytest.approx(lent, abs=1e-6)


@pytest.mark.parametrize("right", list(Right))
def test_the_implied_volatility_gives_the_price_back(right: Right) -> None:
    worth = black_scholes.price(right, *_CASE)
    assert black_scholes.implied_volatility(right, worth, *_CASE[:4]) == pytest.approx(0.25)


def test_arrays_are_taken_as_numbers_are() -> None:
    spots = np.array([80.0, 100.0, 120.0])
    found = black_scholes.price(Right.CALL, spots, *_CASE[1:])
    assert [float(one) for one in found] == [
        black_scholes.price(Right.CALL, float(spot), *_CASE[1:]) for spot in spots
    ]


def test_what_has_ended_is_worth_its_exercise() -> None:
    assert black_scholes.price(Right.CALL, 100.0, 95.0, 0.0, 0.03, 0.25) == pytest.approx(5.0)
    assert black_scholes.price(Right.PUT, 100.0, 95.0, 0.0, 0.03, 0.25) == 0.0
