"""How the client meets master files that are not as they must be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.master_layout import master_layouts
from kis_desktop.domain.instrument import InstrumentKind, Mark
from kis_desktop.domain.instrument_list import MasterContent
from kis_desktop.kis.protocol.master import DamagedMaster, read_master

KOSPI_ROW, KOSDAQ_ROW = 288, 282
OVERHEATED, HALTED, ADMINISTRATIVE, ALARM = -195, -167, -165, -164
LIQUIDATION, EX, LENDABLE = -166, -159, -150


def read(file: str, content: bytes) -> MasterContent:
    return read_master(content, *master_layouts()[file])


def kospi(code: str = "005930", name: str = "이름", *parts: tuple[int, str]) -> bytes:
    """A row of KOSPI; places are counted from its end."""
    row = bytearray((code.ljust(21).encode() + name.encode("cp949").ljust(40)).ljust(KOSPI_ROW))
    for place, text in parts:
        at = KOSPI_ROW + place
        row[at : at + len(text)] = text.encode()
    return bytes(row) + b"\n"


@pytest.mark.parametrize(
    ("group", "product", "kind"),
    [
        ("ST", "0", InstrumentKind.STOCK),
        ("FS", "0", InstrumentKind.STOCK),
        ("DR", "0", InstrumentKind.STOCK),
        ("EF", "2", InstrumentKind.ETF),
        ("FE", "2", InstrumentKind.ETF),
        ("EN", "3", InstrumentKind.ETN),
        ("EN", "4", InstrumentKind.ETN),
        ("RT", "0", InstrumentKind.REIT),
        ("EW", "0", InstrumentKind.OTHER),
        ("??", "0", InstrumentKind.OTHER),
    ],
)
def test_the_group_says_what_it_is(group: str, product: str, kind: InstrumentKind) -> None:
    (found,) = read("kospi", kospi("00000A", "이름", (-227, group), (-205, product))).instruments
    assert found.kind is kind


@pytest.mark.parametrize(
    ("parts", "marks"),
    [
        (((ADMINISTRATIVE, "Y"),), (Mark.ADMINISTRATIVE,)),
        (((ALARM, "01"),), (Mark.CAUTION,)),
        (((ALARM, "02"),), (Mark.WARNING,)),
        (((ALARM, "03"), (HALTED, "Y")), (Mark.RISK, Mark.HALTED)),
        (((OVERHEATED, "1"),), ()),
        (((OVERHEATED, "2"),), (Mark.OVERHEATED,)),
        (((OVERHEATED, "3"),), (Mark.OVERHEATED,)),
        (((LIQUIDATION, "Y"),), (Mark.LIQUIDATION,)),
        (((EX, "00"),), ()),
        (((EX, "01"),), (Mark.EX_RIGHTS,)),
        (((EX, "02"),), (Mark.EX_DIVIDEND,)),
        (((EX, "03"),), (Mark.EX_DIVIDEND,)),
        (((EX, "04"),), (Mark.EX_RIGHTS, Mark.EX_DIVIDEND)),
        (((EX, "05"),), (Mark.EX_DIVIDEND,)),
        (((EX, "06"),), (Mark.EX_RIGHTS, Mark.EX_DIVIDEND)),
        (((EX, "99"),), ()),
    ],
)
def test_marks(parts: tuple[tuple[int, str], ...], marks: tuple[Mark, ...]) -> None:
    (found,) = read("kospi", kospi("00000A", "이름", *parts)).instruments
    assert found.marks == marks


@pytest.mark.parametrize(("text", "lendable"), [("Y", True), ("N", False), (" ", None)])
def test_whether_credit_orders_are_taken(text: str, lendable: bool | None) -> None:
    (found,) = read("kospi", kospi("00000A", "이름", (LENDABLE, text))).instruments
    assert found.lendable is lendable


@pytest.mark.parametrize("code", ["A", "05930", "05930 0", "005930x", "NAS:AAPL", "005930.KS"])
def test_what_is_no_code_of_the_stock_market_is_left_out(code: str) -> None:
    whole = b"".join(kospi(f"{number:06}") for number in range(30))
    damaged = read("kospi", kospi(code) + whole)
    assert (len(damaged.instruments), damaged.left_out) == (30, 1)
    with pytest.raises(DamagedMaster, match="as symbol"):
        read("kospi", kospi(code))


def test_codes_of_the_stock_market_may_have_letters() -> None:
    codes = ("005930", "0001A0", "Q500001", "F70100022")
    found = read("kospi", b"".join(kospi(code) for code in codes)).instruments
    assert tuple(one.symbol for one in found) == codes


def test_what_a_row_does_not_say_is_unknown() -> None:
    (found,) = read("kospi", kospi()).instruments
    assert (found.base_price, found.listed_shares, found.margin_rate) == (None, None, None)
    assert (found.kospi200, found.strike, found.expiry) == (False, None, None)


def test_a_name_may_be_of_forty_bytes_in_twenty_letters() -> None:
    (found,) = read("kospi", kospi("00000A", "가" * 20, (-227, "ST"))).instruments
    assert found.name == "가" * 20
    assert found.kind is InstrumentKind.STOCK


def test_a_foreign_name_stands_in_for_a_missing_korean_one() -> None:
    cells = ["US", "1", "NAS", "", "QZX", "", "", "QZX INC", "2", "USD", *[""] * 14]
    (found,) = read("nas", "\t".join(cells).encode()).instruments
    assert (found.name, found.name_en, found.base_price) == ("QZX INC", "QZX INC", None)


def test_well_known_korean_shares_have_an_english_name_to_be_found_by() -> None:
    samsung, other = read("kospi", kospi("005930") + kospi("009999")).instruments
    assert (samsung.name_en, other.name_en) == ("Samsung Electronics", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (kospi() + kospi()[:-8], "row 2 has 281 bytes, not 288"),
        (kospi()[:-1] + b"x\n", "row 1 has 289 bytes"),
        (kospi(code=""), "no code"),
        (kospi(name=""), "no name"),
        (b"A".ljust(21) + b"\xff" * 267, "no Korean text"),
        (b"<html><body>503</body></html>\n", "row 1 has 29 bytes"),
    ],
    ids=["empty", "short", "long", "no code", "no name", "mojibake", "html"],
)
def test_a_damaged_file_says_what_is_wrong_with_it(content: bytes, said: str) -> None:
    with pytest.raises(DamagedMaster, match=said):
        read("kospi", content)


@pytest.mark.parametrize(
    ("file", "row", "said"),
    [
        ("nas", "US\t1\tNYS\t\tQ\t\t이름\tQ\t2\tUSD" + "\t" * 14, "is of 'NYS', not NAS"),
        ("nas", "US\t1\tNAS\t\tQ\t\t이름\tQ\t2\t900" + "\t" * 14, "has '900' as currency"),
        ("nas", "US\t1\tNAS\t\tQ", "has 5 columns, not 24"),
        ("fo_idx", "1|A01703|nonsense|F 202703||0|1|2001|", "as isin"),
        ("bond", " " * 81, "has 81 bytes, not 106"),
    ],
)
def test_a_row_of_another_layout_is_refused(file: str, row: str, said: str) -> None:
    with pytest.raises(DamagedMaster, match=said):
        read(file, row.encode("cp949"))


def test_a_file_of_nothing_but_what_is_skipped_is_damaged() -> None:
    row = b"Q" + b"QZX".ljust(10) + b"QZX".ljust(79) + b" " * 14
    with pytest.raises(DamagedMaster, match="no instrument"):
        read("world", row)


GARBLED = b"A".ljust(21) + b"\xff" * 267 + b"\n"
GOOD = kospi()


@pytest.mark.parametrize(
    ("content", "good", "bad"),
    [
        (GOOD * 100 + GARBLED + GOOD * 99, 199, 1),
        (GOOD * 10 + GARBLED + GOOD * 9, 19, 1),
        (GOOD * 200 + GARBLED * 2 + GOOD * 198, 398, 2),
        (GOOD * 3 + b"\r\n\n", 3, 0),
    ],
    ids=["one in 200", "one in 20", "two in 400", "empty lines at the end"],
)
def test_a_bad_row_among_many_is_left_out_and_counted(content: bytes, good: int, bad: int) -> None:
    found = read("kospi", content)
    assert (len(found.instruments), found.left_out) == (good, bad)


@pytest.mark.parametrize(
    "content",
    [
        GOOD * 10 + GARBLED + GOOD * 8,
        GOOD * 100 + GARBLED * 2 + GOOD * 98,
        GOOD * 399 + GOOD[:100],
    ],
    ids=["one in 19", "two in 200", "cut in the last row"],
)
def test_more_than_that_or_a_cut_end_damages_the_whole_file(content: bytes) -> None:
    with pytest.raises(DamagedMaster):
        read("kospi", content)


@given(
    st.sampled_from(list(master_layouts())),
    st.lists(st.binary(max_size=400), max_size=4),
    st.booleans(),
)
def test_whatever_bytes_come_they_are_instruments_or_damage(
    file: str, rows: list[bytes], padded: bool
) -> None:
    layout = master_layouts()[file][1]
    if padded:
        rows = [row[: layout.row].ljust(layout.row) for row in rows]
    try:
        content = read(file, b"\n".join(rows))
    except DamagedMaster:
        return
    assert all(one.symbol and one.name for one in content.instruments)


@given(st.sampled_from(range(KOSPI_ROW)), st.binary(min_size=1, max_size=3))
def test_a_row_with_other_bytes_in_it_never_moves_a_field(place: int, other: bytes) -> None:
    row = bytearray(kospi("005930", "이름", (-227, "ST"), (-186, "000081250"))[:-1])
    row[place : place + len(other)] = other
    try:
        (found,) = read("kospi", bytes(row[:KOSPI_ROW])).instruments
    except DamagedMaster:
        return
    untouched = place >= KOSPI_ROW - 186 + 9 or place + len(other) <= KOSPI_ROW - 186
    if untouched:
        assert found.base_price == 81250
