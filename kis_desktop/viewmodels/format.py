"""Numbers and times as a Korean trader reads them: unknown is "—", nothing is rounded up."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import ROUND_DOWN, Context, Decimal
from zoneinfo import ZoneInfo

from kis_desktop.catalogue.message_texts import render
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Sign
from kis_desktop.viewmodels.roles import Tone

UNKNOWN = "—"
MINUS = "−"
EXCHANGE_ZONE = ZoneInfo("Asia/Seoul")

_EOK = Decimal(100_000_000)
_JO = Decimal(1_000_000_000_000)
_ENGLISH_STEPS = (
    (Decimal(1_000_000_000_000), "T"),
    (Decimal(1_000_000_000), "B"),
    (Decimal(1_000_000), "M"),
)
_THOUSAND = 1000
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(,[0-9]{3})+")  # commas only where thousands are
_PRICE = re.compile(rf"(?:{_WHOLE.pattern})(\.[0-9]*)?|\.[0-9]+")
_LONGEST_PRICE, _LONGEST_QUANTITY = 15, 10  # digits; a longer figure is a key that stuck
_EVERY_DIGIT = Context(prec=100)  # the wire's longest number, and any product of two typed ones
_MINUTE, _HOUR = 60, 3600  # seconds
_TIME_DIGITS = 6
_ARROWS = {
    Sign.LIMIT_UP: "↑",
    Sign.UP: "▲",
    Sign.FLAT: "",
    Sign.DOWN: "▼",
    Sign.LIMIT_DOWN: "↓",
}
_TONES = {
    Sign.LIMIT_UP: Tone.UP,
    Sign.UP: Tone.UP,
    Sign.FLAT: Tone.FLAT,
    Sign.DOWN: Tone.DOWN,
    Sign.LIMIT_DOWN: Tone.DOWN,
}


def price(value: Decimal | None, places: int = 0) -> str:
    """A price with thousands commas, cut (not rounded) to `places` decimals."""
    if value is None:
        return UNKNOWN
    return _with_minus(f"{_cut(value, places):,}")


def quantity(value: int | None) -> str:
    """Shares with thousands commas."""
    return UNKNOWN if value is None else _with_minus(f"{value:,}")


def thousands(value: int | None) -> str:
    """Shares in thousands, cut; for a column whose header says so."""
    if value is None:
        return UNKNOWN
    return quantity(int(value / _THOUSAND) if value < 0 else value // _THOUSAND)


def signed(value: Decimal | int | None) -> str:
    """A figure with its sign, ＋ left out for nothing: `+1,284,300`, `−42,150`, `0`."""
    if value is None:
        return UNKNOWN
    whole = _cut(Decimal(value), 0)
    return f"+{whole:,}" if whole > 0 else _with_minus(f"{whole:,}")


def rate(value: Decimal | None) -> str:
    """A percentage with its sign and two decimals, cut: `+1.34%`, `−0.55%`, `0.00%`."""
    if value is None:
        return UNKNOWN
    cut = _cut(value, 2)
    return f"+{cut:,}%" if cut > 0 else f"{_with_minus(f'{cut:,}')}%"


def ratio(value: Decimal | None) -> str:
    """A bare figure with two decimals, cut, such as 체결강도."""
    return UNKNOWN if value is None else _with_minus(f"{_cut(value, 2):,}")


def change(value: Decimal | None, sign: Sign = Sign.UNKNOWN) -> str:
    """The change against the previous close behind the server's own sign: `▲ 1,300`, `↑ 22,500`."""
    if value is None:
        return UNKNOWN
    told = sign if sign is not Sign.UNKNOWN else sign_of(value)
    return f"{_ARROWS[told]} {_cut(abs(value), 0):,}".strip()


def sign_of(value: Decimal | None) -> Sign:
    """The sign of a signed figure of our own (profit, difference); unknown for an unknown one."""
    if value is None:
        return Sign.UNKNOWN
    if value == 0:
        return Sign.FLAT
    return Sign.UP if value > 0 else Sign.DOWN


