"""Where keys come from: what each source gives, and what it refuses."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import cast

import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput, VaultLocked
from kis_desktop.storage.identity import Identity, SimulatedIdentity
from kis_desktop.storage.key_derivation import DESKTOP_COST, FLOOR_COST, Cost, derive
from kis_desktop.storage.key_source import KeyFile, KeyringKey, PasswordKey
from kis_desktop.storage.password_descriptor import read_password
from kis_desktop.storage.vault_header import KeyFileLock, KeyringLock, PasswordLock
from tests.unit.storage.memory_keyring import MemoryKeyring

SALT = "000102030405060708090a0b0c0d0e0f"
DEMO = SimulatedIdentity("demo")


def test_the_desktops_cost_is_above_the_floor() -> None:
    assert Cost(memory=262_144, iterations=3, lanes=4) == DESKTOP_COST
    assert Cost(memory=65_536, iterations=3, lanes=4) == FLOOR_COST


@pytest.mark.parametrize(
    ("memory", "iterations", "lanes"),
    [
        (65_535, 3, 4),
        (8, 3, 4),
        (65_536, 2, 4),
        (65_536, 3, 3),
        (2**31, 3, 4),
        (1_048_577, 3, 4),
        (65_536, 17, 4),
        (65_536, 3, 17),
        (-1, -1, -1),
    ],
)
def test_a_cost_out_of_bounds_is_refused(memory: int, iterations: int, lanes: int) -> None:
    with pytest.raises(InvalidInput):
        Cost(memory, iterations, lanes)


@pytest.mark.parametrize("password", ["비밀번호는길게써요", "가각힣 pässword"])
def test_hangul_in_letters_and_in_syllables_is_one_password(password: str) -> None:
    lock = PasswordLock(65_536, 3, 4, SALT)
    apart = unicodedata.normalize("NFD", password)
    whole = unicodedata.normalize("NFC", password)
    assert apart != whole
    assert derive(apart, lock) == derive(whole, lock)


def test_salt_and_cost_change_the_key() -> None:
    keys = {
        derive("one password", lock)
        for lock in (
            PasswordLock(65_536, 3, 4, SALT),
            PasswordLock(65_536, 3, 4, SALT[::-1]),
            PasswordLock(65_536, 4, 4, SALT),
        )
    }
    assert len(keys) == 3
    assert {len(key) for key in keys} == {32}


def test_a_machine_without_the_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise MemoryError

    class Starved:
        def __init__(self, **_: object) -> None:
            self.derive = refuse

    monkeypatch.setattr("kis_desktop.storage.key_derivation.Argon2id", Starved)
    with pytest.raises(VaultLocked) as raised:
        derive("password", PasswordLock(262_144, 3, 4, SALT))
    assert raised.value.message.arguments == {"megabytes": 256}


def test_a_short_password_is_refused_when_new_alone(identity: Identity) -> None:
    source = PasswordKey("아홉글자밖에안됨", FLOOR_COST)
    with pytest.raises(InvalidInput) as raised:
        source.grant(identity)
    assert raised.value.message.arguments == {"least": 10}
    assert source.find_key(identity, PasswordLock(65_536, 3, 4, SALT)) is not None


def test_every_grant_has_a_salt_of_its_own(identity: Identity) -> None:
    source = PasswordKey("long enough", FLOOR_COST)
    first, second = source.grant(identity), source.grant(identity)
    assert first.key != second.key
    assert source.find_key(identity, first.lock) == first.key


def test_a_source_finds_keys_of_its_own_kind_alone(
    tmp_path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    password = PasswordLock(65_536, 3, 4, SALT)
    in_keyring = KeyringLock("00", "memory")
    assert PasswordKey("x").find_key(identity, in_keyring) is None
    assert KeyringKey(keyring).find_key(identity, password) is None
    assert KeyFile(tmp_path / "key", DEMO).find_key(DEMO, password) is None
    KeyringKey(keyring).forget(identity, password)


def test_profiles_share_no_entry_of_the_keyring(keyring: MemoryKeyring) -> None:
    source = KeyringKey(keyring)
    for profile in ("a", "b"):
        for environment in (Environment.REAL, Environment.PAPER):
            source.grant(Identity(profile, environment))
            source.remember(Identity(profile, environment), 1)
    assert len(keyring.entries) == 8


@pytest.mark.parametrize("kept", ["", "-1", "1.5", "²", "x"])
def test_a_generation_that_is_no_number_is_not_believed(
    identity: Identity, keyring: MemoryKeyring, kept: str
) -> None:
    source = KeyringKey(keyring)
    source.remember(identity, 3)
    assert source.generation(identity) == 3
    keyring.entries = dict.fromkeys(keyring.entries, kept)
    assert source.generation(identity) is None


def test_a_keyring_that_fails_while_cleaning_up_fails_nothing_else(
    identity: Identity, keyring: MemoryKeyring, caplog: pytest.LogCaptureFixture
) -> None:
    source = KeyringKey(keyring)
    lock, _ = source.grant(identity)
    keyring.failing = True
    source.forget(identity, lock)
    source.remember(identity, 4)
    assert len(caplog.records) == 2


def test_a_key_file_is_for_the_simulator_alone(tmp_path: Path, identity: Identity) -> None:
    with pytest.raises(InvalidInput):
        KeyFile(tmp_path / "key", cast("SimulatedIdentity", identity))
    source = KeyFile(tmp_path / "key", DEMO)
    for other in (identity, Identity("demo", Environment.PAPER), SimulatedIdentity("another")):
        with pytest.raises(InvalidInput):
            source.grant(other)
    assert not (tmp_path / "key").exists()


def test_a_key_file_keeps_its_key(tmp_path: Path) -> None:
    source = KeyFile(tmp_path / "key", DEMO)
    assert source.find_key(DEMO, KeyFileLock()) is None
    first = source.grant(DEMO)
    assert source.grant(DEMO) == first
    assert source.generation(DEMO) is None
    source.forget(DEMO, first.lock)
    assert KeyFile(tmp_path / "key", DEMO).find_key(DEMO, first.lock) == first.key


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    source = KeyFile(tmp_path / "key", DEMO)
    lock, _ = source.grant(DEMO)
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(VaultLocked) as raised:
        source.find_key(DEMO, lock)
    assert raised.value.message.id == "storage.key_file_open"


@pytest.mark.parametrize("content", [b"", b"zz" * 32, b"00" * 31, b"\xff" * 64])
def test_a_key_file_with_something_else_in_it_gives_no_key(tmp_path: Path, content: bytes) -> None:
    source = KeyFile(tmp_path / "key", DEMO)
    lock, _ = source.grant(DEMO)
    (tmp_path / "key").write_bytes(content)
    assert source.find_key(DEMO, lock) is None


def piped(content: bytes) -> int:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(content)
    return reading


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (b"secret words", "secret words"),
        (b"secret words\n", "secret words"),
        (b"secret words\r\n", "secret words"),
        ("비밀 번호\n".encode(), "비밀 번호"),
        (b" spaces count \n\n", " spaces count \n"),
    ],
)
def test_a_password_comes_from_a_descriptor_that_is_closed_after(
    content: bytes, password: str
) -> None:
    descriptor = piped(content)
    assert read_password({"KIS_VAULT_PASSWORD_FD": str(descriptor)}) == password
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(descriptor)


def test_without_a_descriptor_there_is_nobody_to_ask() -> None:
    with pytest.raises(VaultLocked) as raised:
        read_password({"KIS_VAULT_PASSWORD": "never from a variable"})
    assert raised.value.message.id == "storage.nobody_to_ask"


@pytest.mark.parametrize("named", ["", "x", "-1", "9999", "1.5"])
def test_a_descriptor_that_is_none_is_refused(named: str) -> None:
    with pytest.raises(VaultLocked) as raised:
        read_password({"KIS_VAULT_PASSWORD_FD": named})
    assert raised.value.message.id == "storage.password_descriptor"


@pytest.mark.parametrize("content", [b"", b"\n", b"x" * 4097, b"\xffsecret"])
def test_a_password_that_is_none_is_refused_without_quoting_it(content: bytes) -> None:
    with pytest.raises(VaultLocked) as raised:
        read_password({"KIS_VAULT_PASSWORD_FD": str(piped(content))})
    assert raised.value.message.id == "storage.password_descriptor"
    assert "secret" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
