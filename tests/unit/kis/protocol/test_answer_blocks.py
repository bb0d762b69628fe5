from kis_desktop.catalogue import loader
from kis_desktop.kis.protocol.answer_blocks import blocks_of, unknown_names

BALANCE = loader.endpoint("domestic_stock/inquire_balance")
TOKEN = loader.endpoint("auth/auth_token")

BODY: dict[str, object] = {
    "rt_cd": "0",
    "msg_cd": "KIOK0510",
    "ctx_area_fk100": "x",
    "output1": [{"pdno": "005930", "NEW": "1"}, {"pdno": "", "NEW": " "}, "no row"],
    "output2": {"dnca_tot_amt": "100", "deep": {"a": "1"}},
    "output9": [],
    "extra": "7",
}


def test_every_block_is_a_table_in_the_order_of_the_wire() -> None:
    blocks = blocks_of(BODY)
    assert [block.name for block in blocks] == ["body", "output1", "output2", "output9"]
    assert [block.columns for block in blocks] == [
        ("extra",),
        ("pdno", "NEW"),
        ("dnca_tot_amt", "deep"),
        (),
    ]
    assert [len(block.rows) for block in blocks] == [1, 1, 1, 0]


def test_what_the_catalogue_does_not_know_is_named_once() -> None:
    body = BODY | {"output1": [{"pdno": "1", "NEW": "1"}, {"pdno": "2", "NEW": "2"}]}
    assert unknown_names(BALANCE, body) == ("extra", "NEW", "deep")


def test_an_answer_without_blocks_is_one_at_the_top() -> None:
    body: dict[str, object] = {"access_token": "<ACCESS_TOKEN>", "expires_in": 86400}
    assert [block.columns for block in blocks_of(body)] == [("access_token", "expires_in")]
    assert unknown_names(TOKEN, body) == ()
