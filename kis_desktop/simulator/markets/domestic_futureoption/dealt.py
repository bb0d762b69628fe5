"""How contracts are dealt in: terms, margins and costs for the dealer, and the seeded account."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Protocol

from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.deal_terms import Address, Costs, DealPlan, Dealt, Kept, Waiting
from kis_desktop.simulator.markets.domestic_futureoption.contracts import (
    Contract,
    last_days,
    near_money,
)
from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from kis_desktop.simulator.markets.domestic_futureoption.margins import per_contract
from kis_desktop.simulator.markets.domestic_futureoption.products import Group, Product
from kis_desktop.simulator.views import Side

DAY, NIGHT = "KRX", "NGT"
"""the two exchanges of a contract, as orders name them here"""
ACCOUNT = "12345678-03"
LIMIT = "01"
CURRENCY = "KRW"
_NIGHT_SINCE = date(2025, 6, 10)
_FUTURE_FEE, _OPTION_FEE = Decimal("0.00003"), Decimal("0.0014")
_CASH = Decimal(142_618_300)
_KEPT_BACK = 12
"""days before its end from which on the next month is traded"""


class Listed(Protocol):
    """What the market tells about its contracts."""

    @property
    def products(self) -> dict[str, Product]: ...
    def base_of(self, product: Product, day: date) -> float: ...
    @property
    def today(self) -> date: ...


def dealt_of(instrument: Instrument, exchange: str) -> Dealt:
    """The terms of an instrument by day (KRX) or by night (NGT)."""
    contract = instrument.contract
    return Dealt(
        exchange=exchange,
        code=contract.code,
        course=instrument.course(night=exchange == NIGHT),
        currency=CURRENCY,
        decimals=2,
        multiplier=Decimal(contract.product.multiplier),
        paid=contract.right is not None,
        short=True,
        held_on=DAY,
    )


def costs_of(dealt: Dealt, value: Decimal) -> Costs:
    """수수료 of a fill, down to whole won; there is no tax."""
    fee = value * (_OPTION_FEE if dealt.paid else _FUTURE_FEE)
    return Costs(fee=fee.quantize(Decimal(1), ROUND_DOWN))


def margin_of(listed: Listed, seed: int, contract: Contract, price: int) -> Decimal:
    """What one contract binds."""
    today = listed.today
    return per_contract(seed, contract, today, price, listed.base_of(contract.product, today))


def plans(listed: Listed, now: datetime) -> dict[str, DealPlan]:
    """Positions long and short in futures, options and futures on shares; orders by day and night.

    Empty when the universe has no product for them.
    """
    found = listed.products
    if "01" not in found:
        return {}
    day = now.date()
    share = next((one for one in found.values() if one.group is Group.SHARE), None)
    mini = _future(found["05"], day)
    call, put = (_option(listed, found["01"], day, right, away)
                 for right, away in ((Right.CALL, 2), (Right.PUT, -3)))  # fmt: skip
    kept = [
        Kept(DAY, mini, 4, 6),
        Kept(DAY, _future(found["75"], day), -3, 9),
        Kept(DAY, call, 5, 4),
        Kept(DAY, put, -2, 3),
    ]
    if "06" in found:
        kept.append(Kept(DAY, _future(found["06"], day), -2, 2))
    if share is not None:
        kept.append(Kept(DAY, _future(share, day), 8, 5))
    big = _future(found["01"], day)
    return {
        ACCOUNT: DealPlan(
            cash={CURRENCY: _CASH},
            kept=tuple(kept),
            waiting=(
                Waiting(DAY, mini, Side.BUY, 2, away=0.015, order_type=LIMIT),
                Waiting(DAY, call, Side.SELL, 3, away=0.6, order_type=LIMIT),
                Waiting(NIGHT, mini, Side.SELL, 1, away=0.02, order_type=LIMIT),
                Waiting(NIGHT, big, Side.BUY, 1, away=0.025, order_type=LIMIT),
            ),
            traded=lambda on: _traded(listed, on),
            also_traded=lambda on: _also_traded(listed, on),
            usual=3,
            order_type=LIMIT,
        )
    }


def _traded(listed: Listed, day: date) -> Sequence[Address]:
    """Futures by day, and by night since there is one."""
    found = listed.products
    codes = [_future(found[id_], day) for id_ in ("01", "05", "06") if id_ in found]
    exchanges = (DAY, NIGHT) if day >= _NIGHT_SINCE else (DAY,)
    return [(exchange, code) for exchange in exchanges for code in codes]


def _also_traded(listed: Listed, day: date) -> Sequence[Address]:
    """Options near the money, and futures on the two best known shares."""
    found = listed.products
    codes = [
        _option(listed, found["01"], day, right, away)
        for right, away in ((Right.CALL, 1), (Right.CALL, 3), (Right.PUT, -1), (Right.PUT, -2))
    ]
    shares = [one for one in found.values() if one.group is Group.SHARE][:2]
    codes += [_future(one, day) for one in shares]
    return [(DAY, code) for code in codes]


def _future(product: Product, day: date) -> str:
    """The future that is traded most on a day."""
    last = last_days(product, product.future_cycle, day + timedelta(days=_KEPT_BACK), 1)[0]
    return Contract(product, last).code


def _option(listed: Listed, product: Product, day: date, right: Right, away: int) -> str:
    """An option so many strikes away from the money of a day."""
    last = last_days(product, product.option_cycle, day + timedelta(days=_KEPT_BACK), 1)[0]
    return near_money(product, last, right, round(listed.base_of(product, day)), away).code
