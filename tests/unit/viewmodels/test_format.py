"""Numbers and times as they stand on the screen."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal

import pytest

from kis_desktop.domain.quote import Sign
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.roles import Tone


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        (Decimal(98_400), "98,400"),
        (Decimal("98400.99"), "98,400"),
        (Decimal(0), "0"),
        (Decimal(-1_300), "−1,300"),
        (Decimal("-0.4"), "0"),
    ],
)
def test_a_price_has_commas_and_is_cut(value: Decimal | None, text: str) -> None:
    assert fmt.price(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        (Decimal("1.349"), "+1.34%"),
        (Decimal("-1.559"), "−1.55%"),
        (Decimal("-0.004"), "0.00%"),
        (Decimal(0), "0.00%"),
    ],
)
def test_a_rate_has_its_sign_and_two_cut_decimals(value: Decimal | None, text: str) -> None:
    assert fmt.rate(value) == text


@pytest.mark.parametrize(
    ("value", "sign", "text"),
    [
        (None, Sign.UP, "—"),
        (Decimal(1_300), Sign.UP, "▲ 1,300"),
        (Decimal(-9_000), Sign.DOWN, "▼ 9,000"),
        (Decimal(0), Sign.FLAT, "0"),
        (Decimal(22_500), Sign.LIMIT_UP, "↑ 22,500"),
        (Decimal(-22_500), Sign.LIMIT_DOWN, "↓ 22,500"),
        (Decimal(-5), Sign.UNKNOWN, "▼ 5"),
    ],
)
def test_a_change_carries_the_server_s_sign(value: Decimal | None, sign: Sign, text: str) -> None:
    assert fmt.change(value, sign) == text


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (None, "ko", "—"),
        (Decimal(99_999_999), "ko", "99,999,999"),
        (Decimal(804_112_345_678), "ko", "8,041억"),
        (Decimal(418_231_000_000_000), "ko", "418조 2,310억"),
        (Decimal(2_000_000_000_000), "ko", "2조"),
        (Decimal(-804_112_345_678), "ko", "−8,041억"),
        (Decimal(804_112_345_678), "en", "804.1B"),
        (Decimal(999_999), "en", "999,999"),
    ],
)
def test_a_large_amount_is_told_in_the_language_s_units(
    value: Decimal | None, language: str, text: str
) -> None:
    assert fmt.amount(value, language) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "—"), (0.2, "0초 전"), (12.9, "12초 전"), (61, "1분 전"), (7_300, "2시간 전")],
)
def test_an_age_is_told_in_whole_units(seconds: float | None, text: str) -> None:
    assert fmt.age(seconds, "ko") == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("98,400", Decimal(98_400)),
        (" 98400 ", Decimal(98_400)),
        ("98400.5", Decimal("98400.5")),
        ("0", None),
        ("-5", None),
        ("", None),
        ("9만", None),
        ("１２", None),
        ("NaN", None),
        ("1,0", None),
        ("98,400.5", Decimal("98400.5")),
        ("9" * 15, Decimal(999_999_999_999_999)),
        ("9" * 16, None),
        ("9" * 5_000, None),
    ],
)
def test_a_typed_price_is_read_or_unknown(text: str, value: Decimal | None) -> None:
    assert fmt.parse_price(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200", 1_200),
        ("1,0", None),
        ("1,", None),
        ("12,34", None),
        ("1234,567", None),
        ("0", None),
        ("0010", 10),
        ("1.5", None),
        ("-3", None),
        ("", None),
        ("²", None),
        ("9,999,999,999", 9_999_999_999),
        ("9" * 11, None),
        ("9" * 5_000, None),
    ],
)
def test_a_typed_quantity_is_a_positive_whole_number(text: str, value: int | None) -> None:
    assert fmt.parse_quantity(text) == value


@pytest.mark.parametrize(
    ("before", "after", "put_right"),
    [
        ("1,000", "1,0000", "10,000"),
        ("1,000", "1,00", "100"),
        ("1,", "1,0", "1,0"),
        ("", "1000", "1000"),
        ("1,000", "1,00x", "1,00x"),
        ("1,000", "", ""),
    ],
)
def test_typing_into_a_figure_moves_its_commas(before: str, after: str, put_right: str) -> None:
    assert fmt.regrouped(before, after) == put_right


def test_volume_in_thousands_is_cut() -> None:
    assert (fmt.thousands(8_216_999), fmt.thousands(None)) == ("8,216", "—")


def test_a_signed_figure_shows_plus_and_minus() -> None:
    shown = [fmt.signed(value) for value in (1_284_300, -42_150, 0, None)]
    assert shown == ["+1,284,300", "−42,150", "0", "—"]


def test_a_moment_is_told_in_exchange_time() -> None:
    assert fmt.clock(datetime(2026, 11, 20, 1, 12, 33, tzinfo=UTC)) == "10:12:33"
    assert fmt.clock(time(9, 0)) == "09:00:00"
    assert fmt.clock(None) == "—"


def test_digits_of_a_clock_are_told_apart_or_unknown() -> None:
    assert [fmt.clock_digits(text) for text in ("101158", "", "10115x")] == ["10:11:58", "—", "—"]


@pytest.mark.parametrize(
    ("value", "base", "tone"),
    [
        (Decimal(101), Decimal(100), Tone.UP),
        (Decimal(99), Decimal(100), Tone.DOWN),
        (Decimal(100), Decimal(100), Tone.FLAT),
        (None, Decimal(100), Tone.TEXT),
        (Decimal(100), None, Tone.TEXT),
    ],
)
def test_a_price_takes_its_tone_from_the_reference(
    value: Decimal | None, base: Decimal | None, tone: Tone
) -> None:
    assert fmt.tone_against(value, base) is tone


def test_a_figure_of_any_length_is_shown_whole() -> None:
    assert fmt.price(Decimal("9" * 40)).replace(",", "") == "9" * 40
    assert fmt.regrouped("9,999", "9" * 5_000) == "9" * 5_000
