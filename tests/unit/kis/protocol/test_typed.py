from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Block, Channel, Field, FieldType, Shape, Title
from kis_desktop.domain.api_page import ApiBlock, Value
from kis_desktop.kis.protocol import typed
from kis_desktop.kis.protocol.frames import Records
from kis_desktop.kis.protocol.typed import RecordReader, typed_block, typed_records, typed_value

BLOCK = Block(
    Shape.LIST,
    (
        Field("stck_prpr", FieldType.PRICE),
        Field("prdy_vrss_sign", FieldType.SIGN),
        Field("prdy_vrss", FieldType.PRICE, sign="PRDY_VRSS_SIGN"),
        Field("qty", FieldType.QUANTITY, sign="prdy_vrss_sign"),
        Field("name", FieldType.TEXT),
    ),
)


@pytest.mark.parametrize("kind", list(FieldType))
@pytest.mark.parametrize("text", ["", "    ", "-", " - ", "(null)", "nan", "-nan"])
def test_what_says_nothing_is_none_in_every_type(kind: FieldType, text: str) -> None:
    assert typed_value(kind, text) is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldType.PRICE, "71900", Decimal(71900)),
        (FieldType.PRICE, "0000071900", Decimal(71900)),
        (FieldType.PRICE, " 0.00", Decimal("0.00")),
        (FieldType.PRICE, "000032200", Decimal(32200)),
        (FieldType.RATE, "+0.11", Decimal("0.11")),
        (FieldType.RATE, "-1.23", Decimal("-1.23")),
        (FieldType.RATE, "-inf", None),
        (FieldType.RATE, "NaN", None),
        (FieldType.AMOUNT, "1,234,567", Decimal(1234567)),
        (FieldType.AMOUNT, "441203518600", Decimal(441203518600)),
        (FieldType.AMOUNT, "-5.5", Decimal("-5.5")),
        (FieldType.QUANTITY, "0000000012", 12),
        (FieldType.QUANTITY, "-12", -12),
        (FieldType.QUANTITY, "12.00", 12),
        (FieldType.QUANTITY, "0.5", Decimal("0.5")),
        (FieldType.QUANTITY, "٣", "٣"),
        (FieldType.AMOUNT, "٣", "٣"),
        (FieldType.QUANTITY, "9" * 41, "9" * 41),
        (FieldType.QUANTITY, "9" * 30, int("9" * 30)),
        (FieldType.AMOUNT, "9" * 30, Decimal("9" * 30)),
        (FieldType.PRICE, "12,34", "12,34"),
        (FieldType.PRICE, " many ", "many"),
        (FieldType.SIGN, " 2 ", "2"),
        (FieldType.DATE, "20260914", date(2026, 9, 14)),
        (FieldType.DATE, "00000000", None),
        (FieldType.DATE, "0", None),
        (FieldType.DATE, "20260231", "20260231"),
        (FieldType.DATE, "202609", "202609"),
        (FieldType.TIME, "103307", time(10, 33, 7)),
        (FieldType.TIME, "000000", time(0)),
        (FieldType.TIME, "246060", "246060"),
        (FieldType.TIME, "0947", "0947"),
        (FieldType.SYMBOL, "005930 ", "005930"),
        (FieldType.SYMBOL, "NAN", "NAN"),
        (FieldType.TEXT, "INF", "INF"),
        (FieldType.CODE, "00", "00"),
        (FieldType.FLAG, "Y", True),
        (FieldType.FLAG, " N", False),
        (FieldType.FLAG, "X", "X"),
        (FieldType.TEXT, "  삼성전자   ", "삼성전자"),
        (FieldType.PERSONAL, "0012345678", "0012345678"),
    ],
)
def test_a_text_is_read_as_its_type_says_or_stays_a_text(
    kind: FieldType, text: str, value: Value
) -> None:
    for _ in range(2):
        found = typed_value(kind, text)
        assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("1", "1350", Decimal(1350)),
        ("2", "-1350", Decimal(1350)),
        ("4", "350", Decimal(-350)),
        ("5", "-350", Decimal(-350)),
        ("5", "0.00", Decimal("0.00")),
        ("3", "-5", Decimal(5)),
        ("3", "0", Decimal(0)),
        ("", "-350", Decimal(-350)),
        ("9", "-350", Decimal(-350)),
        ("5", "", None),
        ("5", "many", "many"),
        ("5", f"{10**35}.5", Decimal(f"-{10**35}.5")),
    ],
)
def test_the_code_of_the_sign_wins(code: str, text: str, value: Value) -> None:
    block = typed_block("output", BLOCK, [{"PRDY_VRSS": text, "prdy_vrss_sign": code, "n": "x"}])
    assert block.rows[0][0] == value
    assert str(block.rows[0][0]) == str(value)


