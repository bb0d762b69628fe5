"""A table as CSV: numbers whole, zeros in front kept, nothing run as a formula."""

import csv
import io
from decimal import Decimal

from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.table_csv import table_csv

COLUMNS = (
    Column("name", "column.name", ColumnKind.TEXT),
    Column("last", "column.last"),
    Column("rate", "column.rate"),
    Column("side", "column.side"),
)
TITLES = ("종목코드", "환경")


def lines(model: RowTableModel, *columns: int) -> list[list[str]]:
    content = table_csv(model, columns, TITLES, "가상 시세", "지난 값")
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def model(*rows: Row) -> RowTableModel:
    table = RowTableModel(COLUMNS)
    table.replace(rows)
    return table


def row(name: str, last: Cell, symbol: str = "005930") -> Row:
    rate = Cell("+1.34%", Decimal("1.3456"))
    return Row(name, (Cell(name, name), last, rate, Cell("＋ 매수", "buy")), symbol)


def test_numbers_are_whole_and_every_row_says_its_world(qtbot: object) -> None:
    del qtbot
    table = model(row("삼성전자", Cell("98,400", Decimal(98400))))
    assert lines(table, 0, 1, 2, 3) == [
        ["종목", "현재가", "등락률", "구분", "종목코드", "환경"],
        ["삼성전자", "98400", "1.3456", "＋ 매수", '="005930"', "가상 시세"],
    ]


def test_only_the_columns_that_are_seen_in_their_order(qtbot: object) -> None:
    del qtbot
    table = model(row("삼성전자", Cell("98,400", 98400)))
    assert lines(table, 2, 0)[1] == ["1.3456", "삼성전자", '="005930"', "가상 시세"]


def test_what_is_not_known_is_empty_and_no_text_is_a_formula(qtbot: object) -> None:
    del qtbot
    table = model(row("=1+1", Cell()), row("@x", Cell("0.5", 0.5), "AAPL"))
    assert lines(table, 0, 1)[1:] == [
        ["'=1+1", "", '="005930"', "가상 시세"],
        ["'@x", "0.5", "AAPL", "가상 시세"],
    ]


def test_old_figures_say_so(qtbot: object) -> None:
    del qtbot
    old = row("삼성전자", Cell("98,400", 98400, stale=True))
    table = model(old, row("NAVER", Cell("261,500", 261500), "035420"))
    assert lines(table, 0, 1) == [
        ["종목", "현재가", "종목코드", "환경", "지난 값"],
        ["삼성전자", "98400", '="005930"', "가상 시세", "지난 값"],
        ["NAVER", "261500", '="035420"', "가상 시세", ""],
    ]
    assert lines(table, 0)[0] == ["종목", "종목코드", "환경"]  # no old figure is among these
