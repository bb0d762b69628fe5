"""No secret stands in the clear in any file that storage writes, in a log or in an error."""

from __future__ import annotations

import base64
import logging
import urllib.parse
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.instrument_list import MasterContent
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.storage.bar_store import BarStore
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.instrument_store import InstrumentStore
from kis_desktop.storage.key_derivation import FLOOR_COST
from kis_desktop.storage.key_source import KeyringKey, PasswordKey
from kis_desktop.storage.layout_file import LayoutFile
from kis_desktop.storage.order_journal import OrderJournal
from kis_desktop.storage.preferences import PreferenceFile
from kis_desktop.storage.profile_folder import ProfileFolder
from kis_desktop.storage.profile_lock import ProfileLock
from kis_desktop.storage.settings import Settings, SettingsFile
from kis_desktop.storage.vault import Vault, backup_of
from kis_desktop.storage.watchlist_file import WatchlistFile
from tests.unit.storage.memory_keyring import MemoryKeyring

IDENTITY = Identity("trader", Environment.REAL)
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
CANARIES = {
    "app_key": "PSCANARYappkey+/001",
    "app_secret": "CANARYappsecret==+/002",
    "access_token": "eyCANARYtoken.003",
    "approval_key": "CANARY-approval-004",
    "account_number": "90817263",
    "hts_id": "canaryhts05",
}
PASSWORD = "CANARY 비밀번호 006"


def forms(secret: str) -> set[bytes]:
    """A secret as it may stand in a file: plain, quoted for a URL, in hexadecimal or base64 at any
    of the three offsets.
    """
    plain = secret.encode()
    encodings = {plain, plain.hex().encode(), secret.encode("utf-16-le")}
    encodings.add(urllib.parse.quote(secret, safe="").encode())
    for offset in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            found = encode(b"\0" * offset + plain)
            encodings.add(found[offset and 4 : len(found) // 4 * 4 - 4])
    return encodings


def sightings(folder: Path, secrets: dict[str, str]) -> list[str]:
    return [
        f"{name} in {file.relative_to(folder)}"
        for file in folder.rglob("*")
        if file.is_file()
        for content in [file.read_bytes()]
        for name, secret in secrets.items()
        if any(form in content for form in forms(secret))
    ]


@pytest.mark.parametrize("name", sorted(CANARIES))
def test_the_search_itself_finds_every_form(tmp_path: Path, name: str) -> None:
    secret = CANARIES[name]
    for number, form in enumerate(
        (
            secret.encode(),
            urllib.parse.quote(secret, safe="").encode(),
            base64.b64encode(f'{{"x":"{secret}"}}'.encode()),
            base64.b64encode(f'{{"xy":"{secret}"}}'.encode()),
            base64.b64encode(f'{{"xyz":"{secret}"}}'.encode()),
        )
    ):
        (tmp_path / str(number)).write_bytes(b"before" + form + b"after")
    assert len(sightings(tmp_path, {name: secret})) == 5


def use_everything(folder: ProfileFolder, keyring: MemoryKeyring) -> Vault:
    """Write every file of a profile, as a day of trading would."""
    lock = ProfileLock(folder.path, IDENTITY)
    lock.acquire()
    vault = Vault.create(folder.vault, IDENTITY, KeyringKey(keyring))
    vault.update(**CANARIES)
    vault.update(token_issued_at=NOW)
    with closing(OrderJournal(folder.order_journal, IDENTITY)) as journal:
        journal.append(JournalEntry(JournalKind.INTENT, "1", NOW, date(2026, 11, 20), {"q": 1}))
        head = journal.head()
        vault.update(journal_count=head.count, journal_head=head.hash)
        with closing(BarStore(folder.bars)) as bars:
            price = Decimal(71900)
            bar = Bar(int(NOW.timestamp()), price, price, price, price, 5)
            bars.keep_minutes("005930", date(2026, 11, 20), [bar])
    samsung = Instrument("005930", "삼성전자", Market.KOSPI, InstrumentKind.STOCK)
    InstrumentStore(folder.instruments).save("kospi", MasterContent((samsung,)), NOW)
    SettingsFile(folder.settings).save(Settings())
    LayoutFile(folder.layout).save({"first": b"\0\1"})
    WatchlistFile(folder.watchlists).save((("A", ("005930",)),))
    preferences = PreferenceFile(folder.preferences)
    preferences.set("symbol", "005930")
    preferences.flush()
    lock.release()
    return vault


def test_no_secret_stands_in_any_file_of_the_profile(tmp_path: Path) -> None:
    folder, keyring = ProfileFolder(tmp_path, IDENTITY), MemoryKeyring()
    vault = use_everything(folder, keyring)
    keys = {entry: key for entry, key in keyring.entries.items() if "/key/" in entry}
    assert keys
    assert backup_of(folder.vault).exists()
    assert sightings(tmp_path, CANARIES | keys) == []
    contents = [file.read_bytes() for file in folder.path.iterdir()]
    assert not [key for key in keys.values() for found in contents if bytes.fromhex(key) in found]
    vault.rekey(PasswordKey(PASSWORD, FLOOR_COST))
    assert sightings(tmp_path, CANARIES | {"password": PASSWORD}) == []


def test_no_secret_stands_in_a_log_or_an_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    folder, keyring = ProfileFolder(tmp_path, IDENTITY), MemoryKeyring()
    vault = use_everything(folder, keyring)
    told = [repr(vault), repr(vault.secrets), str(vault.secrets)]
    for unusable in ({"account_number": 90817263}, {"token_issued_at": CANARIES["hts_id"]}):
        with pytest.raises(InvalidInput) as raised:
            vault.update(**unusable)
        told.append(f"{raised.value} {raised.value.__cause__}")
    folder.vault.write_bytes(folder.vault.read_bytes()[:-1])
    with pytest.raises(StorageFailed) as damaged:
        vault.reload()
    told.append(str(damaged.value))
    everything = "\n".join([*told, caplog.text])
    assert [name for name, secret in CANARIES.items() if secret in everything] == []
