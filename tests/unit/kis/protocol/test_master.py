from decimal import Decimal

import pytest

from kis_desktop.domain.instrument import InstrumentKind, Mark, Market
from kis_desktop.kis.protocol.master import KOSDAQ, KOSPI, DamagedMaster, Layout, read_master


def row(layout: Layout, code: str, name: str, **fields: str) -> bytes:
    """A row of our own in a layout, blank where nothing is given."""
    tail = bytearray(b" " * layout.tail)
    for field, text in fields.items():
        start, length = getattr(layout, field)
        tail[start : start + length] = text.encode("cp949").rjust(length, b"0")[:length]
    head = code.ljust(9).encode() + b"KR7000000000".ljust(12)
    return head + name.encode("cp949").ljust(40) + bytes(tail)


def test_rows_have_the_published_lengths() -> None:
    assert (KOSPI.row, KOSDAQ.row) == (288, 282)


def test_a_stock_of_kospi() -> None:
    content = row(
        KOSPI,
        "005930",
        "삼성전자",
        group="ST",
        kospi200="5",
        product="0",
        base_price="71900",
        margin_rate="20",
        listed_shares="5969782",
        alarm="00",
        halted="N",
        administrative="N",
        overheated="0",
    )
    (found,) = read_master(content + b"\n", KOSPI)
    assert (found.symbol, found.name, found.isin) == ("005930", "삼성전자", "KR7000000000")
    assert (found.market, found.kind) == (Market.KOSPI, InstrumentKind.STOCK)
    assert found.kospi200 is True
    assert (found.base_price, found.margin_rate) == (Decimal(71900), Decimal(20))
    assert found.listed_shares == 5_969_782_000
    assert found.marks == ()


@pytest.mark.parametrize("layout", [KOSPI, KOSDAQ])
@pytest.mark.parametrize(
    ("group", "product", "kind"),
    [
        ("ST", "0", InstrumentKind.STOCK),
        ("FS", "0", InstrumentKind.STOCK),
        ("EF", "2", InstrumentKind.ETF),
        ("EN", "3", InstrumentKind.ETN),
        ("EN", "4", InstrumentKind.ETN),
        ("RT", "0", InstrumentKind.REIT),
        ("EW", "0", InstrumentKind.OTHER),
        ("??", "0", InstrumentKind.OTHER),
    ],
)
def test_the_group_says_what_it_is(
    layout: Layout, group: str, product: str, kind: InstrumentKind
) -> None:
    (found,) = read_master(row(layout, "A", "이름", group=group, product=product), layout)
    assert found.kind is kind


@pytest.mark.parametrize("layout", [KOSPI, KOSDAQ])
@pytest.mark.parametrize(
    ("fields", "marks"),
    [
        ({"administrative": "Y"}, (Mark.ADMINISTRATIVE,)),
        ({"alarm": "01"}, (Mark.CAUTION,)),
        ({"alarm": "02"}, (Mark.WARNING,)),
        ({"alarm": "03", "halted": "Y"}, (Mark.RISK, Mark.HALTED)),
        ({"overheated": "1"}, ()),
        ({"overheated": "2"}, (Mark.OVERHEATED,)),
        ({"overheated": "3"}, (Mark.OVERHEATED,)),
    ],
)
def test_marks(layout: Layout, fields: dict[str, str], marks: tuple[Mark, ...]) -> None:
    (found,) = read_master(row(layout, "A", "이름", **fields), layout)
    assert found.marks == marks


def test_what_a_row_does_not_say_is_unknown() -> None:
    (found,) = read_master(row(KOSDAQ, "A", "이름"), KOSDAQ)
    assert (found.base_price, found.listed_shares, found.margin_rate) == (None, None, None)
    assert found.kospi200 is False


def test_a_name_may_be_of_forty_bytes_in_twenty_letters() -> None:
    (found,) = read_master(row(KOSPI, "A", "가" * 20, group="ST"), KOSPI)
    assert found.name == "가" * 20
    assert found.kind is InstrumentKind.STOCK


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (row(KOSPI, "A", "이름") + b"\n" + row(KOSPI, "B", "이름")[:-7], "row 2 has 281 bytes"),
        (row(KOSPI, "A", "이름") + b"x", "row 1 has 289 bytes"),
        (row(KOSPI, "", "이름"), "no code"),
        (row(KOSPI, "A", ""), "no name"),
        (b"A".ljust(21) + b"\xff" * 267, "no Korean text"),
    ],
)
def test_a_damaged_file_says_what_is_wrong_with_it(content: bytes, said: str) -> None:
    with pytest.raises(DamagedMaster, match=said):
        read_master(content, KOSPI)
