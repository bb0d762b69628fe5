"""The list of all instruments: one file after another, none of them touching the others."""

from __future__ import annotations

from datetime import UTC, datetime

from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.instrument_list import InstrumentList, MasterState
from kis_desktop.domain.instrument_search import Scope

SAMSUNG = Instrument("005930", "삼성전자", Market.KOSPI, InstrumentKind.STOCK)
KAKAO = Instrument("035720", "카카오", Market.KOSPI, InstrumentKind.STOCK)
ECOPRO = Instrument("086520", "에코프로", Market.KOSDAQ, InstrumentKind.STOCK)
SHENZHEN = Instrument("005930", "심천삼성", Market.SHENZHEN, InstrumentKind.STOCK)
APPLE = Instrument("AAPL", "애플", Market.NASDAQ, InstrumentKind.STOCK)
TWICE = Instrument("AAPL", "애플 다시", Market.NASDAQ, InstrumentKind.STOCK)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def state(file: str, rows: int = 1) -> MasterState:
    return MasterState(file, rows, NOW)


def test_codes_may_collide_and_keys_do_not() -> None:
    known = InstrumentList.of((SHENZHEN, SAMSUNG))
    assert (SAMSUNG.key, SHENZHEN.key) == ("005930", "SZS:005930")
    assert known.find("005930") == SAMSUNG
    assert known.find_key("005930") == SAMSUNG
    assert known.find_key("SZS:005930") == SHENZHEN
    assert known.find_key("NAS:AAPL") is None
    assert len(known) == 2


def test_a_foreign_code_is_never_found_as_a_symbol() -> None:
    known = InstrumentList.of((SHENZHEN, APPLE))
    assert known.find("005930") is None
    assert known.find("AAPL") is None
    assert known.find("NAS:AAPL") is None


def test_of_two_with_the_same_key_the_first_counts() -> None:
    assert InstrumentList.of((APPLE, TWICE)).find_key("NAS:AAPL") == APPLE


def test_files_come_and_are_replaced_one_by_one() -> None:
    empty = InstrumentList()
    kospi = empty.with_file(state("kospi", 2), (SAMSUNG, KAKAO))
    both = kospi.with_file(state("kosdaq"), (ECOPRO,))
    third = both.with_file(state("nas"), (APPLE,))
    fewer = third.with_file(state("kospi"), (SAMSUNG,))
    assert (len(empty), len(kospi), len(both), len(third), len(fewer)) == (0, 2, 3, 4, 3)
    assert fewer.find("035720") is None
    assert third.find("035720") == KAKAO
    assert [one.name for one in fewer.search("ㅇ")] == ["에코프로", "애플"]
    assert fewer.search("카카오") == ()
    assert fewer.instruments("nas") == (APPLE,)
    assert fewer.instruments("hks") == ()
    assert set(fewer.states) == {"kospi", "kosdaq", "nas"}


def test_a_file_that_has_lost_all_its_stocks_takes_them_along() -> None:
    gone = InstrumentList.of((SAMSUNG,)).with_file(state("", 0), ())
    assert gone.find("005930") is None
    assert gone.search("삼성") == ()


def test_symbols_stay_the_same_object_while_only_other_markets_change() -> None:
    known = InstrumentList.of((SAMSUNG,))
    other = known.with_file(state("nas"), (APPLE,)).with_state(state("nas", 0))
    assert other.symbols is known.symbols
    assert other.search("삼성") == (SAMSUNG,)
    assert other.search("애플") == (APPLE,)
    assert other.search("애플", scopes=(Scope.STOCK,)) == ()


def test_the_words_of_markets_stay_with_the_list() -> None:
    known = InstrumentList({"나스닥": frozenset({"NAS"})})
    known = known.with_file(state("nas"), (APPLE,)).with_file(state("kospi"), (SAMSUNG,))
    assert known.search("나스닥 ㅇㅍ") == (APPLE,)
