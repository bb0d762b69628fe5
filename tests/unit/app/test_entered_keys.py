"""Keys as they are entered: kept whole in their own world's vault, or nowhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from kis_desktop.app.entered_keys import keep_keys
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.key_register import KeyRegister
from kis_desktop.storage.key_source import KeyringKey
from kis_desktop.storage.vault import Vault
from kis_desktop.storage.vault_contents import Secrets
from tests.unit.storage.memory_keyring import MemoryKeyring

KEY, SECRET = "PSappkeyOfThisTest0002", "appsecretOfThisTest0002"
AT = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def vault_of(folder: Path, environment: Environment, secrets: Secrets | None = None) -> Vault:
    path = folder / f"{environment.value}.vault"
    identity = Identity("trader", environment)
    return Vault.create(path, identity, KeyringKey(MemoryKeyring()), secrets)


def test_entered_keys_are_kept_with_their_world_and_what_the_old_ones_had_is_dropped(
    tmp_path: Path,
) -> None:
    old = Secrets(
        app_key="old",
        access_token="token",
        token_issued_at=AT,
        token_expires_at=AT,
        tokens_issued=3,
        approval_key="approval",
        account_number="12345678",
    )
    vault = vault_of(tmp_path, Environment.PAPER, old)
    keep_keys(vault, KeyRegister(tmp_path), KEY, SECRET)
    assert vault.reload() == Secrets(
        app_key=KEY, app_secret=SECRET, keys_world=Environment.PAPER, account_number="12345678"
    )


def test_the_same_keys_entered_again_keep_their_token_and_its_minute(tmp_path: Path) -> None:
    old = Secrets(
        app_key=KEY,
        app_secret=SECRET,
        access_token="token",
        token_issued_at=AT,
        token_expires_at=AT,
        tokens_issued=1,
        approval_key="approval",
    )
    vault = vault_of(tmp_path, Environment.REAL, old)
    keep_keys(vault, KeyRegister(tmp_path), KEY, SECRET)
    assert vault.reload() == msgspec.structs.replace(old, keys_world=Environment.REAL)
    keep_keys(vault, KeyRegister(tmp_path), KEY, f"{SECRET}2")
    assert vault.reload().access_token == ""


def test_the_real_key_is_not_kept_in_a_paper_vault(tmp_path: Path) -> None:
    register = KeyRegister(tmp_path)
    keep_keys(vault_of(tmp_path, Environment.REAL), register, KEY, SECRET)
    paper = vault_of(tmp_path, Environment.PAPER)
    with pytest.raises(InvalidInput) as raised:
        keep_keys(paper, register, KEY, SECRET)
    assert raised.value.message.id == "storage.key_is_real"
    assert paper.reload() == Secrets()


def test_a_real_key_entered_for_paper_by_mistake_is_free_for_real_once_it_is_replaced(
    tmp_path: Path,
) -> None:
    register = KeyRegister(tmp_path)
    paper, real = (vault_of(tmp_path, one) for one in (Environment.PAPER, Environment.REAL))
    keep_keys(paper, register, KEY, SECRET)
    keep_keys(paper, register, KEY, f"{SECRET}2")
    with pytest.raises(InvalidInput):
        keep_keys(real, register, KEY, SECRET)
    keep_keys(paper, register, "PSthePaperKey", SECRET)
    keep_keys(real, register, KEY, SECRET)
    assert real.reload().app_key == KEY


@pytest.mark.parametrize(("key", "secret"), [(f"{KEY}\n", SECRET), (KEY, f" {SECRET}")])
def test_keys_that_cannot_be_sent_are_not_kept_and_not_claimed(
    tmp_path: Path, key: str, secret: str
) -> None:
    vault = vault_of(tmp_path, Environment.REAL)
    with pytest.raises(InvalidInput):
        keep_keys(vault, KeyRegister(tmp_path), key, secret)
    assert vault.reload() == Secrets()
    KeyRegister(tmp_path).claim(key, Environment.PAPER)


def test_a_key_that_could_not_be_kept_belongs_to_no_world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, paper = vault_of(tmp_path, Environment.REAL), vault_of(tmp_path, Environment.PAPER)
    register = KeyRegister(tmp_path)

    def full(*_: object, **__: object) -> Secrets:
        raise StorageFailed(message("storage.disk_full"))

    with monkeypatch.context() as broken:
        broken.setattr(Vault, "update", full)
        with pytest.raises(StorageFailed):
            keep_keys(real, register, KEY, SECRET)
    keep_keys(paper, register, KEY, SECRET)
    assert paper.secrets.app_key == KEY
    assert real.secrets.app_key == ""
