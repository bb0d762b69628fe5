from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Field, FieldType, Paging
from kis_desktop.kis.protocol.answer_blocks import blocks_of, unknown_names

BALANCE = loader.endpoint("domestic_stock/inquire_balance")
TOKEN = loader.endpoint("auth/auth_token")

BODY: dict[str, object] = {
    "rt_cd": "0",
    "msg_cd": "KIOK0510",
    "ctx_area_fk100": "x",
    "output1": [{"pdno": "005930", "hldg_qty": "0010", "NEW": "1"}, {"pdno": "", "NEW": " "}, 7],
    "output2": {"dnca_tot_amt": "100", "deep": {"a": "1"}},
    "output9": [],
    "extra": "7",
}


def test_every_block_is_a_typed_table_in_the_order_of_the_wire() -> None:
    blocks = blocks_of(BALANCE, BODY)
    assert [block.name for block in blocks] == ["body", "output1", "output2", "output9"]
    assert [block.columns for block in blocks] == [
        ("extra",),
        ("pdno", "hldg_qty", "NEW", "value"),
        ("dnca_tot_amt", "deep"),
        (),
    ]
    assert blocks[1].rows == (("005930", 10, "1", None), (None, None, None, "7"))
    assert blocks[2].rows == ((Decimal(100), '{"a":"1"}'),)


def test_a_field_without_a_place_of_its_own_is_typed_wherever_it_stands() -> None:
    endpoint = msgspec.structs.replace(BALANCE, unplaced=(Field("day", FieldType.DATE),))
    (block,) = blocks_of(endpoint, {"output7": {"DAY": "20261120"}})
    assert block.rows == ((date(2026, 11, 20),),)
    assert unknown_names(endpoint, {"output7": {"DAY": "20261120"}}) == ()


def test_what_the_catalogue_does_not_know_is_named_once() -> None:
    body = BODY | {"output1": [{"pdno": "1", "NEW": "1"}, {"pdno": "2", "NEW": "2"}]}
    assert unknown_names(BALANCE, body) == ("extra", "NEW", "deep")


def test_a_continuation_key_is_nothing_new() -> None:
    paged = msgspec.structs.replace(BALANCE, paging=Paging(("NEXT",), sources=("more",)))
    assert unknown_names(paged, {"next": "1", "more": "Y", "other": "1"}) == ("other",)


def test_an_answer_without_blocks_is_one_at_the_top() -> None:
    body: dict[str, object] = {"access_token": "<ACCESS_TOKEN>", "expires_in": 86400}
    assert [block.columns for block in blocks_of(TOKEN, body)] == [("access_token", "expires_in")]
    assert unknown_names(TOKEN, body) == ()
