"""Tables of answers: thousands of rows, sorted by value, growing at one end."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from kis_desktop.catalogue.entry import FieldType
from kis_desktop.viewmodels.api_explorer_table import ValueTable, copied, field_list
from kis_desktop.viewmodels.api_explorer_values import ValueColumn
from tests.work import counted

COLUMNS = (
    ValueColumn("no", "번호", FieldType.QUANTITY),
    ValueColumn("name", "이름"),
    ValueColumn("brand_new", "brand_new", known=False),
)
FALLING, RISING = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


def numbers(table: ValueTable) -> list[str]:
    return [table.cell(place, 0).text for place in range(table.rowCount())]


def table(*rows: tuple[str | None, ...], newest_first: bool = False) -> ValueTable:
    made = ValueTable(COLUMNS, rows, newest_first=newest_first)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def test_rows_are_sorted_by_value_and_the_unknown_stands_last(qtbot: QtBot) -> None:
    made = table(("9", "b", ""), ("10", "a", ""), (None, "c", ""), ("1000", "d", ""))
    made.sort(0, FALLING)
    falling = numbers(made)
    made.sort(0, RISING)
    rising = numbers(made)
    made.sort(-1)
    assert falling == ["1,000", "10", "9", "—"]
    assert rising == ["9", "10", "1,000", "—"]
    assert numbers(made) == ["9", "10", "—", "1,000"]


def test_the_header_names_the_field_and_marks_the_unknown(qtbot: QtBot) -> None:
    made = table(("1", "a", "x"))
    tip = Qt.ItemDataRole.ToolTipRole
    assert made.titles == ("번호", "이름", "brand_new ?")
    assert made.headerData(0, Qt.Orientation.Horizontal, tip) == "번호\nno · 수량"
    assert "명세에 없는 항목" in str(made.headerData(2, Qt.Orientation.Horizontal, tip))


def test_new_records_stand_on_top_and_the_oldest_fall_out(qtbot: QtBot) -> None:
    made = table(newest_first=True)
    made.extend([("1", "", ""), ("2", "", "")], keep=3)
    made.extend([("3", "", ""), ("4", "", "")], keep=3)
    assert numbers(made) == ["4", "3", "2"]
    assert made.ids() == ("3", "2", "1")
    assert made.place_of("1") == 2
    assert made.place_of("0") is None


def test_records_fall_out_of_a_sorted_table_too(qtbot: QtBot) -> None:
    made = table(newest_first=True)
    made.extend([("5", "", ""), ("1", "", ""), ("3", "", "")], keep=3)
    made.sort(0, FALLING)
    made.extend([("4", "", "")], keep=3)
    made.resort()
    assert numbers(made) == ["4", "3", "1"]


def test_a_chosen_record_stays_the_same_while_others_come(qtbot: QtBot) -> None:
    made = table(("1", "", ""), newest_first=True)
    made.extend([("2", "", "")])
    assert made.find("0") is not None
    assert made.cell(made.place_of("0") or 0, 0).text == "1"


def test_ten_thousand_rows_of_a_hundred_columns_are_there_at_once(qtbot: QtBot) -> None:
    columns = tuple(ValueColumn(f"f{n}", f"f{n}", FieldType.PRICE) for n in range(110))
    rows = [tuple(str(n * m) for m in range(110)) for n in range(10_000)]
    with counted() as few:
        ValueTable(columns, rows[:100])
    with counted() as building:
        made = ValueTable(columns, rows)
    with counted() as looking:
        first = [made.row(place).cells[109].text for place in range(40)]
    with counted() as sorting:
        made.sort(5, FALLING)
    assert made.cell(0, 5).text == "49,995"
    assert first[2] == "218"
    assert building.calls == few.calls, "no row is read before it is looked at"
    assert looking.calls < 40 * 110 * 50
    assert sorting.calls < 10_000 * 20, "one value of each row is read"
    assert made.rowCount(QModelIndex()) == 10_000


def test_an_object_is_a_list_of_its_fields(qtbot: QtBot) -> None:
    made = field_list(COLUMNS, ("4208112", "삼성전자", None), "ko")
    rows = [[cell.text for cell in made.row(place).cells] for place in range(3)]
    assert rows == [
        ["번호", "4,208,112", "no", "수량"],
        ["이름", "삼성전자", "name", "글"],
        ["brand_new", "—", "brand_new", "명세에 없음"],
    ]
    english = field_list(COLUMNS, ("1", "a", None), "en")
    assert [cell.text for cell in english.row(0).cells] == ["no", "1", "quantity"]


def test_copied_rows_have_titles_and_plain_numbers(qtbot: QtBot) -> None:
    made = table(("1234", "가\n나", ""), ("5", "b", ""))
    assert copied(made, [0]) == "번호\t이름\tbrand_new ?\n1234\t가 나\t"
    listed = field_list(COLUMNS[:1], ("1234",), "ko")
    assert copied(listed, [0]).endswith("번호\t1,234\tno\t수량")
