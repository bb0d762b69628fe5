"""Standard codes of foreign shares in the form of real ones; the codes themselves are made up."""

from hashlib import blake2b

from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WITHOUT_VOWELS = "0123456789BCDFGHJKLMNPQRSTVWXYZ"


def isin_of(share: ForeignShare) -> str:
    """Twelve characters: country, nine, and the check digit that belongs to them."""
    head = share.exchange.country.code + _drawn(share.address + "/isin", _LETTERS[:10], 9)
    digits = "".join(str(_LETTERS.index(letter)) for letter in head)
    doubled = [
        int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))
    ]
    return f"{head}{-sum(number // 10 + number % 10 for number in doubled) % 10}"


def sedol_of(share: ForeignShare) -> str:
    """Seven characters, the last one the check digit."""
    head = "B" + _drawn(share.address + "/sedol", _WITHOUT_VOWELS, 5)
    weighed = zip(head, (1, 3, 1, 7, 3, 9), strict=True)
    return f"{head}{-sum(_LETTERS.index(letter) * weight for letter, weight in weighed) % 10}"


def bloomberg_of(share: ForeignShare) -> str:
    """Ticker and country, as terminals write it."""
    return f"{share.symbol} {share.exchange.country.code} Equity"


def _drawn(address: str, letters: str, count: int) -> str:
    number = int.from_bytes(blake2b(address.encode(), digest_size=8).digest(), "big")
    found = []
    for _ in range(count):
        number, place = divmod(number, len(letters))
        found.append(letters[place])
    return "".join(found)
