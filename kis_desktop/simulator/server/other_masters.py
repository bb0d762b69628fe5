"""Master files of what is listed but not traded here, in the byte formats of KIS.

Layouts: the header files that KIS publishes beside the masters, in bytes of cp949; for foreign
stocks 24 columns behind tabs, for futures and options nine behind bars. What the simulator does not
know is blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from kis_desktop.simulator.bond_list import listed_bonds
from kis_desktop.simulator.derivatives import (
    Contract,
    commodity_contracts,
    index_contracts,
    months,
    stock_contracts,
)
from kis_desktop.simulator.foreign import foreign_listings
from kis_desktop.simulator.server.other_lists import FUTURES, KONEX, SECTORS, THEMES, WORLD
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.warrant_listings import CloseOf, Warrant, warrants

Rows = Iterator[bytes]
Write = Callable[[tuple[Listing, ...], date], Rows]

_ENCODING = "cp949"
_EXCHANGES = {
    "NAS": ("US", "1", "나스닥"),
    "NYS": ("US", "2", "뉴욕"),
    "AMS": ("US", "3", "아멕스"),
    "HKS": ("HK", "12", "홍콩"),
    "TSE": ("JP", "6", "도쿄"),
    "SHS": ("CN", "16", "상해"),
    "SZS": ("CN", "17", "심천"),
    "SHI": ("CN", "116", "상해지수"),
    "SZI": ("CN", "117", "심천지수"),
    "HSX": ("VN", "70", "호치민"),
    "HNX": ("VN", "71", "하노이"),
}
_WARRANTS = "elw_code.mst"
_QUARTER = 3  # months
_KONEX_SHARES = 3_000  # thousands
_GROUPS = {"USD": "2", "JPY": "2", "GLD": "3"}
"""of commodities; all else is a rate"""
_MONTH_LETTERS = "FGHJKMNQUVXZ"


def find_master(
    archive: str, listings: tuple[Listing, ...], day: date, close_of: CloseOf | None = None
) -> tuple[str, bytes] | None:
    """The inner name and content of an archive by its name; None for one that isn't served.

    `close_of` tells past prices, which the strikes of warrants lie about.
    """
    name = archive.removesuffix(".zip")
    if name == _WARRANTS:
        return name, b"".join(_elw(warrants(listings, day, close_of), day))
    write = _FILES.get(name)
    exchange = name.removesuffix("mst.cod").upper()
    if write is not None:
        return name, b"".join(write(listings, day))
    if exchange in _EXCHANGES and name.endswith("mst.cod"):
        return f"{exchange}MST.COD", b"".join(_exchange(exchange))
    return None


def _exchange(exchange: str) -> Rows:
    nation, number, name = _EXCHANGES[exchange]
    for one in foreign_listings():
        if one.exchange == exchange:
            etp = "001" if one.type == "3" else "   "
            cells = (
                nation, number, exchange, name, one.symbol, exchange + one.symbol, one.name,
                one.english, one.type, one.currency, one.decimals, "", one.base, one.lot, one.lot,
                "930", "1600", "N", "", "000", "0", "0", etp, "   ",
            )  # fmt: skip
            yield _bytes("\t".join(cells)) + b"\n"


def _konex(_: tuple[Listing, ...], __: date) -> Rows:
    for code, isin, name, base in KONEX:
        yield _row(
            (9, code), (12, isin), (40, name), (2, "KN"), (9, f"{base:09}"), (5, "00001"),
            (5, "00001"), (1, "Y"), (1, "N"), (1, "N"), (2, "00"), (9, "NNN000000"),
            (3, "100"), (1, "N"), (3, "000"), (12, "0" * 12), (12, "0" * 12), (8, ""),
            (15, f"{_KONEX_SHARES:015}"), (21, "0" * 21), (2, "12"), (7, ""), (1, "0"),
            (3, "NNN"), (41, "0" * 41), (8, ""), (9, "0" * 9), (3, "NNN"),
        )  # fmt: skip


def _sectors(_: tuple[Listing, ...], __: date) -> Rows:
    for code, name in SECTORS:
        yield _row((1, code[0]), (4, code), (40, name))


def _themes(listings: tuple[Listing, ...], _: date) -> Rows:
    listed = {one.symbol for one in listings}
    for number, (name, symbols) in enumerate(THEMES, start=1):
        for symbol in symbols:
            if symbol in listed:
                yield _row((3, f"{number:03}"), (40, name), (9, symbol))


def _delimited(contracts: Iterable[Contract]) -> Rows:
    for one in contracts:
        cells = (
            one.type, one.code, one.isin, one.name, one.moneyness, one.strike or "0.00",
            str(one.nearness), one.underlying, one.underlying_name,
        )  # fmt: skip
        yield _bytes("|".join(cells)) + b"\n"


def _commodities(listings: tuple[Listing, ...], day: date) -> Rows:
    for one in commodity_contracts(listings, day):
        yield _row(
            (1, _GROUPS.get(one.underlying, "1")), (1, one.type), (9, one.code), (12, one.isin),
            (40, one.name), (1, ""), (8, "00000000"), (1, str(one.nearness)), (3, one.underlying),
            (40, one.underlying_name),
        )  # fmt: skip


def _elw(listed: Iterable[Warrant], day: date) -> Rows:
    for one in listed:
        left = (one.last_day - day).days
        yield _row(
            (9, one.code), (12, one.isin), (40, one.name), (1, "0"), (13, "0" * 13), (1, "N"),
            (45, one.underlying), (40, one.issuer.name), (5, one.issuer.member),
            (9, f"{one.strike:09}"), (8, f"{one.last_day:%Y%m%d}"), (4, f"{left:04}"),
            (1, one.right),
            (8, f"{one.expiry:%Y%m%d}"), (9, "0" * 9), (15, f"{one.issued // 1000:015}"), (50, ""),
        )  # fmt: skip


def _world(_: tuple[Listing, ...], __: date) -> Rows:
    for class_, symbol, english, korean, exchange, nation in WORLD:
        yield _row(
            (1, class_), (10, symbol), (39, english), (40, korean), (4, ""), (3, "000"),
            (4, exchange), (3, nation),
        )  # fmt: skip


def _overseas_futures(_: tuple[Listing, ...], day: date) -> Rows:
    for product, name, exchange, tick, value, size in FUTURES:
        for near, last in enumerate(months(day, 2, _QUARTER)):
            code = f"{product}{_MONTH_LETTERS[last.month - 1]}{last:%y}"
            flag = "1" if near == 0 else "0"
            yield _row(
                (32, code), (50, "NNN"), (50, f"{name} ({last:%Y.%m})"), (10, exchange),
                (10, product), (3, "001"), (5, "    2"), (5, "    2"), (14, tick.rjust(14)),
                (14, value.rjust(14)), (10, size.rjust(10)), (4, "  10"), (10, "1".rjust(10)),
                (1, flag), (1, flag), (1, "N"), (1, "N"), (2, "50"),
            )  # fmt: skip


def _bonds(_: tuple[Listing, ...], __: date) -> Rows:
    for one in listed_bonds():
        issued = f"{one.issued:%Y%m%d}"
        yield _row(
            (4, one.group), (12, one.code), (40, one.name), (2, "03"), (8, issued), (8, issued),
            (8, f"{one.due:%Y%m%d}"), (24, ""),
        )  # fmt: skip


def _row(*cells: tuple[int, str]) -> bytes:
    """Texts in so many bytes each, filled with blanks, and a line feed."""
    return b"".join(_cut(text, width) for width, text in cells) + b"\n"


def _cut(text: str, width: int) -> bytes:
    """At most so many bytes, never half a letter."""
    whole = _bytes(text)[:width].decode(_ENCODING, "ignore")
    return _bytes(whole).ljust(width)


def _bytes(text: str) -> bytes:
    return text.encode(_ENCODING, errors="replace")


_FILES: dict[str, Write] = {
    "konex_code.mst": _konex,
    "idxcode.mst": _sectors,
    "theme_code.mst": _themes,
    "fo_idx_code_mts.mst": lambda listings, day: _delimited(index_contracts(listings, day)),
    "fo_stk_code_mts.mst": lambda listings, day: _delimited(stock_contracts(listings, day)),
    "fo_com_code.mst": _commodities,
    "frgn_code.mst": _world,
    "ffcode.mst": _overseas_futures,
    "bond_code.mst": _bonds,
}
