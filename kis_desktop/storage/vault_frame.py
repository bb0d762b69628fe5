"""The bytes of a vault: header in the clear, data key wrapped, body encrypted.

    magic 8 · length of header 4 (big endian) · header
    nonce 12 · wrapped data key 48 · nonce 12 · body

AES-256-GCM both times. A data key is drawn for every save, so no nonce of a body meets another
under one key; the key that wraps sees one random nonce a save. Everything before the first nonce is
authenticated with both.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kis_desktop.storage.vault_header import LONGEST, Header, encode

MAGIC = b"KISVAULT"
KEY_BYTES = 32
LARGEST = 256 * 1024  # bytes of a whole vault

_LENGTH = 4
_NONCE = 12
_TAG = 16
_WRAPPED = KEY_BYTES + _TAG
_FOR_KEY = b"\x00data key"
_FOR_BODY = b"\x00body"


class NotAFrame(ValueError):
    """The bytes don't have the shape of a vault."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A vault's parts. `head` is what is authenticated, `header` its JSON."""

    head: bytes
    header: bytes
    wrapped: bytes
    body: bytes


def parse(content: bytes) -> Frame:
    """The parts of a vault's bytes, none of them believed. Raises `NotAFrame`."""
    begin = len(MAGIC) + _LENGTH
    if content[: len(MAGIC)] != MAGIC:
        raise NotAFrame("no vault begins like this")
    length = int.from_bytes(content[len(MAGIC) : begin])
    if length > LONGEST:
        raise NotAFrame(f"a header of {length} bytes, at most {LONGEST} expected")
    end = begin + length
    key_end = end + _NONCE + _WRAPPED
    if len(content) < key_end + _NONCE + _TAG:
        raise NotAFrame(f"{len(content)} bytes, too few for a vault")
    return Frame(content[:end], content[begin:end], content[end:key_end], content[key_end:])


def seal(header: Header, key: bytes, plain: bytes) -> bytes:
    """A vault's bytes; `key` wraps a data key of its own."""
    clear = encode(header)
    head = MAGIC + len(clear).to_bytes(_LENGTH) + clear
    data_key = AESGCM.generate_key(KEY_BYTES * 8)
    return (
        head
        + _encrypt(key, data_key, head + _FOR_KEY)
        + _encrypt(data_key, plain, head + _FOR_BODY)
    )


def unwrap(frame: Frame, key: bytes) -> bytes | None:
    """The data key; None when the key is another one or the header was edited."""
    return _decrypt(key, frame.wrapped, frame.head + _FOR_KEY)


def unseal(frame: Frame, data_key: bytes) -> bytes | None:
    """What was sealed; None when the body is damaged."""
    return _decrypt(data_key, frame.body, frame.head + _FOR_BODY)


def _encrypt(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def _decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except InvalidTag:
        return None
