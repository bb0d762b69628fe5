from __future__ import annotations

from datetime import date

import pytest

from kis_desktop.simulator.server.wire_text import (
    clock_of_microseconds,
    padded,
    parse_day,
    rate,
    sign,
    won,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.00"), (-0.001, "0.00"), (-1.005, "-1.00"), (None, "0.00"), (12.345, "12.35")],
)
def test_rates_have_two_decimals_and_no_negative_nought(value: float | None, text: str) -> None:
    assert rate(value) == text


def test_amounts_are_whole_and_nought_when_unknown() -> None:
    assert [won(value) for value in (71_900, -350, None)] == ["71900", "-350", "0"]


def test_signs_tell_the_limits_apart() -> None:
    assert [sign(1), sign(0), sign(-1)] == ["2", "3", "5"]
    assert sign(1, at_limit_up=True) == "1"
    assert sign(-1, at_limit_down=True) == "4"


def test_korean_counts_two_bytes_when_padded() -> None:
    assert len(padded("정상")) == 78
    assert padded("ab", 4) == "ab  "


def test_times_and_days() -> None:
    assert clock_of_microseconds(((9 * 60 + 4) * 60 + 7) * 1_000_000 + 999_999) == "090407"
    assert parse_day("20261120") == date(2026, 11, 20)
    for wrong in ("2026112", "20261301", "2026112x"):
        with pytest.raises(ValueError, match=r".+"):
            parse_day(wrong)
