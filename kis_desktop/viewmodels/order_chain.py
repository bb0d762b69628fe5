"""The chain of an order: what it was amended from, the first one at the beginning."""

from __future__ import annotations

from kis_desktop.domain.order import Order, Request
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.order_words import price_text
from kis_desktop.viewmodels.own_orders import OwnOrders
from kis_desktop.viewmodels.words import Words

_LONGEST = 20  # amendments of one order that are shown


def chain(own: OwnOrders, order: Order) -> tuple[Order, ...]:
    """The order and all that it replaced, as far as they are known."""
    found, numbers = [order], {order.order_no}
    while found[0].original_no and len(found) < _LONGEST:
        before = own.find(found[0].original_no)
        if before is None or before.order_no in numbers:
            break
        numbers.add(before.order_no)
        found.insert(0, before)
    return tuple(found)


def chain_text(own: OwnOrders, order: Order, words: Words) -> str:
    """The chain in a line; empty for an order that was never amended."""
    steps = chain(own, order)
    if len(steps) == 1 and not order.original_no:
        return ""
    return " → ".join(_step(one, words) for one in steps)


def _step(order: Order, words: Words) -> str:
    id_ = "amend.chain_amended" if order.request is Request.AMEND else "amend.chain_first"
    what = words(id_, quantity=fmt.quantity(order.quantity), price=price_text(order, words))
    return words("amend.chain_step", number=order.order_no or fmt.UNKNOWN, what=what)
