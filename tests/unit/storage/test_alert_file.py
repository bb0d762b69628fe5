"""Alerts on the disk: a text that the trader may read, and that is never lost as a whole."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from kis_desktop.domain.alert import (
    Against,
    Alert,
    BarVolume,
    Channel,
    Condition,
    DayVolume,
    Frequency,
    LineCross,
    Often,
    PercentMove,
    Point,
    PriceCross,
    PriceReach,
    Seen,
    Stand,
    StudyCross,
    Way,
)
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.conditional_order import Told
from kis_desktop.storage.alert_file import AlertFile

D, NOW = Decimal, datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
CONDITIONS: tuple[Condition, ...] = (
    PriceCross(D("98400.5"), Way.UP),
    PriceReach(D(1), Way.DOWN),
    PercentMove(D("2.5")),
    PercentMove(D(5), Way.UP, D(100)),
    LineCross(Point(1, D(2)), Point(3, D("4.25")), Interval.DAY, left=True, drawing="d"),
    StudyCross("macd", Interval.MINUTE_5, (12.0, 26.0, 9.0), against=Against.OUTPUT),
    BarVolume(Interval(2, Interval.WEEK.unit), times=D("3.5")),
    DayVolume(1_000_000),
)
WHOLE = Alert(
    "a",
    "005930@UN",
    CONDITIONS[0],
    Frequency(Often.BAR_CLOSE, 5, D("0.5"), Interval.MINUTE_15),
    "“메모” \\ 끝",
    date(2026, 12, 1),
    frozenset({Channel.LOG}),
    Stand.HELD,
    NOW,
    NOW,
    D(98_500),
    3,
    untold=True,
    seen=Seen(-1, D(98_300), date(2026, 11, 19), NOW),
    reason=Told("alert.held_base", {"before": "1", "now": "2"}),
    factor=D("0.2"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "alerts.toml"


def test_what_is_kept_is_read_back(file: Path) -> None:
    alerts = (WHOLE, *(Alert(str(n), "005930", one) for n, one in enumerate(CONDITIONS)))
    AlertFile(file).save(alerts)
    assert AlertFile(file).load() == (alerts, ())


def test_without_a_file_there_are_none(file: Path) -> None:
    assert AlertFile(file).load() == ((), ())


def test_a_change_of_one_alert_changes_its_lines_alone(file: Path) -> None:
    other = Alert("b", "000660", CONDITIONS[5])
    AlertFile(file).save((WHOLE, other))
    before = file.read_text("utf-8").splitlines()
    AlertFile(file).save((WHOLE, msgspec.structs.replace(other, note="새 메모")))
    after = file.read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == ['note = "새 메모"']
    assert 'interval = "5m"' in before


@pytest.mark.parametrize("text", ["= 1", "version = 9\n", 'version = 1\nalerts = "none"'])
def test_a_file_that_is_none_is_set_aside_and_told(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    alerts, told = AlertFile(file).load()
    assert (alerts, [one.id for one in told]) == ((), ["storage.text_damaged"])
    assert file.with_name("alerts.toml.damaged-1").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('interval = "5m"', 'interval = "5x"'),
        ('interval = "5m"', "interval = 5"),
        ('kind = "study_cross"', 'kind = "fancy"'),
        ('stand = "armed"', 'stand = "lying"'),
    ],
)
def test_one_that_does_not_read_leaves_the_others(file: Path, right: str, wrong: str) -> None:
    other = Alert("b", "000660", CONDITIONS[5])
    AlertFile(file).save((WHOLE, other))
    text = file.read_text("utf-8").replace(right, wrong)
    file.write_text(text, "utf-8")
    alerts, told = AlertFile(file).load()
    assert alerts == (WHOLE,)
    assert [one.id for one in told] == ["storage.text_damaged", "alert.some_unreadable"]
    assert file.with_name("alerts.toml.damaged-1").read_text("utf-8") == text
    assert AlertFile(file).load() == ((WHOLE,), ())
