"""Master lines that the simulator writes, against lines written by hand in the original layout."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from kis_desktop.simulator.server.masters import KOSDAQ, KOSPI, archive, line
from kis_desktop.simulator.universe import Kind, Listing, all_listings

SAMSUNG = Listing(
    symbol="005930",
    isin="KR7005930003",
    name="삼성전자",
    market="KOSPI",
    kind=Kind.STOCK,
    kospi200="5",
    sector_large="0027",
    sector_medium="0013",
    base_price=97_100,
    listed_shares=5_919_637_000,
    previous_volume=15_254_278,
    margin_rate=20,
    credit=True,
    halted=False,
    administrative=False,
    alert="00",
    volatility_bp=110,
    beta=1,
)
SAMSUNG_LINE = (
    "005930   KR7005930003삼성전자                                "
    "ST0002700130000NNN5NNN NNNNNNNNN0NN NNNNN"
    "0000971000000100001NNN00NNN000000020Y090000015254278000000000000        "
    "000000005919637000000000000000000000         0 N"
    "NY00000000000000000000000000000000                 005747967   NNN\n"
)


def test_a_kospi_line_is_what_the_layout_says() -> None:
    written = line(KOSPI, SAMSUNG)
    assert written.decode("cp949") == SAMSUNG_LINE
    assert len(written) == 289


def test_a_kosdaq_line_has_its_own_width() -> None:
    written = line(KOSDAQ, replace(SAMSUNG, market="KOSDAQ", kospi200=""))
    tail = written[61:]
    assert len(written) == 283
    assert tail[:15] == b"ST 002700130000"
    assert tail[36:45] == b"000097100"
    assert tail[69:72] == b"020"
    assert tail[76:88] == b"000015254278"


def test_places_are_counted_from_the_end_of_a_kospi_line() -> None:
    tail = line(KOSPI, SAMSUNG)[-228:-1]
    assert tail[0:2] == b"ST"
    assert tail[41:50] == b"000097100"
    assert tail[60:63] == b"NNN"
    assert tail[63:65] == b"00"
    assert tail[74:77] == b"020"
    assert tail[77:81] == b"Y090"
    assert tail[81:93] == b"000015254278"
    assert tail[113:128] == b"000000005919637"
    assert tail[212:221] == b"005747967"


def test_a_name_keeps_to_40_bytes_and_whole_characters() -> None:
    long = replace(SAMSUNG, name="가" * 19 + "abc나")
    written = line(KOSPI, long)
    assert len(written) == 289
    assert written[21:61].decode("cp949") == "가" * 19 + "ab"


def test_an_archive_holds_one_market_and_is_always_the_same() -> None:
    listings = all_listings()
    packed = archive(KOSDAQ, listings)
    assert packed == archive(KOSDAQ, listings)
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        rows = opened.read("kosdaq_code.mst").splitlines()
    assert len(rows) == sum(one.market == "KOSDAQ" for one in listings)
    assert {len(row) for row in rows} == {282}
