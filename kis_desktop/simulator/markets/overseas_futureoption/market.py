"""Futures and options of foreign exchanges."""

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache

from kis_desktop.simulator.course import Course, RandomDays, Terms
from kis_desktop.simulator.dealer import Dealer
from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.markets.overseas_futureoption.contracts import (
    Contract,
    find_contract,
    front,
)
from kis_desktop.simulator.markets.overseas_futureoption.days import (
    MonthDays,
    OptionDays,
    product_terms,
    sessions,
)
from kis_desktop.simulator.markets.overseas_futureoption.dealing import FuturesRules, plans
from kis_desktop.simulator.markets.overseas_futureoption.products import PRODUCTS, Product
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.trading_hours import SessionRule

_COURSES_KEPT = 256


class OverseasDerivatives:
    """Everything that its endpoints and channels show; made when first asked for."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self._courses = lru_cache(maxsize=_COURSES_KEPT)(self._course)
        self._wholes: dict[str, RandomDays] = {}
        self._rules: dict[str, SessionRule] = {}

    @cached_property
    def dealer(self) -> Dealer:
        """주문, 체결, 잔고."""
        return Dealer(self.around, FuturesRules(self), plans(self, self.around.now.date()))

    def find(self, code: str) -> Contract | None:
        """A contract by its code, an expired one as well; None for an unknown product."""
        return find_contract(code)

    def course(self, contract: Contract) -> Course:
        """Its prices."""
        return self._courses(contract)

    def hours(self, product: Product) -> SessionRule:
        """The sessions of a product as they are held here."""
        rule = self._rules.get(product.code)
        if rule is None:
            rule = self._rules[product.code] = sessions(product, self.around.open_day)
        return rule

    def strike_near(self, product: Product, day: date) -> Decimal:
        """The strike nearest to the front month's last close before a day."""
        now = self.around.now
        bars = self.course(front(product, day)).bars(
            date.fromordinal(day.toordinal() - 10), date.fromordinal(day.toordinal() - 1), now
        )
        last = bars[-1].close if bars else product_terms(product, self.hours(product)).anchor
        step = max(product.strike_step, 1)
        return Decimal(max(round(last / 10**product.decimals / step), 1) * step)

    def advance(self, now: datetime) -> tuple[DealEvent, ...]:
        """Lives through the open orders up to now, and tells what happened to them."""
        return self.dealer.advance(now) if "dealer" in self.__dict__ else ()

    def _course(self, contract: Contract) -> Course:
        seed, product = self.around.seed, contract.product
        whole_terms = product_terms(product, self.hours(product))
        whole = self._wholes.get(product.code)
        if whole is None:
            whole = self._wholes[product.code] = RandomDays(seed, whole_terms)
        future = contract.future
        month = MonthDays(seed, future, whole, whole_terms)
        if contract.strike is None:
            return Course(seed, _terms(contract, whole_terms), month)
        terms = _terms(contract, whole_terms)
        return Course(seed, terms, OptionDays(seed, contract, month, terms))


def _terms(contract: Contract, whole: Terms) -> Terms:
    return Terms(
        address=f"{contract.product.exchange}/{contract.code}",
        decimals=whole.decimals,
        anchor=whole.anchor,
        volatility=whole.volatility,
        volume=whole.volume,
        tick=contract.tick,
        sessions=whole.sessions,
        closed=whole.closed,
    )


def all_products() -> tuple[Product, ...]:
    """Every product, in the order of the list."""
    return tuple(PRODUCTS.values())
