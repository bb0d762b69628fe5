"""The master password where nobody can be asked: from a file descriptor, never from a variable."""

from __future__ import annotations

import os
from collections.abc import Mapping

from kis_desktop.domain.errors import VaultLocked
from kis_desktop.domain.message import message

VARIABLE = "KIS_VAULT_PASSWORD_FD"
_LONGEST = 4096  # bytes


def read_password(environment: Mapping[str, str]) -> str:
    """The password from the descriptor that the environment names; one line end is dropped and the
    descriptor closed.

    Raises `VaultLocked`: without the variable there is nobody to ask, and the program must end.
    """
    named = environment.get(VARIABLE)
    if named is None:
        raise VaultLocked(message("storage.nobody_to_ask", variable=VARIABLE))
    try:
        password = _drained(int(named)).decode().removesuffix("\n").removesuffix("\r")
    except (OSError, ValueError) as error:
        # the error may quote the password: its kind must do
        raise _unusable(type(error).__name__) from None
    if not password:
        raise _unusable("")
    return password


def _drained(descriptor: int) -> bytes:
    if descriptor < 0:
        raise ValueError("no descriptor")
    with os.fdopen(descriptor, "rb") as pipe:
        content = pipe.read(_LONGEST + 1)
    if len(content) > _LONGEST:
        raise ValueError("too long")
    return content


def _unusable(reason: str) -> VaultLocked:
    return VaultLocked(message("storage.password_descriptor", variable=VARIABLE, code=reason))
