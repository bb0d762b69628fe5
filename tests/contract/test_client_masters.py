"""Rows of every master file, laid out by hand byte by byte, as the client reads them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kis_desktop.catalogue.master_layout import master_layouts
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark, Market, Right
from kis_desktop.kis.protocol.master import read_master

K = InstrumentKind


def laid(length: int, *parts: tuple[int, str]) -> bytes:
    """A row of so many bytes, blank but for these texts at these bytes."""
    row = bytearray(b" " * length)
    for place, text in parts:
        written = text.encode("cp949")
        row[place : place + len(written)] = written
    assert len(row) == length
    return bytes(row)


def read(file: str, *rows: bytes) -> tuple[Instrument, ...]:
    content = read_master(b"\n".join(rows) + b"\n", *master_layouts()[file])
    assert content.left_out == 0
    return content.instruments


def test_kospi() -> None:
    row = laid(
        288,
        (0, "009999"),
        (9, "KR7009999003"),
        (21, "가나다전자우선주"),
        (61, "ST"),  # 그룹코드
        (79, "5"),  # KOSPI200섹터업종
        (83, "0"),  # ETP
        (93, "2"),  # 단기과열
        (102, "000081250"),  # 기준가
        (121, "YNY02"),  # 거래정지, 정리매매, 관리종목, 시장경고
        (135, "040"),  # 증거금비율
        (174, "000000000012345"),  # 상장주수(천)
    )
    assert read("kospi", row) == (
        Instrument(
            "009999",
            "가나다전자우선주",
            Market.KOSPI,
            K.STOCK,
            isin="KR7009999003",
            kospi200=True,
            base_price=Decimal(81250),
            listed_shares=12_345_000,
            margin_rate=Decimal(40),
            marks=(Mark.ADMINISTRATIVE, Mark.WARNING, Mark.OVERHEATED, Mark.HALTED),
        ),
    )


def test_kosdaq() -> None:
    row = laid(
        282,
        (0, "099990"),
        (9, "KR7099990007"),
        (21, "라마바이오"),
        (61, "ST"),  # 증권그룹구분
        (79, "0"),  # ETP
        (88, "1"),  # 단기과열: 지정예고
        (97, "000004915"),  # 기준가
        (116, "NNN01"),  # 거래정지, 정리매매, 관리종목, 시장경고
        (130, "100"),  # 증거금비율
        (169, "000000000067375"),  # 상장주수(천)
    )
    assert read("kosdaq", row) == (
        Instrument(
            "099990",
            "라마바이오",
            Market.KOSDAQ,
            K.STOCK,
            isin="KR7099990007",
            base_price=Decimal(4915),
            listed_shares=67_375_000,
            margin_rate=Decimal(100),
            marks=(Mark.CAUTION,),
        ),
    )


def test_konex() -> None:
    row = laid(
        245,
        (0, "288888"),
        (9, "KR7288888001"),
        (21, "사아자벤처"),
        (61, "KN"),
        (63, "000002035"),  # 기준가
        (82, "NNN03"),  # 거래정지, 정리매매, 관리종목, 시장경고
        (96, "100"),  # 증거금비율
        (135, "000000000003210"),  # 상장주수(천)
    )
    assert read("konex", row) == (
        Instrument(
            "288888",
            "사아자벤처",
            Market.KONEX,
            K.STOCK,
            isin="KR7288888001",
            base_price=Decimal(2035),
            listed_shares=3_210_000,
            margin_rate=Decimal(100),
            marks=(Mark.RISK,),
        ),
    )


def test_sectors_begin_their_name_at_the_sixth_byte() -> None:
    row = laid(45, (0, "1"), (1, "1015"), (5, "우리 가상 업종"))
    (found,) = read("sector", row)
    assert (found.key, found.name) == ("SECTOR:1015", "우리 가상 업종")
    assert (found.kind, found.currency) == (K.INDEX, "")


def test_the_rows_of_a_theme_are_one_instrument() -> None:
    rows = (
        laid(52, (0, "901"), (3, "달나라여행"), (43, "009999")),
        laid(52, (0, "902"), (3, "바다목장"), (43, "0126Z0")),
        laid(52, (0, "901"), (3, "달나라여행"), (43, "099990")),
    )
    moon, sea = read("theme", *rows)
    assert (moon.key, moon.name, moon.kind) == ("THEME:901", "달나라여행", K.THEME)
    assert moon.members == ("009999", "099990")
    assert sea.members == ("0126Z0",)


@pytest.mark.parametrize(
    ("row", "kind", "right", "strike"),
    [
        (
            "1|A01703|KR4A01730001|F 202703||0.00|1|2001|코스피200",
            K.FUTURE,
            None,
            None,
        ),
        (
            "2|D01702|KR4D01720003|SP 7012-7C12||0.00|1|2001|코스피200",
            K.SPREAD,
            None,
            None,
        ),
        (
            "5|B01703452|KR4B01734525|C 202703 452.5|3|452.50|1|2001|코스피200",
            K.OPTION,
            Right.CALL,
            "452.50",
        ),
        (
            "M|C09701447|KR4C09714477|위클리 P 2701W1 447.5|1|447.50|1|2001|코스피200",
            K.OPTION,
            Right.PUT,
            "447.50",
        ),
        (
            "B|A05702|KR4A05720002|미니 F 202702||0.00|2|2001|코스피200",
            K.FUTURE,
            None,
            None,
        ),
    ],
)
def test_index_derivatives(
    row: str, kind: InstrumentKind, right: Right | None, strike: str | None
) -> None:
    (found,) = read("fo_idx", row.encode("cp949"))
    assert (found.market, found.kind, found.right) == (Market.DERIVATIVES, kind, right)
    assert found.strike == (None if strike is None else Decimal(strike))
    assert (found.underlying, found.currency, found.is_krx_stock) == ("2001", "KRW", False)


@pytest.mark.parametrize(
    ("row", "kind", "right"),
    [
        (
            "1|A1170300|KR4A11730001|가나다전자 F 202703||0|1|009999|가나다전자",
            K.FUTURE,
            None,
        ),
        (
            "5|B1170300|KR4B11730009|가나다전자 C 202703|3|90000|1|009999|가나다전자",
            K.OPTION,
            Right.CALL,
        ),
        (
            "6|C1170300|KR4C11730007|가나다전자 P 202703|2|90000|1|009999|가나다전자",
            K.OPTION,
            Right.PUT,
        ),
        (
            "2|D1170300|KR4D11730005|가나다전자 SP||0|1|009999|가나다전자",
            K.SPREAD,
            None,
        ),
    ],
)
def test_stock_derivatives_are_told_by_how_their_code_begins(
    row: str, kind: InstrumentKind, right: Right | None
) -> None:
    (found,) = read("fo_stk", row.encode("cp949"))
    assert (found.kind, found.right, found.underlying) == (kind, right, "009999")
    assert found.strike == (None if right is None else Decimal(90000))


def test_commodity_derivatives() -> None:
    row = laid(
        116,
        (0, "2"),  # 통화
        (1, "1"),  # 선물
        (2, "A75702"),
        (11, "KR4A75720006"),
        (23, "미국달러 F 202702"),
        (64, "00000000"),  # 행사가
        (72, "1"),  # 최근월물
        (73, "USD"),
        (76, "미국달러"),
    )
    (found,) = read("fo_com", row)
    assert (found.symbol, found.name) == ("A75702", "미국달러 F 202702")
    assert (found.kind, found.strike) == (K.FUTURE, None)
    assert found.underlying == "USD"


def test_elw() -> None:
    row = laid(
        270,
        (0, "57ZZ01"),
        (9, "KRA5100ZZ016"),
        (21, "한가람ZZ01가나다전자콜"),
        (61, "0"),
        (76, "009999"),  # 기초자산코드
        (121, "한가람증권"),
        (166, "000090000"),  # 행사가
        (175, "20270311"),  # 최종거래일
        (183, "0110"),
        (187, "C"),
    )
    assert read("elw", row) == (
        Instrument(
            "57ZZ01",
            "한가람ZZ01가나다전자콜",
            Market.ELW,
            K.ELW,
            isin="KRA5100ZZ016",
            expiry=date(2027, 3, 11),
            right=Right.CALL,
            strike=Decimal(90000),
            underlying="009999",
        ),
    )


OVERSEAS = [
    ("nas", "NAS", Market.NASDAQ, "2", "   ", K.STOCK),
    ("nys", "NYS", Market.NYSE, "3", "001", K.ETF),
    ("ams", "AMS", Market.AMEX, "3", "002", K.ETN),
    ("hks", "HKS", Market.HONG_KONG, "4", "   ", K.WARRANT),
    ("tse", "TSE", Market.TOKYO, "2", "000", K.STOCK),
    ("shs", "SHS", Market.SHANGHAI, "2", "   ", K.STOCK),
    ("szs", "SZS", Market.SHENZHEN, "9", "   ", K.OTHER),
    ("shi", "SHI", Market.SHANGHAI_INDEX, "1", "   ", K.INDEX),
    ("szi", "SZI", Market.SHENZHEN_INDEX, "1", "   ", K.INDEX),
    ("hsx", "HSX", Market.HO_CHI_MINH, "2", "   ", K.STOCK),
    ("hnx", "HNX", Market.HANOI, "2", "   ", K.STOCK),
]


@pytest.mark.parametrize(("file", "code", "market", "type_", "etp", "kind"), OVERSEAS)
def test_overseas_stocks(
    file: str, code: str, market: Market, type_: str, etp: str, kind: InstrumentKind
) -> None:
    row = "\t".join(
        [
            "ZZ", "99", code, "시장이름", "QZX", f"{code}QZX",
            "큐지엑스 홀딩스", "QZX HOLDINGS INC", type_, "USD", "4", "",
            "12.3450", "100", "1", "930", "1600", "N",
            "", "240", "0", "1", etp, "   ",
        ]
    )  # fmt: skip
    assert read(file, row.encode("cp949")) == (
        Instrument(
            "QZX",
            "큐지엑스 홀딩스",
            market,
            kind,
            name_en="QZX HOLDINGS INC",
            base_price=Decimal("12.3450"),
            currency="USD",
            exchange=code,
        ),
    )


@pytest.mark.parametrize(
    ("class_", "kind"),
    [
        ("W", K.INDEX),
        ("X", K.CURRENCY),
        ("C", K.COMMODITY),
        ("F", K.FUTURE),
        ("L", K.RATE),
    ],
)
def test_the_world_s_indices_and_rates(class_: str, kind: InstrumentKind) -> None:
    row = laid(
        104,
        (0, class_),
        (1, "QZ#IDX"),
        (11, "Qzland Composite"),
        (50, "큐지랜드 종합"),
        (97, "QZSE999"),
    )
    stock = laid(104, (0, "Q"), (1, "QZX"), (11, "QZX"), (50, "큐지엑스"), (97, "NASD501"))
    assert read("world", stock, row) == (
        Instrument(
            "QZ#IDX",
            "큐지랜드 종합",
            Market.WORLD,
            kind,
            name_en="Qzland Composite",
            currency="",
            exchange="QZSE",
        ),
    )


def test_overseas_futures() -> None:
    row = laid(
        223,
        (0, "QZH27"),
        (32, "NNN"),
        (82, "큐지 지수 선물 2027.03"),
        (132, "QZEX"),
        (142, "QZ"),
        (152, "001"),
        (155, "    2    2"),
        (165, "          0.25"),  # 틱사이즈
        (179, "          12.5"),  # 틱가치
        (193, "        50"),  # 계약크기
        (203, "  10"),
        (207, "         1"),
        (217, "11NN50"),
    )
    assert read("ffcode", row) == (
        Instrument(
            "QZH27",
            "큐지 지수 선물 2027.03",
            Market.FOREIGN_FUTURES,
            K.FUTURE,
            currency="",
            exchange="QZEX",
            underlying="QZ",
            multiplier=Decimal(50),
            tick_size=Decimal("0.25"),
        ),
    )
    (spread,) = read("ffcode", row[:219] + b"Y" + row[220:])
    assert spread.kind is K.SPREAD


def test_overseas_options() -> None:
    row = laid(
        344,
        (0, "OQZH27 C4500"),
        (82, "큐지 지수 옵션 2703 C 4500"),
        (132, "QZEX"),
        (165, "          0.25"),
        (193, "        50"),
        (217, "P"),
        (218, "             4500.50"),
        (248, "QZH27"),
        (336, "202703"),
        (342, "O0"),
    )
    (found,) = read("focode", row)
    assert (found.market, found.kind) == (Market.FOREIGN_OPTIONS, K.OPTION)
    assert (found.right, found.strike) == (Right.PUT, Decimal("4500.50"))
    assert (found.contract_month, found.underlying) == ("202703", "QZH27")
    assert (found.tick_size, found.multiplier) == (Decimal("0.25"), Decimal(50))


@pytest.mark.parametrize("length", [106, 90, 82])
def test_bonds_with_and_without_the_last_fields(length: int) -> None:
    row = laid(
        106,
        (0, "C0"),
        (4, "KR103599GZ99"),
        (16, "국고채권09999-3606(26-99)"),
        (56, "03"),
        (58, "20260610"),
        (66, "20260610"),
        (74, "20360610"),
    )
    assert read("bond", row[:length]) == (
        Instrument(
            "KR103599GZ99",
            "국고채권09999-3606(26-99)",
            Market.BOND,
            K.BOND,
            isin="KR103599GZ99",
            expiry=date(2036, 6, 10),
        ),
    )


def test_every_file_of_the_catalogue_has_a_row_here() -> None:
    assert set(master_layouts()) == {
        "kospi", "kosdaq", "konex", "sector", "theme", "fo_idx", "fo_stk", "fo_com", "elw",
        *(file for file, *_ in OVERSEAS), "world", "ffcode", "focode", "bond",
    }  # fmt: skip
