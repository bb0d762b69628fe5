"""What stands in front of a vault in the clear: whose it is and how its key is found.

Every byte of it is authenticated by the vault's key, so that none can be changed unseen. Until the
key has spoken, nothing here is believed beyond the bounds of its fields.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from kis_desktop.domain.connection import Environment

VERSION: Literal[1] = 1
LONGEST = 2048  # bytes of an encoded header

LEAST_MEMORY = 64 * 1024  # KiB; RFC 9106's second recommendation, below which nothing is derived
MOST_MEMORY = 1024 * 1024  # KiB; above this, opening a planted file would eat the machine
LEAST_ITERATIONS, MOST_ITERATIONS = 3, 16
LEAST_LANES, MOST_LANES = 4, 16
SALT_BYTES = 16
assert LEAST_MEMORY < MOST_MEMORY
assert LEAST_ITERATIONS < MOST_ITERATIONS
assert LEAST_LANES < MOST_LANES

_Memory = Annotated[int, msgspec.Meta(ge=LEAST_MEMORY, le=MOST_MEMORY)]
_Iterations = Annotated[int, msgspec.Meta(ge=LEAST_ITERATIONS, le=MOST_ITERATIONS)]
_Lanes = Annotated[int, msgspec.Meta(ge=LEAST_LANES, le=MOST_LANES)]
_Salt = Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{{2 * SALT_BYTES}}}$")]
_Short = Annotated[str, msgspec.Meta(max_length=64)]


class PasswordLock(
    msgspec.Struct, frozen=True, tag="password", tag_field="mode", forbid_unknown_fields=True
):
    """The key is derived from a password with Argon2id; memory in KiB, salt in hexadecimal."""

    memory: _Memory
    iterations: _Iterations
    lanes: _Lanes
    salt: _Salt


class KeyringLock(
    msgspec.Struct, frozen=True, tag="keyring", tag_field="mode", forbid_unknown_fields=True
):
    """The key lies in the system's keyring under `key_id`; `store` says in which."""

    key_id: _Short
    store: _Short


class KeyFileLock(
    msgspec.Struct, frozen=True, tag="key_file", tag_field="mode", forbid_unknown_fields=True
):
    """The key lies in a file beside the vault; the simulator's vaults alone."""


Lock = PasswordLock | KeyringLock | KeyFileLock


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose vault this is, how its key is found, and how often it was saved."""

    version: Literal[1]
    profile: _Short
    environment: Environment
    lock: Lock
    generation: Annotated[int, msgspec.Meta(ge=1, le=2**53)]


def encode(header: Header) -> bytes:
    """The header as canonical JSON: keys sorted, no white space."""
    return msgspec.json.encode(header, order="sorted")


def parse(content: bytes) -> Header:
    """The header of canonical JSON. Raises `ValueError` for what `encode` wouldn't give."""
    if len(content) > LONGEST:
        raise ValueError(f"a header of {len(content)} bytes, at most {LONGEST} expected")
    header = msgspec.json.decode(content, type=Header)
    if encode(header) != content:
        raise ValueError("a header that is not canonical")
    return header