def test_a_count_has_a_sign_too() -> None:
    block = typed_block("output", BLOCK, [{"qty": "7", "prdy_vrss_sign": "5"}])
    assert block.rows == ((-7, "5"),)


def test_a_number_whose_sign_did_not_come_stands_as_it_is() -> None:
    assert typed_block("o", BLOCK, [{"prdy_vrss": "-350"}]).rows == ((Decimal(-350),),)


def test_names_match_in_any_case_and_stand_as_they_came_and_unknown_ones_are_texts() -> None:
    block = typed_block(
        "output1",
        BLOCK,
        [
            {"STCK_PRPR": "71900", "new_one": " 5 "},
            {"new_one": "6", "Name": "삼성", "stck_prpr": ""},
        ],
    )
    assert block == ApiBlock(
        "output1",
        ("STCK_PRPR", "new_one", "Name", "stck_prpr"),
        ((Decimal(71900), "5", None, None), (None, "6", "삼성", None)),
    )


def test_a_block_that_the_catalogue_does_not_have_is_texts() -> None:
    assert typed_block("output9", None, [{"a": "1"}]).rows == (("1",),)


def test_padding_rows_are_left_out_and_rows_of_zeros_are_not() -> None:
    rows: list[dict[str, object]] = [
        {"name": "", "qty": " "},
        {"name": "-", "qty": None},
        {"name": "", "qty": "0"},
    ]
    assert typed_block("output", BLOCK, rows).rows == ((None, 0),)


def test_a_block_without_rows_has_no_columns() -> None:
    assert typed_block("output", BLOCK, []) == ApiBlock("output", (), ())


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (200, 200),
        (1.5, Decimal("1.5")),
        (1e30, "1e+30"),
        (True, True),
        (None, None),
        ({}, None),
        ([], None),
        ({"a": ["1"]}, '{"a":["1"]}'),
    ],
)
def test_a_cell_may_hold_whatever_json_has(cell: object, value: Value) -> None:
    block = typed_block("o", BLOCK, [{"qty": cell, "prdy_vrss_sign": "2", "name": "x"}])
    assert block.rows[0][0] == value
    assert type(block.rows[0][0]) is type(value)


def test_a_truth_is_no_number_to_be_signed() -> None:
    block = typed_block("o", BLOCK, [{"qty": True, "prdy_vrss_sign": "5"}])
    assert block.rows[0][0] is True


RECORD = "005930^103307^71950^5^1350^-nan^+0.11^(null)"


def trades() -> Channel:
    return loader.channel("domestic_stock/ccnl_krx")


def test_records_are_typed_with_a_column_for_every_field() -> None:
    width = 46
    row = RECORD.split("^") + ["1"] * (width - 8) + ["2", " "]
    columns, rows = typed_records(trades(), Records(row * 2, width + 2))
    assert columns[:5] == (
        "MKSC_SHRN_ISCD",
        "STCK_CNTG_HOUR",
        "STCK_PRPR",
        "PRDY_VRSS_SIGN",
        "PRDY_VRSS",
    )
    assert columns[-2:] == ("+1", "+2")
    assert len(rows) == 2
    assert rows[0] == rows[1]
    assert rows[0][:8] == (
        "005930",
        time(10, 33, 7),
        Decimal(71950),
        "5",
        Decimal(-1350),
        None,
        Decimal("0.11"),
        None,
    )
    assert rows[0][-2:] == ("2", None)


def test_shorter_records_have_the_columns_that_they_reach() -> None:
    columns, rows = typed_records(trades(), Records(["005930", "103307"], 2))
    assert columns == ("MKSC_SHRN_ISCD", "STCK_CNTG_HOUR")
    assert rows == (("005930", time(10, 33, 7)),)


def test_readers_of_channels_are_kept_within_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed, "_READERS_KEPT", 2)
    for number in range(5):
        entry = Channel(
            title=Title("가", "a"),
            document="",
            group="g",
            tr_real="T",
            tr_paper="",
            key="symbol",
            encrypted=False,
            fields=(Field(f"F{number}", FieldType.QUANTITY),),
        )
        assert typed_records(entry, Records(["7"], 1)) == ((f"F{number}",), ((7,),))


def test_a_record_of_any_width_is_read_without_keeping_its_layout() -> None:
    reader = RecordReader(trades())
    for width in (1_500, 1_500, 3):
        columns, rows = reader.read(Records(["1"] * width, width))
        assert len(columns) == len(rows[0]) == width


@given(st.sampled_from(list(FieldType)), st.text(max_size=50))
def test_no_text_raises_and_none_is_lost(kind: FieldType, text: str) -> None:
    value = typed_value(kind, text)
    if isinstance(value, str):
        assert value == text.strip()
    if isinstance(value, Decimal):
        assert value.is_finite()
