"""Notices of our own orders (체결통보): AES-256-CBC, PKCS#7, base64, keyed by the channel's ack.

Records have 26 fields; before March 2025 they had 23. The first 18 stand in the same places.
"""

from __future__ import annotations

import binascii
import enum
from base64 import b64decode

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from kis_desktop.kis.protocol.frames import Surprise

OLD_WIDTH = 23
WIDTH = 26

_DIGITS = frozenset("0123456789")
_KEY_BYTES = 32
_BLOCK_BYTES = 16
_BLOCK_BITS = 128


class NoticeFields(msgspec.Struct, frozen=True):
    """A notice as it stands on the wire. `price` and `venue` are empty where the width has none.

    `account` and `customer` are personal and go nowhere.
    """

    customer: str
    account: str
    order_no: str
    original_no: str
    side: str
    request: str
    order_kind: str
    symbol: str
    quantity: str
    fill_price: str
    time: str
    refused: str
    filled: str
    accepted: str
    branch: str
    order_quantity: str
    venue: str
    order_price: str

    def __repr__(self) -> str:
        return f"NoticeFields(order_no={self.order_no!r}, symbol={self.symbol!r})"


class Whose(enum.Enum):
    """For which account a notice is."""

    OURS = enum.auto()
    ANOTHER = enum.auto()
    UNCLEAR = enum.auto()  # blank, without its product code, or masked: it may be ours


def whose(told: str, account: str) -> Whose:
    """Whose notice it is by its ACNT_NO, against our ten digits: an HTS ID gets those of all its
    accounts.
    """
    told = told.strip().replace("-", "")
    if told == account:
        return Whose.OURS
    masked = any(sign not in _DIGITS for sign in told)
    if not masked and len(told) == len(account):
        return Whose.ANOTHER
    fits = all(sign == own for sign, own in zip(told, account, strict=False) if sign in _DIGITS)
    return Whose.UNCLEAR if fits else Whose.ANOTHER


def decipher(payload: str, key: str, iv: str) -> str | Surprise:
    """The plain payload of an encrypted frame."""
    key_bytes, iv_bytes = key.encode(), iv.encode()
    if len(key_bytes) != _KEY_BYTES or len(iv_bytes) != _BLOCK_BYTES:
        return Surprise("no usable key")
    try:
        sealed = b64decode(payload, validate=True)
    except (binascii.Error, ValueError):
        return Surprise("no base64")
    if not sealed or len(sealed) % _BLOCK_BYTES:
        return Surprise("no whole blocks")
    return _open(sealed, key_bytes, iv_bytes)


def read_notice(row: list[str]) -> NoticeFields | Surprise:
    """A record of 23, 26 or more fields."""
    width = len(row)
    if width < OLD_WIDTH:
        return Surprise(f"a notice of {width} fields")
    venue, price = ("", row[22]) if width < WIDTH else (row[19], row[25])
    return NoticeFields(
        customer=row[0],
        account=row[1],
        order_no=row[2],
        original_no=row[3],
        side=row[4],
        request=row[5],
        order_kind=row[6],
        symbol=row[8],
        quantity=row[9],
        fill_price=row[10],
        time=row[11],
        refused=row[12],
        filled=row[13],
        accepted=row[14],
        branch=row[15],
        order_quantity=row[16],
        venue=venue,
        order_price=price,
    )


def _open(sealed: bytes, key: bytes, iv: bytes) -> str | Surprise:
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    padded = decryptor.update(sealed) + decryptor.finalize()
    unpadder = PKCS7(_BLOCK_BITS).unpadder()
    try:
        return (unpadder.update(padded) + unpadder.finalize()).decode()
    except ValueError:
        return Surprise("the key does not fit")
