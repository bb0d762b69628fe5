"""The foreign stock exchanges as KIS names them: codes, money, ticks, hours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import TickTable
from kis_desktop.simulator.markets.overseas_stock.holidays import closed_days, early_closes
from kis_desktop.simulator.trading_hours import SessionRule, TradingSession

_SATURDAY = 5
_EARLY = time(13)


@dataclass(frozen=True, slots=True)
class Country:
    """Where an exchange lies."""

    code: str
    """ISO 3166: US"""
    number: str
    """the same in digits: 840"""
    name: str
    currency: str
    currency_name: str
    zone: ZoneInfo
    settles: int
    """business days until delivery there"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One exchange, or one of its index lists (SHI, SZI)."""

    code: str
    """as quotes name it: NAS"""
    order_code: str
    """as orders and balances name it: NASD; empty for an index list"""
    product: str
    """PRDT_TYPE_CD: 512"""
    market: str
    """TR_MKET_CD: 01; counted within the country"""
    name: str
    english: str
    country: Country
    decimals: int
    hours: tuple[tuple[time, time], ...]
    """local"""
    tick: TickTable
    fund_tick: TickTable
    daytime: str = ""
    """code of the American daytime session: BAQ"""
    limit: float = 0.0
    """how far a day's price may move from its base, 0.1 for ten percent; nought: no limit"""
    delay: int = 15
    """minutes that the free figures are late"""


UNITED_STATES = Country("US", "840", "미국", "USD", "미국 달러", ZoneInfo("America/New_York"), 1)
JAPAN = Country("JP", "392", "일본", "JPY", "일본 엔", ZoneInfo("Asia/Tokyo"), 2)
CHINA = Country("CN", "156", "중국", "CNY", "중국 위안화", ZoneInfo("Asia/Shanghai"), 1)
HONG_KONG = Country("HK", "344", "홍콩", "HKD", "홍콩 달러", ZoneInfo("Asia/Hong_Kong"), 2)
VIETNAM = Country("VN", "704", "베트남", "VND", "베트남 동", ZoneInfo("Asia/Ho_Chi_Minh"), 2)
COUNTRIES = (UNITED_STATES, HONG_KONG, CHINA, JAPAN, VIETNAM)

_US_TICK = TickTable(((0, 1), (10_000, 100)))
_HK_TICK = TickTable((
    (0, 1), (250, 5), (500, 10), (20_000, 20), (50_000, 50), (100_000, 100), (200_000, 200),
    (500_000, 500), (1_000_000, 1_000), (2_000_000, 2_000), (5_000_000, 5_000),
))  # fmt: skip
_TOKYO_TICK = TickTable((
    (0, 1), (10_000, 5), (30_000, 10), (100_000, 50), (300_000, 100), (1_000_000, 500),
    (3_000_000, 1_000),
))  # fmt: skip
_CHINA_TICK = TickTable(((0, 10),))
_FINEST = TickTable(((0, 1),))
_HOSE_TICK = TickTable(((0, 10), (10_000, 50), (50_000, 100)))
_HNX_TICK = TickTable(((0, 100),))

_NEW_YORK = ((time(9, 30), time(16)),)
_TOKYO = ((time(9), time(11, 30)), (time(12, 30), time(15, 30)))
_SHANGHAI = ((time(9, 30), time(11, 30)), (time(13), time(15)))
_HONG_KONG = ((time(9, 30), time(12)), (time(13), time(16)))
_HO_CHI_MINH = ((time(9), time(11, 30)), (time(13), time(14, 45)))

