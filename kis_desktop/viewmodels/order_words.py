"""An order in words: its side, state and what it asks, with the tone that goes with them."""

from __future__ import annotations

from kis_desktop.domain.order import Order, OrderState, OrderType, Request, Side
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_TONES = {
    OrderState.UNKNOWN: Tone.UNCERTAIN,
    OrderState.INTENT: Tone.DIM,
    OrderState.SENDING: Tone.DIM,
    OrderState.REJECTED: Tone.UNCERTAIN,
    OrderState.CANCELLED: Tone.DIM,
    OrderState.EXPIRED: Tone.DIM,
    OrderState.AMENDED: Tone.DIM,
}


def side_text(side: Side, words: Words) -> str:
    """The side behind its sign: `＋ 매수`, `－ 매도`."""
    return words(f"side.{side.value}_signed")


def side_tone(side: Side) -> Tone:
    """The tone of a side."""
    return Tone.BUY if side is Side.BUY else Tone.SELL


def state_text(order: Order, words: Words) -> str:
    """Where the order stands, in a word; what is uncertain says so."""
    return words(f"order_state.{order.state.value}")


def state_tone(order: Order) -> Tone:
    """Uncertain orders stand out; finished ones step back."""
    return _TONES.get(order.state, Tone.TEXT)


def request_text(order: Order, words: Words) -> str:
    """The side, with 스톱 behind it, and 정정 or 취소 where that is what was asked."""
    side = side_text(order.side, words)
    if order.order_type is OrderType.STOP_LIMIT:
        side = f"{side} {words('request.stop')}"
    if order.request is Request.NEW:
        return side
    return f"{side} {words(f'request.{order.request.value}')}"


def price_text(order: Order, words: Words) -> str:
    """The order's price, or the name of an order type that has none."""
    if order.order_type is OrderType.MARKET:
        return words("order_type.market")
    return fmt.price(order.price)


def number_text(order: Order) -> str:
    """The order number; unknown before KIS has given one."""
    return order.order_no or fmt.UNKNOWN


def progress_text(order: Order, words: Words) -> str:
    """The state line of a ticket: side, state, shares, price, number, and why it was refused.

    An order without an answer says so first.
    """
    side, state = words(f"side.{order.side.value}"), state_text(order, words)
    if order.request is not Request.NEW:
        side = f"{side} {words(f'request.{order.request.value}')}"
    shares = _progress_shares(order, words)
    if order.state is OrderState.UNKNOWN:
        parts = [state, f"{side} {shares}"]
    else:
        parts = [f"{side} {state} {shares}"]
    parts.append(_progress_price(order, words))
    if order.order_no:
        parts.append(order.order_no)
    if order.reason is not None:
        parts.append(words.sentence(order.reason))
    return " · ".join(parts)


def _progress_shares(order: Order, words: Words) -> str:
    if 0 < order.filled < order.quantity:
        return words("ticket.filled_of", filled=order.filled, quantity=order.quantity)
    return words("ticket.progress_shares", quantity=order.quantity)


def _progress_price(order: Order, words: Words) -> str:
    """What was paid on average once all is filled, else what the order asks."""
    paid = order.average_price if order.state is OrderState.FILLED else None
    price = paid if paid is not None else order.price
    if price is None:
        return price_text(order, words)
    return words("ticket.progress_price", price=fmt.price(price))
