"""What the requests about orders for foreign futures and options share.

Order numbers have eight digits here. The account is the customer's for them (product code 08),
whatever product code a program sends.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.markets.overseas_futureoption.account import (
    CURRENCIES,
    CurrencyMoney,
    money,
    summed,
)
from kis_desktop.simulator.markets.overseas_futureoption.contracts import Contract
from kis_desktop.simulator.markets.overseas_futureoption.market import OverseasDerivatives
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import ACCEPTED, REAL_REFUSALS, SIDE_CODES, refusal
from kis_desktop.simulator.server.replies import Reply, invalid_input, refused
from kis_desktop.simulator.views import OrderState, Refusal, Refused, Side

WIDTH = 200
FUTURE, OPTION = "01", "02"
_ANY = frozenset({"", "00", "%", "%%", "%%%"})
_DIGITS = 8
_STATES = {
    OrderState.WORKING: "1",
    OrderState.FILLED: "2",
    OrderState.CANCELLED: "3",
    OrderState.AMENDED: "4",
    OrderState.EXPIRED: "5",
    OrderState.REJECTED: "6",
    OrderState.DONE: "7",
}
"""ord_stat_cd: our own choice, KIS doesn't list them"""


def futures(call: Call) -> OverseasDerivatives:
    """The market of foreign futures and options."""
    return call.market.others.overseas_derivatives


def account_of(call: Call) -> str:
    """The customer's account for foreign futures."""
    customer, _, product = call.account_number.partition("-")
    wanted = f"{customer}-08"
    known = call.market.account(wanted) is not None
    return wanted if known and product != "08" else call.account_number


def customer(call: Call) -> dict[str, str]:
    """The two fields that most rows begin with."""
    number, _, product = account_of(call).partition("-")
    return {"cano": number, "acnt_prdt_cd": product}


def short_number(order: DealOrder) -> str:
    """주문번호: the last eight digits."""
    return order.number[-_DIGITS:]


def short(number: str | None) -> str:
    """The same of a number that may be missing."""
    return "" if number is None else number[-_DIGITS:]


def contract_of(call: Call, code: str) -> Contract:
    """A contract that has been dealt in. Raises LookupError."""
    found = futures(call).find(code)
    if found is None:
        raise LookupError(code)
    return found


def price_text(contract: Contract, price: float | Decimal) -> str:
    """A price with the decimals of its product."""
    exact = Decimal(price).scaleb(-contract.product.decimals)
    return f"{exact:.{contract.product.decimals}f}"


def price_units(call: Call, name: str, contract: Contract) -> int:
    """A price as the market reckons it, 0 for none; raises CallRefused, or `Refused` off tick."""
    exact = call.decimal(name).scaleb(contract.product.decimals)
    if exact != exact.to_integral_value():
        raise Refused(Refusal.OFF_TICK, call.text(name))
    return int(exact)


def money_text(amount: Decimal, currency: str = "USD") -> str:
    """Two decimals, none for won and yen; never a negative zero."""
    text = f"{amount:.{0 if currency in {'KRW', 'JPY'} else 2}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def moment_text(moment: datetime | None) -> str:
    """상세일시: seventeen digits down to the millisecond."""
    return "" if moment is None else f"{moment:%Y%m%d%H%M%S}{moment.microsecond // 1000:03d}"


def asked_currencies(text: str) -> tuple[str, ...]:
    """The currencies of CRCY_CD: one, or all (%%%, TUS and TKR as sums)."""
    return (text,) if text in CURRENCIES else CURRENCIES


def won(call: Call, currency: str) -> Decimal:
    """Won for one unit."""
    return call.market.others.overseas_stock.currencies.won(currency, call.now)


def money_asked(call: Call) -> CurrencyMoney:
    """The money of CRCY_CD: of one currency, all in dollars (TUS), all in won (TKR, %%%)."""
    asked, account = call.text("CRCY_CD"), account_of(call)
    if asked in CURRENCIES:
        return money(futures(call), account, asked, call.now)
    target = "USD" if asked == "TUS" else "KRW"
    parts = (
        (money(futures(call), account, one, call.now), won(call, one) / won(call, target))
        for one in CURRENCIES
    )
    return summed(target, parts)


def kind_of(contract: Contract) -> str:
    """선물옵션구분."""
    return OPTION if contract.is_option else FUTURE


def kind_matches(text: str, contract: Contract) -> bool:
    """Whether a filter of futures and options lets a contract through."""
    return text in _ANY or text == kind_of(contract)


def side_matches(text: str, side: Side) -> bool:
    """Whether a filter of sides lets one through."""
    return text in _ANY or text == SIDE_CODES[side]


def product_matches(text: str, contract: Contract) -> bool:
    """Whether a filter of products lets a contract through."""
    return text in _ANY or text.upper() == contract.product.code


def filled_matches(text: str, order: DealOrder) -> bool:
    """CCLD_NCCS_DVSN: 01 all, 02 filled, 03 open."""
    if text == "02":
        return order.filled_quantity > 0
    return text != "03" or order.remaining > 0


def state_code(order: DealOrder) -> str:
    """주문상태코드."""
    return _STATES[order.state]


def last_fills(call: Call, orders: Sequence[DealOrder]) -> dict[str, datetime]:
    """When each order was filled last, by number and day."""
    if not orders:
        return {}
    days = [one.trade_date for one in orders]
    fills = futures(call).dealer.fills(account_of(call), min(days), max(days))
    return {f"{one.trade_date}/{one.order_number}": one.time for one in fills}


def key_of(order: DealOrder) -> str:
    """As in `last_fills`."""
    return f"{order.trade_date}/{order.number}"


def accepted_order(id_: str, order: DealOrder) -> Reply:
    """Accepted by the broker: the day there and eight digits."""
    code, message = ACCEPTED
    output: Values = {"ORD_DT": order.trade_date, "ODNO": short_number(order)}
    return layout(id_).done(
        {"output": output},
        accepted=True,
        code=code,
        message=message,
    )


def refusal_of_futures(refused_by: Refused, call: Call) -> Reply:
    """The answer to a request that was not taken on."""
    if refused_by.reason is Refusal.PRICE_MISSING:
        return invalid_input("FM_LIMIT_ORD_PRIC")
    if refused_by.reason is Refusal.UNKNOWN_SYMBOL:
        code, rt_cd, message = REAL_REFUSALS[Refusal.UNKNOWN_SYMBOL]
        return refused(code, message, rt_cd=rt_cd)
    return refusal(refused_by, call.world)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """A sum that is a Decimal of nothing too."""
    return sum(amounts, Decimal(0))
