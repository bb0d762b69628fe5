"""KRX orders as they are sent: the body of a new order, an amendment and a cancellation."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.domain.order import (
    AmendIntent,
    Credit,
    CreditKind,
    Order,
    OrderIntent,
    OrderType,
    Side,
)

_NO_PRICE = "0"
_AMEND, _CANCEL = "01", "02"
_ALL, _PART = "Y", "N"
_ORDINARY_SALE = "01"
_NO_RESERVATION = "N"

_CREDIT_CODES = {
    CreditKind.SELF_LOAN: "21",
    CreditKind.MARKET_SHORT: "22",
    CreditKind.MARKET_LOAN: "23",
    CreditKind.SELF_SHORT: "24",
    CreditKind.SELF_LOAN_REPAY: "25",
    CreditKind.MARKET_SHORT_REPAY: "26",
    CreditKind.MARKET_LOAN_REPAY: "27",
    CreditKind.SELF_SHORT_REPAY: "28",
}
_BOUGHT_ON_CREDIT = frozenset(
    {
        CreditKind.SELF_LOAN,
        CreditKind.MARKET_LOAN,
        CreditKind.SELF_SHORT_REPAY,
        CreditKind.MARKET_SHORT_REPAY,
    }
)


def order_choice(side: Side) -> str:
    """Which of the TR ids of `order_cash` and `order_credit` it is."""
    return "buy" if side is Side.BUY else "sell"


def new_order_fields(intent: OrderIntent, rules: MarketRules) -> dict[str, str]:
    """The body of a new order, without the account. Raises `InvalidInput`."""
    fields = {
        "PDNO": intent.symbol,
        "ORD_DVSN": _type_code(intent.order_type, rules),
        "ORD_QTY": _quantity(intent.quantity),
        "ORD_UNPR": _price(intent.order_type, intent.price, rules),
        "EXCG_ID_DVSN_CD": intent.venue.value,
        "CNDT_PRIC": _condition(intent.order_type, intent.condition_price, rules),
    }
    if intent.credit is not None:
        return fields | _credit(intent.credit, intent.side)
    return fields | {"SLL_TYPE": _ORDINARY_SALE} if intent.side is Side.SELL else fields


def amend_fields(order: Order, intent: AmendIntent, rules: MarketRules) -> dict[str, str]:
    """The body that gives an order, or a part of it, a new price. Raises `InvalidInput`."""
    return _change_fields(order, intent.quantity) | {
        "RVSE_CNCL_DVSN_CD": _AMEND,
        "ORD_DVSN": _type_code(intent.order_type, rules),
        "ORD_UNPR": _price(intent.order_type, intent.price, rules),
        "CNDT_PRIC": _condition(intent.order_type, intent.condition_price, rules),
    }


def cancel_fields(order: Order, quantity: int | None, rules: MarketRules) -> dict[str, str]:
    """The body that takes back an order, or so many shares of it. Raises `InvalidInput`."""
    return _change_fields(order, quantity) | {
        "RVSE_CNCL_DVSN_CD": _CANCEL,
        "ORD_DVSN": _type_code(order.order_type, rules),
        "ORD_UNPR": _NO_PRICE,
    }


def _type_code(order_type: OrderType, rules: MarketRules) -> str:
    return rules.order_type(order_type.value).code


def _change_fields(order: Order, quantity: int | None) -> dict[str, str]:
    """What names an order and how much of it: with 잔량전부 the quantity says nothing."""
    if not order.order_no:
        raise InvalidInput(message("kis.order_number_missing"))
    if quantity is not None and quantity > order.remaining:
        raise InvalidInput(
            message("kis.quantity_above_rest", quantity=quantity, rest=order.remaining)
        )
    return {
        "KRX_FWDG_ORD_ORGNO": order.branch,
        "ORGN_ODNO": order.order_no,
        "ORD_QTY": _quantity(order.remaining if quantity is None else quantity),
        "QTY_ALL_ORD_YN": _ALL if quantity is None else _PART,
        "EXCG_ID_DVSN_CD": order.venue.value,
    }


def _quantity(quantity: int) -> str:
    if quantity < 1:
        raise InvalidInput(message("kis.quantity_invalid", quantity=quantity))
    return str(quantity)


def _price(order_type: OrderType, price: Decimal | None, rules: MarketRules) -> str:
    """A price in whole won, without a point or an exponent; "0" for a type that carries none."""
    if rules.order_type(order_type.value).priced:
        return _won(price)
    if price is not None:
        raise InvalidInput(message("kis.price_unexpected"))
    return _NO_PRICE


def _condition(order_type: OrderType, price: Decimal | None, rules: MarketRules) -> str:
    """What a stop-limit order waits for, in whole won; blank for a type that waits for nothing."""
    if rules.order_type(order_type.value).conditional:
        return _won(price)
    if price is not None:
        raise InvalidInput(message("kis.condition_unexpected"))
    return ""


def _won(price: Decimal | None) -> str:
    if price is None or not price.is_finite() or price <= 0 or price != price.to_integral_value():
        raise InvalidInput(message("kis.price_invalid", price="—" if price is None else price))
    return str(int(price))


def _credit(credit: Credit, side: Side) -> dict[str, str]:
    if (credit.kind in _BOUGHT_ON_CREDIT) is not (side is Side.BUY):
        raise InvalidInput(message("kis.credit_side"))
    return {
        "CRDT_TYPE": _CREDIT_CODES[credit.kind],
        "LOAN_DT": credit.loan_date.strftime("%Y%m%d"),
        "RSVN_ORD_YN": _NO_RESERVATION,
    }
