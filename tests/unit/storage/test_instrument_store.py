"""The kept list of instruments: as it was fetched, with its age, or not at all."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark, Market
from kis_desktop.storage.instrument_store import InstrumentStore

FETCHED = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
INSTRUMENTS = (
    Instrument("005930", "삼성전자", Market.KOSPI, InstrumentKind.STOCK, kospi200=True),
    Instrument(
        "0126Z0",
        "새 종목",
        Market.KOSDAQ,
        InstrumentKind.STOCK,
        base_price=Decimal(71900),
        listed_shares=5_969_782_550,
        margin_rate=Decimal("20.5"),
        marks=(Mark.CAUTION, Mark.OVERHEATED),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "real.instruments.json"


def test_instruments_come_back_as_they_were_with_their_age(path: Path) -> None:
    InstrumentStore(path).save(INSTRUMENTS, FETCHED)
    assert InstrumentStore(path).load() == (INSTRUMENTS, FETCHED)


def test_nothing_kept_is_no_damage(path: Path) -> None:
    store = InstrumentStore(path)
    assert store.load() is None
    assert store.damage is None


@pytest.mark.parametrize("cut", [0, 10, 40, 200])
def test_a_cut_file_gives_nothing_and_the_reason(path: Path, cut: int) -> None:
    InstrumentStore(path).save(INSTRUMENTS, FETCHED)
    path.write_bytes(path.read_bytes()[:cut])
    store = InstrumentStore(path)
    assert store.load() is None
    assert store.damage is not None


def test_every_flipped_byte_gives_nothing(path: Path) -> None:
    store = InstrumentStore(path)
    store.save(INSTRUMENTS[:1], FETCHED)
    whole = path.read_bytes()
    for position in range(len(whole)):
        flipped = bytearray(whole)
        flipped[position] ^= 0xFF
        path.write_bytes(flipped)
        assert store.load() is None
    path.write_bytes(whole)
    assert store.load() == (INSTRUMENTS[:1], FETCHED)
    assert store.damage is None


def test_a_list_of_another_format_is_fetched_again(path: Path) -> None:
    store = InstrumentStore(path)
    store.save(INSTRUMENTS, FETCHED)
    content = path.read_bytes()[32:].replace(b'"format":1', b'"format":2')
    path.write_bytes(hashlib.sha256(content).digest() + content)
    assert store.load() is None
    assert store.damage is not None


def test_a_time_without_a_zone_is_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        InstrumentStore(path).save(INSTRUMENTS, datetime(2026, 11, 20))  # noqa: DTZ001


def test_a_file_that_cannot_be_read_is_said(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StorageFailed):
        InstrumentStore(path).load()
