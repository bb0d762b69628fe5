"""What a customer has at the broker beside shares and deposit: a CMA, a fund, bonds abroad.

A function of seed, account and day. The accounts of the demo have none: they stand when the clock
is open alone.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.facts.waves import wave
from kis_desktop.simulator.surroundings import Surroundings

_PUT_ASIDE = date(2026, 1, 5)
"""when the money of the CMA came in"""
_CMA_RATE = 0.0245
_LEAST, _STEP, _STEPS = 3_000_000, 10_000, 700
_LENT_TENTHS = (1, 2, 3, 4)
_PLEDGED_PERCENT = 110
_REDEEMED_STEP, _REDEEMED_STEPS = 1_000, 180
_WEEK = 5
_PAID_AFTER = 3
"""trading days from the redemption of a fund"""
_FACE_STEP, _FACE_STEPS = 100, 40
_PRICE, _SWAY = 0.97, 0.012


@dataclass(frozen=True, slots=True)
class Savings:
    """Whole won, but for what is abroad."""

    cma: int = 0
    """CMA평가금액: principal and interest"""
    lent: int = 0
    """MMF·CMA 담보대출"""
    redeemed: int = 0
    """펀드환매대금 that is not paid out yet"""
    dollar_bonds: float = 0.0
    """worth of American treasury bonds, dollars"""
    dollar_bonds_cost: float = 0.0

    @property
    def pledged(self) -> int:
        """질권설정금액: what of the CMA stands for the loan."""
        return self.lent * _PLEDGED_PERCENT // 100


def savings_of(around: Surroundings, account: str, day: date) -> Savings:
    """Of an account at the end of a day."""
    if around.open_day is None or not account.endswith("-01"):
        return Savings()
    key = noise.key(around.seed, account, "savings")
    draw = noise.stream(around.seed, account, "savings")
    principal = _LEAST + _STEP * draw.randrange(_STEPS)
    lent = principal * draw.choice(_LENT_TENTHS) // 10 // 100_000 * 100_000
    face = _FACE_STEP * draw.randint(10, _FACE_STEPS)
    years = (day - _PUT_ASIDE).days / 365
    return Savings(
        cma=int(principal * (1 + _CMA_RATE * max(years, 0.0))),
        lent=lent,
        redeemed=_redeemed(key, day),
        dollar_bonds=round(face * (_PRICE + _SWAY * wave(key, day.toordinal(), 30)), 2),
        dollar_bonds_cost=round(face * _PRICE, 2),
    )


def _redeemed(key: int, day: date) -> int:
    """A part of a fund is redeemed once a week, always on the same weekday."""
    weekday = key % _WEEK
    amount = 0
    for ago in range(7):
        on = day - timedelta(days=ago)
        paid = on
        for _ in range(_PAID_AFTER):
            paid = next_trading_day(paid)
        if on.weekday() == weekday and day < paid:
            drawn = int(noise.uniform(key, on.toordinal(), 3) * _REDEEMED_STEPS)
            amount += _REDEEMED_STEP * (20 + drawn)
    return amount
