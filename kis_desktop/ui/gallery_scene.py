"""A market scene made up for pictures: always the same, and shown as simulated."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal

import msgspec
import numpy as np
from numpy.typing import NDArray

from kis_desktop.domain.account import AccountSnapshot, BuyingPower, Position
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.event import Event, FillReceived, Logged, OrderChanged, Severity
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.instrument_list import InstrumentList
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Order, OrderIntent, OrderState, OrderType, Side, Venue
from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.domain.order_preview import OrderPreview, WireDraft
from kis_desktop.domain.quote import Aggressor, Quote, Sign, Source, Trade
from kis_desktop.domain.risk_rules import Assessment, Check, Rule, Verdict
from kis_desktop.indicators.series import BarSeries

Times = NDArray[np.int64]

SYMBOL = "005930"
DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 1, 12, 33, tzinfo=UTC)  # 10:12:33 exchange time
LONG_NAME = "미래에셋 TIGER 미국나스닥100타겟데일리커버드콜(합성 H)레버리지"
_OPENING = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
_SEED = 20261120
_MINUTES, _SESSION_MINUTES, _DAYS = 73, 381, 260
_DAY_SECONDS, _MINUTE_SECONDS = 86_400, 60
_TICK = Decimal(100)
_LIMIT = Decimal("0.3")

# Symbol, name, last, change against the previous close, volume in thousands; KRW, all made up.
_ROWS: tuple[tuple[str, str, int, int, int], ...] = (
    ("005930", "삼성전자", 98_400, 1_300, 8_216),
    ("000660", "SK하이닉스", 571_000, -9_000, 2_104),
    ("373220", "LG에너지솔루션", 441_500, 6_500, 311),
    ("207940", "삼성바이오로직스", 1_182_000, -4_000, 42),
    ("005380", "현대차", 268_500, 2_500, 602),
    ("012450", "한화에어로스페이스", 921_000, 31_000, 388),
    ("329180", "HD현대중공업", 548_000, 12_000, 251),
    ("105560", "KB금융", 124_300, -700, 711),
    ("035420", "NAVER", 261_500, 0, 420),
    ("034020", "두산에너빌리티", 78_200, -1_500, 5_210),
    ("068270", "셀트리온", 187_400, 900, 390),
    ("000270", "기아", 118_600, 1_100, 744),
    ("005490", "POSCO홀딩스", 312_500, -3_500, 208),
    ("035720", "카카오", 61_200, 400, 1_820),
    ("086520", "에코프로", 151_300, -4_200, 1_033),
    ("196170", "알테오젠", 498_500, 14_500, 520),
    ("011200", "HMM", 19_870, -120, 1_450),
    ("069500", "KODEX 200", 56_120, 310, 4_210),
    ("122630", "KODEX 레버리지", 41_285, 450, 9_120),
    ("360750", "TIGER 미국S&P500", 24_315, -60, 3_021),
    ("010140", "삼성중공업", 23_450, 350, 7_300),
    ("015760", "한국전력", 42_850, -300, 1_622),
    ("138040", "메리츠금융지주", 118_900, 700, 233),
    ("259960", "크래프톤", 289_500, -2_500, 150),
    ("003670", "포스코퓨처엠", 201_500, 3_500, 411),
    ("402340", "SK스퀘어", 242_000, -1_000, 260),
    ("006400", "삼성SDI", 288_000, 5_000, 522),
    ("051910", "LG화학", 381_500, -2_000, 190),
    ("042700", "한미반도체", 128_700, 2_900, 1_811),
    ("058470", "리노공업", 62_100, -400, 312),
    ("028300", "HLB", 51_200, 800, 910),
    ("298380", "에이비엘바이오", 178_300, 0, 488),
)
_FUNDS = frozenset({"069500", "122630", "360750"})
_KOSDAQ = frozenset({"086520", "196170", "058470", "028300", "298380"})
_ASKS = (14_206, 30_118, 9_912, 18_202, 7_714, 22_108, 9_021, 15_333, 8_802, 12_410)
_BIDS = (21_332, 16_208, 9_914, 24_110, 8_820, 12_011, 19_002, 7_410, 15_220, 11_033)
SYMBOLS = tuple(row[0] for row in _ROWS)


def instruments(*, long_names: bool = False) -> tuple[Instrument, ...]:
    """The instruments of the scene; with the longest names that a screen may meet."""
    return tuple(
        Instrument(
            symbol=symbol,
            name=LONG_NAME if long_names else name,
            market=Market.KOSDAQ if symbol in _KOSDAQ else Market.KOSPI,
            kind=InstrumentKind.ETF if symbol in _FUNDS else InstrumentKind.STOCK,
            kospi200=symbol not in _FUNDS | _KOSDAQ,
            base_price=Decimal(last - change),
            listed_shares=5_919_637_000 if symbol == SYMBOL else 100_000_000,
            margin_rate=Decimal(20),
        )
        for symbol, name, last, change, _ in _ROWS
    )


def instrument_list(*, long_names: bool = False) -> InstrumentList:
    """The instruments of the scene as the master files would give them."""
    return InstrumentList.of(instruments(long_names=long_names))


def quotes(*, age: float = 0.0) -> tuple[Quote, ...]:
    """A price of every instrument, received `age` seconds ago."""
    return tuple(_quote(*row, age=age) for row in _ROWS)


def book(*, age: float = 0.0) -> OrderBook:
    """Ten levels a side of the linked instrument."""
    best = Decimal(98_400)
    return OrderBook(
        symbol=SYMBOL,
        asks=tuple(Level(best + _TICK * step, size) for step, size in enumerate(_ASKS)),
        bids=tuple(Level(best - _TICK * (step + 1), size) for step, size in enumerate(_BIDS)),
        total_ask=sum(_ASKS),
        total_bid=sum(_BIDS),
        time=clock_time(10, 12, 33),
        source=Source.STREAM,
        received=time.monotonic() - age,
    )


def trades(count: int = 40) -> tuple[Trade, ...]:
    """The newest prints of the linked instrument, oldest first."""
    draw = np.random.default_rng(_SEED)
    steps, sizes = draw.integers(0, 2, count), draw.integers(1, 400, count)
    volume = 8_216_402
    behind = np.cumsum(sizes[::-1])[::-1] - sizes
    prints = []
    for place in range(count):
        up = bool(steps[place])
        price = Decimal(98_400 if up else 98_300)
        prints.append(
            Trade(
                symbol=SYMBOL,
                time=_seconds_before(count - place - 1),
                price=price,
                size=int(sizes[place]),
                aggressor=Aggressor.BUY if up else Aggressor.SELL,
                sign=Sign.UP,
                change=price - 97_100,
                change_rate=_rate(int(price) - 97_100, 97_100),
                open=Decimal(97_300),
                high=Decimal(98_700),
                low=Decimal(96_900),
                volume=volume - int(behind[place]),
                turnover=Decimal(804_100_000_000),
                strength=Decimal("118.42"),
                ask=Decimal(98_400),
                bid=Decimal(98_300),
                trade_date=DAY,
                received=time.monotonic(),
            )
        )
    return tuple(prints)


def account(*, long_names: bool = False, age: float = 0.0) -> AccountSnapshot:
    """Cash and five positions, received `age` seconds ago."""
    held = (
        ("005930", 80, 96_850),
        ("000660", 20, 548_000),
        ("034020", 300, 72_400),
        ("035420", 15, 268_000),
        ("069500", 200, 53_900),
    )
    known = {row[0]: row for row in _ROWS}
    positions = tuple(
        _position(symbol, known[symbol], quantity, average, long_names=long_names)
        for symbol, quantity, average in held
    )
    cost = sum((position.cost or Decimal(0) for position in positions), Decimal(0))
    value = sum((position.value or Decimal(0) for position in positions), Decimal(0))
    cash = Decimal(48_210_400)
    return AccountSnapshot(
        cash=cash,
        cash_d1=Decimal(45_010_150),
        cash_d2=Decimal(41_882_150),
        buying_power=Decimal(38_114_900),
        cost=cost,
        value=value,
        unrealized_pnl=value - cost,
        total=Decimal(41_882_150) + value,
        fees_today=Decimal(6_204),
        positions=positions,
        received=time.monotonic() - age,
    )


def preview(intent: OrderIntent) -> OrderPreview:
    """An order as it would go, with a warning and a block that may be passed."""
    price = "0" if intent.price is None else f"{intent.price:f}"
    fields = (
        ("CANO", "50****78"),
        ("ACNT_PRDT_CD", "01"),
        ("PDNO", intent.symbol),
        ("ORD_DVSN", "00"),
        ("ORD_QTY", str(intent.quantity)),
        ("ORD_UNPR", price),
        ("EXCG_ID_DVSN_CD", intent.venue.value),
    )
    path = "/uapi/domestic-stock/v1/trading/order-cash"
    draft = WireDraft("https://127.0.0.1:9443", "POST", path, "TTTC0012U", "50****78-01", fields)
    amount = (intent.price or Decimal(98_400)) * intent.quantity
    checks = (
        Check(Rule.QUANTITY, Verdict.PASSED, Decimal(intent.quantity), Decimal(5_000)),
        Check(Rule.AMOUNT, Verdict.PASSED, amount, Decimal(50_000_000)),
        Check(
            Rule.AWAY_TICKS,
            Verdict.WARNED,
            Decimal(12),
            Decimal(10),
            message("risk.away_ticks", symbol="삼성전자", measured=12, bound=10),
        ),
        Check(Rule.EXPOSURE, Verdict.PASSED, Decimal(19_636_000), Decimal(100_000_000)),
        Check(Rule.STALE_PRICE, Verdict.PASSED, Decimal("0.4"), Decimal(5)),
        Check(Rule.DAILY_LOSS, Verdict.UNKNOWN, None, Decimal(1_000_000)),
    )
    return OrderPreview(draft, Assessment(checks))


def buying_power(symbol: str, order_type: OrderType, price: Decimal | None) -> BuyingPower:
    """What the cash of the scene would buy."""
    unit = price or Decimal(98_400)
    cash = Decimal(38_114_900)
    return BuyingPower(symbol, order_type, price, cash, cash, int(cash // unit), unit)


def events() -> tuple[Event, ...]:
    """Working orders (one without an answer), fills, and lines of the log."""
    orders = (
        _order("a", "005930", Side.BUY, 120, 98_300, OrderState.PARTLY_FILLED, "101158", 40),
        _order("b", "000660", Side.SELL, 20, 579_000, OrderState.WORKING, "100814"),
        _order("c", "034020", Side.BUY, 300, 77_500, OrderState.UNKNOWN, "100240"),
        _order("d", "005930", Side.SELL, 50, 98_600, OrderState.WORKING, "100112"),
    )
    fills = tuple(
        _fill(sequence, symbol, side, quantity, price, at)
        for sequence, (symbol, side, quantity, price, at) in enumerate(
            (
                ("005930", Side.BUY, 40, 96_850, "090412"),
                ("069500", Side.BUY, 200, 56_010, "091530"),
                ("035720", Side.SELL, 25, 61_300, "093107"),
                ("034020", Side.BUY, 100, 78_000, "095522"),
                ("005930", Side.BUY, 40, 98_300, "101231"),
            )
        )
    )
    log = (
        Logged(_OPENING, Severity.NOTE, message("kis.confirmed")),
        Logged(NOW - timedelta(minutes=40), Severity.WARNING, message("kis.busy", code="EGW00201")),
        Logged(NOW - timedelta(minutes=10), Severity.WARNING, message("order.uncertain")),
    )
    return (
        *log,
        *(OrderChanged(order) for order in orders),
        *(FillReceived(fill) for fill in fills),
    )


def bars(interval: Interval) -> BarSeries:
    """Bars that end at the scene's price: minutes of one morning, or days of one year."""
    minutes = interval.minutes
    times = _minutes(minutes) if minutes else _days()
    count = len(times)
    draw = np.random.default_rng(_SEED + count)
    step = 100.0 if minutes else 900.0
    moves = np.round(draw.normal(0.0, 1.3, count)) * step
    close = 98_400.0 + np.cumsum(moves) - np.sum(moves)
    opening = np.concatenate([[close[0] - step], close[:-1]])
    high = np.maximum(opening, close) + draw.integers(0, 3, count) * step
    low = np.minimum(opening, close) - draw.integers(0, 3, count) * step
    volume = draw.integers(30_000, 190_000, count).astype(np.float64)
    return BarSeries(times, opening, high, low, close, volume)


