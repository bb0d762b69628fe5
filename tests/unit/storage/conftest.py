"""What tests of the disk share: an identity and a keyring in memory."""

from __future__ import annotations

import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.storage.identity import Identity
from tests.unit.storage.memory_keyring import MemoryKeyring


@pytest.fixture
def identity() -> Identity:
    return Identity("trader", Environment.REAL)


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()
