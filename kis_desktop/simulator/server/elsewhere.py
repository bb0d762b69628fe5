"""Orders of an account that another program placed: the market takes them, no request is counted.

`{"account": "12345678-01", "symbol": "005930", "side": "buy", "order_type": "00", "quantity": 10,
"price": 96700}`, with `exchange` ("KRX") and `condition_price` (0) where they are needed; or
`{"account": "12345678-01", "cancel": "0000116007"}`. The answer is the order's number.
"""

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.views import OrderRecord, Refused, Side

FIELDS = (
    "account",
    "symbol",
    "side",
    "order_type",
    "quantity",
    "price",
    "exchange",
    "condition_price",
    "cancel",
)


class NotTaken(ValueError):
    """What was asked for is no order, or the market refused it."""


def carried_out(market: Market, wanted: dict[str, object]) -> dict[str, object]:
    """Places or cancels. Raises NotTaken."""
    try:
        record = _cancelled(market, wanted) if "cancel" in wanted else _placed(market, wanted)
    except Refused as refused:
        raise NotTaken(str(refused)) from refused
    return {"account": record.account, "number": record.number, "state": record.state.value}


def _placed(market: Market, wanted: dict[str, object]) -> OrderRecord:
    sides = {side.value: side for side in Side}
    side = sides.get(_text(wanted, "side"))
    if side is None:
        raise NotTaken(f"side is buy or sell, not {wanted.get('side')!r}")
    return market.place(
        _text(wanted, "account"),
        _text(wanted, "symbol"),
        side,
        _text(wanted, "order_type"),
        _number(wanted, "quantity"),
        _number(wanted, "price"),
        _text(wanted, "exchange") if "exchange" in wanted else "KRX",
        _number(wanted, "condition_price") if "condition_price" in wanted else 0,
    )


def _cancelled(market: Market, wanted: dict[str, object]) -> OrderRecord:
    return market.cancel(_text(wanted, "account"), _text(wanted, "cancel"), quantity=None)


def _text(wanted: dict[str, object], name: str) -> str:
    value = wanted.get(name)
    if not isinstance(value, str):
        raise NotTaken(f"{name} is a text, not {value!r}")
    return value


def _number(wanted: dict[str, object], name: str) -> int:
    value = wanted.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise NotTaken(f"{name} is a whole number, not {value!r}")
    return value