def _minutes(length: int) -> Times:
    """Starts of bars of two whole sessions and this morning."""
    session = np.arange(0, _SESSION_MINUTES, length, dtype=np.int64)
    morning = np.arange(0, _MINUTES, length, dtype=np.int64)
    opening = int(_OPENING.timestamp())
    days = [(opening - 2 * _DAY_SECONDS, session), (opening - _DAY_SECONDS, session)]
    return np.concatenate(
        [first + minutes * _MINUTE_SECONDS for first, minutes in [*days, (opening, morning)]]
    )


def _days() -> Times:
    """Starts of the trading days up to the scene's, weekends left out."""
    midnight = int(_OPENING.timestamp()) - 9 * 3600
    days = np.busday_offset(np.datetime64(DAY), np.arange(-_DAYS + 1, 1), roll="backward")
    behind = (days - np.datetime64(DAY)).astype(np.int64)
    return midnight + behind * _DAY_SECONDS


def _quote(symbol: str, _name: str, last: int, change: int, volume: int, *, age: float) -> Quote:
    previous = Decimal(last - change)
    return Quote(
        symbol=symbol,
        last=Decimal(last),
        sign=_sign(change),
        change=Decimal(change),
        change_rate=_rate(change, last - change),
        open=Decimal(97_300) if symbol == SYMBOL else previous,
        high=Decimal(98_700) if symbol == SYMBOL else Decimal(max(last, last - change)),
        low=Decimal(96_900) if symbol == SYMBOL else Decimal(min(last, last - change)),
        volume=8_216_402 if symbol == SYMBOL else volume * 1_000,
        turnover=Decimal(last) * volume * 1_000,
        strength=Decimal("118.42"),
        previous_close=previous,
        limit_up=_on_tick(previous * (1 + _LIMIT)),
        limit_down=_on_tick(previous * (1 - _LIMIT)),
        tick=_TICK if symbol == SYMBOL else None,
        time=clock_time(10, 12, 33),
        trade_date=DAY,
        source=Source.STREAM,
        received=time.monotonic() - age,
    )


