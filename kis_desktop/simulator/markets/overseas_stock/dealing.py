"""How foreign shares are dealt in: terms, costs, and what the seeded account holds and did.

Fees are the broker's usual online rates, taxes the exchanges' own: stamp duty in Hong Kong and on
sales in China, sales tax in Vietnam, the SEC fee on sales in the United States.
"""

from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from kis_desktop.simulator import noise
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
from kis_desktop.simulator.markets.overseas_stock.exchanges import business_day, find_exchange
from kis_desktop.simulator.markets.overseas_stock.limits import limits_of
from kis_desktop.simulator.markets.overseas_stock.sessions import Part
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.views import Side

FAMILY = "overseas_stock"
_WHOLE = frozenset({"JPY", "VND", "KRW"})
"""currencies without a smaller coin"""
_FEES = {
    "USD": Decimal("0.0025"),
    "HKD": Decimal("0.003"),
    "CNY": Decimal("0.003"),
    "JPY": Decimal("0.0025"),
    "VND": Decimal("0.004"),
}
_TAXES = {
    ("USD", Side.SELL): Decimal("0.0000206"),
    ("HKD", Side.BUY): Decimal("0.001"),
    ("HKD", Side.SELL): Decimal("0.001"),
    ("CNY", Side.SELL): Decimal("0.0005"),
    ("VND", Side.SELL): Decimal("0.001"),
}
_AMERICAN = ("NASD", "NYSE", "AMEX")
_DAYTIME = frozenset({"BAQ", "BAY", "BAA"})

_US_TRADED: tuple[Address, ...] = (
    ("NASD", "AAPL"), ("NASD", "NVDA"), ("NASD", "AMZN"), ("NASD", "TSLA"), ("NASD", "MSFT"),
    ("NASD", "QQQ"), ("NYSE", "BA"), ("NYSE", "KO"), ("AMEX", "SPY"),
)  # fmt: skip
_ASIA_TRADED: tuple[Address, ...] = (
    ("SEHK", "00003"), ("SEHK", "00005"), ("TKSE", "1332"), ("TKSE", "1301"), ("SHAA", "510100"),
    ("SZAA", "000001"), ("SZAA", "000021"), ("VNSE", "AAA"), ("HASE", "ADC"),
)  # fmt: skip
_TYPES = ("35", "00", "36")
"""a day's first trip is time-weighted, the third one volume-weighted"""

PLANS = {
    "12345678-01": DealPlan(
        cash={
            "USD": Decimal("18250.33"),
            "HKD": Decimal("61400.50"),
            "CNY": Decimal("15320.70"),
            "JPY": Decimal(1_204_300),
            "VND": Decimal(48_650_000),
        },
        kept=(
            Kept("NASD", "AAPL", 40, 870),
            Kept("NASD", "NVDA", 65, 410),
            Kept("NASD", "TSLA", 12, 37),
            Kept("NYSE", "KO", 90, 640),
            Kept("AMEX", "SPY", 8, 205),
            Kept("SEHK", "00003", 3_000, 530),
            Kept("TKSE", "1332", 300, 480),
            Kept("SHAA", "510100", 2_000, 390),
            Kept("SZAA", "000001", 400, 66),
            Kept("VNSE", "AAA", 500, 120),
            Kept("HASE", "ADC", 200, 95),
        ),
        waiting=(
            Waiting("NASD", "AMZN", Side.BUY, 5),
            Waiting("NYSE", "KO", Side.SELL, 15, touched=4),
            Waiting("SEHK", "00005", Side.BUY, 400),
        ),
        done=(
            Done("NASD", "AAPL", Side.BUY, 9, 0.21),
            Done("NASD", "NVDA", Side.SELL, 12, 0.34),
            Done("NASD", "NVDA", Side.BUY, 5, 0.62, "35"),
            Done("AMEX", "SPY", Side.SELL, 3, 0.47),
            Done("SEHK", "00003", Side.SELL, 1, 0.3),
            Done("TKSE", "1332", Side.BUY, 2, 0.55),
            Done("SZAA", "000001", Side.SELL, 2, 0.4),
            Done("VNSE", "AAA", Side.BUY, 2, 0.25),
        ),
        traded=lambda _day: _US_TRADED,
        also_traded=lambda _day: _ASIA_TRADED,
        usual=8,
        sliced=frozenset({"35", "36"}),
        order_types={"NASD": _TYPES, "NYSE": _TYPES, "AMEX": _TYPES},
    )
}


