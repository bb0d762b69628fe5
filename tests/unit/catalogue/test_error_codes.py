import pytest

from kis_desktop.catalogue.error_codes import (
    ErrorKind,
    error_codes,
    find_error_code,
    find_family,
    handling,
)
from kis_desktop.catalogue.message_texts import texts


@pytest.mark.parametrize("code", sorted(error_codes()))
def test_every_code_has_a_sentence_in_both_languages(code: str) -> None:
    known = find_error_code(code)
    assert known is not None
    assert known.message_id in texts("ko")
    assert known.message_id in texts("en")


@pytest.mark.parametrize("kind", list(ErrorKind))
def test_every_kind_has_a_sentence_in_both_languages(kind: ErrorKind) -> None:
    assert f"kis.{kind}" in texts("ko")
    assert f"kis.{kind}" in texts("en")


@pytest.mark.parametrize("code", ["EGW00301", "EGW00302", "EGW00001", "EGW00203", "OPSQ0009"])
def test_what_leaves_an_order_in_doubt_is_never_a_refusal(code: str) -> None:
    known = find_error_code(code)
    assert known is not None
    assert not known.kind.surely_not_executed


@pytest.mark.parametrize("code", ["EGW00201", "EGW00123", "EGW00132", "APBK0952"])
def test_what_surely_was_not_executed_is_a_refusal(code: str) -> None:
    known = find_error_code(code)
    assert known is not None
    assert known.kind.surely_not_executed


def test_reads_are_asked_again_for_passing_faults_alone() -> None:
    again = {code for code, known in error_codes().items() if known.kind.may_be_asked_again}
    assert {"EGW00201", "EGW00215", "EGW00001", "EGW00316", "IGW00009"} <= again
    assert not again & {"EGW00103", "EGW00123", "EGW02006", "APBK0952", "SYDB0050"}


def test_a_code_that_nobody_wrote_down_is_unknown() -> None:
    assert find_error_code("EGW99999") is None


@pytest.mark.parametrize("code", sorted(error_codes()))
def test_every_code_has_a_meaning_in_both_languages(code: str) -> None:
    known = find_error_code(code)
    assert known is not None
    assert known.meaning("ko") == known.ko != ""
    assert known.meaning("en") == known.en != ""
    assert known.en.isascii()


@pytest.mark.parametrize("kind", list(ErrorKind))
def test_what_is_done_about_a_kind_is_told_in_both_languages(kind: ErrorKind) -> None:
    done = handling(kind)
    assert done.told("ko") == done.ko != ""
    assert done.told("en") == done.en != ""
    assert done.en.isascii()


def test_the_longest_beginning_decides_the_family_and_a_stranger_has_none() -> None:
    assert find_family("EGW99999") is ErrorKind.IN_DOUBT
    assert find_family("OPSP1234") is ErrorKind.REQUEST
    assert find_family("APBK9999") is ErrorKind.BUSINESS
    assert find_family("ZZZ") is None
    assert find_family("") is None


@pytest.mark.parametrize("code", ["APBK1497", "APBK1680", "APBK1681", "40070000"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_refusal_for_eligibility_says_where_to_complete_it(code: str, language: str) -> None:
    known = find_error_code(code)
    assert known is not None
    assert not known.kind.may_be_asked_again
    advice = texts(language)[known.message_id]
    assert ("한국투자증권" if language == "ko" else "Korea Investment & Securities") in advice
