"""An answer of the REST side, to the letter: every block a list, no field lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue import loader
from kis_desktop.kis.decode_reply import decode_reply, endpoints_of

PRICE = "FHKST01010100"


def decoded(body: object, tr_id: str = PRICE) -> dict[str, object]:
    return decode_reply(tr_id, json.dumps(body).encode())


def outputs(body: object, tr_id: str = PRICE) -> object:
    return decoded(body, tr_id)["outputs"]


def test_an_answer_as_it_is_promised() -> None:
    assert decoded(
        {
            "rt_cd": "0",
            "msg_cd": "MCA00000",
            "msg1": "정상처리 되었습니다.    ",
            "output": {"stck_prpr": "71900", "newest": " 1.10 "},
        }
    ) == {
        "ok": True,
        "rt_cd": "0",
        "msg_cd": "MCA00000",
        "msg1": "정상처리 되었습니다.    ",
        "tr_id": PRICE,
        "endpoint": "domestic_stock/inquire_price",
        "outputs": {"output": [{"stck_prpr": "71900", "newest": " 1.10 "}]},
        "unknown": ["newest"],
    }


@pytest.mark.parametrize(
    ("block", "rows"),
    [
        ({"a": "1"}, [{"a": "1"}]),
        ([{"a": "1"}, {"a": ""}], [{"a": "1"}, {"a": ""}]),
        ([], []),
        ({}, [{}]),
        ({"a": ["1", "2"], "b": ["", "x"]}, [{"a": "1", "b": ""}, {"a": "2", "b": "x"}]),
        ({"a": ["1", "2"], "b": ["x"]}, [{"a": ["1", "2"], "b": ["x"]}]),
        ({"a": {"b": "1"}}, [{"a": {"b": "1"}}]),
        (["x", None, {"a": "1"}], [{"value": "x"}, {"value": None}, {"a": "1"}]),
        ({"a": None, "b": True, "c": 5}, [{"a": None, "b": True, "c": "5"}]),
    ],
)
def test_every_block_is_a_list_of_rows(block: object, rows: object) -> None:
    assert outputs({"rt_cd": "0", "output": block}) == {"output": rows}


def test_what_is_no_block_stands_in_the_row_of_the_top_level() -> None:
    body = {"rt_cd": "0", "ctx_area_fk100": "12^  ", "output1": [{"pdno": "005930"}], "output2": ""}
    found = decoded(body, "TTTC8434R")
    assert found["outputs"] == {
        "output1": [{"pdno": "005930"}],
        "body": [{"ctx_area_fk100": "12^  ", "output2": ""}],
    }
    assert found["unknown"] == []


def test_a_block_that_is_called_as_the_top_level_keeps_its_rows() -> None:
    assert outputs({"HASH": "x", "body": {"a": "1"}}) == {"body": [{"HASH": "x"}, {"a": "1"}]}


def test_tokens_of_an_oauth_answer_are_the_row_of_the_top_level() -> None:
    found = decoded({"access_token": "t", "expires_in": 86400}, "tokenP")
    assert (found["ok"], found["rt_cd"], found["msg_cd"]) == (True, None, None)
    assert found["outputs"] == {"body": [{"access_token": "t", "expires_in": "86400"}]}
    assert found["endpoint"] is None
    assert found["unknown"] == ["access_token", "expires_in"]


def test_a_refusal_of_the_oauth_kind_is_read_and_kept() -> None:
    found = decoded({"error_code": "EGW00133", "error_description": "잠시 후"})
    assert (found["ok"], found["msg_cd"], found["msg1"]) == (False, "EGW00133", "잠시 후")
    assert found["outputs"] == {
        "body": [{"error_code": "EGW00133", "error_description": "잠시 후"}]
    }
    assert found["unknown"] == []


@pytest.mark.parametrize(
    ("body", "ok"),
    [
        ({"rt_cd": "0"}, True),
        ({"rt_cd": 0}, True),
        ({"rt_cd": "7", "msg_cd": "APBK0952", "msg1": "x"}, False),
        ({"rt_cd": "1", "msg_cd": "EGW00123"}, False),
        ({"rt_cd": "7", "msg_cd": "KIOK0560"}, True),
    ],
)
def test_whether_it_was_done_is_told(body: object, ok: bool) -> None:
    assert decoded(body)["ok"] is ok


def test_numbers_come_as_they_are_written() -> None:
    content = b'{"output":{"a":1.10,"b":-0,"c":123456789012345678901234567890,"d":1E5,"e":NaN}}'
    assert decode_reply(PRICE, content)["outputs"] == {
        "output": [
            {"a": "1.10", "b": "-0", "c": "123456789012345678901234567890", "d": "1E5", "e": "NaN"}
        ]
    }


def test_a_name_that_comes_twice_hides_nothing() -> None:
    content = b'{"output":{"a":"1","a":"2","a#2":"3"},"output":[{"a":"4"}]}'
    assert decode_reply(PRICE, content)["outputs"] == {
        "output": [{"a": "1", "a#2": "2", "a#2#2": "3"}],
        "output#2": [{"a": "4"}],
    }


def test_an_unknown_tr_id_is_decoded_and_said_to_be_unknown() -> None:
    found = decoded({"rt_cd": "0", "output": {"stck_prpr": "1"}}, "NOPE")
    assert (found["tr_id"], found["endpoint"], found["unknown"]) == ("NOPE", None, ["stck_prpr"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"[]",
        b'"x"',
        b"5",
        b"{",
        b'{"a":1}{"b":2}',
        b"\xff\xfe{\0}\0",
        b"<html></html>",
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"a":"\n"}',
    ],
)
def test_what_is_no_json_object_is_an_error(content: bytes) -> None:
    assert set(decode_reply(PRICE, content)) == {"error"}


def test_a_byte_order_mark_and_white_space_do_no_harm() -> None:
    content = b'\xef\xbb\xbf \r\n{\n "output" : {\n "a" : "\\u2028\\ud800" }\n}\n'
    assert decode_reply(PRICE, content)["outputs"] == {"output": [{"a": "\u2028\ud800"}]}


def test_an_id_of_other_sources_leads_to_its_endpoint_where_no_document_names_it() -> None:
    for id_ in loader.endpoint_ids():
        entry = loader.endpoint(id_)
        for tr_id in (*entry.tr_other, *entry.tr_legacy):
            assert endpoints_of(tr_id)
        for tr_id in (*entry.tr_real.values(), *entry.tr_paper.values()):
            assert entry in endpoints_of(tr_id)


@pytest.mark.parametrize("id_", loader.endpoint_ids())
def test_every_endpoint_gives_back_exactly_the_fields_of_its_body(id_: str) -> None:
    entry = loader.endpoint(id_)
    tr_id = next(iter(entry.tr_real.values()), "none")
    body: dict[str, object] = {"rt_cd": "0", "msg_cd": "x", "msg1": "y"}
    expected: dict[str, object] = {}
    for name, block in entry.outputs.items():
        rows = [{field.name: f" {row}{field.name}" for field in block.fields} for row in range(2)]
        if name == "body":
            body |= rows[0]
            expected[name] = rows[:1]
        else:
            body[name] = rows
            expected[name] = rows
    found = decoded(body, tr_id)
    assert found["outputs"] == expected
    assert found["unknown"] == [] or tr_id == "none"
    odd = decoded({"rt_cd": "0", "output1": {"not_in_any_catalogue": "1"}}, tr_id)
    assert odd["unknown"] == ["not_in_any_catalogue"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


def texts_of(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts_of(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts_of(one)]
    return [str(value)] if isinstance(value, (str, int)) and not isinstance(value, bool) else []


@given(st.dictionaries(st.text(max_size=5) | st.sampled_from(["rt_cd", "msg1"]), JSON))
def test_no_text_of_any_object_is_lost(body: dict[str, object]) -> None:
    told = decoded(body)
    found = [told["outputs"], *(told[name] for name in ("rt_cd", "msg_cd", "msg1") if name in body)]
    assert sorted(texts_of(found)) == sorted(texts_of(body))


@given(st.binary(max_size=300))
def test_no_bytes_raise(content: bytes) -> None:
    assert isinstance(decode_reply(PRICE, content), dict)
