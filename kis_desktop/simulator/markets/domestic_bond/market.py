"""Bonds on the KRX: prices from yields, a treasury curve and what others pay above it."""

from datetime import date, datetime
from functools import cached_property

from kis_desktop.simulator import noise
from kis_desktop.simulator.bond_list import Bond, listed_bonds
from kis_desktop.simulator.course import Course, Terms
from kis_desktop.simulator.dealer import Dealer
from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.krx_sessions import regular_sessions
from kis_desktop.simulator.markets.domestic_bond import valuation
from kis_desktop.simulator.markets.domestic_bond.curve import Curve
from kis_desktop.simulator.markets.domestic_bond.days import UNIT, BondDays, tick_of, usual_volume
from kis_desktop.simulator.markets.domestic_bond.dealing import PLANS, BondRules
from kis_desktop.simulator.markets.domestic_bond.indices import BondIndex
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.trading_hours import current_session

_OLD, _LASTING = date(2022, 1, 1), date(2028, 12, 31)
"""a bond that stands for others was issued before and is redeemed after"""
_PREFIX = 3
_INDICES = 64
_LIMIT = 30
"""percent of the base price"""


class TradedBond:
    """One bond with its prices; whole numbers of hundredths of a won for 10,000 won."""

    def __init__(self, around: Surroundings, bond: Bond, curve: Curve) -> None:
        self.bond = bond
        self.days = BondDays(around.seed, bond, curve)
        terms = Terms(
            address=f"BOND/{bond.code}",
            decimals=2,
            anchor=valuation.FACE * UNIT,
            volatility=0.001,
            volume=usual_volume(bond),
            tick=tick_of(bond),
            sessions=regular_sessions(around.open_day),
        )
        self.course = Course(around.seed, terms, self.days)

    @property
    def code(self) -> str:
        """Standard code."""
        return self.bond.code

    def rate(self, price: int, day: date) -> float:
        """Yield of a price on a day, percent."""
        return 100 * valuation.rate_at(self.bond, price / UNIT, day)

    def limits(self, base: int) -> tuple[int, int]:
        """Lowest and highest price of a day."""
        tick = self.course.terms.tick(base)
        low = base * (100 - _LIMIT) // 100
        high = base * (100 + _LIMIT) // 100
        return low + -low % tick, high - high % tick


class KoreanBonds:
    """Everything that its endpoints and channels show; made when first asked for."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.curve = Curve(around.seed)
        self.sessions = regular_sessions(around.open_day)
        self._bonds: dict[str, TradedBond] = {}
        self._indices: dict[str, BondIndex] = {}

    def find(self, code: str) -> TradedBond:
        """The bond of a code; for one that is not listed always the same other of its class."""
        wanted = code.strip().upper()
        listed = self.find_priced(wanted)
        if listed is not None:
            return listed
        lasting = [one for one in listed_bonds() if one.issued < _OLD and one.due > _LASTING]
        alike = [one for one in lasting if one.code[:_PREFIX] == wanted[:_PREFIX]] or lasting
        found = self.find_priced(alike[noise.key(0, "BOND", wanted) % len(alike)].code)
        assert found is not None
        return found

    def find_priced(self, code: str) -> TradedBond | None:
        """The bond of a code that is listed."""
        if code not in self._bonds:
            bond = next((one for one in listed_bonds() if one.code == code), None)
            if bond is None:
                return None
            self._bonds[code] = TradedBond(self.around, bond, self.curve)
        return self._bonds[code]

    def index(self, id_: str) -> BondIndex:
        """An index by its id; every id has one."""
        wanted = id_.strip().upper()
        if wanted not in self._indices:
            if len(self._indices) >= _INDICES:
                self._indices.clear()
            self._indices[wanted] = BondIndex(self.around.seed, wanted, self.curve, self.sessions)
        return self._indices[wanted]

    def trade_date(self, now: datetime) -> date:
        """The day whose figures are shown."""
        return current_session(self.sessions, now).trade_date

    @cached_property
    def dealer(self) -> Dealer:
        """주문, 체결, 잔고."""
        return Dealer(self.around, BondRules(self), PLANS)

    def advance(self, now: datetime) -> tuple[DealEvent, ...]:
        """Lives through the open orders up to now, and tells what happened to them."""
        dealer = self.__dict__.get("dealer")
        return () if dealer is None else dealer.advance(now)