def plans(around: Surroundings) -> dict[str, DealPlan]:
    """The seeded accounts; when the clock is open their cash differs from seed to seed."""
    if around.open_day is None:
        return PLANS
    return {number: replace(plan, cash=_cash(around.seed, plan)) for number, plan in PLANS.items()}


def _cash(seed: int, plan: DealPlan) -> dict[str, Decimal]:
    return {
        currency: rounded(
            amount * (800 + noise.key(seed, "foreign cash", currency) % 400) / 1_000, currency
        )
        for currency, amount in plan.cash.items()
    }


class Listed(Protocol):
    """The part of the market that dealing needs."""

    around: Surroundings

    def find(self, exchange: str, symbol: str) -> ForeignShare | None: ...
    def course(self, share: ForeignShare, part: Part = Part.REGULAR) -> Course: ...
    def running(self, share: ForeignShare, now: datetime) -> Part: ...


class StockRules:
    """Shares by the code of their exchange (NASD), in daytime trading by BAQ, BAY, BAA."""

    family = FAMILY

    def __init__(self, stocks: Listed) -> None:
        self._stocks = stocks
        self._known: dict[tuple[str, str, Part], Dealt] = {}

    def find_dealt(self, exchange: str, code: str) -> Dealt | None:
        """A share of just this exchange, in the session that runs; no index."""
        place = find_exchange(exchange)
        share = self._stocks.find(exchange, code)
        if place is None or share is None or share.is_index or share.exchange is not place:
            return None
        if exchange in _DAYTIME:
            return self._dealt(share, Part.DAYTIME)
        return self._dealt(share, self._stocks.running(share, self._stocks.around.now))

    def price_limits(self, dealt: Dealt, now: datetime) -> tuple[int, int] | None:
        """The day's limits where the exchange has some."""
        share = self._stocks.find(dealt.exchange, dealt.code)
        found = None if share is None else limits_of(share, dealt.course.quote(now).base)
        return None if found is None else (found[1], found[0])

    def margin(self, dealt: Dealt, price: int) -> Decimal:
        """Nothing is sold short."""
        del dealt, price
        return Decimal(0)

    def costs(self, dealt: Dealt, side: Side, quantity: int, value: Decimal) -> Costs:
        """To the cent, or to the unit where there is no smaller coin."""
        del quantity
        tax = _TAXES.get((dealt.currency, side), Decimal(0))
        return Costs(
            rounded(value * _FEES[dealt.currency], dealt.currency),
            rounded(value * tax, dealt.currency),
        )

    def _dealt(self, share: ForeignShare, part: Part) -> Dealt:
        key = (share.exchange.code, share.symbol, part)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = Dealt(
                exchange=share.exchange.order_code,
                code=share.symbol,
                course=self._stocks.course(share, part),
                currency=share.currency,
                decimals=share.decimals,
                lot=share.lot if share.exchange.order_code not in _AMERICAN else 1,
                then=self._dealt(share, Part.REGULAR) if part is Part.BEFORE else None,
            )
        return known


def rounded(money: Decimal, currency: str) -> Decimal:
    """To the smallest coin of a currency."""
    unit = Decimal(1) if currency in _WHOLE else Decimal("0.01")
    return money.quantize(unit, ROUND_HALF_UP)


def fee_rate(currency: str) -> Decimal:
    """The broker's part of a value."""
    return _FEES[currency]


def settlement_day(traded: date, exchange: str) -> date:
    """When a trade of a day is delivered. Raises LookupError for an unknown exchange."""
    place = find_exchange(exchange)
    if place is None:
        raise LookupError(exchange)
    return business_day(place.country, traded, place.country.settles)
