"""The bar store: what was kept comes back exactly, and two adjustments are never mixed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from kis_desktop.domain.bar import Bar, BarKey, Interval, Joining
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.storage.bar_store import BarStore

DAY = date(2026, 11, 20)
OPENED = int(datetime(2026, 11, 20, 0, 0, tzinfo=UTC).timestamp())  # 09:00 in Seoul
FETCHED = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
DAILY = BarKey("005930", Interval.DAY, adjusted=True)
MINUTES = BarKey("005930", Interval.MINUTE_1)


def bar(number: int, price: str = "71900", step: int = 60) -> Bar:
    last = Decimal(price)
    return Bar(OPENED + number * step, last, last + 100, last - 100, last, 10 + number)


def days(first: int, last: int, price: str = "71900") -> list[Bar]:
    return [bar(number, price, step=86_400) for number in range(first, last)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "real.bars.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[BarStore]:
    with closing(BarStore(path)) as opened:
        yield opened


def test_kept_bars_come_back_as_columns_after_a_restart(path: Path) -> None:
    with closing(BarStore(path)) as store:
        assert store.write(MINUTES, [bar(0), bar(1)], FETCHED) is Joining.FIRST
    with closing(BarStore(path)) as store:
        series = store.read(MINUTES)
        assert store.fetched_at(MINUTES) == FETCHED
    assert series.time.tolist() == [OPENED, OPENED + 60]
    assert series.high.tolist() == [72000.0, 72000.0]
    assert series.volume.tolist() == [10.0, 11.0]
    assert series.time.dtype == np.int64
    assert not series.close.flags.writeable


@pytest.mark.parametrize("price", ["71900", "0.0001", "183.25", "1E+3", "987654321.12"])
def test_a_price_comes_back_exactly(store: BarStore, price: str) -> None:
    store.keep_minutes("X", DAY, [bar(0, price), bar(1, "100")])
    kept = store.minutes("X", DAY)
    assert kept == (bar(0, price), bar(1, "100"))
    assert store.read(BarKey("X", Interval.MINUTE_1)).close[0] == float(price)


@pytest.mark.parametrize("price", ["1E+30", "NaN", "0.0000000000001"])
def test_a_price_that_cannot_be_kept_is_refused_and_nothing_is_written(
    store: BarStore, price: str
) -> None:
    with pytest.raises(ValueError, match="decimals"):
        store.write(MINUTES, [bar(0, price)], FETCHED)
    assert store.fetched_at(MINUTES) is None


def test_what_was_never_kept_is_empty(store: BarStore) -> None:
    assert len(store.read(MINUTES)) == 0
    assert store.fetched_at(MINUTES) is None
    assert store.minutes("005930", DAY) is None


def test_a_part_of_a_history_is_read_by_time(store: BarStore) -> None:
    store.write(MINUTES, [bar(number) for number in range(10)], FETCHED)
    part = store.read(MINUTES, since=OPENED + 120, until=OPENED + 240)
    assert part.time.tolist() == [OPENED + 120, OPENED + 180]


def test_bars_over_many_chunks_are_one_series_oldest_first(store: BarStore) -> None:
    newer, older = days(0, 100), days(-400, 0)
    store.write(DAILY, newer, FETCHED)
    store.write(DAILY, older, FETCHED + timedelta(hours=1))
    series = store.read(DAILY)
    assert len(series) == 500
    assert (np.diff(series.time) > 0).all()


def test_an_unadjusted_bar_is_corrected_by_a_later_one(store: BarStore) -> None:
    store.write(MINUTES, [bar(0), bar(1)], FETCHED)
    assert store.write(MINUTES, [bar(1, "80000"), bar(2)], FETCHED) is Joining.JOINED
    assert store.read(MINUTES).close.tolist() == [71900.0, 80000.0, 71900.0]


def test_adjusted_history_that_agrees_is_joined(store: BarStore) -> None:
    store.write(DAILY, days(0, 5), FETCHED)
    later = FETCHED + timedelta(days=3)
    assert store.write(DAILY, days(3, 8), later) is Joining.JOINED
    assert len(store.read(DAILY)) == 8


def test_the_newest_kept_bar_may_have_grown(store: BarStore) -> None:
    store.write(DAILY, days(0, 5), FETCHED)
    grown = [*days(3, 4), *days(4, 5, "75000"), *days(5, 6)]
    assert store.write(DAILY, grown, FETCHED + timedelta(days=1)) is Joining.JOINED
    assert store.read(DAILY).close.tolist()[4] == 75000.0


def test_adjusted_history_after_a_split_replaces_what_was_kept(store: BarStore) -> None:
    store.write(DAILY, days(0, 5), FETCHED)
    after_split = days(2, 8, "14380")
    assert store.write(DAILY, after_split, FETCHED + timedelta(days=1)) is Joining.REPLACED
    assert set(store.read(DAILY).close.tolist()) == {14380.0}


def test_adjusted_history_without_a_shared_bar_is_joined_on_one_day_alone(store: BarStore) -> None:
    store.write(DAILY, days(0, 5), FETCHED)
    assert store.write(DAILY, days(-5, 0), FETCHED + timedelta(hours=2)) is Joining.JOINED
    assert store.write(DAILY, days(9, 12), FETCHED + timedelta(days=1)) is Joining.REPLACED
    assert len(store.read(DAILY)) == 3


def test_adjusted_and_unadjusted_are_apart(store: BarStore) -> None:
    unadjusted = BarKey("005930", Interval.DAY)
    store.write(DAILY, days(0, 2), FETCHED)
    store.write(unadjusted, days(0, 2, "359500"), FETCHED)
    assert store.read(DAILY).close.tolist() == [71900.0] * 2
    store.drop(DAILY)
    assert len(store.read(DAILY)) == 0
    assert store.read(unadjusted).close.tolist() == [359500.0] * 2


def test_a_day_that_was_not_kept_whole_is_not_given_as_whole(store: BarStore) -> None:
    store.write(MINUTES, [bar(0)], FETCHED)
    assert store.minutes("005930", DAY) is None
    store.keep_minutes("005930", DAY, [bar(0), bar(1)])
    assert store.minutes("005930", DAY) == (bar(0), bar(1))


def test_minutes_of_another_day_are_refused(store: BarStore) -> None:
    with pytest.raises(ValueError, match="2026-11-19"):
        store.keep_minutes("005930", date(2026, 11, 19), [bar(0)])


def test_a_damaged_chunk_is_as_if_not_there(store: BarStore, path: Path) -> None:
    store.keep_minutes("005930", DAY, [bar(0)])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE chunk SET content = zeroblob(48)")
    assert store.minutes("005930", DAY) is None
    assert len(store.read(MINUTES)) == 0


def test_a_damaged_file_is_set_aside_and_begun_anew(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database " * 1000)
    with closing(BarStore(path)) as store:
        assert store.damage is not None
        assert store.damage.id == "storage.bars_damaged"
        store.keep_minutes("005930", DAY, [bar(0)])
    assert path.with_name("real.bars.sqlite.damaged-1").read_bytes() == b"no database " * 1000
    with closing(BarStore(path)) as store:
        assert store.damage is None
        assert store.minutes("005930", DAY) == (bar(0),)


def test_a_place_where_no_file_can_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "bars").mkdir()
    with pytest.raises(StorageFailed):
        BarStore(tmp_path / "bars")


def test_a_closed_store_says_so(store: BarStore) -> None:
    store.close()
    with pytest.raises(StorageFailed):
        store.read(MINUTES)


def test_kept_minutes_tell_which_days_are_whole(store: BarStore) -> None:
    before = bar(-1_440)
    store.keep_minutes("005930", DAY - timedelta(days=1), [before])
    store.keep_minutes("005930", DAY - timedelta(days=2), [])
    store.write(MINUTES, [bar(0), bar(1)], FETCHED)
    bars, whole = store.kept_minutes("005930")
    assert bars.time.tolist() == [before.time, OPENED, OPENED + 60]
    assert whole == {DAY - timedelta(days=1), DAY - timedelta(days=2)}
    nothing, none = store.kept_minutes("000660")
    assert (len(nothing), none) == (0, frozenset())
