"""Records about foreign shares (HDFSCNT0, HDFSASP0, HDFSASP1) written from values put by hand."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from kis_desktop.simulator.server.channels import find_channel
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.settings import World

_PRINT: dict[str, Value] = {
    "RSYM": "DNASAAPL",
    "SYMB": "AAPL",
    "ZDIV": 4,
    "TYMD": date(2026, 11, 23),
    "XYMD": date(2026, 11, 23),
    "XHMS": time(9, 45, 7),
    "KYMD": date(2026, 11, 23),
    "KHMS": time(23, 45, 7),
    "OPEN": Decimal("201.1000"),
    "HIGH": Decimal("203.4500"),
    "LOW": Decimal("200.9900"),
    "LAST": Decimal("203.0500"),
    "SIGN": "2",
    "DIFF": Decimal("2.0500"),
    "RATE": "1.02",
    "PBID": Decimal("203.0400"),
    "PASK": Decimal("203.0500"),
    "VBID": 310,
    "VASK": 120,
    "EVOL": 55,
    "TVOL": 812_345,
    "TAMT": 164_200_771,
    "BIVL": 400_000,
    "ASVL": 412_345,
    "STRN": 103.086,
    "MTYP": "1",
}
_HEAD: dict[str, Value] = {
    "rsym": "RHKS00005",
    "symb": "00005",
    "zdiv": 3,
    "xymd": date(2026, 11, 23),
    "xhms": time(10, 0, 9),
    "kymd": date(2026, 11, 23),
    "khms": time(11, 0, 9),
    "bvol": 4_000,
    "avol": 2_800,
    "bdvl": 400,
    "advl": -800,
}


def _channel(tr_id: str) -> Streamed:
    channel = find_channel(tr_id, World.REAL)
    assert isinstance(channel, Streamed)
    return channel


def _level(number: int, bid: str, ask: str) -> dict[str, Value]:
    return {
        f"pbid{number}": Decimal(bid),
        f"pask{number}": Decimal(ask),
        f"vbid{number}": 400 * number,
        f"vask{number}": 800,
        f"dbid{number}": 0,
        f"dask{number}": -400,
    }


def test_a_print() -> None:
    assert _channel("HDFSCNT0").text(_PRINT) == (
        "DNASAAPL^AAPL^4^20261123^20261123^094507^20261123^234507^201.1000^203.4500^200.9900"
        "^203.0500^2^2.0500^1.02^203.0400^203.0500^310^120^55^812345^164200771^400000^412345"
        "^103.09^1"
    )


def test_one_level_is_seventeen_fields() -> None:
    record = _channel("HDFSASP1").text(_HEAD | _level(1, "92.600", "92.650"))
    assert record == (
        "RHKS00005^00005^3^20261123^100009^20261123^110009^4000^2800^400^-800"
        "^92.600^92.650^400^800^0^-400"
    )


def test_further_levels_follow_the_first() -> None:
    values = _HEAD | _level(1, "92.600", "92.650") | _level(2, "92.550", "92.700")
    record = _channel("HDFSASP0").text(values)
    assert record == (
        "RHKS00005^00005^3^20261123^100009^20261123^110009^4000^2800^400^-800"
        "^92.600^92.650^400^800^0^-400^92.550^92.700^800^800^0^-400"
    )
