"""Search over instruments."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.instrument_search import InstrumentSearch


def stock(symbol: str, name: str, english: str = "", shares: int = 1) -> Instrument:
    return Instrument(
        symbol,
        name,
        Market.KOSPI,
        InstrumentKind.STOCK,
        name_en=english,
        base_price=Decimal(1000),
        listed_shares=shares,
    )


SAMSUNG = stock("005930", "삼성전자", "SamsungElec", 5_919_637_000)
PREFERRED = stock("005935", "삼성전자우", "SamsungElec(1P)", 815_974_000)
SDI = stock("006400", "삼성SDI", "SAMSUNG SDI", 68_764_000)
HYNIX = stock("000660", "SK하이닉스", "SK hynix", 728_002_000)
KAKAO = stock("035720", "카카오", "Kakao", 443_000_000)
FUND = Instrument("448330", "KODEX 삼성전자채권혼합", Market.KOSPI, InstrumentKind.ETF)
SEARCH = InstrumentSearch((FUND, PREFERRED, SDI, KAKAO, HYNIX, SAMSUNG))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("005930", SAMSUNG),
        ("0059", SAMSUNG),
        ("삼성전자", SAMSUNG),
        ("삼성전자우", PREFERRED),
        ("ㅅㅅㅈㅈ", SAMSUNG),
        ("ㅅㅅㅈㅈㅇ", PREFERRED),
        ("삼ㅅㅈ", SAMSUNG),
        ("삼서", SAMSUNG),
        ("samsungelec", SAMSUNG),
        ("sk hynix", HYNIX),
        ("하이닉", HYNIX),
        ("ㅎㅇㄴㅅ", HYNIX),
        ("hynix", HYNIX),
        ("6400", SDI),
        ("sdi", SDI),
        ("ㅋㅋㅇ", KAKAO),
        ("kodex삼성", FUND),
    ],
)
def test_the_instrument_that_was_meant_stands_first(text: str, first: Instrument) -> None:
    assert SEARCH.find(text)[0] == first


def test_stocks_stand_before_funds_and_large_before_small() -> None:
    assert SEARCH.find("삼성") == (SAMSUNG, PREFERRED, SDI, FUND)


@pytest.mark.parametrize("text", ["", "   ", "없는종목", "ㅋㅋㅋㅋ", "[", "(.*)+x"])
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert SEARCH.find(text) == ()


def test_no_more_are_found_than_asked_for() -> None:
    assert len(SEARCH.find("ㅅ", limit=2)) == 2


@given(st.text(max_size=12))
def test_whatever_is_typed_never_breaks_the_search(text: str) -> None:
    assert set(SEARCH.find(text)) <= {SAMSUNG, PREFERRED, SDI, HYNIX, KAKAO, FUND}


def test_five_thousand_instruments_are_searched_in_fifty_milliseconds() -> None:
    many = InstrumentSearch(
        [stock(f"{number:06}", f"종목{number}전자", f"Item {number}") for number in range(5000)]
    )
    slowest = max(
        min(_seconds(many, text) for _ in range(3)) for text in ("ㅈㅁ", "전자", "item", "zz")
    )
    assert slowest < 0.05


def _seconds(search: InstrumentSearch, text: str) -> float:
    begun = time.perf_counter()
    search.find(text)
    return time.perf_counter() - begun
