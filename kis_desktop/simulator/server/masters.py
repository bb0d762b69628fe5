"""Instrument master files (종목마스터) of the simulated universe, in the byte format of KIS.

Layout: the header files that KIS publishes beside the masters (종목마스터정보 코스피, 코스닥) and
rows of real files. A line is cp949, fixed width from both ends: 9 bytes short code, 12 bytes
standard code, 40 bytes name, then a tail of 227 bytes (KOSPI, 70 fields) or 221 (KOSDAQ, 64),
and a line feed. Numbers are filled with noughts, text with blanks. Listed shares are in
thousands, market value in 100 million won, capital in won. What the simulator does not know is
blank or nought, as in the real rows of funds.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kis_desktop.simulator.index_list import INDICES, members
from kis_desktop.simulator.universe import Kind, Listing

ENCODING = "cp949"
CODE_WIDTH, ISIN_WIDTH, NAME_WIDTH = 9, 12, 40
KOSPI_TAIL, KOSDAQ_TAIL = 227, 221

_GROUPS = {Kind.STOCK: "ST", Kind.ETF: "EF", Kind.ETN: "EN", Kind.REIT: "RT"}
_ETP_PRODUCTS = {Kind.ETF: "2", Kind.ETN: "3"}
_MARKS = {
    "0002": ("size_class", "1"),
    "0003": ("size_class", "2"),
    "0004": ("size_class", "3"),
    "1002": ("size_class", "1"),
    "1003": ("size_class", "2"),
    "1004": ("size_class", "3"),
    "2007": ("kospi100", "Y"),
    "2008": ("kospi50", "Y"),
    "3003": ("kosdaq150", "Y"),
    "4001": ("krx100", "Y"),
    "4300": ("krx300", "Y"),
}
"""of an index: the field that names it, and what stands there for what it holds"""
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
"""in the archives, so that the same universe gives the same bytes"""


@dataclass(frozen=True, slots=True)
class MasterFile:
    """One master: which market it holds and how its lines end."""

    name: str
    market: str
    tail_spec: str
    """`name:width`, filled with blanks; `name:width=0`, with noughts; `=N`, an N"""


KOSPI = MasterFile(
    "kospi_code.mst",
    "KOSPI",
    """
    group:2 size_class:1=0 sector_large:4=0 sector_medium:4=0 sector_small:4=0 manufacturing:1=N
    low_liquidity:1=N governance:1=N kospi200:1=0 kospi100:1=N kospi50:1=N krx:1=N etp:1 elw:1=N
    krx100:1=N krx_car:1=N krx_chip:1=N krx_bio:1=N krx_bank:1=N spac:1=N krx_energy:1=N
    krx_steel:1=N short_over:1=0 krx_media:1=N krx_construction:1=N none:1 krx_securities:1=N
    krx_ship:1=N krx_insurance:1=N krx_transport:1=N sri:1=N base_price:9=0 lot:5=0
    overtime_lot:5=0 halted:1 liquidation:1=N administrative:1 alert:2=0 alert_notice:1=N
    unfaithful:1=N backdoor:1=N rights:2=0 face_change:2=0 capital_increase:2=0 margin_rate:3=0
    credit:1 credit_days:3=0 previous_volume:12=0 face_value:12=0 listed_on:8 listed_shares:15=0
    capital:21=0 closing_month:2 offer_price:7 preferred:1=0 short_hot:1 runup:1=N krx300:1=N
    kospi:1 sales:9=0 operating_profit:9=0 ordinary_profit:9=0 net_income:5=0 roe:9 figures_of:8
    market_value:9=0 group_company:3 credit_limit_over:1=N lendable:1=N short_sellable:1=N
