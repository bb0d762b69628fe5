"""The vault: opened by its own key alone, always the newest, never overwritten when damaged."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput, StorageFailed, VaultDamaged, VaultLocked
from kis_desktop.storage import vault, vault_frame, vault_header
from kis_desktop.storage.file_lock import FileLock
from kis_desktop.storage.identity import Identity, SimulatedIdentity
from kis_desktop.storage.key_derivation import FLOOR_COST
from kis_desktop.storage.key_source import KeyFile, KeyringKey, PasswordKey
from kis_desktop.storage.vault import Vault
from kis_desktop.storage.vault_contents import Secrets
from kis_desktop.storage.vault_header import KeyringLock, PasswordLock
from tests.unit.storage.memory_keyring import MemoryKeyring

SECRETS = Secrets(
    app_key="PSappkey0001",
    app_secret="appsecret0002",
    account_number="12345678",
    account_product="01",
    hts_id="trader01",
)
TOKEN_TIME = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "real.vault"


@pytest.fixture
def kept(path: Path, identity: Identity, keyring: MemoryKeyring) -> Vault:
    """A vault of the first generation."""
    return Vault.create(path, identity, KeyringKey(keyring), SECRETS)


def opened(path: Path, identity: Identity, keyring: MemoryKeyring) -> Vault:
    return Vault.open(path, identity, KeyringKey(keyring))


def flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def test_what_was_created_is_there_when_opened(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    assert opened(path, identity, keyring).secrets == SECRETS


def test_a_new_vault_may_be_empty(path: Path, identity: Identity, keyring: MemoryKeyring) -> None:
    Vault.create(path, identity, KeyringKey(keyring))
    assert opened(path, identity, keyring).secrets == Secrets()


def test_an_update_is_there_after_a_restart(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    kept.update(access_token="token-1", token_issued_at=TOKEN_TIME)
    found = opened(path, identity, keyring).secrets
    assert (found.access_token, found.token_issued_at) == ("token-1", TOKEN_TIME)
    assert found.app_secret == SECRETS.app_secret


def test_an_update_keeps_what_another_process_wrote(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    other = opened(path, identity, keyring)
    other.update(access_token="token of the other")
    kept.update(approval_key="approval of this one")
    assert kept.secrets.access_token == "token of the other"
    assert other.reload().approval_key == "approval of this one"


@pytest.mark.parametrize(
    "change",
    [{"app_key": 5}, {"token_issued_at": datetime(2026, 1, 1)}],  # noqa: DTZ001
)
def test_a_value_of_another_type_changes_nothing(
    kept: Vault, path: Path, change: dict[str, object]
) -> None:
    before = path.read_bytes()
    with pytest.raises(InvalidInput) as raised:
        kept.update(**change)
    assert raised.value.message.id == "storage.secret_unusable"
    assert path.read_bytes() == before
    assert kept.secrets == SECRETS


def test_a_vault_is_never_created_over_another(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    before = path.read_bytes()
    with pytest.raises(InvalidInput):
        Vault.create(path, identity, KeyringKey(keyring))
    assert path.read_bytes() == before


def test_a_vault_is_never_created_beside_a_backup(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    kept.update(hts_id="x")
    path.unlink()
    with pytest.raises(InvalidInput):
        Vault.create(path, identity, KeyringKey(keyring))


def test_a_vault_that_cannot_be_created_leaves_no_key(
    path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    unusable = Secrets(token_issued_at=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(InvalidInput):
        Vault.create(path, identity, KeyringKey(keyring), unusable)
    assert keyring.entries == {}
    assert not path.exists()


def test_the_secrets_never_show_themselves(kept: Vault) -> None:
    for text in (repr(SECRETS), str(SECRETS), f"{SECRETS!r}", repr(kept), str(vars(kept))):
        assert SECRETS.app_secret not in text
    assert SECRETS.__rich_repr__() == []
    assert "hunter2" not in repr(PasswordKey("hunter2hunter2"))


def test_file_and_folder_are_the_owners_alone_whatever_the_umask(
    path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    before = os.umask(0)
    try:
        Vault.create(path, identity, KeyringKey(keyring), SECRETS).update(hts_id="second")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_every_save_is_another_cipher_text(kept: Vault, path: Path) -> None:
    first = vault_frame.parse(path.read_bytes())
    kept.update()
    second = vault_frame.parse(path.read_bytes())
    assert first.wrapped != second.wrapped
    assert first.body[:12] != second.body[:12]


def test_no_vault_is_told_from_a_locked_one(
    path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    with pytest.raises(StorageFailed) as raised:
        opened(path, identity, keyring)
    assert raised.value.message.id == "storage.vault_missing"
    path.parent.mkdir()
    with pytest.raises(StorageFailed) as raised:
        opened(path, identity, keyring)
    assert raised.value.message.id == "storage.vault_missing"
    assert not isinstance(raised.value, VaultLocked)


def edited(path: Path, **changes: object) -> None:
    """Re-encode the header with other fields, as one would who knows the format."""
    content = path.read_bytes()
    frame = vault_frame.parse(content)
    header = msgspec.structs.replace(vault_header.parse(frame.header), **changes)
    clear = vault_header.encode(header)
    head = vault_frame.MAGIC + len(clear).to_bytes(4, "big") + clear
    path.write_bytes(head + frame.wrapped + frame.body)


@pytest.mark.parametrize(
    "changes",
    [
        {"generation": 7},
        {"profile": "another"},
        {"environment": Environment.PAPER},
        {"lock": KeyringLock("0" * 16, "memory")},
        {"lock": PasswordLock(65536, 3, 4, "00" * 16)},
    ],
    ids=str,
)
def test_an_edited_header_is_refused_like_a_wrong_key(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring, changes: dict[str, object]
) -> None:
    edited(path, **changes)
    with pytest.raises(VaultLocked) as of_header:
        opened(path, identity, keyring)
    keyring.entries = dict.fromkeys(keyring.entries, "11" * 32)
    with pytest.raises(VaultLocked) as of_key:
        opened(path, identity, keyring)
    assert of_header.value.message == of_key.value.message


@pytest.mark.parametrize(
    ("found", "put"),
    [
        (b'"memory"', b'"memory" '),
        (b'"version":1', b'"version":2'),
        (b'"mode":"keyring"', b'"mode":"nothing"'),
        (b'"generation":1', b'"generation":0'),
        (b'"profile":', b'"stranger":'),
    ],
)
def test_a_header_that_is_not_ours_is_refused_before_any_key_is_asked(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring, found: bytes, put: bytes
) -> None:
    frame = vault_frame.parse(path.read_bytes())
    assert found in frame.header
    clear = frame.header.replace(found, put)
    head = vault_frame.MAGIC + len(clear).to_bytes(4, "big") + clear
    path.write_bytes(head + frame.wrapped + frame.body)
    keyring.failing = True
    with pytest.raises(VaultLocked) as raised:
        opened(path, identity, keyring)
    assert raised.value.message.id == "storage.vault_locked"


@pytest.mark.parametrize(
    ("memory", "iterations", "lanes", "salt"),
    [
        (8, 3, 4, "00" * 16),
        (65_535, 3, 4, "00" * 16),
        (2**31, 3, 4, "00" * 16),
        (65_536, 1, 4, "00" * 16),
        (65_536, 2**31, 4, "00" * 16),
        (65_536, 3, 1, "00" * 16),
        (65_536, 3, 2**24, "00" * 16),
        (65_536, 3, 4, "00"),
        (65_536, 3, 4, "zz" * 16),
    ],
)
def test_a_weakened_or_ruinous_derivation_is_refused_before_it_begins(
    path: Path,
    identity: Identity,
    monkeypatch: pytest.MonkeyPatch,
    memory: int,
    iterations: int,
    lanes: int,
    salt: str,
) -> None:
    path.parent.mkdir()
    lock = PasswordLock(memory, iterations, lanes, salt)
    header = vault_header.Header(1, identity.profile, identity.environment, lock, 1)
    path.write_bytes(vault_frame.seal(header, bytes(32), b"{}"))
    derived: list[object] = []
    monkeypatch.setattr("kis_desktop.storage.key_source.derive", lambda *told: derived.append(told))
    with pytest.raises(VaultLocked) as raised:
        Vault.open(path, identity, PasswordKey("whatever it is"))
    assert raised.value.message.id == "storage.vault_locked"
    assert derived == []


def test_a_header_longer_than_any_of_ours_is_damage(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:8] + (2**31).to_bytes(4, "big") + content[12:])
    with pytest.raises(VaultDamaged):
        opened(path, identity, keyring)
    with pytest.raises(ValueError, match="2049"):
        vault_header.parse(b" " * 2049)


def test_a_file_larger_than_any_of_ours_is_not_read(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    path.write_bytes(path.read_bytes().ljust(vault_frame.LARGEST + 1, b"\0"))
    with pytest.raises(StorageFailed) as raised:
        opened(path, identity, keyring)
    assert raised.value.message.id == "storage.file_too_large"
    assert vault.find_lock(path) is None


@pytest.mark.parametrize(
    ("profile", "environment"),
    [("trader", Environment.PAPER), ("trader", Environment.SIMULATED), ("other", Environment.REAL)],
)
def test_a_vault_of_another_profile_or_environment_is_refused(
    kept: Vault, path: Path, keyring: MemoryKeyring, profile: str, environment: Environment
) -> None:
    for entry, value in tuple(keyring.entries.items()):
        keyring.entries[f"{profile}/{environment.value}/{entry.split('/', 2)[2]}"] = value
    with pytest.raises(VaultLocked) as raised:
        opened(path, Identity(profile, environment), keyring)
    assert raised.value.message.id == "storage.vault_locked"


def test_an_edited_identity_does_not_carry_a_real_vault_into_paper(
    kept: Vault, path: Path, keyring: MemoryKeyring
) -> None:
    edited(path, environment=Environment.PAPER)
    for entry, value in tuple(keyring.entries.items()):
        keyring.entries[entry.replace("real", "paper")] = value
    with pytest.raises(VaultLocked):
        opened(path, Identity("trader", Environment.PAPER), keyring)


def test_a_key_that_the_keyring_lost_or_mangled_is_refused(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    for value in ("", "zz", "00" * 31, "00" * 33):
        keyring.entries = dict.fromkeys(keyring.entries, value)
        with pytest.raises(VaultLocked):
            opened(path, identity, keyring)


def test_an_older_file_is_refused_until_the_trader_agrees(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    old = path.read_bytes()
    kept.update(hts_id="newer")
    path.write_bytes(old)
    with pytest.raises(VaultDamaged) as raised:
        opened(path, identity, keyring)
    assert raised.value.message.id == "storage.vault_rolled_back"
    with pytest.raises(VaultDamaged):
        kept.reload()
    agreed = Vault.open_older(path, identity, KeyringKey(keyring))
    assert agreed.secrets == SECRETS
    assert agreed.generation == 3
    assert opened(path, identity, keyring).secrets == SECRETS


def test_a_save_that_the_keyring_did_not_count_still_opens(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    keyring.failing = True
    kept.update(hts_id="newer")
    keyring.failing = False
    assert opened(path, identity, keyring).secrets.hts_id == "newer"


def test_a_vault_made_anew_counts_on(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    kept.update(hts_id="x")
    vault.erase(path, identity, KeyringKey(keyring))
    assert Vault.create(path, identity, KeyringKey(keyring)).generation == 3


def test_a_damaged_body_is_left_as_it_is_and_the_backup_opens(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    kept.update(access_token="lost with the damage")
    flip(path, -1)
    damaged = path.read_bytes()
    with pytest.raises(VaultDamaged) as raised:
        opened(path, identity, keyring)
    assert raised.value.message.id == "storage.vault_damaged_backup"
    assert path.read_bytes() == damaged
    recovered = Vault.open_backup(path, identity, KeyringKey(keyring))
    assert recovered.secrets == SECRETS
    assert (path.parent / "real.vault.damaged-1").read_bytes() == damaged
    assert opened(path, identity, keyring).secrets == SECRETS


def test_a_second_damage_does_not_overwrite_the_first(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    kept.update(hts_id="x")
    for damage in (b"first", b"second"):
        path.write_bytes(damage)
        Vault.open_backup(path, identity, KeyringKey(keyring))
    asides = sorted(path.parent.glob("*.damaged-*"))
    assert [file.read_bytes() for file in asides] == [b"first", b"second"]


def test_a_file_lost_between_two_names_is_found_in_its_backup(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    kept.update(hts_id="x")
    path.unlink()
    with pytest.raises(VaultDamaged):
        opened(path, identity, keyring)
    assert Vault.open_backup(path, identity, KeyringKey(keyring)).secrets == SECRETS


def test_damage_without_a_backup_is_said(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    path.write_bytes(b"")
    with pytest.raises(VaultDamaged) as raised:
        opened(path, identity, keyring)
    assert raised.value.message.id == "storage.vault_damaged"
    with pytest.raises(StorageFailed):
        Vault.open_backup(path, identity, KeyringKey(keyring))


def test_a_vault_of_a_newer_program_is_left_alone(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    header = vault_header.parse(vault_frame.parse(path.read_bytes()).header)
    assert isinstance(header.lock, KeyringLock)
    key = KeyringKey(keyring).find_key(identity, header.lock)
    assert key is not None
    content = vault_frame.seal(header, key, b'{"a_field_of_the_future":1}')
    path.write_bytes(content)
    with pytest.raises(StorageFailed) as raised:
        opened(path, identity, keyring)
    assert raised.value.message.id == "storage.vault_newer"
    assert path.read_bytes() == content


def test_a_password_opens_what_it_locked_and_another_does_not(
    path: Path, identity: Identity
) -> None:
    Vault.create(path, identity, PasswordKey("correct horse", FLOOR_COST), SECRETS)
    assert Vault.open(path, identity, PasswordKey("correct horse")).secrets == SECRETS
    with pytest.raises(VaultLocked):
        Vault.open(path, identity, PasswordKey("incorrect horse"))


def test_a_new_password_leaves_nothing_that_the_old_one_opens(
    path: Path, identity: Identity
) -> None:
    old, new = PasswordKey("the old password", FLOOR_COST), PasswordKey("the new one", FLOOR_COST)
    held = Vault.create(path, identity, old, SECRETS)
    held.update(hts_id="second")
    path.with_name("real.vault.damaged-1").write_bytes(path.read_bytes())
    salt_before = vault.find_lock(path)
    held.rekey(new)
    assert not vault.has_backup(path)
    assert not list(path.parent.glob("*.damaged-*"))
    salt_after = vault.find_lock(path)
    assert isinstance(salt_before, PasswordLock)
    assert isinstance(salt_after, PasswordLock)
    assert salt_before.salt != salt_after.salt
    with pytest.raises(VaultLocked):
        Vault.open(path, identity, old)
    assert Vault.open(path, identity, new).secrets.hts_id == "second"
    held.update(hts_id="third")
    assert Vault.open(path, identity, new).secrets.hts_id == "third"


def test_moving_from_keyring_to_password_drops_the_key_in_the_keyring(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    kept.rekey(PasswordKey("master password", FLOOR_COST))
    assert not [entry for entry in keyring.entries if "/key/" in entry]
    with pytest.raises(VaultLocked):
        opened(path, identity, keyring)
    kept.rekey(KeyringKey(keyring))
    assert opened(path, identity, keyring).secrets == SECRETS


def test_a_change_of_key_that_fails_leaves_the_old_key(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    aside = path.with_name("elsewhere")
    other = MemoryKeyring()
    path.rename(aside)
    path.mkdir()
    with pytest.raises(StorageFailed):
        kept.rekey(KeyringKey(other))
    path.rmdir()
    aside.rename(path)
    assert other.entries == {}
    assert opened(path, identity, keyring).secrets == SECRETS


def test_a_process_with_the_old_key_is_refused_after_a_change(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    other = opened(path, identity, keyring)
    kept.rekey(KeyringKey(keyring))
    with pytest.raises(VaultLocked):
        other.update(hts_id="must not be written")
    assert opened(path, identity, keyring).secrets == SECRETS


def test_a_closed_vault_holds_nothing(kept: Vault) -> None:
    kept.close()
    for use in (lambda: kept.secrets, lambda: kept.generation, kept.update, kept.reload):
        with pytest.raises(VaultLocked) as raised:
            use()
        assert raised.value.message.id == "storage.vault_closed"


def test_a_simulators_key_may_lie_in_a_file(path: Path) -> None:
    identity = SimulatedIdentity("demo")
    source = KeyFile(path.with_suffix(".key"), identity)
    held = Vault.create(path, identity, source, SECRETS)
    held.rekey(source)
    assert stat.S_IMODE(path.with_suffix(".key").stat().st_mode) == 0o600
    reader = KeyFile(path.with_suffix(".key"), identity)
    assert Vault.open(path, identity, reader).secrets == SECRETS


def test_the_header_tells_which_question_to_ask(kept: Vault, path: Path) -> None:
    lock = vault.find_lock(path)
    assert isinstance(lock, KeyringLock)
    assert lock.store == "memory"
    path.write_bytes(b"nothing of a vault")
    assert vault.find_lock(path) is None
    path.unlink()
    assert vault.find_lock(path) is None


def test_an_erased_vault_leaves_neither_file_nor_key(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    kept.update(hts_id="x")
    vault.erase(path, identity, KeyringKey(keyring))
    assert [file.name for file in path.parent.iterdir()] == ["real.vault.lock"]
    assert not [entry for entry in keyring.entries if "/key/" in entry]


def test_a_vault_whose_key_is_forgotten_can_be_erased(
    kept: Vault, path: Path, identity: Identity
) -> None:
    vault.erase(path, identity)
    assert not path.exists()
    vault.erase(path, identity, PasswordKey("whatever was it"))
    assert not path.exists()


def test_temporary_files_of_a_killed_process_are_swept(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    stale = path.with_name(".real.vault.abc123.tmp")
    stale.write_bytes(b"half")
    opened(path, identity, keyring)
    assert not stale.exists()


def test_the_token_lock_is_not_the_lock_of_an_update(kept: Vault) -> None:
    with kept.token_lock():
        assert not kept.token_lock().try_acquire()
        kept.update(access_token="obtained under the lock")
    with kept.token_lock() as lock:
        assert lock.held


def test_a_vault_that_another_process_writes_is_waited_for(
    kept: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "FileLock", lambda lock_path: FileLock(lock_path, patience=0.05))
    with vault.lock_of(path), pytest.raises(StorageFailed) as raised:
        kept.update(hts_id="x")
    assert raised.value.message.id == "storage.busy"


def test_keys_of_another_world_are_never_kept(
    kept: Vault, path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    assert kept.environment is Environment.REAL
    with pytest.raises(InvalidInput) as raised:
        kept.update(app_key="PSpaperkey", keys_world=Environment.PAPER)
    assert raised.value.message.id == "storage.keys_of_another_world"
    assert kept.reload() == SECRETS
    kept.update(keys_world=Environment.REAL)
    assert opened(path, identity, keyring).secrets.keys_world is Environment.REAL


def test_a_new_vault_takes_no_keys_of_another_world(
    path: Path, identity: Identity, keyring: MemoryKeyring
) -> None:
    foreign = Secrets(app_key="PSpaperkey", keys_world=Environment.PAPER)
    with pytest.raises(InvalidInput):
        Vault.create(path, identity, KeyringKey(keyring), foreign)
    assert not path.exists()
