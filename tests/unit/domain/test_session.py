"""What the Korean market is doing at a moment."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.session import Phase, Window, countdown, next_change, phase_at

KOREA = ZoneInfo("Asia/Seoul")
WINDOWS = load_market_rules("krx").sessions


def at(clock: str, day: str = "2026-11-20") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=KOREA)


@pytest.mark.parametrize(
    ("clock", "phase"),
    [
        ("07:59:59", Phase.CLOSED),
        ("08:30:00", Phase.PRE_HOURS),
        ("08:40:00", Phase.OPENING_AUCTION),
        ("08:59:59", Phase.OPENING_AUCTION),
        ("09:00:00", Phase.CONTINUOUS),
        ("15:19:59", Phase.CONTINUOUS),
        ("15:20:00", Phase.CLOSING_AUCTION),
        ("15:30:00", Phase.CLOSING_PRICE_ORDERS),
        ("15:40:00", Phase.CLOSING_PRICE),
        ("16:00:00", Phase.AFTER_MARKET),
        ("20:00:00", Phase.CLOSED),
    ],
)
def test_phases_of_a_trading_day(clock: str, phase: Phase) -> None:
    assert phase_at(WINDOWS, "KRX", at(clock), trading_day=True) is phase


def test_the_after_market_begins_with_the_reform_of_september_2026() -> None:
    before = phase_at(WINDOWS, "KRX", at("17:00:00", "2026-09-11"), trading_day=True)
    after = phase_at(WINDOWS, "KRX", at("17:00:00", "2026-09-14"), trading_day=True)
    assert (before, after) == (Phase.CLOSED, Phase.AFTER_MARKET)


def test_a_holiday_has_no_phase_but_itself() -> None:
    assert phase_at(WINDOWS, "KRX", at("10:00:00"), trading_day=False) is Phase.HOLIDAY


@pytest.mark.parametrize(
    ("clock", "change", "phase"),
    [
        ("10:12:00", "15:20:00", Phase.CLOSING_AUCTION),
        ("08:59:00", "09:00:00", Phase.CONTINUOUS),
        ("15:25:00", "15:30:00", Phase.CLOSING_PRICE_ORDERS),
    ],
)
def test_the_next_change_is_known(clock: str, change: str, phase: Phase) -> None:
    assert next_change(WINDOWS, "KRX", at(clock)) == (at(change), phase)


def test_after_the_last_change_there_is_none() -> None:
    assert next_change(WINDOWS, "KRX", at("20:00:01")) is None


def test_a_countdown_is_never_negative() -> None:
    assert countdown(at("09:00:10"), at("09:00:00")).total_seconds() == 0
    assert countdown(at("08:59:50"), at("09:00:00")).total_seconds() == 10


RULES = load_market_rules("krx")


@pytest.mark.parametrize(
    ("day", "clock", "phase"),
    [
        ("2026-11-19", "09:30:00", Phase.PRE_HOURS),  # the day of the college entrance exam
        ("2026-11-19", "09:59:59", Phase.OPENING_AUCTION),
        ("2026-11-19", "10:00:00", Phase.CONTINUOUS),
        ("2026-11-19", "16:19:59", Phase.CONTINUOUS),
        ("2026-11-19", "16:20:00", Phase.CLOSING_AUCTION),
        ("2026-11-19", "16:30:00", Phase.CLOSING_PRICE_ORDERS),
        ("2026-01-02", "09:30:00", Phase.PRE_HOURS),  # the first trading day of the year
        ("2026-01-02", "10:00:00", Phase.CONTINUOUS),
        ("2026-01-02", "15:20:00", Phase.CLOSING_AUCTION),
        ("2026-01-05", "09:00:00", Phase.CONTINUOUS),
    ],
)
def test_days_that_open_later(day: str, clock: str, phase: Phase) -> None:
    moment = at(clock, day)
    shift = RULES.shift(moment.date())
    assert phase_at(WINDOWS, "KRX", moment, trading_day=True, shift=shift) is phase


@pytest.mark.parametrize(
    ("day", "clock", "change", "phase"),
    [
        ("2026-11-19", "09:50:00", "10:00:00", Phase.CONTINUOUS),
        ("2026-11-19", "12:30:00", "16:20:00", Phase.CLOSING_AUCTION),
        ("2026-01-02", "09:50:00", "10:00:00", Phase.CONTINUOUS),
        ("2026-01-02", "11:30:00", "15:20:00", Phase.CLOSING_AUCTION),
    ],
)
def test_the_next_change_of_days_that_open_later(
    day: str, clock: str, change: str, phase: Phase
) -> None:
    moment = at(clock, day)
    shift = RULES.shift(moment.date())
    assert next_change(WINDOWS, "KRX", moment, shift) == (at(change, day), phase)


def test_an_edge_between_alike_windows_is_no_change() -> None:
    windows = tuple(
        Window("KRX", Phase.CONTINUOUS, time(start), time(end), date(2026, 1, 1))
        for start, end in ((9, 12), (12, 15))
    )
    assert next_change(windows, "KRX", at("10:00:00")) == (at("15:00:00"), Phase.CLOSED)


def test_a_window_ends_with_its_last_day() -> None:
    window = Window(
        "KRX", Phase.CONTINUOUS, time(9), time(15), date(2026, 1, 1), until=date(2026, 11, 19)
    )
    assert [window.holds(at("10:00:00", day)) for day in ("2026-11-19", "2026-11-20")] == [
        True,
        False,
    ]
