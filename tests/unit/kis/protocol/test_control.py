from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.kis.protocol.control import (
    Ack,
    Heartbeat,
    is_control,
    read_control,
    registration,
)
from kis_desktop.kis.protocol.frames import Surprise

CONFIRMED = (
    '{"header":{"tr_id":"H0STCNT0","tr_key":"005930","encrypt":"N"},"body":{"rt_cd":"0",'
    '"msg_cd":"OPSP0000","msg1":"SUBSCRIBE SUCCESS   ","output":{"iv":"0123456789abcdef",'
    '"key":"abcdefghijklmnopabcdefghijklmnop"}}}'
)


def answer(code: str, result: object = "1", tr_id: object = "H0STCNT0") -> str:
    header = {"tr_id": tr_id, "tr_key": "005930", "encrypt": "N"}
    body = {"rt_cd": result, "msg_cd": code, "msg1": "said"}
    return msgspec.json.encode({"header": header, "body": body}).decode()


def test_a_confirmation_carries_key_and_iv() -> None:
    assert read_control(CONFIRMED) == Ack(
        "H0STCNT0",
        "005930",
        "OPSP0000",
        "SUBSCRIBE SUCCESS",
        ErrorKind.CONFIRMED,
        "abcdefghijklmnopabcdefghijklmnop",
        "0123456789abcdef",
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("OPSP0001", ErrorKind.CONFIRMED),
        ("OPSP0002", ErrorKind.CONFIRMED),
        ("OPSP0003", ErrorKind.CONFIRMED),
        ("OPSP0007", ErrorKind.LATER),
        ("OPSP0008", ErrorKind.FULL),
        ("OPSP0011", ErrorKind.APPROVAL),
        ("OPSP8996", ErrorKind.IN_USE),
        ("OPSP8993", ErrorKind.REQUEST),
        ("OPSP9990", ErrorKind.REQUEST),
    ],
)
def test_the_code_decides_not_the_result(code: str, kind: ErrorKind) -> None:
    read = read_control(answer(code))
    assert isinstance(read, Ack)
    assert read.kind is kind


@pytest.mark.parametrize("result", ["0", 0])
def test_an_unknown_code_with_result_0_is_a_confirmation(result: object) -> None:
    read = read_control(answer("OPSP7777", result))
    assert isinstance(read, Ack)
    assert read.kind is ErrorKind.CONFIRMED


def test_an_answer_to_nobody_speaks_of_the_session() -> None:
    read = read_control(answer("OPSP8996", "9", "(null)"))
    assert isinstance(read, Ack)
    assert read.tr_id == ""


def test_a_heartbeat_tells_the_time_of_the_exchange() -> None:
    text = '{"header":{"tr_id":"PINGPONG","datetime":"20261120090010"}}'
    at = datetime(2026, 11, 20, 9, 0, 10, tzinfo=ZoneInfo("Asia/Seoul"))
    assert read_control(text) == Heartbeat(at)


@pytest.mark.parametrize("text", ["", "yesterday"])
def test_a_heartbeat_with_another_time_is_one_still(text: str) -> None:
    encoded = msgspec.json.encode({"header": {"tr_id": "PINGPONG", "datetime": text}}).decode()
    assert read_control(encoded) == Heartbeat(None)


@pytest.mark.parametrize(
    "text",
    ["{", "{}", '{"header":{}}', '{"header":{"tr_id":"X"},"body":{}}', "[]", '{"header":1}'],
)
def test_anything_else_is_a_surprise(text: str) -> None:
    assert isinstance(read_control(text), Surprise)


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert isinstance(read_control(text), (Ack, Heartbeat, Surprise))


def test_a_control_message_of_endless_depth_is_a_surprise() -> None:
    assert isinstance(read_control('{"header":{"x":' + "[" * 100_000), Surprise)


def test_data_and_control_are_told_apart() -> None:
    assert is_control(CONFIRMED)
    assert not is_control("0|H0STCNT0|001|a")
    assert not is_control("")


@pytest.mark.parametrize(("wanted", "code"), [(True, "1"), (False, "2")])
def test_a_registration_reads_as_documented(wanted: bool, code: str) -> None:
    assert msgspec.json.decode(registration("k", "H0STCNT0", "005930", wanted=wanted)) == {
        "header": {
            "approval_key": "k",
            "custtype": "P",
            "tr_type": code,
            "content-type": "utf-8",
        },
        "body": {"input": {"tr_id": "H0STCNT0", "tr_key": "005930"}},
    }
