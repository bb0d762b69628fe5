"""What stands against an order as it is typed, the most telling reason first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import OrderIntent, Side
from kis_desktop.domain.order_input import beyond_limit, off_tick
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.tick_size import Rounding, TickTable, round_to_tick
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.ticket_credit import is_repayment
from kis_desktop.viewmodels.ticket_entry import Entry, Sizing
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.ticket_power import TicketPower


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A reason, and the nearest price (KRW) that could be sent where the price is the reason."""

    told: Message
    nearest: Decimal | None = None
    is_condition: bool = False


def unreadable(entry: Entry, quantity: int | None) -> Message | None:
    """What was typed and can't be read, or is missing."""
    if entry.is_priced and entry.price_text.strip() and entry.price is None:
        return message("ticket.price_unreadable")
    if entry.is_conditional and entry.condition is None:
        return message("ticket.condition_missing")
    if entry.sizing is Sizing.AMOUNT:
        if entry.amount_text.strip() and entry.amount is None:
            return message("ticket.amount_unreadable")
    elif not entry.is_blank and quantity is None:
        return message("ticket.quantity_unreadable")
    if entry.is_priced and entry.price is None:
        return message("order.price_missing")
    if is_repayment(entry.credit) and not entry.loan:
        return message("credit.loan_missing")
    if quantity is not None:
        return None
    if entry.sizing is Sizing.AMOUNT and entry.amount is not None:
        return message("ticket.amount_too_small")
    return message("order.quantity_missing")


def price_obstacle(
    price: Decimal | None, table: TickTable, band: PriceLimits | None, side: Side
) -> Obstacle | None:
    """Why no order can carry this price, with the nearest one that can."""
    if price is None:
        return None
    told = beyond_limit(price, band)
    if told is not None and band is not None:
        return Obstacle(told, band.upper if price > band.upper else band.lower)
    told = off_tick(price, table)
    return None if told is None else Obstacle(told, nearest(price, table, side))


def nearest(price: Decimal, table: TickTable, side: Side) -> Decimal:
    """The nearest quotable price; of two equally near the one that costs less."""
    down = round_to_tick(price, table, Rounding.DOWN)
    up = round_to_tick(price, table, Rounding.UP)
    if down <= 0 or up - price < price - down:
        return up
    if up - price > price - down:
        return down
    return down if side is Side.BUY else up


def band_of(facts: TicketFacts, symbol: str) -> PriceLimits | None:
    """The day's price limits where they are known."""
    quote = facts.quote(symbol)
    if quote.limit_down is None or quote.limit_up is None:
        return None
    return PriceLimits(quote.limit_down, quote.limit_up)


def obstacle(
    intent: OrderIntent, entry: Entry, facts: TicketFacts, power: TicketPower
) -> Obstacle | None:
    """Why this order must not be sent; None where nothing known is against it."""
    symbol = intent.symbol
    if facts.is_halted(symbol):
        return Obstacle(message("order.halted", symbol=facts.name(symbol)))
    table, band = facts.tick_table(symbol), band_of(facts, symbol)
    found = price_obstacle(intent.price, table, band, intent.side)
    if found is not None:
        return found
    found = price_obstacle(intent.condition_price, table, band, intent.side)
    if found is not None:
        return Obstacle(found.told, found.nearest, is_condition=True)
    told = _funds(intent, entry, power)
    return None if told is None else Obstacle(told)


def _funds(intent: OrderIntent, entry: Entry, power: TicketPower) -> Message | None:
    """More than there is; unknown amounts stop nothing, and credit is the server's to count."""
    if intent.credit is not None:
        most = power.most()
        if most is None or intent.quantity <= most:
            return None
        return message("order.not_enough_shares", needed=intent.quantity, available=most)
    if intent.side is Side.SELL:
        sellable = power.sellable()
        if sellable is None or intent.quantity <= sellable:
            return None
        return message("order.not_enough_shares", needed=intent.quantity, available=sellable)
    told = power.power()
    if told is None:
        return None
    amount, most = told.amount, told.quantity
    if entry.on_margin and told.margin_amount is not None and told.margin_quantity is not None:
        amount, most = told.margin_amount, told.margin_quantity
    needed = (intent.price or told.unit_price or Decimal(0)) * intent.quantity
    if needed <= amount and intent.quantity <= most:
        return None
    return message("order.not_enough_cash", needed=needed, available=amount)


def offer_text(found: Obstacle | None) -> str:
    """The price to offer, as the field would show it."""
    return "" if found is None or found.nearest is None else fmt.price(found.nearest)
