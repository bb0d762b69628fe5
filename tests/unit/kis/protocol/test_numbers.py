from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.kis.protocol.numbers import (
    find_date,
    find_decimal,
    find_flag,
    find_int,
    find_price,
    find_text,
    find_time,
    find_words,
)

NOTHING: list[object] = [
    "",
    "   ",
    "-",
    "nan",
    "-nan",
    "+nan",
    "NaN",
    "(null)",
    "null",
    "None",
    None,
    True,
    [],
    {},
]


@pytest.mark.parametrize("value", NOTHING)
def test_what_says_nothing_is_none_everywhere(value: object) -> None:
    found = (
        find_text(value),
        find_decimal(value),
        find_price(value),
        find_int(value),
        find_date(value),
        find_time(value),
        find_flag(value),
    )
    assert found == (None,) * 7


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", None),
        ("  ", None),
        ("-", None),
        ("(null)", None),
        ("nan", None),
        ("-nan", None),
        (None, None),
        (True, None),
        ([], None),
        ({}, None),
        ("NAN", "NAN"),
        (" INF ", "INF"),
        (12, "12"),
    ],
)
def test_words_may_be_called_what_a_number_must_not(value: object, words: str | None) -> None:
    assert find_words(value) == words


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("71900", "71900"),
        (" 0.00", "0.00"),
        ("-1.23", "-1.23"),
        ("+5", "5"),
        ("0000001234", "1234"),
        ("98750.4156", "98750.4156"),
        ("1,234,567.5", "1234567.5"),
        (".5", "0.5"),
        (12, "12"),
        (1.5, "1.5"),
    ],
)
def test_numbers_are_read_as_they_stand(value: object, number: str) -> None:
    assert find_decimal(value) == Decimal(number)


@pytest.mark.parametrize(
    "value", ["1e5", "Infinity", "inf", "12,34", "0x10", "1.2.3", "٣", "1_000", "9" * 5000]
)
def test_what_is_no_plain_number_is_none(value: str) -> None:
    assert find_decimal(value) is None


@pytest.mark.parametrize(
    ("value", "number"), [("0000000007", 7), ("10.00", 10), ("-3", -3), ("0", 0), ("1.5", None)]
)
def test_whole_numbers(value: str, number: int | None) -> None:
    assert find_int(value) == number


@pytest.mark.parametrize(("value", "price"), [("100", Decimal(100)), ("0", None), ("-5", None)])
def test_a_price_is_above_zero(value: str, price: Decimal | None) -> None:
    assert find_price(value) == price


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("20260914", date(2026, 9, 14)),
        ("00000000", None),
        ("20260231", None),
        ("2026091", None),
        ("2026091x", None),
    ],
)
def test_dates(value: str, day: date | None) -> None:
    assert find_date(value) == day


@pytest.mark.parametrize(
    ("value", "at"),
    [("090000", time(9)), ("235959", time(23, 59, 59)), ("240000", None), ("9000", None)],
)
def test_times(value: str, at: time | None) -> None:
    assert find_time(value) == at


@pytest.mark.parametrize(("value", "flag"), [("Y", True), ("N", False), ("X", None), ("y", None)])
def test_flags(value: str, flag: bool | None) -> None:
    assert find_flag(value) is flag


@given(st.decimals(-(10**30), 10**30, allow_nan=False, allow_infinity=False, places=4))
def test_every_plain_decimal_comes_back(number: Decimal) -> None:
    assert find_decimal(f"  {number:f} ") == number


@given(st.text())
def test_no_text_raises(text: str) -> None:
    number = find_decimal(text)
    assert number is None or number.is_finite()
    assert find_int(text) is None or number is not None
    assert find_date(text) is None or find_time(text) is None
