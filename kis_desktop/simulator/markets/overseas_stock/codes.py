"""Standard codes of foreign shares: made up, but for the country and the check digit."""

from kis_desktop.simulator import noise
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare

_NINE_DIGITS = 10**9


def standard_code(share: ForeignShare) -> str:
    """An ISIN that belongs to a share alone (표준상품번호)."""
    body = f"{share.exchange.country.code}{noise.key(0, share.address, 'isin') % _NINE_DIGITS:09d}"
    return body + str(_check_digit(body))


def _check_digit(body: str) -> int:
    """Luhn's over the digits, letters counted from ten."""
    digits = "".join(str(int(letter, 36)) for letter in body)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return -total % 10
