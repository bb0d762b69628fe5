"""What the KRX lists futures and options on, as data. Prices in hundredths, money in won."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from kis_desktop.simulator.course import TickTable
from kis_desktop.simulator.universe import Kind, Listing

_POINT = 100
_MONDAY, _TUESDAY, _WEDNESDAY, _THURSDAY = range(4)
_FIRST_STOCK, _STOCKS = 11, 48
_DIGITS = 1_000
"""three digits of a code tell the strike"""
_STEP = 0.02
"""of the price of a share between two strikes"""
_CONTRACTS_A_SHARE = 0.012
_STOCK_STEPS = ((0, 1), (2_000, 5), (5_000, 10), (20_000, 50), (50_000, 100), (200_000, 500),
                (500_000, 1_000))  # fmt: skip
_STOCK_OPTION_STEPS = ((0, 10), (1_000, 20), (2_000, 50), (5_000, 100), (10_000, 200))


_FIVE, _ONE_AND_FIVE = TickTable(((0, 5),)), TickTable(((0, 1), (1_000, 5)))


class Cycle(StrEnum):
    """Which last days a product has."""

    QUARTERS = "quarters"
    MONTHS = "months"
    WEEKS = "weeks"


class Group(StrEnum):
    """What lies underneath."""

    INDEX = "index"
    SHARE = "share"
    COMMODITY = "commodity"


@dataclass(frozen=True, slots=True)
class Product:
    """One underlying in one size."""

    id: str
    """second and third place of a code: 01 KOSPI200, 05 mini …"""
    group: Group
    name: str
    """before the F, C or P of a contract's name; empty for the KOSPI200"""
    underlying: str
    """index code, symbol of a share, or a name of a commodity"""
    underlying_name: str
    multiplier: int
    """won for a whole point, or units of the underlying"""
    limits: tuple[int, ...]
    """percent of the base price, step by step"""
    margin: float
    """위탁증거금율, percent of the contract's value"""
    future_volume: int = 0
    """of an ordinary day in the next contract; 0: no futures"""
    option_volume: int = 0
    """of an ordinary day at the money; 0: no options"""
    future_tick: TickTable = _FIVE
    option_tick: TickTable = _ONE_AND_FIVE
    future_cycle: Cycle = Cycle.QUARTERS
    option_cycle: Cycle = Cycle.MONTHS
    strike_step: int = 250
    strike_unit: int = _POINT
    """what one in the three digits of a code stands for"""
    week: int = 2
    """which of the month's `weekday` is the last trading day"""
    weekday: int = _THURSDAY
    carry: float = 0.012
    """a year: interest less dividends"""
    board: str = ""
    """FID_COND_MRKT_CLS_CODE"""
    future_kind: str = "1"
    """as the list of contracts counts"""
    option_kinds: str = "56"


