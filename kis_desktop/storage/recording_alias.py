"""Aliases for what is personal: the same for the same value, of the same shape, drawn in order.

Our own account is always 00000001-01, whatever it was, so that a replay knows its notices.
"""

from __future__ import annotations

import re

_ACCOUNT = re.compile(r"(\d{8})(-?)(\d{2})?")
_LETTER = "P"
_SHORTEST_KNOWN = 2  # characters; anything shorter would be found in ordinary words


class Aliases:
    """The aliases of one recording. What they stand for is in memory alone, never on the disk."""

    def __init__(self) -> None:
        self._accounts: dict[str, str] = {}
        self._products: dict[str, str] = {}
        self._others: dict[str, str] = {}
        self._known = re.compile(r"(?!)")
        self._counted = -1

    def account(self, number: str) -> str:
        """For eight digits (종합계좌번호)."""
        return self._accounts.setdefault(number, f"{len(self._accounts) + 1:08d}")

    def product(self, code: str) -> str:
        """For two digits (상품코드)."""
        return self._products.setdefault(code, f"{len(self._products) + 1:02d}")

    def alias(self, value: str) -> str:
        """For any value; blanks around it and a value of blanks alone stay as they are."""
        bare = value.strip()
        if not bare:
            return value
        return value.replace(bare, self._of(bare), 1)

    def cover(self, text: str) -> str:
        """A sentence without any value that has an alias, and without long runs of digits."""
        values = (*self._accounts, *self._others)
        if len(values) != self._counted:
            self._counted = len(values)
            known = (value for value in values if len(value) >= _SHORTEST_KNOWN)
            longest = sorted(known, key=len, reverse=True)
            self._known = re.compile("|".join([*map(re.escape, longest), r"\d{8,}"]))
        return self._known.sub(lambda found: self.alias(found.group()), text)

    def _of(self, bare: str) -> str:
        account = _ACCOUNT.fullmatch(bare)
        if account is not None:
            number, dash, product = account.groups()
            return self.account(number) + dash + (self.product(product) if product else "")
        if len(bare) == len("01") and bare.isdecimal():
            return self.product(bare)
        if bare not in self._others:
            self._others[bare] = _shaped(bare, len(self._others) + 1)
        return self._others[bare]


def _shaped(bare: str, number: int) -> str:
    """Digits for digits, letters for the rest, as wide as the value where the number fits."""
    if bare.isdecimal():
        return str(number).zfill(len(bare))
    return _LETTER + str(number).zfill(len(bare) - 1)
