"""What a position binds, as the exchange says it anew every month."""

from datetime import date
from decimal import Decimal

import numpy as np

from kis_desktop.simulator import noise
from kis_desktop.simulator.markets.domestic_futureoption.contracts import Contract
from kis_desktop.simulator.markets.domestic_futureoption.products import Product

_KEPT_UP = 2 / 3
"""유지증거금, of 위탁증거금"""
_OF_SHORT_OPTIONS = 0.7
_UNREST = 0.07


def brokerage_rate(seed: int, product: Product, day: date) -> float:
    """위탁증거금율, percent of the contract's value."""
    number = np.array([day.year * 12 + day.month], dtype=np.int64)
    draw = float(noise.normals(noise.key(seed, "margin", product.id), number, 0)[0])
    return round(product.margin * (1 + _UNREST * draw), 2)


def upkeep_rate(seed: int, product: Product, day: date) -> float:
    """유지증거금율, percent of the contract's value."""
    return round(brokerage_rate(seed, product, day) * _KEPT_UP, 2)


def per_contract(seed: int, contract: Contract, day: date, price: int, spot: float) -> Decimal:
    """Won for one future, or for one option that is sold; price and spot in hundredths.

    An option that is sold binds its price and a part of what a future binds.
    """
    product = contract.product
    rate = brokerage_rate(seed, product, day) / 100
    of_spot = spot * product.multiplier / 100 * rate
    if contract.right is None:
        return Decimal(round(price * product.multiplier / 100 * rate))
    return Decimal(round(price * product.multiplier / 100 + of_spot * _OF_SHORT_OPTIONS))
