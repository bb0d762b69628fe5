"""What the broker checks before an order goes to the exchange."""

from kis_desktop.simulator.orders import MORNING_TYPES, PRICED, STOP_LIMIT
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Board, Phase, Refusal, Refused

_GATHERED = frozenset({"00", "01"})
_IMMEDIATE = frozenset({"11", "12", "13", "14", "15", "16"})
_QUOTED = frozenset({"00", "03", "04", "11", "12", "15", "16"})
"""limit orders and those that take their price from the book"""
_WAITING = frozenset({"21", "22", "23", "24"})
AFTER_TYPES = frozenset({"41", "42", "43", "44", "45", "46", "47"})
_CLOSED: frozenset[str] = frozenset()

_KRX = {
    Phase.PRE_HOURS: _GATHERED | {"02", "05"},
    Phase.OPENING_AUCTION: _GATHERED | {"02"},
    Phase.CONTINUOUS: _GATHERED | {"02", "03", "04"} | _IMMEDIATE | _WAITING,
    Phase.VI_AUCTION: _GATHERED | {"02"},
    Phase.CLOSING_AUCTION: _GATHERED,
    Phase.CLOSING_PRICE_ORDERS: frozenset({"06"}),
    Phase.CLOSING_PRICE: frozenset({"06"}),
    Phase.AFTER_MARKET: AFTER_TYPES,
}
_NXT = {
    Phase.PRE_MARKET: _QUOTED | MORNING_TYPES,
    Phase.CONTINUOUS: _QUOTED | _IMMEDIATE | _WAITING,
    Phase.VI_AUCTION: frozenset({"00"}),
    Phase.AFTER_AUCTION: frozenset({"00"}),
    Phase.AFTER_MARKET: _QUOTED,
}
_SOR = {
    Phase.OPENING_AUCTION: _GATHERED,
    Phase.CONTINUOUS: _GATHERED | {"03", "04"} | _IMMEDIATE,
    Phase.VI_AUCTION: _GATHERED,
    Phase.CLOSING_AUCTION: _GATHERED,
}
_TYPES = {"KRX": _KRX, "NXT": _NXT, "SOR": _SOR}
_AFTER_VI = frozenset({"41"})
"""what gathers in a VI of the KRX's after-market"""


def check_session(exchange: str, phase: Phase, *, trading_day: bool) -> None:
    """Raises `Refused` outside the hours in which orders are taken."""
    if exchange not in _TYPES:
        raise Refused(Refusal.EXCHANGE_NOT_OFFERED, exchange)
    if not trading_day:
        raise Refused(Refusal.NOT_A_TRADING_DAY)
    if phase in _TYPES[exchange]:
        return
    if phase in {Phase.CLOSED, Phase.PRE_HOURS}:
        raise Refused(Refusal.MARKET_NOT_YET_OPEN)
    raise Refused(Refusal.MARKET_CLOSED, phase.value)


def check_kind(listing: Listing, board: Board, order_type: str) -> None:
    """Raises `Refused` for a fund in the KRX's after-market."""
    if board is Board.KRX and order_type in AFTER_TYPES and listing.is_etp:
        raise Refused(Refusal.NOT_AFTER_HOURS, listing.symbol)


def check_order_type(order_type: str, exchange: str, phase: Phase, *, evening: bool) -> None:
    """Raises `Refused` for a type that this exchange doesn't take now.

    `evening`: the KRX's after-market, which a VI may have stopped.
    """
    if evening and exchange == "KRX":
        allowed = _AFTER_VI if phase is Phase.VI_AUCTION else AFTER_TYPES
        if order_type not in allowed:
            raise Refused(Refusal.AFTER_MARKET_TYPE, order_type)
        return
    if order_type in _TYPES[exchange].get(phase, _CLOSED):
        return
    if phase in {Phase.CLOSING_PRICE_ORDERS, Phase.CLOSING_PRICE}:
        raise Refused(Refusal.MARKET_CLOSED, f"{order_type} in {phase.value}")
    if order_type == "01" and exchange == "NXT":
        raise Refused(Refusal.MARKET_ORDER_NOT_ALLOWED, exchange)
    if exchange == "NXT" and phase in {Phase.AFTER_AUCTION, Phase.AFTER_MARKET}:
        raise Refused(Refusal.AFTER_MARKET_TYPE, order_type)
    raise Refused(Refusal.ORDER_TYPE_NOT_ALLOWED, f"{order_type} on {exchange} in {phase.value}")


def check_quantity(quantity: int) -> None:
    """Raises `Refused` for nothing or less."""
    if quantity <= 0:
        raise Refused(Refusal.QUANTITY_NOT_POSITIVE, str(quantity))


def check_condition(order_type: str, condition_price: int, grid: PriceGrid) -> None:
    """Raises `Refused` for a stop order without a price to wait for that can be traded today."""
    if order_type == STOP_LIMIT:
        _check_quotable(condition_price, grid)
    elif condition_price:
        raise Refused(Refusal.PRICE_NOT_ALLOWED, f"{order_type} waits for no price")


def check_price(order_type: str, price: int, grid: PriceGrid) -> None:
    """Raises `Refused` for a price that this order type can't carry today."""
    if order_type not in PRICED:
        if price:
            raise Refused(Refusal.PRICE_NOT_ALLOWED, f"{order_type} takes no price, got {price}")
        return
    _check_quotable(price, grid)


def _check_quotable(price: int, grid: PriceGrid) -> None:
    if price <= 0:
        raise Refused(Refusal.PRICE_MISSING, f"a price is needed, got {price}")
    if price > grid.limit_up:
        raise Refused(Refusal.ABOVE_LIMIT, f"{price} is above {grid.limit_up}")
    if price < grid.limit_down:
        raise Refused(Refusal.BELOW_LIMIT, f"{price} is below {grid.limit_down}")
    if not grid.is_on_tick(price):
        raise Refused(Refusal.OFF_TICK, f"{price} is not on the tick of {grid.tick(price)}")
