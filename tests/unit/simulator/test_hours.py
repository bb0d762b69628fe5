from datetime import date

import pytest

from kis_desktop.simulator.hours import HOUR, MINUTE, hours, session_day, trading_days
from kis_desktop.simulator.views import Phase


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        (date(2026, 11, 20), 9 * 60, 15 * 60 + 30),
        (date(2026, 11, 19), 10 * 60, 16 * 60 + 30),
        (date(2026, 1, 2), 10 * 60, 15 * 60 + 30),
        (date(2026, 1, 5), 9 * 60, 15 * 60 + 30),
    ],
)
def test_exam_days_and_the_first_day_of_the_year_begin_at_ten(
    day: date, opens: int, closes: int
) -> None:
    session = hours(day)
    assert (session.open // MINUTE, session.close // MINUTE) == (opens, closes)


@pytest.mark.parametrize(
    ("minute", "phase"),
    [
        (8 * 60 + 29, Phase.CLOSED),
        (8 * 60 + 30, Phase.PRE_HOURS),
        (8 * 60 + 40, Phase.OPENING_AUCTION),
        (9 * 60, Phase.CONTINUOUS),
        (15 * 60 + 19, Phase.CONTINUOUS),
        (15 * 60 + 20, Phase.CLOSING_AUCTION),
        (15 * 60 + 30, Phase.CLOSING_PRICE_ORDERS),
        (15 * 60 + 40, Phase.CLOSING_PRICE),
        (16 * 60, Phase.AFTER_MARKET),
        (20 * 60, Phase.ENDED),
        (23 * 60, Phase.ENDED),
    ],
)
def test_the_day_goes_through_its_phases(minute: int, phase: Phase) -> None:
    assert hours(date(2026, 11, 20)).phase(minute * MINUTE) is phase


def test_a_weekend_shows_the_friday_before() -> None:
    assert session_day(date(2026, 11, 22)) == date(2026, 11, 20)
    assert session_day(date(2026, 11, 23)) == date(2026, 11, 23)


def test_trading_days_leave_out_weekends_and_holidays() -> None:
    assert trading_days(date(2026, 10, 2), date(2026, 10, 7)) == (
        date(2026, 10, 2),
        date(2026, 10, 6),
        date(2026, 10, 7),
    )
    assert HOUR == 60 * MINUTE
