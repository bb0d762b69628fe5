"""The products of the foreign futures exchanges as KIS lists them, as data.

Sizes, ticks and months are the exchanges'; prices of the anchor day are made up, margins and fees
are of the usual order. Prices are written as KIS writes them: the yen in millionths, grain in
cents, bonds in decimals.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from kis_desktop.simulator.course import TickTable

_QUARTERS, _ALL, _GOLD, _GRAIN = "HMUZ", "FGHJKMNQUVXZ", "GJMQVZ", "HKNUZ"


class Class(StrEnum):
    """품목: what a product is on; the value is KIS's code of three digits (our own choice)."""

    CURRENCY = "001"
    INDEX = "002"
    RATE = "003"
    METAL = "004"
    ENERGY = "005"
    GRAIN = "006"


CLASS_NAMES = {
    Class.CURRENCY: "통화",
    Class.INDEX: "지수",
    Class.RATE: "금리",
    Class.METAL: "금속",
    Class.ENERGY: "에너지",
    Class.GRAIN: "농산물",
}


class LastDay(StrEnum):
    """Which day of its month, or of the month before, a contract trades last."""

    THIRD_FRIDAY = "third_friday"
    SECOND_FRIDAY = "second_friday"
    MONDAY_BEFORE = "monday_before"
    """before the third Wednesday"""
    MONTH_END = "month_end"
    """two trading days before the last one of the month"""
    MID_MONTH = "mid_month"
    """the trading day before the fifteenth"""
    BEFORE = "before"
    """around the twentieth of the month before"""


@dataclass(frozen=True, slots=True)
class Hours:
    """Local spans of a trading day; the first may begin on the eve."""

    zone: ZoneInfo
    spans: tuple[tuple[time, time], ...]
    begins: int = 0


@dataclass(frozen=True, slots=True)
class Product:
    """One product."""

    code: str
    name: str
    exchange: str
    """CME also for CBOT, NYMEX and COMEX, as KIS counts them"""
    floor: str
    """which of them: CME, CBOT, NYMEX, COMEX …"""
    kind: Class
    currency: str
    size: Decimal
    """money of one contract at a price of 1"""
    decimals: int
    step: int
    """tick, in units of 10**-decimals"""
    anchor: str
    """price of the anchor day"""
    volatility: float
    volume: int
    """contracts of an ordinary day, all months"""
    margin: Decimal
    """위탁증거금 of one contract, in its currency"""
    fee: Decimal
    months: str
    last_day: LastDay
    hours: Hours
    strike_step: int = 0
    """between two strikes of its options, whole prices; 0 without options"""

    @property
    def tick(self) -> TickTable:
        """One step at every price."""
        return TickTable(((0, self.step),))

    @property
    def tick_value(self) -> Decimal:
        """What one tick is worth."""
        return Decimal(self.step).scaleb(-self.decimals) * self.size

    @property
    def maintenance(self) -> Decimal:
        """유지증거금: ten elevenths."""
        return (self.margin * 10 / 11).quantize(Decimal(1))


_CHICAGO = ZoneInfo("America/Chicago")
_GLOBEX = Hours(_CHICAGO, ((time(17), time(16)),), begins=-1)
_CORN = Hours(_CHICAGO, ((time(19), time(7, 45)), (time(8, 30), time(13, 20))), begins=-1)
_ICE = Hours(ZoneInfo("America/New_York"), ((time(20), time(17)),), begins=-1)
_EUREX = Hours(ZoneInfo("Europe/Berlin"), ((time(1, 15), time(22)),))
_HKEX = Hours(
    ZoneInfo("Asia/Hong_Kong"),
    ((time(9, 15), time(12)), (time(13), time(16, 30)), (time(17, 15), time(3))),
)
_SGX = Hours(ZoneInfo("Asia/Singapore"), ((time(7, 30), time(14, 25)), (time(14, 55), time(5, 15))))
_ASX = Hours(ZoneInfo("Australia/Sydney"), ((time(9, 50), time(16, 30)), (time(17, 10), time(7))))

_I, _F, _R, _M, _E, _G = (
    Class.INDEX, Class.CURRENCY, Class.RATE, Class.METAL, Class.ENERGY, Class.GRAIN,
)  # fmt: skip
_FRIDAY, _MONDAY, _END = LastDay.THIRD_FRIDAY, LastDay.MONDAY_BEFORE, LastDay.MONTH_END


def _line(
    code: str, name: str, where: str, kind: Class, currency: str, size: str, decimals: int,
    step: int, anchor: str, volatility: float, volume: int, margin: int, fee: str, months: str,
    last_day: LastDay, hours: Hours, strike_step: int = 0,
) -> Product:  # fmt: skip
    exchange, _, floor = where.partition("/")
    return Product(
        code, name, exchange, floor or exchange, kind, currency, Decimal(size), decimals, step,
        anchor, volatility, volume, Decimal(margin), Decimal(fee), months, last_day, hours,
        strike_step,
    )  # fmt: skip


