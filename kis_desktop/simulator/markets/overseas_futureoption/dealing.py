"""How foreign futures and options are dealt in, and what the seeded account holds and did."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from kis_desktop.simulator.course import Course
from kis_desktop.simulator.deal_terms import (
    Address,
    Costs,
    DealPlan,
    Dealt,
    Done,
    Kept,
    Waiting,
)
from kis_desktop.simulator.markets.overseas_futureoption.contracts import Contract, front
from kis_desktop.simulator.markets.overseas_futureoption.products import PRODUCTS, Product
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.views import Side

FAMILY = "overseas_futureoption"
ACCOUNT = "12345678-08"
_LIMIT, _STOP_LIMIT = "1", "4"
_MOST = 4_096
_TRADED = ("MES", "MNQ", "6E", "6J", "MCL", "MGC", "FDXM", "MHI", "ES", "CL")
_KEPT = (("MES", 3, 11), ("6E", 2, 24), ("MCL", -4, 7), ("FDXM", 2, 16), ("MHI", -2, 5))
_DONE = (
    ("MES", Side.BUY, 2, 0.18),
    ("MES", Side.SELL, 1, 0.52),
    ("MCL", Side.BUY, 3, 0.33),
    ("MHI", Side.BUY, 1, 0.41),
    ("FDXM", Side.SELL, 1, 0.66),
)
_WAITING = (("MES", Side.BUY, 1), ("MCL", Side.SELL, 2))


class Listed(Protocol):
    """The part of the market that dealing needs."""

    around: Surroundings

    def find(self, code: str) -> Contract | None: ...
    def course(self, contract: Contract) -> Course: ...
    def strike_near(self, product: Product, day: date) -> Decimal: ...


class FuturesRules:
    """Contracts by their code alone; the exchange may be left out."""

    family = FAMILY

    def __init__(self, market: Listed) -> None:
        self._market = market
        self._known: dict[str, Dealt] = {}

    def find_dealt(self, exchange: str, code: str) -> Dealt | None:
        """A contract, an expired one as well."""
        del exchange
        known = self._known.get(code)
        if known is not None:
            return known
        contract = self._market.find(code)
        if contract is None:
            return None
        product = contract.product
        dealt = Dealt(
            exchange=product.exchange,
            code=contract.code,
            course=self._market.course(contract),
            currency=product.currency,
            decimals=product.decimals,
            multiplier=product.size,
            paid=contract.is_option,
            short=True,
        )
        if len(self._known) < _MOST:
            self._known[code] = dealt
        return dealt

    def price_limits(self, dealt: Dealt, now: datetime) -> tuple[int, int] | None:
        """The exchanges' limits move during the day and are not kept here."""
        del dealt, now
        return None

    def margin(self, dealt: Dealt, price: int) -> Decimal:
        """위탁증거금 of one contract; an option sold is bound like its future."""
        del price
        contract = self._market.find(dealt.code)
        return Decimal(0) if contract is None else contract.product.margin

    def costs(self, dealt: Dealt, side: Side, quantity: int, value: Decimal) -> Costs:
        """So much a contract."""
        del side, value
        contract = self._market.find(dealt.code)
        return Costs(Decimal(0) if contract is None else contract.product.fee * quantity)


def plans(market: Listed, today: date) -> Mapping[str, DealPlan]:
    """The seeded account on a day."""
    call, put = _option(market, today), _option(market, today, "P")
    return {
        ACCOUNT: DealPlan(
            cash={
                "USD": Decimal("96240.55"),
                "EUR": Decimal("33310.20"),
                "HKD": Decimal("112400.00"),
                "JPY": Decimal(1_852_300),
                "KRW": Decimal(12_405_700),
            },
            kept=(
                *(Kept(*_front(code, today), quantity, ago) for code, quantity, ago in _KEPT),
                Kept(*call, 2, 6),
                Kept(*put, -1, 9),
            ),
            waiting=(
                *(
                    Waiting(*_front(code, today), side, quantity, away=0.03, order_type=_LIMIT)
                    for code, side, quantity in _WAITING
                ),
                Waiting(*_front("6E", today), Side.SELL, 2, order_type=_LIMIT, touched=1),
                Waiting(*_front("MGC", today), Side.BUY, 1, 0.02, _STOP_LIMIT, stop=True),
                Waiting(*call, Side.BUY, 1, away=0.4, order_type=_LIMIT),
                Waiting(*put, Side.SELL, 1, away=0.4, order_type=_LIMIT),
            ),
            done=(
                *(
                    Done(*_front(code, today), side, most, part, _LIMIT)
                    for code, side, most, part in _DONE
                ),
                Done(*call, Side.SELL, 1, 0.7, _LIMIT),
            ),
            traded=lambda day: [_front(code, day) for code in _TRADED],
            also_traded=lambda day: [_option(market, day)] if day.day % 3 == 0 else (),
            usual=3,
            order_type=_LIMIT,
        )
    }


def _front(code: str, day: date) -> Address:
    product = PRODUCTS[code]
    return product.exchange, front(product, day).code


def _option(market: Listed, day: date, right: str = "C") -> Address:
    """An option on the E-mini S&P near the money."""
    product = PRODUCTS["ES"]
    month = front(product, day)
    return product.exchange, f"O{month.code} {right}{market.strike_near(product, day)}"
