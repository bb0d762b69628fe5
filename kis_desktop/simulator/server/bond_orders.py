"""Orders in bonds: reading what a request asks for, and writing what became of it.

Quantities are thousands of won of face value, prices won for 10,000. The portal names no code for
bonds but 매도 01 and 매수 02; messages are those of shares.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kis_desktop.simulator.deal_terms import Dealt
from kis_desktop.simulator.dealing import DealFill, DealOrder
from kis_desktop.simulator.markets.domestic_bond.days import UNIT
from kis_desktop.simulator.markets.domestic_bond.dealing import EXCHANGE
from kis_desktop.simulator.server.bond_rows import Row, asked, bonds
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import ACCEPTED, FORWARDING, refusal
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.wire_text import rate
from kis_desktop.simulator.views import Refused, Side

WIDTH = 200
"""of the keys of pages"""
PAGE = 30
ORDER_TYPE = "지정가"


@dataclass(frozen=True, slots=True)
class Lot:
    """What was bought at once and is still held."""

    code: str
    day: date
    number: int
    """of the day's purchases of this bond, from 1"""
    quantity: int
    price: int


def asked_price(call: Call) -> int:
    """BOND_ORD_UNPR in hundredths of a won; raises CallRefused."""
    exact = call.decimal("BOND_ORD_UNPR") * UNIT
    if exact != exact.to_integral_value():
        raise CallRefused(invalid_input("BOND_ORD_UNPR"))
    return int(exact)


def placed(call: Call, id_: str, side: Side) -> Reply:
    """The answer to an order; one for a code that is not listed is for the bond it stands for."""
    dealer = bonds(call).dealer
    try:
        order = dealer.place(
            call.account_number,
            EXCHANGE,
            asked(call, "PDNO").code,
            side,
            call.number("ORD_QTY2"),
            asked_price(call),
            call.now,
        )
    except Refused as refused_by:
        return refusal(refused_by, call.world)
    return accepted(call, id_, order)


def accepted(call: Call, id_: str, order: DealOrder) -> Reply:
    """Accepted by the broker."""
    code, message = ACCEPTED
    values: Values = {
        "KRX_FWDG_ORD_ORGNO": FORWARDING[call.world],
        "ODNO": order.number,
        "ORD_TMD": order.time,
    }
    return layout(id_).done({"output": values}, accepted=True, code=code, message=message)


def dealt_in(call: Call, code: str) -> Dealt:
    """A bond as it is dealt in."""
    found = bonds(call).dealer.find_dealt(EXCHANGE, code)
    assert found is not None
    return found


def worth(call: Call, code: str, value: int) -> int:
    """Whole won of price times quantity."""
    return int(dealt_in(call, code).money(value))


def average(order: DealOrder) -> str:
    """What was paid on average for 10,000 won."""
    return rate(order.average_price / UNIT)


def lots(fills: Iterable[DealFill]) -> Iterator[Lot]:
    """What is left of purchases when the oldest are sold first."""
    held: dict[str, deque[Lot]] = {}
    counts: dict[tuple[str, date], int] = {}
    for fill in fills:
        queue = held.setdefault(fill.code, deque())
        if fill.side is Side.BUY:
            key = fill.code, fill.trade_date
            counts[key] = counts.get(key, 0) + 1
            queue.append(Lot(fill.code, fill.trade_date, counts[key], fill.quantity, fill.price))
            continue
        rest = fill.quantity
        while rest and queue:
            first = queue.popleft()
            if first.quantity > rest:
                queue.appendleft(replace(first, quantity=first.quantity - rest))
            rest -= min(first.quantity, rest)
    for queue in held.values():
        yield from queue


def name_values(call: Call, order: DealOrder) -> Row:
    """The names of an order's bond."""
    return {"prdt_abrv_name": bonds(call).find(order.code).bond.name}