_US, _HK, _CN, _JP, _VN = COUNTRIES
EXCHANGES = (
    Exchange("NAS", "NASD", "512", "01", "나스닥", "NASDAQ", _US, 4, _NEW_YORK, _US_TICK, _US_TICK,
             "BAQ", delay=0),
    Exchange("NYS", "NYSE", "513", "02", "뉴욕거래소", "NEW YORK", _US, 4, _NEW_YORK, _US_TICK,
             _US_TICK, "BAY", delay=0),
    Exchange("AMS", "AMEX", "529", "05", "아멕스", "AMEX", _US, 4, _NEW_YORK, _US_TICK, _US_TICK,
             "BAA", delay=0),
    Exchange("HKS", "SEHK", "501", "01", "홍콩거래소", "HONG KONG", _HK, 3, _HONG_KONG, _HK_TICK,
             _HK_TICK),
    Exchange("TSE", "TKSE", "515", "01", "도쿄거래소", "TOKYO", _JP, 1, _TOKYO, _TOKYO_TICK,
             _TOKYO_TICK, limit=0.2, delay=20),
    Exchange("SHS", "SHAA", "551", "03", "상해거래소", "SHANGHAI", _CN, 3, _SHANGHAI, _CHINA_TICK,
             _FINEST, limit=0.1),
    Exchange("SZS", "SZAA", "552", "04", "심천거래소", "SHENZHEN", _CN, 3, _SHANGHAI, _CHINA_TICK,
             _FINEST, limit=0.1),
    Exchange("HSX", "VNSE", "508", "02", "호치민거래소", "HO CHI MINH", _VN, 0, _HO_CHI_MINH,
             _HOSE_TICK, _HOSE_TICK, limit=0.07),
    Exchange("HNX", "HASE", "507", "01", "하노이거래소", "HANOI", _VN, 0, _HO_CHI_MINH, _HNX_TICK,
             _FINEST, limit=0.1),
    Exchange("SHI", "", "", "", "상해지수", "SHANGHAI INDICES", _CN, 3, _SHANGHAI, _FINEST,
             _FINEST),
    Exchange("SZI", "", "", "", "심천지수", "SHENZHEN INDICES", _CN, 3, _SHANGHAI, _FINEST,
             _FINEST),
)  # fmt: skip
_OTHER_PRODUCTS = {"HKS": ("543", "558")}
"""Hong Kong's lists in yuan and in dollars"""
_BY_CODE = {
    code: exchange
    for exchange in EXCHANGES
    for code in (
        exchange.code,
        exchange.order_code,
        exchange.daytime,
        exchange.product,
        *_OTHER_PRODUCTS.get(exchange.code, ()),
    )
    if code
}


def find_exchange(code: str) -> Exchange | None:
    """The exchange of any code that KIS has for it: NAS, NASD, BAQ, 512. None for another."""
    return _BY_CODE.get(code)


def exchanges_of(code: str) -> tuple[Exchange, ...]:
    """The exchanges that a code stands for: all three American ones for NASD, else the one."""
    found = find_exchange(code)
    if found is None:
        return ()
    if code == "NASD":
        return tuple(one for one in EXCHANGES if one.country is UNITED_STATES)
    return (found,)


@cache
def regular_hours(exchange: Exchange) -> SessionRule:
    """The sessions of an exchange, in Korean time, summer and winter, without its holidays."""
    american = exchange.country is UNITED_STATES
    return _rule(exchange.country, exchange.hours, _EARLY if american else None)


@cache
def before_hours() -> SessionRule:
    """The American pre-market."""
    return _rule(UNITED_STATES, ((time(4), time(9, 30)),))


@cache
def after_hours() -> SessionRule:
    """The American after-market: as long as it can be traded from Korea, until seven there."""
    regular = regular_hours(EXCHANGES[0])

    def session(day: date) -> TradingSession | None:
        traded = regular(day)
        if traded is None:
            return None
        end = datetime.combine(traded.end.date(), time(7), tzinfo=KST)
        return TradingSession(day, ((traded.end, end),))

    return session


@cache
def daytime_hours() -> SessionRule:
    """주간거래: ten to four in Korea, ahead of the American day of the same date."""

    def session(day: date) -> TradingSession | None:
        if day.weekday() >= _SATURDAY or day in closed_days("US"):
            return None
        start, end = (datetime.combine(day, at, tzinfo=KST) for at in (time(10), time(16)))
        return TradingSession(day, ((start, end),))

    return session


def business_day(country: Country, day: date, after: int) -> date:
    """So many business days of a country after a day; the day itself or the next one for 0."""
    closed = closed_days(country.code)
    left = after
    while day.weekday() >= _SATURDAY or day in closed or left:
        if day.weekday() < _SATURDAY and day not in closed:
            left -= 1
        day += timedelta(days=1)
    return day


def _rule(
    country: Country, hours: tuple[tuple[time, time], ...], early: time | None = None
) -> SessionRule:
    closed = closed_days(country.code)
    short = early_closes() if early is not None else frozenset()

    @lru_cache(maxsize=512)
    def session(day: date) -> TradingSession | None:
        if day.weekday() >= _SATURDAY or day in closed:
            return None
        return TradingSession(
            day,
            tuple(
                (
                    datetime.combine(day, start, tzinfo=country.zone).astimezone(KST),
                    datetime.combine(
                        day, early if early and day in short else end, tzinfo=country.zone
                    ).astimezone(KST),
                )
                for start, end in hours
            ),
        )

    return session
