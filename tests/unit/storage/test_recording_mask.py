"""Nothing personal passes the mask, and what a reader needs keeps its shape."""

from __future__ import annotations

import json

import msgspec
import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import FieldType
from kis_desktop.storage.recording_alias import Aliases
from kis_desktop.storage.recording_mask import Mask, tells_of_people
from tests.unit.storage.traffic import (
    ACCOUNT,
    BALANCE,
    NAME,
    ORDERS,
    PRICE,
    PRODUCT,
    USER,
    heard,
    notice,
    request,
    said,
    trade,
)


@pytest.fixture
def mask() -> Mask:
    aliases = Aliases()
    aliases.account(ACCOUNT)
    aliases.product(PRODUCT)
    return Mask(aliases, began=0.5)


def content(mask: Mask, endpoint_id: str, body: object) -> object:
    return json.loads(bytes(mask.rest(request(endpoint_id, body)).content))


def test_our_account_is_always_the_first_alias(mask: Mask) -> None:
    entry = mask.rest(request(ORDERS, fields={"CANO": ACCOUNT, "ACNT_PRDT_CD": PRODUCT}))
    assert entry.fields == {"CANO": "00000001", "ACNT_PRDT_CD": "01"}
    assert entry.at == 0.5


def test_personal_fields_get_aliases_wherever_they_are_nested(mask: Mask) -> None:
    body = {
        "rt_cd": "0",
        "ctx_area_fk100": f"{ACCOUNT}^01^" + " " * 8,
        "output1": [
            {"odno": "0000004711", "pdno": "005930", "ctac_tlno": "01055554444"},
            {"odno": "0000004712", "pdno": "000660", "inqr_ip_addr": "10.20.30.40"},
        ],
        "output2": {"deep": {"ordr_empno": NAME}},
    }
    told = content(mask, ORDERS, body)
    assert told == {
        "rt_cd": "0",
        "ctx_area_fk100": "P00000000001        ",
        "output1": [
            {"odno": "0000004711", "pdno": "005930", "ctac_tlno": "00000000002"},
            {"odno": "0000004712", "pdno": "000660", "inqr_ip_addr": "P0000000003"},
        ],
        "output2": {"deep": {"ordr_empno": "P004"}},
    }


def test_a_field_that_the_catalogue_lacks_is_personal_in_a_call_of_an_account(mask: Mask) -> None:
    row = {"pdno": "005930", "new_field": NAME, "newer": 12345678}
    told = content(mask, BALANCE, {"output1": [row]})
    assert told == {"output1": [{"pdno": "005930", "new_field": "P001", "newer": "00000002"}]}


def test_a_field_that_the_catalogue_lacks_stays_in_a_call_of_the_market(mask: Mask) -> None:
    row = {"stck_prpr": "71000", "new_rate": 1.50, "cust_name": NAME}
    told = bytes(mask.rest(request(PRICE, {"output": row})).content)
    assert told.decode() == '{"output":{"stck_prpr":"71000","new_rate":1.5,"cust_name":"P001"}}'


def test_an_alias_is_the_same_for_the_same_value_in_requests_answers_and_notices(
    mask: Mask,
) -> None:
    first = content(mask, ORDERS, {"ctx_area_nk100": "seitenmarke "})
    entry = mask.rest(request(ORDERS, fields={"CTX_AREA_NK100": "seitenmarke"}))
    assert isinstance(first, dict)
    assert first["ctx_area_nk100"].strip() == entry.fields["CTX_AREA_NK100"]


@pytest.mark.parametrize(
    ("endpoint_id", "body"),
    [
        ("auth/auth_token", {"access_token": "eyCANARY", "expires_in": 86400}),
        ("nobody/knows", {"anything": "CANARY"}),
    ],
)
def test_of_keys_and_of_unknown_calls_no_value_is_kept(
    mask: Mask, endpoint_id: str, body: object
) -> None:
    entry = mask.rest(request(endpoint_id, body, fields={"appkey": "CANARY"}))
    assert (entry.fields, bytes(entry.content)) == ({}, b"null")


@pytest.mark.parametrize("bad", [b"", b"<html>CANARY</html>", b'{"a":', b"\xff\xfe", b"[" * 5000])
def test_an_answer_that_does_not_read_is_not_kept(mask: Mask, bad: bytes) -> None:
    assert bytes(mask.rest(request(BALANCE, content=bad)).content) == b"null"


def test_headers_are_kept_by_name(mask: Mask) -> None:
    assert mask.rest(request()).headers == {"content-type": "application/json"}


def test_sentences_lose_known_people_and_long_numbers(mask: Mask) -> None:
    content(mask, BALANCE, {"output1": [{"acnt_name": NAME}]})
    told = content(mask, BALANCE, {"msg1": f"{NAME}님 {ACCOUNT} 계좌, 전화 01055554444, 3건"})
    assert told == {"msg1": "P001님 00000001 계좌, 전화 00000000002, 3건"}


def test_a_notice_keeps_its_fields_but_not_its_people(mask: Mask) -> None:
    text = mask.line(heard(notice())).text
    fields = text.split("|")[3].split("^")
    assert (len(fields), fields[1], fields[2], fields[8]) == (
        26,
        "0000000101",
        "0000004711",
        "005930",
    )
    assert not {USER, ACCOUNT, NAME} & set(fields)


def test_another_account_of_the_same_customer_has_another_alias(mask: Mask) -> None:
    text = mask.line(heard(notice(account="9081726422"))).text
    assert text.split("^")[1] == "0000000202"