_LINES = (
    _line("ES", "E-mini S&P 500", "CME", _I, "USD", "50", 2, 25, "5862.50", 0.0095, 1_400_000,
          16_800, "7.50", _QUARTERS, _FRIDAY, _GLOBEX, 25),
    _line("MES", "Micro E-mini S&P 500", "CME", _I, "USD", "5", 2, 25, "5862.50", 0.0095,
          1_100_000, 1_680, "2.00", _QUARTERS, _FRIDAY, _GLOBEX),
    _line("NQ", "E-mini NASDAQ 100", "CME", _I, "USD", "20", 2, 25, "21265.25", 0.0125, 620_000,
          24_200, "7.50", _QUARTERS, _FRIDAY, _GLOBEX, 100),
    _line("MNQ", "Micro E-mini NASDAQ 100", "CME", _I, "USD", "2", 2, 25, "21265.25", 0.0125,
          1_300_000, 2_420, "2.00", _QUARTERS, _FRIDAY, _GLOBEX),
    _line("RTY", "E-mini Russell 2000", "CME", _I, "USD", "50", 1, 1, "2214.3", 0.0125, 190_000,
          7_700, "7.50", _QUARTERS, _FRIDAY, _GLOBEX),
    _line("YM", "E-mini Dow ($5)", "CME/CBOT", _I, "USD", "5", 0, 1, "42850", 0.0085, 150_000,
          11_000, "7.50", _QUARTERS, _FRIDAY, _GLOBEX),
    _line("MYM", "Micro E-mini Dow ($0.5)", "CME/CBOT", _I, "USD", "0.5", 0, 1, "42850", 0.0085,
          120_000, 1_100, "2.00", _QUARTERS, _FRIDAY, _GLOBEX),
    _line("6E", "유로 FX", "CME", _F, "USD", "125000", 5, 5, "1.16450", 0.0045, 210_000, 2_640,
          "7.50", _QUARTERS, _MONDAY, _GLOBEX),
    _line("6J", "일본 엔", "CME", _F, "USD", "12.5", 1, 5, "6604.5", 0.0050, 170_000, 3_080, "7.50",
          _QUARTERS, _MONDAY, _GLOBEX),
    _line("6B", "영국 파운드", "CME", _F, "USD", "62500", 4, 1, "1.3162", 0.0045, 95_000, 2_200,
          "7.50", _QUARTERS, _MONDAY, _GLOBEX),
    _line("6A", "호주 달러", "CME", _F, "USD", "100000", 5, 5, "0.65230", 0.0055, 85_000, 1_760,
          "7.50", _QUARTERS, _MONDAY, _GLOBEX),
    _line("6C", "캐나다 달러", "CME", _F, "USD", "100000", 5, 5, "0.71420", 0.0035, 70_000, 1_210,
          "7.50", _QUARTERS, _MONDAY, _GLOBEX),
    _line("6S", "스위스 프랑", "CME", _F, "USD", "125000", 5, 5, "1.25410", 0.0045, 32_000, 4_400,
          "7.50", _QUARTERS, _MONDAY, _GLOBEX),
    _line("6N", "뉴질랜드 달러", "CME", _F, "USD", "100000", 5, 5, "0.56830", 0.0058, 26_000, 1_540,
          "7.50", _QUARTERS, _MONDAY, _GLOBEX),
    _line("ZN", "미국 국채 10년", "CME/CBOT", _R, "USD", "1000", 6, 15_625, "112.890625", 0.0035,
          1_500_000, 2_090, "7.50", _QUARTERS, _END, _GLOBEX),
    _line("ZB", "미국 국채 30년", "CME/CBOT", _R, "USD", "1000", 6, 31_250, "116.531250", 0.0058,
          380_000, 4_070, "7.50", _QUARTERS, _END, _GLOBEX),
    _line("ZF", "미국 국채 5년", "CME/CBOT", _R, "USD", "1000", 7, 78_125, "109.0234375", 0.0023,
          1_000_000, 1_430, "7.50", _QUARTERS, _END, _GLOBEX),
    _line("GC", "금", "CME/COMEX", _M, "USD", "100", 1, 1, "3315.4", 0.0100, 190_000, 15_400,
          "7.50", _GOLD, _END, _GLOBEX, 25),
    _line("MGC", "마이크로 금", "CME/COMEX", _M, "USD", "10", 1, 1, "3315.4", 0.0100, 130_000,
          1_540, "2.00", _GOLD, _END, _GLOBEX),
    _line("1OZ", "1온스 금", "CME/COMEX", _M, "USD", "1", 2, 25, "3315.50", 0.0100, 24_000, 154,
          "1.00", _GOLD, _END, _GLOBEX),
    _line("SI", "은", "CME/COMEX", _M, "USD", "5000", 3, 5, "36.520", 0.0170, 62_000, 14_300,
          "7.50", _GRAIN, _END, _GLOBEX),
    _line("HG", "구리", "CME/COMEX", _M, "USD", "25000", 4, 5, "4.8510", 0.0130, 72_000, 7_150,
          "7.50", _GRAIN, _END, _GLOBEX),
    _line("CL", "크루드오일", "CME/NYMEX", _E, "USD", "1000", 2, 1, "62.35", 0.0190, 330_000, 5_830,
          "7.50", _ALL, LastDay.BEFORE, _GLOBEX, 1),
    _line("MCL", "마이크로 크루드오일", "CME/NYMEX", _E, "USD", "100", 2, 1, "62.35", 0.0190,
          90_000, 583, "2.00", _ALL, LastDay.BEFORE, _GLOBEX),
    _line("NG", "천연가스", "CME/NYMEX", _E, "USD", "10000", 3, 1, "3.412", 0.0280, 170_000, 4_290,
          "7.50", _ALL, LastDay.BEFORE, _GLOBEX),
    _line("ZC", "옥수수", "CME/CBOT", _G, "USD", "50", 2, 25, "431.25", 0.0130, 220_000, 1_100,
          "7.50", _GRAIN, LastDay.MID_MONTH, _CORN),
    _line("ZS", "대두", "CME/CBOT", _G, "USD", "50", 2, 25, "1042.50", 0.0110, 160_000, 2_200,
          "7.50", _GRAIN, LastDay.MID_MONTH, _CORN),
    _line("ZW", "밀", "CME/CBOT", _G, "USD", "50", 2, 25, "548.75", 0.0150, 90_000, 1_870, "7.50",
          _GRAIN, LastDay.MID_MONTH, _CORN),
    _line("DX", "달러 인덱스", "ICE", _F, "USD", "1000", 3, 5, "99.125", 0.0042, 18_000, 2_090,
          "7.50", _QUARTERS, _MONDAY, _ICE),
    _line("FDAX", "DAX", "EUREX", _I, "EUR", "25", 0, 1, "23914", 0.0100, 32_000, 42_500, "7.50",
          _QUARTERS, _FRIDAY, _EUREX),
    _line("FDXM", "미니 DAX", "EUREX", _I, "EUR", "5", 0, 1, "23914", 0.0100, 26_000, 8_500, "5.00",
          _QUARTERS, _FRIDAY, _EUREX),
    _line("FESX", "유로 스톡스 50", "EUREX", _I, "EUR", "10", 0, 1, "5412", 0.0095, 760_000, 3_900,
          "5.00", _QUARTERS, _FRIDAY, _EUREX),
    _line("FGBL", "독일 국채 10년", "EUREX", _R, "EUR", "1000", 2, 1, "129.84", 0.0032, 680_000,
          2_700, "5.00", _QUARTERS, _END, _EUREX),
    _line("BON", "스페인 국채 10년", "EUREX", _R, "EUR", "1000", 2, 1, "121.36", 0.0034, 4_200,
          3_100, "5.00", _QUARTERS, _END, _EUREX),
    _line("HSI", "항셍지수", "HKEx", _I, "HKD", "50", 0, 1, "24310", 0.0130, 92_000, 98_000, "60",
          _ALL, _END, _HKEX),
    _line("MHI", "미니 항셍지수", "HKEx", _I, "HKD", "10", 0, 1, "24310", 0.0130, 81_000, 19_600,
          "25", _ALL, _END, _HKEX),
    _line("HHI", "항셍중국기업지수", "HKEx", _I, "HKD", "50", 0, 1, "8742", 0.0140, 120_000, 39_000,
          "60", _ALL, _END, _HKEX),
    _line("NK", "니케이 225", "SGX", _I, "JPY", "500", 0, 5, "39240", 0.0120, 72_000, 1_450_000,
          "900", _QUARTERS, LastDay.SECOND_FRIDAY, _SGX),
    _line("CN", "FTSE 차이나 A50", "SGX", _I, "USD", "1", 0, 1, "13420", 0.0120, 330_000, 1_050,
          "5.00", _ALL, _END, _SGX),
    _line("SPI", "SPI 200", "ASX", _I, "AUD", "25", 0, 1, "8412", 0.0080, 42_000, 11_600, "9.00",
          _QUARTERS, _FRIDAY, _ASX),
)  # fmt: skip
PRODUCTS = {product.code: product for product in _LINES}
"""by code"""
OPTION_ROOTS = {"OES": "ES", "1EC": "ES", "ONQ": "NQ", "OGC": "GC", "OG": "GC", "OCL": "CL",
                "LO": "CL"}  # fmt: skip
"""product of the future that an option's code names"""
CLOSED = frozenset(
    date(year, month, day) for year in range(2021, 2029) for month, day in ((1, 1), (12, 25))
)
"""no session on these; other holidays are not known here"""
