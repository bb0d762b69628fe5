"""Values of an answer: exact, by type, and signed as the server signs them."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from kis_desktop.catalogue.entry import Field, FieldType
from kis_desktop.domain.api_page import Value
from kis_desktop.viewmodels.api_explorer_csv import csv_bytes
from kis_desktop.viewmodels.api_explorer_values import (
    ValueColumn,
    cell,
    plain,
    read,
    shown,
    value_columns,
)
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import ColumnKind


@pytest.mark.parametrize(
    ("type_", "wire", "text", "sort"),
    [
        (FieldType.PRICE, "96600", "96,600", Decimal(96600)),
        (FieldType.PRICE, "98750.4156", "98,750.4156", Decimal("98750.4156")),
        (FieldType.QUANTITY, "0000001234", "1,234", Decimal(1234)),
        (FieldType.RATE, "-0.50", "−0.50", Decimal("-0.50")),
        (FieldType.RATE, "+0.11", "0.11", Decimal("0.11")),
        (FieldType.DATE, "20261120", "2026-11-20", "2026-11-20"),
        (FieldType.TIME, "101233", "10:12:33", "10:12:33"),
        (FieldType.TIME, "1012334567", "1012334567", "1012334567"),
        (FieldType.SYMBOL, "005930", "005930", "005930"),
        (FieldType.CODE, "00", "00", "00"),
        (FieldType.DATE, "00000000", "00000000", "00000000"),
        (FieldType.PRICE, "", "—", None),
        (FieldType.PRICE, None, "—", None),
    ],
)
def test_a_value_is_shown_and_sorted_by_its_type(
    type_: FieldType, wire: Value, text: str, sort: object
) -> None:
    shown_cell = cell(ValueColumn("f", type=type_), (wire,), 0)
    assert (shown_cell.text, shown_cell.sort) == (text, sort)


def test_a_text_that_is_no_number_is_shown_and_marked() -> None:
    odd = cell(ValueColumn("f", type=FieldType.PRICE), ("12a",), 0)
    assert (odd.text, odd.tone) == ("12a", Tone.UNCERTAIN)


@pytest.mark.parametrize(
    ("code", "wire", "number", "tone"),
    [
        ("2", "500", Decimal(500), Tone.UP),
        ("5", "500", Decimal(-500), Tone.DOWN),
        ("5", "-500", Decimal(-500), Tone.DOWN),
        ("4", "500", Decimal(-500), Tone.DOWN),
        ("3", "0", Decimal(0), Tone.FLAT),
        ("x", "500", Decimal(500), Tone.TEXT),
    ],
)
def test_the_sign_code_decides_above_or_below_zero(
    code: str, wire: str, number: Decimal, tone: Tone
) -> None:
    fields = (Field("diff", FieldType.PRICE, sign="sign"), Field("sign", FieldType.SIGN))
    columns = value_columns(("DIFF", "SIGN"), fields, korean=True)
    row = (wire, code)
    assert read(columns[0], row, 0) == number
    shown_cell = cell(columns[0], row, 0)
    assert shown_cell.tone is tone
    sign = {Tone.UP: "+", Tone.DOWN: "−"}.get(tone, "")
    assert shown_cell.text == f"{sign}{abs(number)}"


def test_a_sign_is_an_arrow_beside_its_code() -> None:
    column = ValueColumn("sign", type=FieldType.SIGN)
    texts = [cell(column, (code,), 0).text for code in ("1", "2", "3", "4", "5")]
    assert texts == ["1 ↑", "2 ▲", "3", "4 ↓", "5 ▼"]


def test_columns_know_their_names_in_any_case_and_mark_the_unknown() -> None:
    fields = (Field("stck_prpr", FieldType.PRICE, ko="주식 현재가"),)
    known, new = value_columns(("STCK_PRPR", "brand_new"), fields, korean=True)
    assert (known.label, known.kind, known.known) == ("주식 현재가", ColumnKind.NUMBER, True)
    assert (new.label, new.kind, new.known) == ("brand_new", ColumnKind.TEXT, False)
    assert value_columns(("stck_prpr",), fields, korean=False)[0].label == "stck_prpr"


def test_a_row_that_is_too_short_shows_a_dash() -> None:
    assert cell(ValueColumn("f"), (), 0).text == "—"


@pytest.mark.parametrize(
    ("value", "for_the_screen", "for_a_file"),
    [
        (Decimal("-1234.50"), "−1,234.50", "-1234.50"),
        (1234, "1,234", "1234"),
        (True, "Y", "Y"),
        (date(2026, 11, 20), "2026-11-20", "2026-11-20"),
        (time(9, 0, 1), "09:00:01", "09:00:01"),
        (None, "—", ""),
    ],
)
def test_a_file_gets_plain_values(value: Value, for_the_screen: str, for_a_file: str) -> None:
    assert (shown(value), plain(value)) == (for_the_screen, for_a_file)


def test_csv_is_marked_for_korean_spreadsheets_and_runs_no_formula() -> None:
    columns = (
        ValueColumn("name", "종목명"),
        ValueColumn("change", "change", FieldType.PRICE),
        ValueColumn("memo", "memo"),
    )
    rows = (("=1+1", "-500", "@x"), ("삼성, 전자", "500", "-"), (None, None, "+82"))
    told = csv_bytes(columns, rows)
    assert told.startswith(b"\xef\xbb\xbf")
    assert told.decode("utf-8-sig").split("\r\n") == [
        "종목명 (name),change,memo",
        "'=1+1,-500,'@x",
        '"삼성, 전자",500,\'-',
        ",,'+82",
        "",
    ]
