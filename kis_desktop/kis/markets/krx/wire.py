"""How KRX is spelled on the wire: signs, sides, venues and order numbers."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.domain.order import Side, Venue
from kis_desktop.domain.quote import Sign
from kis_desktop.kis.protocol.numbers import find_decimal, find_text

SIGNS = {sign.value: sign for sign in Sign if sign.value}
SIDES = {"01": Side.SELL, "02": Side.BUY}
VENUES = {"KRX": Venue.KRX, "NXT": Venue.NXT, "SOR": Venue.SOR}

_FALLING = frozenset({Sign.LIMIT_DOWN, Sign.DOWN})
_NUMBER_LENGTH = 10


def find_sign(value: object) -> Sign:
    """The sign that a code stands for."""
    return SIGNS.get(find_text(value) or "", Sign.UNKNOWN)


def signed(sign: Sign, value: object) -> Decimal | None:
    """A change as the sign says it: the number itself comes with or without its minus."""
    number = find_decimal(value)
    if number is None or sign is Sign.UNKNOWN:
        return number
    return -abs(number) if sign in _FALLING else abs(number)


def order_number(value: object) -> str:
    """An order number in ten digits: the server pads it with zeros, blanks or not at all.

    Empty for none and for zero.
    """
    text = find_text(value)
    if text is None or not text.strip("0"):
        return ""
    return text.zfill(_NUMBER_LENGTH)