def test_a_notice_of_an_unknown_width_keeps_small_numbers_alone(mask: Mask) -> None:
    text = notice(width=28).replace(f"^{NAME}^", f"^{NAME}^{NAME}^010-1234^")
    fields = mask.line(heard(text)).text.split("|")[3].split("^")
    assert len(fields) == 30
    assert fields[10] == "0000071000"
    assert fields[17:20] == ["P002", "P002", "P0000003"]
    assert NAME not in fields


@pytest.mark.parametrize("count", ["", "x", "000", "004", "²"])
def test_a_notice_whose_records_do_not_divide_is_emptied(mask: Mask, count: str) -> None:
    text = notice().replace("|001|", f"|{count}|")
    payload = mask.line(heard(text)).text.split("|")[3]
    assert set(payload) == {"^"}


def test_a_notice_may_end_with_a_separator(mask: Mask) -> None:
    payload = mask.line(heard(notice() + "^")).text.split("|")[3]
    assert payload.endswith("^")
    assert NAME not in payload


def test_prints_pass_as_they_came(mask: Mask) -> None:
    text = trade("005930", "101500", 71000, 12)
    assert mask.line(heard(text)).text == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1|H0STCNI0|001|c2VjcmV0", "1|H0STCNI0|001|"),
        ("0|UNKNOWN0|001|CANARY^1", "0||001|"),
        ("CANARY", "||0|"),
        ("", ""),
        ("{CANARY", "{}"),
    ],
)
def test_what_is_not_known_is_not_kept(mask: Mask, text: str, kept: str) -> None:
    assert mask.line(heard(text)).text == kept


def test_control_messages_lose_keys_and_ids(mask: Mask) -> None:
    asked = {
        "header": {"approval_key": "CANARY", "custtype": "P", "tr_type": "1"},
        "body": {"input": {"tr_id": "H0STCNI0", "tr_key": USER}},
    }
    told = msgspec.json.decode(mask.line(said(json.dumps(asked))).text)
    assert told == {
        "header": {"tr_type": "1"},
        "body": {"input": {"tr_id": "H0STCNI0", "tr_key": "P0000000001"}},
    }
    answered = {
        "header": {"tr_id": "H0STCNI0", "tr_key": USER, "encrypt": "Y"},
        "body": {
            "rt_cd": "0",
            "msg_cd": "OPSP0000",
            "msg1": f"SUBSCRIBE SUCCESS {USER}",
            "output": {"iv": "CANARYiv", "key": "CANARYkey"},
        },
    }
    told = msgspec.json.decode(mask.line(heard(json.dumps(answered))).text)
    assert told == {
        "header": {"tr_id": "H0STCNI0", "tr_key": "P0000000001"},
        "body": {
            "rt_cd": "0",
            "msg_cd": "OPSP0000",
            "msg1": "SUBSCRIBE SUCCESS P0000000001",
            "input": {},
        },
    }


def test_a_public_key_and_a_heartbeat_stay(mask: Mask) -> None:
    ack = '{"header":{"tr_id":"H0STCNT0","tr_key":"005930"},"body":{"rt_cd":0,"msg1":null}}'
    told = msgspec.json.decode(mask.line(heard(ack)).text)
    assert told["header"] == {"tr_id": "H0STCNT0", "tr_key": "005930"}
    beat = '{"header":{"tr_id":"PINGPONG","datetime":"20261120101500"}}'
    told = msgspec.json.decode(mask.line(heard(beat)).text)
    assert told["header"] == {"tr_id": "PINGPONG", "datetime": "20261120101500"}


def test_every_personal_name_of_the_catalogue_says_so_itself() -> None:
    endpoints = [loader.endpoint(id_) for id_ in loader.endpoint_ids()]
    told = {param.name for one in endpoints for param in one.params if _is_personal(param.type)}
    told |= {
        field.name
        for one in endpoints
        for block in one.outputs.values()
        for field in block.fields
        if _is_personal(field.type)
    }
    told |= {
        field.name
        for id_ in loader.channel_ids()
        for field in loader.channel(id_).fields
        if _is_personal(field.type)
    }
    assert told
    assert not {name for name in told if not tells_of_people(name.lower())}


def _is_personal(type_: FieldType) -> bool:
    return type_ is FieldType.PERSONAL


def test_a_text_of_an_account_that_is_named_after_people_gets_an_alias() -> None:
    endpoints = [loader.endpoint(id_) for id_ in loader.endpoint_ids()]
    found = [
        (one.id, name, field.name)
        for one in endpoints
        for name, block in one.outputs.items()
        for field in block.fields
        if field.type is FieldType.TEXT
        and tells_of_people(field.name.lower())
        and not one.id.startswith("auth/")
        and any(_is_personal(param.type) for param in one.params)
    ]
    assert found
    for endpoint_id, block, name in found:
        told = content(Mask(Aliases(), 0.0), endpoint_id, {block: [{name: NAME}]})
        assert told == {block: [{name: "P001"}]}, endpoint_id


def test_nothing_true_and_false_stay_and_a_bare_value_does_not(mask: Mask) -> None:
    body = {"output1": [{"pdno": None, "unknown": True, "more": [NAME, None]}]}
    assert content(mask, BALANCE, body) == {
        "output1": [{"pdno": None, "unknown": True, "more": ["P001", None]}]
    }
    assert content(mask, BALANCE, NAME) == "P001"
    assert content(mask, PRICE, NAME) == "P001"
