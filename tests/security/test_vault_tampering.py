"""Nobody changes a byte of a vault unseen: flips, cuts, additions, random mutations."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import StorageFailed, VaultDamaged, VaultLocked
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.key_source import KeyringKey
from kis_desktop.storage.vault import Vault
from kis_desktop.storage.vault_contents import Secrets
from tests.unit.storage.memory_keyring import MemoryKeyring

IDENTITY = Identity("trader", Environment.REAL)
SECRETS = Secrets(
    app_key="PSED" * 9, app_secret="s3cr3t+/" * 22, account_number="12345678", hts_id="simuser"
)


class Target:
    """A vault whose bytes can be replaced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.source = KeyringKey(MemoryKeyring())
        Vault.create(path, IDENTITY, self.source, SECRETS)
        self.genuine = path.read_bytes()

    def check_refused(self, content: bytes) -> None:
        """Refused in words for a trader, and left as it is."""
        # in place: ext4 waits for the disk when a file is cut to nothing and written anew
        with self.path.open("r+b") as file:
            file.write(content)
            file.truncate()
        with pytest.raises(StorageFailed) as raised:
            Vault.open(self.path, IDENTITY, self.source)
        assert isinstance(raised.value, VaultLocked | VaultDamaged)
        assert self.path.read_bytes() == content


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return Target(tmp_path / "profile" / "real.vault")


def test_the_genuine_bytes_open(target: Target) -> None:
    target.path.write_bytes(bytes(target.genuine))
    assert Vault.open(target.path, IDENTITY, target.source).secrets == SECRETS


def test_every_flip_of_a_single_bit_is_refused(target: Target) -> None:
    for position in range(len(target.genuine) * 8):
        flipped = bytearray(target.genuine)
        flipped[position // 8] ^= 1 << position % 8
        target.check_refused(bytes(flipped))


def test_every_cut_is_refused(target: Target) -> None:
    for length in range(len(target.genuine)):
        target.check_refused(target.genuine[:length])


@pytest.mark.parametrize("added", [b"\0", b"\0" * 100, b"itself"])
def test_every_addition_is_refused(target: Target, added: bytes) -> None:
    more = target.genuine if added == b"itself" else added
    target.check_refused(target.genuine + more)
    target.check_refused(more + target.genuine)


@pytest.mark.parametrize(
    "mutations", [20_000, pytest.param(100_000, marks=[pytest.mark.slow, pytest.mark.timeout(600)])]
)
def test_random_mutations_are_refused(target: Target, mutations: int) -> None:
    chance = random.Random(1)
    for _ in range(mutations):
        content = mutated(target.genuine, chance)
        if content != target.genuine:
            target.check_refused(content)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """One to four changes: a byte, a cut, a repetition, a swap of two parts, a run of one byte."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        begin, end = sorted(chance.randrange(len(found) + 1) for _ in range(2))
        match chance.randrange(5):
            case 0:
                found[begin:end] = chance.randbytes(end - begin)
            case 1:
                del found[begin : begin + chance.randint(1, 8)]
            case 2:
                found[begin:begin] = found[begin:end][:64]
            case 3:
                found = found[begin:end] + found[:begin] + found[end:]
            case _:
                position = chance.randrange(len(found))
                found[position] = chance.randrange(256)
        if not found:
            found = bytearray(chance.randbytes(1))
    return bytes(found)


def test_parts_of_two_genuine_vaults_do_not_mix(target: Target) -> None:
    """Two saves under one key: neither's body nor wrapped key fits the other."""
    older = target.genuine
    Vault.open(target.path, IDENTITY, target.source).update(hts_id="another")
    newer = target.path.read_bytes()
    assert len(older) == len(newer)
    for cut in range(1, len(older)):
        mixed = older[:cut] + newer[cut:]
        if mixed != newer:
            target.check_refused(mixed)
