"""Reservations of an account from before the market began, as its orders tell them."""

from datetime import date

from kis_desktop.simulator.past_reservations import past_reservations
from kis_desktop.simulator.past_writer import SPAN
from kis_desktop.simulator.reservations import Reservation
from kis_desktop.simulator.server.call import Call


def reserved_before(call: Call, start: date, end: date) -> tuple[Reservation, ...]:
    """Those for days in [start, end], oldest first.

    The last year has some where the clock is open alone: at any other time it begins clean, as the
    stories of the demo need it.
    """
    if call.market.others.around.open_day is None:
        end = min(end, call.market.trade_date - SPAN)
    return tuple(past_reservations(call.account.earlier_orders(start, end)))
