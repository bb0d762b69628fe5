import io
import zipfile
from collections.abc import Callable

import pytest

from kis_desktop.domain.errors import InvalidInput, RequestFailed
from kis_desktop.domain.instrument import Market
from kis_desktop.kis import masters
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.protocol.master import KOSPI
from kis_desktop.kis.transport import Transport
from tests.unit.kis.peer import Answer, Drop, Peer


def zipped(name: str, length: int, code: str = "005930") -> bytes:
    row = code.ljust(21).encode() + "이름".encode("cp949").ljust(40) + b" " * (length - 61)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, row + b"\n")
    return file.getvalue()


GOOD = zipped("kospi_code.mst", 288)


async def test_both_files_are_read(client: KisClient, peer: Peer) -> None:
    peer.handlers["/_sim/masters/kospi_code.mst.zip"] = lambda _: Answer(GOOD)
    peer.handlers["/_sim/masters/kosdaq_code.mst.zip"] = lambda _: Answer(
        zipped("kosdaq_code.mst", 282, "035900")
    )
    found = await client.masters.download()
    assert [(one.symbol, one.market) for one in found] == [
        ("005930", Market.KOSPI),
        ("035900", Market.KOSDAQ),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        GOOD[: len(GOOD) // 2],
        GOOD[:60] + bytes([GOOD[60] ^ 0xFF]) + GOOD[61:],
        zipped("other.mst", 288),
        zipped("kospi_code.mst", 287),
    ],
    ids=["empty", "html", "cut", "flipped", "another file", "another width"],
)
def test_a_damaged_archive_is_told_by_name(content: bytes) -> None:
    with pytest.raises(RequestFailed) as caught:
        masters.read_archive(content, "kospi_code.mst", KOSPI)
    assert caught.value.message.id == "kis.master_damaged"
    assert caught.value.message.arguments["file"] == "kospi_code.mst"


def test_a_file_that_is_far_too_large_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masters, "MAX_FILE_BYTES", 100)
    with pytest.raises(RequestFailed, match="289 bytes"):
        masters.read_archive(GOOD, "kospi_code.mst", KOSPI)


@pytest.mark.parametrize("answer", [Answer(b"", 404), Drop(), Answer(b"x" * 100)])
async def test_a_file_that_does_not_come_is_a_failed_request(
    client: KisClient, peer: Peer, monkeypatch: pytest.MonkeyPatch, answer: Answer | Drop
) -> None:
    monkeypatch.setattr(masters, "MAX_ARCHIVE_BYTES", 50)
    peer.handlers["kospi_code.mst.zip"] = lambda _: answer
    with pytest.raises(RequestFailed):
        await client.masters.download()


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
