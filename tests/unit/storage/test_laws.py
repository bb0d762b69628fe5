"""Laws of what is written: it comes back as it was, whatever it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.storage import vault_frame
from kis_desktop.storage.bar_blob import Packed, merged, pack, unpack, unpack_columns
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.journal_chain import Row, check, digest, genesis, linked, parse_entry
from kis_desktop.storage.vault_header import Header, KeyringLock

IDENTITY = Identity("trader", Environment.REAL)
ALIKE = st.text(st.characters(codec="utf-8"), max_size=20)

prices = st.decimals(0, 10**9, places=4).map(Decimal.normalize)
bars = st.builds(Bar, st.integers(0, 2**33), prices, prices, prices, prices, st.integers(0, 2**40))
entries = st.builds(
    JournalEntry,
    st.sampled_from(JournalKind),
    ALIKE,
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.dictionaries(ALIKE, st.none() | st.integers() | ALIKE, max_size=5),
)


def chained(written: list[JournalEntry]) -> list[Row]:
    rows: list[Row] = []
    for number, entry in enumerate(written, 1):
        rows.append(linked(rows[-1].hash if rows else genesis(IDENTITY), number, entry))
    return rows


@given(st.lists(bars))
def test_bars_come_back_exactly_and_as_the_nearest_floats(written: list[Bar]) -> None:
    packed = pack(written)
    assert unpack(packed) == tuple(written)
    closes = unpack_columns(packed.content)[4] / 10.0**packed.scale
    assert closes.tolist() == [float(bar.close) for bar in written]


@given(st.lists(bars), st.lists(bars))
def test_merged_bars_are_in_order_once_each_and_the_newer_stays(
    older: list[Bar], newer: list[Bar]
) -> None:
    found = merged(older, newer)
    times = [bar.time for bar in found]
    assert times == sorted({bar.time for bar in (*older, *newer)})
    last = {bar.time: bar for bar in newer}
    assert all(bar == last[bar.time] for bar in found if bar.time in last)
    assert merged(found, newer) == found


@given(st.lists(entries, max_size=6))
def test_entries_come_back_and_their_chain_holds(written: list[JournalEntry]) -> None:
    rows = chained(written)
    assert [parse_entry(row) for row in rows] == written
    assert check(rows, IDENTITY, None).holds


@given(st.lists(entries, min_size=1, max_size=6), st.data())
def test_any_entry_exchanged_for_another_is_found(
    written: list[JournalEntry], data: st.DataObject
) -> None:
    rows = chained(written)
    place = data.draw(st.integers(0, len(rows) - 1))
    other = data.draw(entries.filter(lambda entry: entry != written[place]))
    before = rows[place - 1].hash if place else genesis(IDENTITY)
    forged = linked(before, place + 1, other)
    kept_hash = [*rows[:place], forged._replace(hash=rows[place].hash), *rows[place + 1 :]]
    assert not check(kept_hash, IDENTITY, None).holds
    assert digest(before, forged) != rows[place].hash
    if place < len(rows) - 1:
        new_hash = [*rows[:place], forged, *rows[place + 1 :]]
        assert [fault.number for fault in check(new_hash, IDENTITY, None).faults] == [place + 2]


@given(st.binary(max_size=500), st.binary(min_size=32, max_size=32), st.integers(1, 2**53))
def test_what_is_sealed_is_unsealed_by_its_key_alone(
    plain: bytes, key: bytes, generation: int
) -> None:
    header = Header(1, "trader", Environment.REAL, KeyringLock("00", "memory"), generation)
    frame = vault_frame.parse(vault_frame.seal(header, key, plain))
    data_key = vault_frame.unwrap(frame, key)
    assert data_key is not None
    assert vault_frame.unseal(frame, data_key) == plain
    other = bytes([key[0] ^ 1]) + key[1:]
    assert vault_frame.unwrap(frame, other) is None
    assert vault_frame.unseal(frame, key) is None


def test_no_bars_are_no_bytes() -> None:
    assert pack([]) == Packed(0, b"")
    assert unpack_columns(b"").shape == (6, 0)
    assert unpack_columns(b"").dtype == np.int64
