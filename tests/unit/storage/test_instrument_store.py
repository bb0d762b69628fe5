"""The kept lists of instruments: as they were fetched, with their age, or not at all."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark, Market, Right
from kis_desktop.domain.instrument_list import MasterContent
from kis_desktop.storage.instrument_store import InstrumentStore

FETCHED = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
CONTENT = MasterContent(
    (
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
        Instrument(
            "57XX01",
            "워런트",
            Market.ELW,
            InstrumentKind.ELW,
            expiry=date(2026, 12, 10),
            right=Right.PUT,
            strike=Decimal(61000),
            members=("005930",),
        ),
    ),
    left_out=2,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "real.instruments.json"


def test_instruments_come_back_as_they_were_with_their_age(path: Path) -> None:
    InstrumentStore(path).save("kospi", CONTENT, FETCHED)
    assert InstrumentStore(path).load("kospi") == (CONTENT, FETCHED)


def test_more_than_a_line_holds_comes_back(path: Path) -> None:
    many = tuple(
        Instrument(f"{number:06}", "이름", Market.KOSPI, InstrumentKind.STOCK)
        for number in range(501)
    )
    InstrumentStore(path).save("kospi", MasterContent(many), FETCHED)
    assert InstrumentStore(path).load("kospi") == (MasterContent(many), FETCHED)


def test_each_master_file_is_kept_by_itself(path: Path) -> None:
    store = InstrumentStore(path)
    store.save("kospi", CONTENT, FETCHED)
    store.save("nas", MasterContent(()), FETCHED)
    store.path_of("nas").write_bytes(b"damage")
    assert store.load("kospi") == (CONTENT, FETCHED)
    assert store.load("nas") is None


def test_nothing_kept_is_no_damage(path: Path) -> None:
    store = InstrumentStore(path)
    assert store.load("kospi") is None
    assert store.damage is None


@pytest.mark.parametrize("cut", [0, 10, 40, 200])
def test_a_cut_file_gives_nothing_and_the_reason(path: Path, cut: int) -> None:
    store = InstrumentStore(path)
    store.save("kospi", CONTENT, FETCHED)
    kept = store.path_of("kospi")
    kept.write_bytes(kept.read_bytes()[:cut])
    assert store.load("kospi") is None
    assert store.damage is not None


def test_every_flipped_byte_gives_nothing(path: Path) -> None:
    store = InstrumentStore(path)
    store.save("kospi", CONTENT, FETCHED)
    kept = store.path_of("kospi")
    whole = kept.read_bytes()
    for position in range(len(whole)):
        flipped = bytearray(whole)
        flipped[position] ^= 0xFF
        kept.write_bytes(flipped)
        assert store.load("kospi") is None
    kept.write_bytes(whole)
    assert store.load("kospi") == (CONTENT, FETCHED)
    assert store.damage is None


@pytest.mark.parametrize(
    ("was", "becomes"), [(b'"format":2', b'"format":1'), (b'"kospi"', b'"konex"')]
)
def test_a_list_of_another_format_or_file_is_fetched_again(
    path: Path, was: bytes, becomes: bytes
) -> None:
    store = InstrumentStore(path)
    store.save("kospi", CONTENT, FETCHED)
    body = store.path_of("kospi").read_bytes()[32:].replace(was, becomes)
    store.path_of("kospi").write_bytes(hashlib.sha256(body).digest() + body)
    assert store.load("kospi") is None
    assert store.damage is not None


def test_a_time_without_a_zone_is_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        InstrumentStore(path).save("kospi", CONTENT, datetime(2026, 11, 20))  # noqa: DTZ001


def test_a_file_that_cannot_be_read_is_said(path: Path) -> None:
    store = InstrumentStore(path)
    store.path_of("kospi").mkdir(parents=True)
    with pytest.raises(StorageFailed):
        store.load("kospi")