""",
)
KOSDAQ = MasterFile(
    "kosdaq_code.mst",
    "KOSDAQ",
    """
    group:2 size_class:1 sector_large:4=0 sector_medium:4=0 sector_small:4=0 venture:1=N
    low_liquidity:1=N krx:1=N etp:1 krx100:1 krx_car:1=N krx_chip:1=N krx_bio:1=N krx_bank:1=N
    spac:1=N krx_energy:1=N krx_steel:1=N short_over:1=0 krx_media:1=N krx_construction:1=N
    caution:1=N krx_securities:1=N krx_ship:1=N krx_insurance:1=N krx_transport:1=N kosdaq150:1
    base_price:9=0 lot:5=0 overtime_lot:5=0 halted:1 liquidation:1=N administrative:1 alert:2=0
    alert_notice:1=N unfaithful:1=N backdoor:1=N rights:2=0 face_change:2=0 capital_increase:2=0
    margin_rate:3=0 credit:1 credit_days:3=0 previous_volume:12=0 face_value:12=0 listed_on:8
    listed_shares:15=0 capital:21=0 closing_month:2 offer_price:7 preferred:1=0 short_hot:1
    runup:1=N krx300:1=N sales:9=0 operating_profit:9=0 ordinary_profit:9=0 net_income:5=0 roe:9
    figures_of:8 market_value:9=0 group_company:3 credit_limit_over:1=N lendable:1=N
    short_sellable:1=N
""",
)
FILES = {f"{file.name}.zip": file for file in (KOSPI, KOSDAQ)}
"""by archive name"""


def archive(file: MasterFile, listings: Iterable[Listing]) -> bytes:
    """The zip with the one master in it; the same bytes for the same listings."""
    listed = tuple(listings)
    marks = _index_marks(listed)
    rows = (line(file, one, marks.get(one.symbol)) for one in listed if one.market == file.market)
    return packed(file.name, b"".join(rows))


def packed(name: str, content: bytes) -> bytes:
    """A zip with one file; the same bytes for the same content."""
    entry = zipfile.ZipInfo(name, _FIXED_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr(entry, content)
    return buffer.getvalue()


def line(file: MasterFile, listing: Listing, marks: Mapping[str, str] | None = None) -> bytes:
    """The line of one instrument, line feed included; `marks` tell which indices hold it."""
    head = (
        listing.symbol.encode(ENCODING).ljust(CODE_WIDTH)
        + listing.isin.encode(ENCODING).ljust(ISIN_WIDTH)
        + _name(listing.name).ljust(NAME_WIDTH)
    )
    return head + _tail(file, _values(listing) | dict(marks or {})) + b"\n"


def _index_marks(listings: tuple[Listing, ...]) -> dict[str, dict[str, str]]:
    """The fields that say which indices hold an instrument, by symbol."""
    marks: dict[str, dict[str, str]] = {}
    for definition in INDICES:
        name, value = _MARKS.get(definition.code, ("", ""))
        for one in members(definition, listings) if name else ():
            marks.setdefault(one.symbol, {})[name] = value
    return marks


def _name(name: str) -> bytes:
    """At most 40 bytes, never half a character."""
    return (
        name.encode(ENCODING, errors="replace")[:NAME_WIDTH]
        .decode(ENCODING, "ignore")
        .encode(ENCODING)
    )


def _tail(file: MasterFile, values: dict[str, str]) -> bytes:
    parts = []
    for entry in file.tail_spec.split():
        form, _, filler = entry.partition("=")
        name, _, width = form.partition(":")
        value = values.get(name, "")
        if filler == "0":
            parts.append(value.rjust(int(width), "0"))
        else:
            parts.append((value or filler).ljust(int(width)))
    return "".join(parts).encode(ENCODING)


def _values(listing: Listing) -> dict[str, str]:
    market_value = listing.listed_shares * listing.base_price // 100_000_000
    return {
        "group": _GROUPS[listing.kind],
        "sector_large": listing.sector_large,
        "sector_medium": listing.sector_medium,
        "kospi200": listing.kospi200 or "0",
        "etp": _ETP_PRODUCTS.get(listing.kind, ""),
        "base_price": str(listing.base_price),
        "lot": "1",
        "overtime_lot": "1",
        "halted": "Y" if listing.halted else "N",
        "administrative": "Y" if listing.administrative else "N",
        "alert": listing.alert,
        "margin_rate": str(listing.margin_rate),
        "credit": "Y" if listing.credit else "N",
        "credit_days": "90" if listing.credit else "0",
        "previous_volume": str(listing.previous_volume),
        "listed_shares": str(listing.listed_shares // 1000),
        "kospi": "Y" if listing.kind is Kind.STOCK else " ",
        "market_value": str(market_value),
    }
