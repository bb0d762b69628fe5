"""The words of the search: where an instrument opens, and how old the lists are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from kis_desktop.catalogue.master_layout import master_layouts
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark, Market, Right
from kis_desktop.domain.instrument_list import MasterState
from kis_desktop.domain.instrument_search import Scope
from kis_desktop.domain.message import message
from kis_desktop.viewmodels.search_results import (
    SCOPES,
    hint_of,
    lists_line,
    opens_in,
    result_row,
    shown_name,
)
from kis_desktop.viewmodels.words import Words

KO, EN = Words("ko"), Words("en")
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SAMSUNG = Instrument(
    "005930", "삼성전자", Market.KOSPI, InstrumentKind.STOCK, marks=(Mark.CAUTION,)
)
APPLE = Instrument(
    "AAPL",
    "애플",
    Market.NASDAQ,
    InstrumentKind.STOCK,
    name_en="APPLE INC",
    currency="USD",
    exchange="NAS",
)
CALL = Instrument("B11", "콜", Market.DERIVATIVES, InstrumentKind.OPTION, right=Right.CALL)
INDEX = Instrument("ATX", "ATX", Market.WORLD, InstrumentKind.INDEX, currency="")
PUBLISHED = [file for file, (_, layout) in master_layouts().items() if layout.published]


def texts(instrument: Instrument, words: Words) -> list[str]:
    return [cell.text for cell in result_row(instrument, words).cells]


def test_a_row_says_what_it_is_and_where_it_opens() -> None:
    assert texts(SAMSUNG, KO) == ["삼성전자", "005930", "KOSPI", "주식", "KRW", "모든 화면"]
    assert texts(APPLE, KO) == ["애플", "AAPL", "나스닥", "주식", "USD", "API 탐색기"]
    assert texts(APPLE, EN) == ["APPLE INC", "AAPL", "NASDAQ", "Stock", "USD", "API explorer"]
    assert texts(CALL, KO)[2:4] == ["국내 파생", "콜옵션"]
    assert texts(INDEX, KO)[4] == "—"
    assert result_row(SAMSUNG, KO).cells[0].badges == ("주의",)


def test_only_a_korean_stock_s_row_is_about_a_symbol() -> None:
    assert (result_row(SAMSUNG, KO).id, result_row(SAMSUNG, KO).symbol) == ("005930", "005930")
    assert (result_row(APPLE, KO).id, result_row(APPLE, KO).symbol) == ("NAS:AAPL", "")


def test_a_name_is_told_in_the_language_in_which_it_is_known() -> None:
    assert (shown_name(APPLE, "ko"), shown_name(APPLE, "en")) == ("애플", "APPLE INC")
    assert shown_name(SAMSUNG, "en") == "삼성전자"
    known = msgspec.structs.replace(SAMSUNG, name_en="Samsung Electronics")
    assert shown_name(known, "en") == "삼성전자"
    assert "Samsung Electronics" in result_row(known, EN).cells[0].tip


def test_what_enter_does_is_said_before_it_is_pressed() -> None:
    assert "모든 화면" in hint_of(SAMSUNG, KO, str)
    assert "API 탐색기" in hint_of(APPLE, KO, str)
    assert "나스닥" in hint_of(APPLE, KO, str)
    assert "API explorer" in hint_of(APPLE, EN, str)
    assert "아직 없습니다" in hint_of(INDEX, KO, str)
    assert [opens_in(one).value for one in (SAMSUNG, APPLE, CALL, INDEX)] == [
        "panels",
        "explorer",
        "explorer",
        "nowhere",
    ]
    assert texts(INDEX, KO)[5] == "—"


@pytest.mark.parametrize(
    ("members", "said"),
    [(2, "테마 종목: <0>, <1>"), (10, "테마 종목: <0>, <1>, <2>, <3>, <4>, <5>, <6>, <7> 외 2개")],
)
def test_a_theme_tells_its_shares(members: int, said: str) -> None:
    symbols = tuple(str(number) for number in range(members))
    theme = Instrument("1", "테마", Market.THEME, InstrumentKind.THEME, members=symbols)
    assert hint_of(theme, KO, lambda symbol: f"<{symbol}>") == said


def test_every_market_and_kind_has_words_in_both_languages() -> None:
    for words in (KO, EN):
        for market in Market:
            for kind in InstrumentKind:
                row = texts(Instrument("X", "이름", market, kind), words)
                assert not [text for text in row if "." in text]
        for file in master_layouts():
            assert "." not in words(f"master_title.{file}")


def test_every_scope_can_be_chosen() -> None:
    assert {scope for _, scopes in SCOPES[1:] for scope in scopes} == set(Scope)
    assert set(SCOPES[0][1]) == set(Scope)


@pytest.mark.parametrize(
    ("states", "line", "wrong"),
    [
        ([], f"목록 {len(PUBLISHED)}개 받는 중", False),
        (
            [MasterState(file, 5, NOW - timedelta(hours=2)) for file in PUBLISHED],
            "1,234종목 · 2시간 전 받음",
            False,
        ),
        (
            [MasterState(file, 5, NOW - timedelta(minutes=3)) for file in PUBLISHED[1:]],
            "1,234종목 · 3분 전 받음 · 목록 1개 받는 중",
            False,
        ),
        (
            [
                *(MasterState(file, 5, NOW - timedelta(hours=1)) for file in PUBLISHED),
                MasterState("nas", 9, NOW - timedelta(hours=30), 0, message("kis.timed_out")),
                MasterState("hks", 0, None, 0, message("kis.timed_out")),
            ],
            "1,234종목 · 1시간 전 받음 · 새로 받지 못함: 나스닥(30시간 전 것을 씀), 홍콩(없음)",
            True,
        ),
        (
            [
                MasterState(file, 0, NOW - timedelta(hours=1), 1, message("kis.timed_out"))
                for file in PUBLISHED
            ],
            (
                "1,234종목 · 1시간 전 받음 · 새로 받지 못함: 코스피(1시간 전 것을 씀), "
                "코스닥(1시간 전 것을 씀), 코넥스(1시간 전 것을 씀) "
                f"외 {len(PUBLISHED) - 3}개 · 읽지 못한 {len(PUBLISHED)}줄 제외"
            ),
            True,
        ),
    ],
    ids=["nothing", "all", "one to come", "failed", "all failed"],
)
def test_the_age_and_the_faults_of_the_lists_are_said(
    states: list[MasterState], line: str, *, wrong: bool
) -> None:
    told = {state.file: state for state in states}
    assert lists_line(told, 1234, KO, NOW) == (line, wrong)