_KOSPI200 = Product(
    "01", Group.INDEX, "", "2001", "KOSPI200", 250_000, (8, 15, 20), 7.65,
    future_volume=212_000, option_volume=61_000,
)  # fmt: skip
_INDEX_PRODUCTS = (
    _KOSPI200,
    replace(
        _KOSPI200, id="05", name="미니", multiplier=50_000, future_volume=96_000,
        option_volume=9_400, future_tick=TickTable(((0, 2),)),
        option_tick=TickTable(((0, 1), (300, 2), (1_000, 5))), future_cycle=Cycle.MONTHS,
        board="MKI", future_kind="B", option_kinds="DE",
    ),
    Product(
        "06", Group.INDEX, "코스닥150", "3003", "KOSDAQ150", 10_000, (8, 15, 20), 11.1,
        future_volume=38_000, option_volume=260, future_tick=TickTable(((0, 10),)),
        option_tick=TickTable(((0, 10), (5_000, 50))), strike_step=2_500,
        strike_unit=10 * _POINT, board="KQI", option_kinds="JK",
    ),
    replace(
        _KOSPI200, id="09", name="위클리", future_volume=0, option_volume=74_000,
        option_cycle=Cycle.WEEKS, board="WKI", option_kinds="LM",
    ),
    replace(
        _KOSPI200, id="AF", name="위클리(월)", future_volume=0, option_volume=52_000,
        option_cycle=Cycle.WEEKS, weekday=_MONDAY, board="WKM", option_kinds="LM",
    ),
)  # fmt: skip
_COMMODITIES = (
    Product(
        "75", Group.COMMODITY, "미국달러", "USD", "미국달러", 10_000, (4,), 3.75,
        future_volume=385_000, future_tick=TickTable(((0, 10),)), future_cycle=Cycle.MONTHS,
        week=3, weekday=_MONDAY, carry=-0.014,
    ),
    Product(
        "76", Group.COMMODITY, "일본엔", "JPY", "일본엔", 10_000, (5,), 4.6,
        future_volume=1_900, future_tick=TickTable(((0, 10),)), future_cycle=Cycle.MONTHS,
        week=3, weekday=_MONDAY, carry=0.019,
    ),
    Product(
        "65", Group.COMMODITY, "3년국채", "B03", "3년국채", 1_000_000, (2,), 0.78,
        future_volume=148_000, future_tick=TickTable(((0, 1),)), week=3, weekday=_TUESDAY,
        carry=-0.004,
    ),
    Product(
        "67", Group.COMMODITY, "10년국채", "B10", "10년국채", 1_000_000, (3,), 2.1,
        future_volume=79_000, future_tick=TickTable(((0, 1),)), week=3, weekday=_TUESDAY,
        carry=-0.003,
    ),
    Product(
        "88", Group.COMMODITY, "금", "GLD", "금", 100, (10, 20, 30), 9.3,
        future_volume=120, future_tick=TickTable(((0, 1_000),)), future_cycle=Cycle.MONTHS,
        week=3, weekday=_WEDNESDAY, carry=0.026,
    ),
)  # fmt: skip


@lru_cache(maxsize=4)
def all_products(listings: tuple[Listing, ...]) -> dict[str, Product]:
    """Every product by its id, those on the best known shares of these listings among them.

    Of an index nobody belongs to there are none.
    """
    has_kosdaq = any(one.market == "KOSDAQ" and one.kind is Kind.STOCK for one in listings)
    has_kospi200 = next(_shares(listings), None) is not None
    offered = {"2001": has_kospi200, "3003": has_kosdaq}
    found = [one for one in _INDEX_PRODUCTS if offered[one.underlying]]
    found.extend(_on_share(number, share) for number, share in enumerate(_shares(listings)))
    return {one.id: one for one in (*found, *_COMMODITIES)}


def _shares(listings: tuple[Listing, ...]) -> Iterator[Listing]:
    found = (one for one in listings if one.kospi200 not in {"", " ", "0"} and not one.halted)
    return (one for number, one in zip(range(_STOCKS), found, strict=False) if number >= 0)


def _on_share(number: int, share: Listing) -> Product:
    unit = 1
    while share.base_price * 2 / unit >= _DIGITS:
        unit *= 10
    return Product(
        id=f"{_FIRST_STOCK + number}",
        group=Group.SHARE,
        name=share.name,
        underlying=share.symbol,
        underlying_name=share.name,
        multiplier=10,
        limits=(10, 20, 30),
        margin=round(6.0 + share.volatility_bp * 0.045, 2),
        future_volume=max(int(share.previous_volume * _CONTRACTS_A_SHARE), 150),
        option_volume=max(int(share.previous_volume * _CONTRACTS_A_SHARE / 40), 12),
        future_tick=_scaled(_STOCK_STEPS),
        option_tick=_scaled(_STOCK_OPTION_STEPS),
        future_cycle=Cycle.MONTHS,
        strike_step=max(round(share.base_price * _STEP / unit), 1) * unit * _POINT,
        strike_unit=unit * _POINT,
        carry=0.019,
        option_kinds="56",
    )


def _scaled(steps: tuple[tuple[int, int], ...]) -> TickTable:
    return TickTable(tuple((start * _POINT, step * _POINT) for start, step in steps))
