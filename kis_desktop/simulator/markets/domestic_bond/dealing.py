"""How bonds are dealt in: terms, costs, and what the seeded account holds and did.

A unit is a thousand won of face value, a price is for ten thousand; nothing is sold short. Interest
is taxed when it is paid, not here.
"""

from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from typing import Protocol

from kis_desktop.simulator.course import Course
from kis_desktop.simulator.deal_terms import Address, Costs, DealPlan, Dealt, Kept, Waiting
from kis_desktop.simulator.views import Side

FAMILY = "domestic_bond"
EXCHANGE = "KRX"
_DECIMALS = 2
_MULTIPLIER = Decimal("0.1")
_FEE = Decimal("0.0015")
"""of the value: what brokers ask online for two years and more"""

_TRADED: tuple[Address, ...] = (
    (EXCHANGE, "KR103501GA03"),
    (EXCHANGE, "KR103501GA06"),
    (EXCHANGE, "KR6000002A01"),
    (EXCHANGE, "KR6000004A02"),
    (EXCHANGE, "KR6000005A01"),
    (EXCHANGE, "KR350401SA01"),
    (EXCHANGE, "KR101501DA03"),
)
_EVERY = 6
"""days: so seldom does somebody who holds bonds begin to trade some"""

PLANS = {
    "12345678-01": DealPlan(
        cash={"KRW": Decimal(48_350_000)},
        kept=(
            Kept(EXCHANGE, "KR103501GA03", 3_000, 310),
            Kept(EXCHANGE, "KR203101MA02", 1_200, 250),
            Kept(EXCHANGE, "KR6000002A01", 2_500, 205),
            Kept(EXCHANGE, "KR6000004A02", 5_000, 162),
            Kept(EXCHANGE, "KR6000005A01", 4_000, 171),
            Kept(EXCHANGE, "KR6000008A01", 2_000, 96),
            Kept(EXCHANGE, "KR6000009A01", 1_500, 44),
            Kept(EXCHANGE, "KR6000010A01", 1_000, 18),
        ),
        waiting=(
            Waiting(EXCHANGE, "KR6000005A01", Side.BUY, 1_000, away=0.01),
            Waiting(EXCHANGE, "KR103501GA03", Side.SELL, 500, away=0.008),
            Waiting(EXCHANGE, "KR6000004A02", Side.SELL, 800, away=0.012),
        ),
        traded=lambda day: () if day.toordinal() % _EVERY else _TRADED,
        usual=800,
    )
}


class Priced(Protocol):
    """What dealing needs of a bond."""

    @property
    def code(self) -> str: ...
    @property
    def course(self) -> Course: ...
    def limits(self, base: int) -> tuple[int, int]: ...


class Listed(Protocol):
    """The part of the market that dealing needs."""

    def find_priced(self, code: str) -> Priced | None: ...


class BondRules:
    """Bonds by their standard code, on the KRX alone."""

    family = FAMILY

    def __init__(self, bonds: Listed) -> None:
        self._bonds = bonds
        self._known: dict[str, Dealt] = {}

    def find_dealt(self, exchange: str, code: str) -> Dealt | None:
        """A bond that is listed."""
        found = self._known.get(code)
        if found is None and exchange == EXCHANGE:
            bond = self._bonds.find_priced(code)
            if bond is not None:
                found = self._known[code] = Dealt(
                    exchange=EXCHANGE,
                    code=bond.code,
                    course=bond.course,
                    currency="KRW",
                    decimals=_DECIMALS,
                    multiplier=_MULTIPLIER,
                )
        return found

    def price_limits(self, dealt: Dealt, now: datetime) -> tuple[int, int] | None:
        """Thirty percent about the base price."""
        bond = self._bonds.find_priced(dealt.code)
        return None if bond is None else bond.limits(dealt.course.quote(now).base)

    def margin(self, dealt: Dealt, price: int) -> Decimal:
        """Nothing is sold short."""
        del dealt, price
        return Decimal(0)

    def costs(self, dealt: Dealt, side: Side, quantity: int, value: Decimal) -> Costs:
        """A fee in whole won."""
        del dealt, side, quantity
        return Costs(fee=(value * _FEE).quantize(Decimal(1), ROUND_DOWN))
