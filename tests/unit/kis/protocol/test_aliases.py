import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kis_desktop.catalogue.entry import (
    Block,
    Effect,
    Endpoint,
    Field,
    FieldType,
    Lane,
    Param,
    Shape,
    Title,
)
from kis_desktop.kis.protocol.aliases import Aliases

ENDPOINT = Endpoint(
    id="family/name",
    title=Title("이름", "name"),
    document="",
    group="",
    method="GET",
    path="/x",
    effect=Effect.READ,
    lane=Lane.ACCOUNT,
    tr_real={"": "X"},
    tr_paper={},
    paper=False,
    params=(Param("ORDERER", FieldType.PERSONAL), Param("DAY", FieldType.DATE)),
    outputs={"output": Block(Shape.LIST, (Field("Owner", FieldType.PERSONAL),))},
    unplaced=(Field("phone", FieldType.PERSONAL),),
)
ALIASES = Aliases(ENDPOINT, {"12345678": "<CANO>", "1234567801": "<ALL>", "abc": "<SHORT>", "": ""})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"owner": "홍길동"}', '{"owner": "<OWNER>"}'),
        ('{"OWNER" :\n "x" , "a": 1.50}', '{"OWNER" :\n "<OWNER>" , "a": 1.50}'),
        ('{"owner": "  ", "phone": ""}', '{"owner": "  ", "phone": ""}'),
        ('{"owner": null, "phone": 10}', '{"owner": null, "phone": "<PHONE>"}'),
        (
            '{"owner": {"a": "x", "b": [1, {"c": "y"}]}, "d": "z"}',
            '{"owner": {"a": "<OWNER>", "b": ["<OWNER>", {"c": "<OWNER>"}]}, "d": "z"}',
        ),
        (
            '{"owner": ["x", "y"], "d": ["z", "z"]}',
            '{"owner": ["<OWNER>", "<OWNER>"], "d": ["z", "z"]}',
        ),
        ('{"owner": {"phone": "x", "e": "y"}}', '{"owner": {"phone": "<PHONE>", "e": "<OWNER>"}}'),
        (
            '[{"owner": "x"}, {"owner": "y", "d": "z"}]',
            '[{"owner": "<OWNER>"}, {"owner": "<OWNER>", "d": "z"}]',
        ),
        ('{"CTX_AREA_FK100": "12345678^01 "}', '{"CTX_AREA_FK100": "<CTX_AREA_FK100>"}'),
        ('{"cano": "x", "ordered": "y"}', '{"cano": "<CANO>", "ordered": "y"}'),
        ('{"a": "no. 12345678!", "b": 12345678}', '{"a": "no. <CANO>!", "b": "<CANO>"}'),
        ('{"a": "1234567801", "12345678": "x"}', '{"a": "<ALL>", "<CANO>": "x"}'),
        ('{"a": "\\u00312345678"}', '{"a": "<CANO>"}'),
        ('{"a": "abc\\n"}', '{"a": "abc\\n"}'),
        ('{"a": "\\q 12345678", "b": 1', '{"a": "\\\\q <CANO>", "b": 1'),
        ('{"owner": "cut of', '{"owner": "<OWNER>"'),
        ("12345678 ]} <html>, x:y", '"<CANO>" ]} <html>, x:y'),
        ("no json:x12345678", "no json:x<CANO>"),
        ("", ""),
    ],
)
def test_only_what_is_personal_is_replaced_and_the_rest_stays_to_the_letter(
    text: str, shown: str
) -> None:
    assert ALIASES.json(text) == shown


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("orderer", "me", "<ORDERER>"),
        ("ORDERER", " ", " "),
        ("DAY", "20261120", "20261120"),
        ("DAY", "12345678", "<CANO>"),
        ("ctx_area_nk200", "7", "<CTX_AREA_NK200>"),
    ],
)
def test_a_field_of_the_request_is_shown_by_its_type(name: str, value: str, shown: str) -> None:
    assert ALIASES.value(name, value) == shown


WORDS = st.sampled_from(["owner", "phone", "a", "b c", "CANO", '"', "\\", "12345678"]) | st.text()
DOCUMENTS = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@given(DOCUMENTS)
def test_any_document_stays_one_and_holds_no_secret(document: object) -> None:
    text = msgspec.json.encode(document).decode()
    shown = ALIASES.json(text)
    msgspec.json.decode(shown)
    assert "12345678" not in shown


@given(DOCUMENTS)
def test_a_document_without_anything_personal_stays_as_it_is(document: object) -> None:
    text = msgspec.json.encode(document).decode()
    assume("cano" not in text.lower())
    plain = Aliases(msgspec.structs.replace(ENDPOINT, params=(), outputs={}, unplaced=()), {})
    assert plain.json(text) == text


@given(st.text(alphabet='{}[],:"\\ abc12345678owner', max_size=60))
def test_damaged_texts_are_read_to_their_end(text: str) -> None:
    assert "12345678" not in ALIASES.json(text)
