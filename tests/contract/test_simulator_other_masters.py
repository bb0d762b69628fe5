"""The simulator's other master files against bytes counted by hand, then through the client."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kis_desktop.catalogue.master_layout import master_layouts
from kis_desktop.domain.instrument import InstrumentKind, Right
from kis_desktop.kis.masters import read_archive
from kis_desktop.simulator.derivatives import months, second_thursday
from kis_desktop.simulator.server.masters import packed
from kis_desktop.simulator.server.other_masters import find_master
from kis_desktop.simulator.universe import all_listings

DAY = date(2026, 11, 20)
ROW_BYTES = {
    "konex": 245,
    "sector": 45,
    "theme": 52,
    "fo_com": 116,
    "elw": 270,
    "world": 104,
    "ffcode": 223,
    "bond": 106,
}
SERVED = [
    file for file, (_, layout) in master_layouts().items()
    if layout.published and file not in {"kospi", "kosdaq"}
]  # fmt: skip


def served(file: str) -> tuple[str, bytes]:
    found = find_master(master_layouts()[file][0].archive, all_listings(), DAY)
    assert found is not None
    return found


@pytest.mark.parametrize(("file", "length"), ROW_BYTES.items())
def test_fixed_rows_have_the_published_bytes(file: str, length: int) -> None:
    _, content = served(file)
    assert content.endswith(b"\n")
    assert {len(row) for row in content.splitlines()} == {length}


def test_places_in_the_rows() -> None:
    warrant = served("elw")[1].splitlines()[0]
    assert (warrant[0:9], warrant[9:21]) == (b"58D001   ", b"KRA58D001000")
    assert warrant[21:61].decode("cp949").rstrip() == "KBD001삼성전자콜"
    assert (warrant[76:85], warrant[166:175]) == (b"005930   ", b"000099900")
    assert (warrant[175:183], warrant[187:188]) == (b"20270319", b"C")
    future = served("fo_com")[1].splitlines()[0]
    assert (future[0:2], future[2:11], future[73:76]) == (b"21", b"A75612   ", b"USD")
    assert future[23:63].decode("cp949").rstrip() == "미국달러 F 202612"
    overseas = served("ffcode")[1].splitlines()[0]
    assert (overseas[0:32].rstrip(), overseas[132:142].rstrip()) == (b"ESZ26", b"CME")
    assert (overseas[165:179].strip(), overseas[193:203].strip()) == (b"0.25", b"50")
    konex = served("konex")[1].splitlines()[0]
    assert (konex[61:63], konex[63:72], konex[82:87]) == (b"KN", b"000002035", b"YNN00")
    assert (konex[96:99], konex[135:150]) == (b"100", b"000000000003000")
    bond = served("bond")[1].splitlines()[0]
    assert (bond[4:16], bond[74:82]) == (b"KR103501GA01", b"20360610")
    theme = served("theme")[1].splitlines()[0]
    assert (theme[0:3], theme[43:52]) == (b"001", b"005930   ")
    world = served("world")[1].splitlines()[0]
    assert (world[0:11], world[97:104]) == (b"WNI225     ", b"TSE 112")
    sector = served("sector")[1].splitlines()[0]
    assert sector[0:5] == b"00001"
    assert sector[5:].decode("cp949").rstrip() == "종합"


def test_delimited_rows() -> None:
    first = served("fo_idx")[1].decode("cp949").splitlines()[0]
    assert first == "1|A01612|KR4A016C0004|F 202612||0.00|1|2001|KOSPI200"
    name, content = served("nas")
    row = content.decode("cp949").splitlines()[0].split("\t")
    assert (name, len(row)) == ("NASMST.COD", 24)
    assert row[2:10] == ["NAS", "나스닥", "AAPL", "NASAAPL", "애플", "APPLE INC", "2", "USD"]


@pytest.mark.parametrize("file", SERVED)
def test_the_client_reads_every_file_to_its_last_row(file: str) -> None:
    content = read_archive(packed(*served(file)), *master_layouts()[file])
    assert content.left_out == 0
    keys = [one.key for one in content.instruments]
    assert len(keys) == len(set(keys)) > 0
    assert InstrumentKind.OTHER not in {one.kind for one in content.instruments}


def test_options_lie_around_the_simulated_index() -> None:
    content = read_archive(packed(*served("fo_idx")), *master_layouts()["fo_idx"])
    calls = [one for one in content.instruments if one.right is Right.CALL and one.strike]
    kospi200 = [one.strike for one in calls if one.symbol.startswith("B01") and one.strike]
    assert min(kospi200) < 557 < max(kospi200)
    assert len(kospi200) == 99
    heads = {one.symbol[:3] for one in content.instruments if one.right is not None}
    assert heads == {"B01", "C01", "B05", "C05", "B06", "C06", "B09", "C09", "BAF", "CAF"}


def test_contracts_end_on_second_thursdays_that_are_still_to_come() -> None:
    assert second_thursday(2026, 12) == date(2026, 12, 10)
    assert months(date(2026, 12, 10), 2, 3) == (date(2026, 12, 10), date(2027, 3, 11))
    assert months(date(2026, 12, 11), 2) == (date(2027, 1, 14), date(2027, 2, 11))


@pytest.mark.parametrize("name", ["focode.mst.zip", "xyzmst.cod.zip", "nxt.zip", "nas.zip"])
def test_what_is_not_served_is_not_found(name: str) -> None:
    assert find_master(name, all_listings(), DAY) is None


def test_the_list_of_foreign_shares_stays_small() -> None:
    file = Path(__file__).parents[2] / "kis_desktop/simulator/foreign_listings.csv"
    assert file.stat().st_size < 64_000