def _position(
    symbol: str,
    row: tuple[str, str, int, int, int],
    quantity: int,
    average: int,
    *,
    long_names: bool,
) -> Position:
    cost, value = Decimal(average * quantity), Decimal(row[2] * quantity)
    return Position(
        symbol=symbol,
        name=LONG_NAME if long_names else row[1],
        quantity=quantity,
        sellable=quantity,
        average_price=Decimal(average),
        cost=cost,
        last=Decimal(row[2]),
        value=value,
        unrealized_pnl=value - cost,
        unrealized_rate=(value - cost) * 100 / cost,
    )


def _order(
    local_id: str,
    symbol: str,
    side: Side,
    quantity: int,
    price: int,
    state: OrderState,
    at: str,
    filled: int = 0,
) -> Order:
    known = state is not OrderState.UNKNOWN
    order = Order(
        local_id=local_id,
        symbol=symbol,
        side=side,
        order_type=OrderType.LIMIT,
        quantity=quantity,
        price=Decimal(price),
        venue=Venue.KRX,
        state=state,
        at=_moment(at),
        trade_date=DAY,
        order_time=at,
        filled=filled,
    )
    number = f"00001{at[1:]}" if known else ""
    return msgspec.structs.replace(order, order_no=number, branch="06010" if known else "")


def _fill(sequence: int, symbol: str, side: Side, quantity: int, price: int, at: str) -> Fill:
    return Fill(
        order_no=f"00001{at[1:]}" if at != "101231" else "0000101158",
        symbol=symbol,
        side=side,
        quantity=quantity,
        price=Decimal(price),
        time=at,
        trade_date=DAY,
        sequence=sequence,
        provisional=False,
    )


def _moment(digits: str) -> datetime:
    exchange = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:]))
    return _OPENING - timedelta(hours=9) + exchange


def _seconds_before(seconds: int) -> clock_time:
    moment = datetime(2026, 11, 20, 10, 12, 33, tzinfo=UTC) - timedelta(seconds=seconds)
    return moment.time()


def _sign(change: int) -> Sign:
    if change == 0:
        return Sign.FLAT
    return Sign.UP if change > 0 else Sign.DOWN


def _rate(change: int, previous: int) -> Decimal:
    return (Decimal(change) * 100 / Decimal(previous)).quantize(Decimal("0.01"))


def _on_tick(price: Decimal) -> Decimal:
    return price - price % _TICK
