"""A key from a password, by Argon2id."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kis_desktop.domain.errors import InvalidInput, VaultLocked
from kis_desktop.domain.message import message
from kis_desktop.storage.vault_frame import KEY_BYTES
from kis_desktop.storage.vault_header import (
    LEAST_ITERATIONS,
    LEAST_LANES,
    LEAST_MEMORY,
    MOST_ITERATIONS,
    MOST_LANES,
    MOST_MEMORY,
    PasswordLock,
)

LEAST_LENGTH = 10  # characters of a new password


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess costs: memory in KiB, iterations, lanes. Raises `InvalidInput` out of bounds."""

    memory: int
    iterations: int
    lanes: int

    def __post_init__(self) -> None:
        within = (
            LEAST_MEMORY <= self.memory <= MOST_MEMORY
            and LEAST_ITERATIONS <= self.iterations <= MOST_ITERATIONS
            and LEAST_LANES <= self.lanes <= MOST_LANES
        )
        if not within:
            raise InvalidInput(message("storage.cost_out_of_bounds"))


DESKTOP_COST = Cost(256 * 1024, 3, 4)  # 0.6 s on a desktop of 2026
FLOOR_COST = Cost(LEAST_MEMORY, LEAST_ITERATIONS, LEAST_LANES)


def normalized(password: str) -> str:
    """One form for what looks the same: Hangul typed on macOS may come apart into letters."""
    return unicodedata.normalize("NFC", password)


def check_length(password: str) -> None:
    """Raises `InvalidInput` for a password that is too short to be new."""
    if len(normalized(password)) < LEAST_LENGTH:
        raise InvalidInput(message("storage.password_short", least=LEAST_LENGTH))


def derive(password: str, lock: PasswordLock) -> bytes:
    """The key of a password. Takes 0.2 to 5 s by design: never on the UI or the I/O thread.

    Raises `VaultLocked` when the machine hasn't the memory.
    """
    derivation = Argon2id(
        salt=bytes.fromhex(lock.salt),
        length=KEY_BYTES,
        iterations=lock.iterations,
        lanes=lock.lanes,
        memory_cost=lock.memory,
    )
    try:
        return derivation.derive(normalized(password).encode("utf-8", "surrogatepass"))
    except MemoryError as error:
        needed = lock.memory // 1024
        raise VaultLocked(message("storage.memory_short", megabytes=needed)) from error
