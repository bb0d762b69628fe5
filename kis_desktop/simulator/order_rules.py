"""What the broker checks before an order goes to the exchange."""

from kis_desktop.simulator.orders import (
    CLOSING_TYPES,
    CONTINUOUS_TYPES,
    OPENING_TYPES,
    PRICED,
    SOR_TYPES,
    STOP_LIMIT,
)
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.views import Phase, Refusal, Refused

_TYPES = {
    Phase.OPENING_AUCTION: OPENING_TYPES,
    Phase.CONTINUOUS: CONTINUOUS_TYPES,
    Phase.CLOSING_AUCTION: CLOSING_TYPES,
}
EXCHANGES = frozenset({"KRX", "SOR"})
"""SOR (smart order routing) finds the best exchange; the one that is simulated is KRX."""


def check_session(phase: Phase, *, trading_day: bool) -> None:
    """Raises `Refused` outside the hours in which orders are taken."""
    if not trading_day:
        raise Refused(Refusal.NOT_A_TRADING_DAY)
    if phase is Phase.CLOSED:
        raise Refused(Refusal.MARKET_NOT_YET_OPEN)
    if phase is Phase.ENDED:
        raise Refused(Refusal.MARKET_CLOSED)


def check_order_type(order_type: str, exchange: str, phase: Phase) -> None:
    """Raises `Refused` for a type that this exchange doesn't take now."""
    if exchange not in EXCHANGES:
        raise Refused(Refusal.EXCHANGE_NOT_OFFERED, exchange)
    allowed = _TYPES[phase]
    if exchange == "SOR":
        allowed = allowed & SOR_TYPES
    if order_type not in allowed:
        raise Refused(
            Refusal.ORDER_TYPE_NOT_ALLOWED, f"{order_type} on {exchange} in {phase.value}"
        )


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
