"""Search over instruments."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.instrument_search import InstrumentSearch, Scope, scope_of
from tests.work import counted


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
SEARCH = InstrumentSearch.of((FUND, PREFERRED, SDI, KAKAO, HYNIX, SAMSUNG))


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


def test_a_text_that_stands_twice_in_a_name_finds_it_once() -> None:
    twice = stock("000010", "가나전자전자")
    assert InstrumentSearch.of((twice, HYNIX)).find("전자") == (twice,)


def test_no_more_are_found_than_asked_for() -> None:
    assert len(SEARCH.find("ㅅ", limit=2)) == 2


@given(st.text(max_size=12))
def test_whatever_is_typed_never_breaks_the_search(text: str) -> None:
    assert set(SEARCH.find(text)) <= {SAMSUNG, PREFERRED, SDI, HYNIX, KAKAO, FUND}


def elsewhere(
    symbol: str, name: str, market: Market, kind: InstrumentKind, english: str = ""
) -> Instrument:
    return Instrument(symbol, name, market, kind, name_en=english)


K = InstrumentKind
APPLE = elsewhere("AAPL", "애플", Market.NASDAQ, K.STOCK, "APPLE INC")
APPLE_HOTELS = elsewhere("APLE", "애플 호스피탈리티", Market.NYSE, K.STOCK, "APPLE HOSPITALITY")
APPLE_FUND = elsewhere("AAPU", "애플 2X", Market.NASDAQ, K.ETF, "APPLE BULL 2X")
CALL = elsewhere("B11", "삼성전자 C 202612", Market.DERIVATIVES, K.OPTION)
FUTURE = elsewhere("A11", "삼성전자 F 202612", Market.DERIVATIVES, K.FUTURE)
SPREAD = elsewhere("D11", "삼성전자 S 202612", Market.DERIVATIVES, K.SPREAD)
WARRANT = elsewhere("57AA01", "삼성전자콜", Market.ELW, K.ELW)
NATIONAL = elsewhere("KR10", "삼성채권", Market.BOND, K.BOND)
SECTOR = elsewhere("0013", "삼성그룹 지수", Market.SECTOR, K.INDEX)
ALL = InstrumentSearch.of(
    (CALL, NATIONAL, WARRANT, SPREAD, FUTURE, SECTOR, APPLE_HOTELS, APPLE_FUND, APPLE, FUND,
     PREFERRED, SAMSUNG),
    {
        "나스닥": frozenset({"NAS"}),
        "US": frozenset({"NAS", "NYS"}),
        "선물": frozenset({"future"}),
        "파생": frozenset({"derivatives"}),
    },
)  # fmt: skip


def test_korean_stocks_stand_before_what_is_elsewhere() -> None:
    assert ALL.find("삼성") == (
        SAMSUNG, PREFERRED, SECTOR, FUTURE, SPREAD, CALL, WARRANT, NATIONAL, FUND,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("aapl", (APPLE,)),
        ("AAP", (APPLE, APPLE_FUND)),
        ("apple", (APPLE, APPLE_HOTELS, APPLE_FUND)),
        ("애플", (APPLE, APPLE_HOTELS, APPLE_FUND)),
        ("나스닥 애플", (APPLE, APPLE_FUND)),
        ("애플 나스닥", (APPLE, APPLE_FUND)),
        ("us apple", (APPLE, APPLE_HOTELS, APPLE_FUND)),
        ("선물 삼성", (FUTURE,)),
        ("삼성전자 파생", (FUTURE, SPREAD, CALL)),
        ("나스닥", ()),
        ("나스닥 -", ()),
        ("나스닥 삼성", ()),
        ("없는말 애플", ()),
    ],
)
def test_a_market_s_name_narrows_the_search(text: str, found: tuple[Instrument, ...]) -> None:
    assert ALL.find(text) == found


def test_what_the_whole_text_finds_stands_before_what_a_narrowed_search_finds() -> None:
    fund = Instrument("133690", "US 애플나스닥", Market.KOSPI, K.ETF)
    search = InstrumentSearch.of((APPLE, fund), {"US": frozenset({"NAS"})})
    assert search.find("us 애플") == (fund, APPLE)
    assert search.find("us 애플", limit=1) == (fund,)


def test_a_scope_is_searched_by_itself() -> None:
    assert ALL.find("삼성", scopes=(Scope.BOND, Scope.ELW)) == (WARRANT, NATIONAL)


@pytest.mark.parametrize(
    ("instrument", "scope"),
    [
        (SAMSUNG, Scope.STOCK),
        (FUND, Scope.FUND),
        (APPLE_FUND, Scope.FOREIGN),
        (SECTOR, Scope.INDEX),
        (elsewhere("000001", "상해종합", Market.SHANGHAI_INDEX, K.INDEX), Scope.INDEX),
        (elsewhere("?", "알 수 없는 종류", Market.DERIVATIVES, K.OTHER), Scope.DERIVATIVE),
        (WARRANT, Scope.ELW),
        (NATIONAL, Scope.BOND),
    ],
)
def test_every_instrument_is_searched_somewhere(instrument: Instrument, scope: Scope) -> None:
    assert scope_of(instrument) is scope


def test_five_thousand_instruments_are_not_asked_one_by_one() -> None:
    many = InstrumentSearch.of(
        [stock(f"{number:06}", f"종목{number}전자", f"Item {number}") for number in range(5000)]
    )
    for text in ("ㅈㅁ", "전자", "item", "zz"):
        with counted() as work:
            many.find(text)
        assert work.calls < 1_000
