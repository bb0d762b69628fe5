"""The instrument master files, fetched and opened: the instrument source of the services."""

from __future__ import annotations

import io
import zipfile
import zlib

from kis_desktop.catalogue.master_layout import MasterFile, MasterLayout, master_layouts
from kis_desktop.domain.errors import RequestFailed
from kis_desktop.domain.instrument import KRX_STOCK_MARKETS
from kis_desktop.domain.instrument_list import MasterContent
from kis_desktop.domain.message import message
from kis_desktop.kis.protocol.master import DamagedMaster, read_master
from kis_desktop.kis.transport import Transport

MAX_ARCHIVE_BYTES = 8 * 1024 * 1024
MAX_FILE_BYTES = 32 * 1024 * 1024


class Masters:
    """All instruments of all markets, file by file."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def files(self) -> tuple[str, ...]:
        """The files' ids in the order of fetching, the Korean stock market first."""
        return tuple(master_layouts())

    def is_stock_market(self, file: str) -> bool:
        """Whether a file lists the Korean stock market."""
        return master_layouts()[file][0].market in KRX_STOCK_MARKETS

    def is_published(self, file: str) -> bool:
        """Whether KIS says where the file is; where it doesn't, it may well not be there."""
        return master_layouts()[file][1].published

    async def fetch(self, file: str) -> bytes:
        """The archive of a file. Raises `RequestFailed`."""
        archive = master_layouts()[file][0].archive
        url = f"{self._transport.environment.masters_url}/{archive}"
        return await self._transport.fetch(url, MAX_ARCHIVE_BYTES)

    def read(self, file: str, archive: bytes) -> MasterContent:
        """What an archive holds (takes tenths of a second). Raises `RequestFailed`."""
        return read_archive(archive, *master_layouts()[file])


def read_archive(archive: bytes, file: MasterFile, layout: MasterLayout) -> MasterContent:
    """The instruments of a zipped master file. Raises `RequestFailed`, saying what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            content = _opened(opened, file.inner)
        return read_master(content, file, layout)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        LookupError,
        ValueError,
        RuntimeError,  # a password is asked for
        NotImplementedError,
    ) as error:
        told = message("kis.master_damaged", file=file.inner, reason=str(error))
        raise RequestFailed(told) from error


def _opened(archive: zipfile.ZipFile, name: str) -> bytes:
    """The file of this name, whatever the case of its letters."""
    for entry in archive.infolist():
        if entry.filename.lower() == name:
            break
    else:
        raise DamagedMaster(f"no {name} in it")
    if entry.file_size > MAX_FILE_BYTES:
        raise DamagedMaster(f"{entry.file_size} bytes")
    with archive.open(entry) as opened:
        content = opened.read(entry.file_size)
    if len(content) != entry.file_size:
        raise DamagedMaster(f"{len(content)} bytes, not {entry.file_size}")
    return content
