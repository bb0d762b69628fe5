"""The instrument master files, fetched and opened: the instrument source of the services."""

from __future__ import annotations

import io
import zipfile
import zlib

from kis_desktop.domain.errors import RequestFailed
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.message import message
from kis_desktop.kis.protocol.master import KOSDAQ, KOSPI, DamagedMaster, Layout, read_master
from kis_desktop.kis.transport import Transport

MAX_ARCHIVE_BYTES = 8 * 1024 * 1024
MAX_FILE_BYTES = 32 * 1024 * 1024

_FILES = {"kospi_code.mst": KOSPI, "kosdaq_code.mst": KOSDAQ}


class Masters:
    """All instruments of the Korean stock market."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def download(self) -> tuple[Instrument, ...]:
        """All instruments of both files, none where one of them is damaged.

        Raises `RequestFailed`.
        """
        found: list[Instrument] = []
        for name, layout in _FILES.items():
            url = f"{self._transport.environment.masters_url}/{name}.zip"
            archive = await self._transport.fetch(url, MAX_ARCHIVE_BYTES)
            found += read_archive(archive, name, layout)
        return tuple(found)


def read_archive(archive: bytes, name: str, layout: Layout) -> tuple[Instrument, ...]:
    """The instruments of a zipped master file. Raises `RequestFailed`, saying what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            entry = opened.getinfo(name)
            if entry.file_size > MAX_FILE_BYTES:
                raise DamagedMaster(f"{entry.file_size} bytes")
            return read_master(opened.read(entry), layout)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError) as error:
        raise RequestFailed(message("kis.master_damaged", file=name, reason=str(error))) from error
