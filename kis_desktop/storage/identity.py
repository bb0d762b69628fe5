"""Whose files these are: a profile in one environment."""

from __future__ import annotations

import re

import msgspec

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message

_NAME = re.compile(r"[^\W_][\w-]{0,39}")
_TAKEN_BY_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class Identity(msgspec.Struct, frozen=True):
    """A profile and the environment that it trades in.

    The name serves as a folder's on every system: letters, digits, `_` and `-`, at most forty.
    Raises `InvalidInput`.
    """

    profile: str
    environment: Environment

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.profile) or _TAKEN_BY_WINDOWS.fullmatch(self.profile):
            raise InvalidInput(message("storage.profile_name", name=self.profile))

    def __str__(self) -> str:
        return f"{self.profile}/{self.environment.value}"


class SimulatedIdentity(Identity, frozen=True):
    """A profile of the simulator: the only kind whose key may lie in a file."""

    environment: Environment = Environment.SIMULATED

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.environment is not Environment.SIMULATED:
            raise InvalidInput(message("storage.key_file_not_allowed"))