def tone(sign: Sign, value: Decimal | None = None) -> Tone:
    """The tone of a price text: as the server signs it, else by the signed figure, else plain."""
    told = sign if sign is not Sign.UNKNOWN else sign_of(value)
    return _TONES.get(told, Tone.TEXT)


def tone_against(value: Decimal | None, base: Decimal | None) -> Tone:
    """The tone of a price beside a reference price (KRW), plain where either is unknown."""
    if value is None or base is None:
        return Tone.TEXT
    return tone(Sign.UNKNOWN, value - base)


def strength_tone(value: Decimal | None) -> Tone:
    """체결강도 leans to buyers above 100 and to sellers below."""
    return tone_against(value, Decimal(100))


def amount(value: Decimal | None, language: str = "ko") -> str:
    """A large amount of KRW in 억 and 조 (M, B, T in English), cut: `8,041억`, `418조 2,310억`."""
    if value is None:
        return UNKNOWN
    size = abs(value)
    text = _korean_amount(size) if language == "ko" else _english_amount(size)
    return f"{MINUS}{text}" if value < 0 else text


def _korean_amount(size: Decimal) -> str:
    if size < _EOK:
        return f"{_cut(size, 0):,}"
    jo, rest = divmod(size, _JO)
    eok = _cut(rest / _EOK, 0)
    if not jo:
        return f"{eok:,}억"
    return f"{_cut(jo, 0):,}조 {eok:,}억" if eok else f"{_cut(jo, 0):,}조"


def _english_amount(size: Decimal) -> str:
    for unit, letter in _ENGLISH_STEPS:
        if size >= unit:
            return f"{_cut(size / unit, 1):,}{letter}"
    return f"{_cut(size, 0):,}"


def clock(value: time | datetime | None) -> str:
    """A time of day as HH:MM:SS; a datetime is shown in exchange time."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        value = value.astimezone(EXCHANGE_ZONE).time()
    return value.strftime("%H:%M:%S")


def clock_digits(digits: str) -> str:
    """HHMMSS as HH:MM:SS."""
    if len(digits) != _TIME_DIGITS or not digits.isdigit():
        return UNKNOWN
    return f"{digits[:2]}:{digits[2:4]}:{digits[4:]}"


def age(seconds: float | None, language: str) -> str:
    """How long ago something was true: `12초 전`."""
    if seconds is None:
        return UNKNOWN
    whole = max(int(seconds), 0)
    if whole < _MINUTE:
        return render(message("age.seconds", n=whole), language)
    if whole < _HOUR:
        return render(message("age.minutes", n=whole // _MINUTE), language)
    return render(message("age.hours", n=whole // _HOUR), language)


def parse_number(text: str) -> Decimal | None:
    """A typed number of zero and above; None for what is none, or longer than any price."""
    digits = text.replace(",", "").strip()
    if not _PRICE.fullmatch(text.strip()) or len(digits) > _LONGEST_PRICE:
        return None
    return Decimal(digits)


def parse_price(text: str) -> Decimal | None:
    """A typed price; None when it isn't a positive number, or longer than any price."""
    return parse_number(text) or None


def parse_quantity(text: str) -> int | None:
    """A typed number of shares; None when it isn't a positive whole number, or longer than any."""
    digits = text.replace(",", "").strip()
    if not _WHOLE.fullmatch(text.strip()) or len(digits) > _LONGEST_QUANTITY:
        return None
    return int(digits) or None


def regrouped(before: str, after: str) -> str:
    """What was typed into a figure with commas, its commas put right; anything else as it is."""
    digits = after.replace(",", "")
    if "," not in before or not _WHOLE.fullmatch(before) or not _WHOLE.fullmatch(digits):
        return after
    return f"{int(digits):,}" if len(digits) <= _LONGEST_PRICE else after


def _cut(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN, _EVERY_DIGIT)


def _with_minus(text: str) -> str:
    bare = text.replace("-", "")
    return f"{MINUS}{bare}" if text.startswith("-") and bare.strip("0.,") else bare
