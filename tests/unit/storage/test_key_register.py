"""The register of keys: no key of one world gets into another, and no key can be read from it."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import msgspec
import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.storage.key_register import NAME, KeyRegister

REAL, PAPER, SIMULATED = Environment.REAL, Environment.PAPER, Environment.SIMULATED
KEY = "PSappkeyOfThisTest0001"


@pytest.mark.parametrize(
    ("first", "second", "message_id"),
    [
        (REAL, PAPER, "storage.key_is_real"),
        (REAL, SIMULATED, "storage.key_is_real"),
        (PAPER, REAL, "storage.key_is_paper"),
        (PAPER, SIMULATED, "storage.key_is_paper"),
    ],
)
def test_a_key_of_one_world_is_refused_in_another(
    tmp_path: Path, first: Environment, second: Environment, message_id: str
) -> None:
    KeyRegister(tmp_path).claim(KEY, first)
    with pytest.raises(InvalidInput) as raised:
        KeyRegister(tmp_path).claim(KEY, second)
    assert raised.value.message.id == message_id
    KeyRegister(tmp_path).claim(KEY, first)
    KeyRegister(tmp_path).claim("another key", second)


def test_a_simulator_s_key_is_not_written_down(tmp_path: Path) -> None:
    KeyRegister(tmp_path).claim(KEY, SIMULATED)
    assert not (tmp_path / NAME).exists()
    KeyRegister(tmp_path).claim(KEY, REAL)


def test_the_file_tells_nothing_of_a_key_and_nobody_else_reads_it(tmp_path: Path) -> None:
    KeyRegister(tmp_path / "one").claim(KEY, REAL)
    KeyRegister(tmp_path / "two").claim(KEY, REAL)
    one, two = (tmp_path / name / NAME for name in ("one", "two"))
    assert KEY.encode() not in one.read_bytes()
    prints = [set(msgspec.json.decode(path.read_bytes())["worlds"]) for path in (one, two)]
    assert len(prints[0]) == len(prints[1]) == 1
    assert prints[0] != prints[1]
    if sys.platform != "win32":
        assert stat.S_IMODE(one.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"salt":"00","worlds":{}}', b"\x00" * 70_000]
)
def test_a_damaged_register_stops_the_entry_and_stays_as_it_is(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(StorageFailed):
        KeyRegister(tmp_path).claim(KEY, REAL)
    assert (tmp_path / NAME).read_bytes() == content


def test_only_the_world_that_has_a_key_lets_go_of_it(tmp_path: Path) -> None:
    register = KeyRegister(tmp_path)
    register.claim(KEY, REAL)
    register.claim("another key", REAL)
    register.release(KEY, PAPER)
    with pytest.raises(InvalidInput):
        register.claim(KEY, PAPER)
    register.release(KEY, REAL)
    register.claim(KEY, PAPER)
    with pytest.raises(InvalidInput):
        register.claim("another key", PAPER)
