"""Master files from the wire to instruments, and the ways in which an archive may be none."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from kis_desktop.catalogue.master_layout import master_layouts
from kis_desktop.domain.errors import InvalidInput, RequestFailed
from kis_desktop.domain.instrument import Market
from kis_desktop.domain.instrument_list import MasterContent
from kis_desktop.kis import masters
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.transport import Transport
from tests.unit.kis.peer import Answer, Drop, Peer


def zipped(name: str, length: int, code: str = "005930", rows: int = 1) -> bytes:
    row = code.ljust(21).encode() + "이름".encode("cp949").ljust(40) + b" " * (length - 61)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, (row + b"\n") * rows)
    return file.getvalue()


def opened(archive: bytes) -> MasterContent:
    return masters.read_archive(archive, *master_layouts()["kospi"])


GOOD = zipped("kospi_code.mst", 288)
TRUNCATED_INSIDE = zipped("kospi_code.mst", 288, rows=3)
INSIDE_SIZE = 3 * 289


def lying_about_its_size(archive: bytes, said: int) -> bytes:
    """The same archive with another uncompressed size in both its headers."""
    true = struct.pack("<I", INSIDE_SIZE)
    assert archive.count(true) == 2
    return archive.replace(true, struct.pack("<I", said))


async def test_files_are_fetched_one_by_one(client: KisClient, peer: Peer) -> None:
    peer.handlers["/_sim/masters/kospi_code.mst.zip"] = lambda _: Answer(GOOD)
    peer.handlers["/_sim/masters/kosdaq_code.mst.zip"] = lambda _: Answer(
        zipped("kosdaq_code.mst", 282, "035900")
    )
    source = client.masters
    found = [
        (one.symbol, one.market)
        for file in ("kospi", "kosdaq")
        for one in source.read(file, await source.fetch(file)).instruments
    ]
    assert found == [("005930", Market.KOSPI), ("035900", Market.KOSDAQ)]


def test_the_korean_stock_market_is_fetched_first(client: KisClient) -> None:
    source = client.masters
    assert source.files()[:3] == ("kospi", "kosdaq", "konex")
    assert [file for file in source.files() if source.is_stock_market(file)] == [
        "kospi",
        "kosdaq",
        "konex",
    ]
    assert [file for file in source.files() if not source.is_published(file)] == ["focode"]


def test_the_inner_name_may_be_in_capitals() -> None:
    assert len(opened(zipped("KOSPI_CODE.MST", 288)).instruments) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        GOOD[: len(GOOD) // 2],
        GOOD[:60] + bytes([GOOD[60] ^ 0xFF]) + GOOD[61:],
        zipped("other.mst", 288),
        zipped("kospi_code.mst", 287),
        zipped("kospi_code.mst", 288, rows=0),
        lying_about_its_size(TRUNCATED_INSIDE, INSIDE_SIZE - 100),
        lying_about_its_size(TRUNCATED_INSIDE, INSIDE_SIZE + 100),
    ],
    ids=[
        "empty",
        "html",
        "cut",
        "flipped",
        "another file",
        "another width",
        "0 bytes inside",
        "cut inside",
        "less inside than said",
    ],
)
def test_a_damaged_archive_is_told_by_name(content: bytes) -> None:
    with pytest.raises(RequestFailed) as caught:
        opened(content)
    assert caught.value.message.id == "kis.master_damaged"
    assert caught.value.message.arguments["file"] == "kospi_code.mst"


def test_an_archive_with_a_password_is_damaged() -> None:
    locked = bytearray(GOOD)
    locked[6] |= 1  # the flag in the local header
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(RequestFailed, match="password"):
        opened(bytes(locked))


def test_a_file_that_is_far_too_large_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masters, "MAX_FILE_BYTES", 100)
    with pytest.raises(RequestFailed, match="289 bytes"):
        opened(GOOD)


def test_a_bomb_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kospi_code.mst", b"\0" * (masters.MAX_FILE_BYTES + 1))
    assert len(file.getvalue()) < 100_000
    with pytest.raises(RequestFailed, match=f"{masters.MAX_FILE_BYTES + 1} bytes"):
        opened(file.getvalue())


@pytest.mark.parametrize("answer", [Answer(b"", 404), Drop(), Answer(b"x" * 100)])
async def test_a_file_that_does_not_come_is_a_failed_request(
    client: KisClient, peer: Peer, monkeypatch: pytest.MonkeyPatch, answer: Answer | Drop
) -> None:
    monkeypatch.setattr(masters, "MAX_ARCHIVE_BYTES", 50)
    peer.handlers["kospi_code.mst.zip"] = lambda _: answer
    with pytest.raises(RequestFailed):
        await client.masters.fetch("kospi")


async def test_files_come_from_the_masters_address_alone(
    connect: Callable[..., KisClient], peer: Peer
) -> None:
    transport = Transport(connect().environment)
    try:
        with pytest.raises(InvalidInput):
            await transport.fetch(f"http://127.0.0.1:{peer.port}/uapi/x", 100)
    finally:
        await transport.close()
    assert peer.requests == []
