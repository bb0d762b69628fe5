"""Intervals as they are typed and told."""

from __future__ import annotations

import pytest

from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.domain.chart_setup import ChartSetup
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.viewmodels.interval_words import (
    interval_text,
    read_interval,
    setup_words,
    why_not,
)
from kis_desktop.viewmodels.words import Words

KOREAN, ENGLISH = Words("ko"), Words("en")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7", "7m"),
        ("45m", "45m"),
        (" 45 분 ", "45m"),
        ("2h", "120m"),
        ("3시간", "180m"),
        ("3D", "3D"),
        ("d", "D"),
        ("일", "D"),
        ("2W", "2W"),
        ("2w", "2W"),
        ("1M", "M"),
        ("1m", "1m"),
        ("3개월", "3M"),
        ("Y", "Y"),
        ("30T", "30T"),
        ("30틱", "30T"),
        ("1440", "1440m"),
    ],
)
def test_what_traders_type_is_understood(typed: str, meant: str) -> None:
    assert str(read_interval(typed)) == meant
    assert why_not(typed, KOREAN) == ""


@pytest.mark.parametrize("typed", ["", "0", "45x", "m7", "1441", "25h", "91D", "5 apples", "-3"])
def test_what_is_no_interval_is_none(typed: str) -> None:
    assert read_interval(typed) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", ""),
        (
            "45x",
            "'x': 쓸 수 없는 단위입니다. m(분) h(시간) D(일) W(주) M(월) Y(년) T(틱)를 쓰세요.",
        ),
        ("1441", "1부터 1,440분까지 쓸 수 있습니다."),
        ("91D", "1부터 90일까지 쓸 수 있습니다."),
        ("0", "1부터 1,440분까지 쓸 수 있습니다."),
    ],
)
def test_it_is_said_why_not(typed: str, told: str) -> None:
    assert why_not(typed, KOREAN) == told


@pytest.mark.parametrize(
    ("text", "korean", "english"),
    [("5m", "5분", "5m"), ("D", "일", "D"), ("3D", "3일", "3D"), ("10T", "10틱", "10T")],
)
def test_intervals_are_told_shortly(text: str, korean: str, english: str) -> None:
    assert interval_text(Interval.parse(text), KOREAN) == korean
    assert interval_text(Interval.parse(text), ENGLISH) == english


def test_days_say_whether_they_are_adjusted_and_whose_prices_they_are() -> None:
    daily = ChartSetup(interval=Interval.DAY, view=MarketView.UNIFIED, adjusted=False)
    assert setup_words(daily, KOREAN) == ("일", "통합", "원주가")
    assert setup_words(ChartSetup(interval=Interval(7, Unit.MINUTE)), KOREAN) == ("7분",)
