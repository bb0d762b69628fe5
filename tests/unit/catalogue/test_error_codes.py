import pytest

from kis_desktop.catalogue.error_codes import ErrorKind, error_codes, find_error_code
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
