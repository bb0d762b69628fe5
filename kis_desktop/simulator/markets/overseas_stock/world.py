"""What the world charts show beside shares and exchange rates: indices, yields, metals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from zoneinfo import ZoneInfo

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import Course, Terms, TickTable
from kis_desktop.simulator.markets.overseas_stock.exchanges import EXCHANGES, regular_hours
from kis_desktop.simulator.markets.overseas_stock.holidays import closed_days
from kis_desktop.simulator.trading_hours import SessionRule, weekday_sessions

_EXCHANGE_OF = {"US": "NAS", "JP": "TSE", "HK": "HKS"}
_OTHER_HOURS = {
    "TW": (time(10), time(14, 30)),
    "EU": (time(17), time(1, 30)),
    "KR": (time(9), time(15, 30)),
    "XX": (time(8), time(7)),
}
"""of countries whose shares aren't listed here, Korean time; XX: all round the clock"""
_ZONES = {
    "TW": ZoneInfo("Asia/Taipei"),
    "EU": ZoneInfo("Europe/Paris"),
    "KR": KST,
    "XX": ZoneInfo("America/New_York"),
}


@dataclass(frozen=True, slots=True)
class Gauge:
    """An index, a yield or a metal."""

    code: str
    name: str
    country: str
    decimals: int
    anchor: str
    volatility: float
    volume: int


@dataclass(frozen=True, slots=True)
class Charted:
    """What a code of the world charts stands for."""

    code: str
    name: str
    decimals: int
    zone: ZoneInfo
    course: Course

    def money(self, units: int) -> Decimal:
        """A value of so many units with all its decimals."""
        return Decimal(units).scaleb(-self.decimals)


GAUGES = (
    Gauge(".DJI", "다우존스 산업지수", "US", 2, "46840.15", 0.009, 480_000_000),
    Gauge("SPX", "S&P500 지수", "US", 2, "6685.40", 0.010, 2_900_000_000),
    Gauge("COMP", "나스닥 종합지수", "US", 2, "22630.55", 0.013, 8_400_000_000),
    Gauge("NDX", "나스닥 100 지수", "US", 2, "24705.30", 0.014, 1_600_000_000),
    Gauge("SOX", "필라델피아 반도체", "US", 2, "6812.70", 0.021, 310_000_000),
    Gauge("RUT", "러셀 2000", "US", 2, "2418.60", 0.014, 900_000_000),
    Gauge("VIX", "VIX 지수", "US", 2, "19.45", 0.055, 120_000),
    Gauge("NI225", "일본 닛케이 225", "JP", 2, "49620.35", 0.013, 1_300_000_000),
    Gauge("HK#HS", "홍콩 항셍", "HK", 2, "25880.10", 0.014, 2_100_000_000),
    Gauge("HK#HSCE", "홍콩 H지수", "HK", 2, "9155.70", 0.015, 900_000_000),
    Gauge("TW#WT", "대만 가권", "TW", 2, "27440.80", 0.012, 4_700_000_000),
    Gauge("GR#DAX", "독일 DAX", "EU", 2, "23890.25", 0.011, 70_000_000),
    Gauge("FR#CAC", "프랑스 CAC 40", "EU", 2, "8061.90", 0.010, 62_000_000),
    Gauge("BEL#BEL", "벨기에 BEL-20", "EU", 2, "4955.30", 0.009, 9_000_000),
    Gauge("ATX", "오스트리아 ATX", "EU", 2, "4802.15", 0.010, 4_000_000),
    Gauge("Y0101", "국고채 3년", "KR", 3, "2.905", 0.009, 21_000),
    Gauge("Y0106", "국고채 1년", "KR", 3, "2.562", 0.006, 9_000),
    Gauge("Y0102", "국고채 5년", "KR", 3, "3.068", 0.010, 11_000),
    Gauge("Y0103", "국고채 10년", "KR", 3, "3.267", 0.010, 15_000),
    Gauge("Y0202", "미국 국채 10년", "US", 3, "4.118", 0.012, 310_000),
    Gauge("Y0204", "미국 국채 2년", "US", 3, "3.587", 0.013, 240_000),
    Gauge("Y0203", "미국 국채 30년", "US", 3, "4.725", 0.010, 90_000),
    Gauge("NYGOLD", "금 선물", "XX", 2, "4082.30", 0.011, 190_000),
    Gauge("NYSILV", "은 선물", "XX", 3, "51.245", 0.019, 80_000),
    Gauge("WTIF", "WTI 원유 선물", "XX", 2, "59.85", 0.021, 270_000),
)
_BY_CODE = {gauge.code: gauge for gauge in GAUGES}
_OTHER_NAMES = {
    "DJI": ".DJI", "IXIC": "COMP", ".IXIC": "COMP", ".SPX": "SPX", ".INX": "SPX", ".NDX": "NDX",
    ".SOX": "SOX", ".VIX": "VIX", "JP#NI225": "NI225", "HSI": "HK#HS", "GOLD": "NYGOLD",
    "GC": "NYGOLD", "SILVER": "NYSILV", "CL": "WTIF",
}  # fmt: skip


class World:
    """Courses of the gauges in one simulated world."""

    def __init__(self, seed: int, opened: Callable[[SessionRule], SessionRule]) -> None:
        self._seed = seed
        self._opened = opened
        self._made: dict[str, Charted] = {}

    def find(self, code: str) -> Charted | None:
        """The gauge of a code, or of another name of it; None for an unknown one."""
        gauge = _BY_CODE.get(_OTHER_NAMES.get(code, code))
        if gauge is None:
            return None
        known = self._made.get(gauge.code)
        if known is None:
            known = self._made[gauge.code] = self._charted(gauge)
        return known

    def _charted(self, gauge: Gauge) -> Charted:
        terms = Terms(
            address=f"world/{gauge.code}",
            decimals=gauge.decimals,
            anchor=int(Decimal(gauge.anchor).scaleb(gauge.decimals)),
            volatility=gauge.volatility,
            volume=gauge.volume,
            tick=TickTable(((0, 1),)),
            sessions=self._opened(_hours(gauge.country)),
            closed=closed_days(gauge.country) if gauge.country in _EXCHANGE_OF else frozenset(),
        )
        course = Course(self._seed, terms)
        return Charted(gauge.code, gauge.name, gauge.decimals, _zone(gauge.country), course)


def _hours(country: str) -> SessionRule:
    if country in _OTHER_HOURS:
        return weekday_sessions(_OTHER_HOURS[country])
    code = _EXCHANGE_OF[country]
    return regular_hours(next(one for one in EXCHANGES if one.code == code))


def _zone(country: str) -> ZoneInfo:
    if country in _ZONES:
        return _ZONES[country]
    code = _EXCHANGE_OF[country]
    return next(one.country.zone for one in EXCHANGES if one.code == code)
