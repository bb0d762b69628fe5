import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.domain.message import message
from kis_desktop.kis.protocol.reply import Reply, read_reply


def reply(body: object, status: int = 200, more: str = "") -> Reply:
    read = read_reply(status, msgspec.json.encode(body), more)
    assert read is not None
    return read


@pytest.mark.parametrize("status", [200, 403, 500])
def test_the_body_decides_not_the_status(status: int) -> None:
    ok = reply({"rt_cd": "0", "msg_cd": "MCA00000", "msg1": "done   "}, status)
    assert (ok.kind, ok.ok, ok.text) == (None, True, "done")
    dead = reply({"rt_cd": "1", "msg_cd": "EGW00123", "msg1": "x"}, status)
    assert (dead.kind, dead.ok) == (ErrorKind.TOKEN, False)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, {"rt_cd": "7", "msg_cd": "APBK9999"}, ErrorKind.BUSINESS),
        (500, {"rt_cd": "1", "msg_cd": "EGW99999"}, ErrorKind.IN_DOUBT),
        (500, {"rt_cd": "1", "msg_cd": "EGW00201"}, ErrorKind.BUSY),
        (500, {"rt_cd": "1", "msg_cd": "EGW00301"}, ErrorKind.IN_DOUBT),
        (403, {"error_code": "EGW00133", "error_description": "x"}, ErrorKind.TOO_SOON),
        (403, {"error_code": "EGW00103", "error_description": "x"}, ErrorKind.CREDENTIALS),
        (200, {"rt_cd": "0", "msg_cd": "KIOK0560"}, ErrorKind.EMPTY),
        (200, {"rt_cd": "7", "msg_cd": "KIOK0560"}, ErrorKind.EMPTY),
        (200, {"rt_cd": "7", "msg_cd": "SYDB0050"}, ErrorKind.CHANGED),
        (200, {"rt_cd": "0", "msg_cd": "SYDB0050"}, ErrorKind.CHANGED),
        (200, {"rt_cd": 0, "msg_cd": "MCA00000"}, None),
        (200, {"access_token": "t"}, None),
        (502, {"oops": "t"}, ErrorKind.IN_DOUBT),
    ],
)
def test_what_an_answer_means(status: int, body: dict[str, object], kind: ErrorKind | None) -> None:
    assert reply(body, status).kind is kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({}, ErrorKind.IN_DOUBT),
        ({"output1": []}, ErrorKind.IN_DOUBT),
        ({"rt_cd": None, "msg_cd": "40777777"}, ErrorKind.IN_DOUBT),
        ({"msg_cd": "MCA00000"}, ErrorKind.IN_DOUBT),
        ({"msg_cd": "EGW00123"}, ErrorKind.TOKEN),
        ({"rt_cd": "7", "msg_cd": "40777777"}, ErrorKind.BUSINESS),
        ({"rt_cd": "0"}, None),
    ],
)
def test_an_answer_that_lacks_its_result_is_no_success_and_no_refusal(
    body: dict[str, object], kind: ErrorKind | None
) -> None:
    read = read_reply(200, msgspec.json.encode(body), has_result=True)
    assert read is not None
    assert read.kind is kind


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'"x"', b"{", b"[" * 100_000])
def test_what_is_no_object_is_no_answer(content: bytes) -> None:
    assert read_reply(200, content) is None


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        ([{"A": "1"}, {"B": "2"}], ({"a": "1"}, {"b": "2"})),
        ({"A": "1"}, ({"a": "1"},)),
        ([], ()),
        ({}, ()),
        ([{"A": " ", "B": ""}, {"A": "1", "B": ""}], ({"a": "1", "b": ""},)),
        ("text", ()),
        (None, ()),
        ([None, "x", {"A": "(null)"}], ()),
        ({"A": ["1", ""], "B": ["", " "]}, ({"a": "1", "b": ""},)),
    ],
)
def test_a_block_is_a_list_of_rows_however_it_came(
    value: object, rows: tuple[dict[str, str], ...]
) -> None:
    read = reply({"rt_cd": "0", "output": value})
    assert read.rows("output") == rows
    assert read.row("output") == (rows[0] if rows else None)


def test_a_block_that_is_not_there_has_no_rows_and_the_body_is_one() -> None:
    read = reply({"access_token": "t"})
    assert read.rows("output") == ()
    assert read.row("body") == {"access_token": "t"}


def test_a_known_code_has_its_advice_and_keeps_code_and_words() -> None:
    said = reply({"rt_cd": "7", "msg_cd": "APBK0952", "msg1": "금액 초과  "}).message()
    assert said == message("kis.not_enough_cash", code="APBK0952", original="금액 초과")


def test_an_unknown_code_has_the_advice_of_its_kind() -> None:
    said = reply({"rt_cd": "7", "msg_cd": "APBK9999", "msg1": "?"}).message(seconds=3)
    assert said == message("kis.business", code="APBK9999", original="?", seconds=3)


def test_a_success_has_a_message_of_its_own_code() -> None:
    assert reply({"rt_cd": "0", "msg_cd": "MCA00000"}).message().id == "kis.done"


def test_the_continuation_header_is_trimmed() -> None:
    assert reply({"rt_cd": "0"}, more=" M ").more == "M"


@given(st.binary(max_size=200), st.sampled_from([200, 403, 500]))
def test_no_content_raises(content: bytes, status: int) -> None:
    read = read_reply(status, content)
    assert read is None or isinstance(read, Reply)
