"""The one reader of what the wire calls numbers, dates and texts: what says nothing is None."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal

_NOTHING = frozenset(
    {"", "-", "+", "nan", "-nan", "+nan", "-nan(ind)", "null", "none", "(null)", "inf", "-inf"}
)
_NO_WORDS = frozenset({"", "-", "(null)", "nan", "-nan"})  # NAN and INF are symbols in New York
_NUMBER = re.compile(r"[+-]?(\d+(,\d{3})*(\.\d*)?|\.\d+)", re.ASCII)
_LONGEST_NUMBER = 40  # characters
_DIGITS_OF_DATE = 8
_DIGITS_OF_TIME = 6


def find_text(value: object) -> str | None:
    """The text without its padding; None for blank, `(null)`, `nan` and `-`."""
    if value is None or isinstance(value, (bool, list, dict)):
        return None
    text = str(value).strip()
    return None if text.lower() in _NOTHING else text


def find_words(value: object) -> str | None:
    """A name, a symbol or a code without its padding; None for blank, `(null)`, `nan` and `-`."""
    if value is None or isinstance(value, (bool, list, dict)):
        return None
    text = str(value).strip()
    return None if text in _NO_WORDS else text


def find_decimal(value: object) -> Decimal | None:
    """The number as it stands on the wire; None where there is none. 1,000 is read too."""
    text = find_text(value)
    if text is None or len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


def find_price(value: object) -> Decimal | None:
    """A price above zero; None for 0 too, with which the wire says that there is none."""
    number = find_decimal(value)
    return number if number is not None and number > 0 else None


def find_int(value: object) -> int | None:
    """A whole number, zero-padded or with zeros behind the point; None for anything else."""
    number = find_decimal(value)
    if number is None or number != number.to_integral_value():
        return None
    return int(number)


def find_date(value: object) -> date | None:
    """A date written YYYYMMDD; None for zeros and what is no date."""
    text = find_text(value)
    if text is None or len(text) != _DIGITS_OF_DATE or not _is_digits(text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def find_time(value: object) -> time | None:
    """An exchange time written HHMMSS; None for what is no time."""
    text = find_text(value)
    if text is None or len(text) != _DIGITS_OF_TIME or not _is_digits(text):
        return None
    try:
        return time(int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def find_flag(value: object) -> bool | None:
    """Y or N; None for anything else."""
    return {"Y": True, "N": False}.get(find_text(value) or "")


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
