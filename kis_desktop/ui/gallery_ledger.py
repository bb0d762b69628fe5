"""What the pictures of the account show: loans, assets, profit, past orders, a journal."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec

from kis_desktop.domain.account import AccountDetails, AccountSnapshot, AssetClass, Lot, Position
from kis_desktop.domain.comparison import Comparison, Difference, DifferenceKind
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.order import OrderType, Request, Side, Venue
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.domain.profit import IndexClose, ProfitReport, ProfitRow, ProfitTotals, summed

_LOAN_DAY, _DUE = date(2026, 11, 5), date(2027, 2, 4)
_ASSETS = (
    ("asset.stock", 19_636_000, 21_204_000),
    ("asset.overseas_stock", 6_100_000, 6_480_500),
    ("asset.cash", 48_210_400, 48_210_400),
    ("asset.subscription", 1_000_000, 1_000_000),
)
_SYMBOLS = (
    ("005930", "삼성전자", 94_200),
    ("000660", "SK하이닉스", 541_000),
    ("034020", "두산에너빌리티", 71_300),
    ("035420", "NAVER", 262_000),
)
_FEE, _TAX = Decimal("0.000140527"), Decimal("0.002")
_FILLED, _CANCELLED, _REJECTED = range(3)


def with_loans(account: AccountSnapshot) -> AccountSnapshot:
    """The account with a loan in its second holding, and what its other fields say."""
    first, second, *others = account.positions
    positions = (first, _on_loan(second), *others)
    return msgspec.structs.replace(
        account,
        positions=tuple(_with_day(position) for position in positions),
        largest_order=Decimal(95_287_250),
        loans=Decimal(4_384_000),
        net_assets=(account.total or Decimal(0)) - 4_384_000,
        total_before=Decimal(79_880_100),
        bought_today=Decimal(11_758_000),
        sold_today=Decimal(3_903_500),
    )


def details(received: float) -> AccountDetails:
    """Margin, today's realised profit, and the kinds of assets."""
    whole = Decimal(sum(value for _, _, value in _ASSETS))
    rows = [
        AssetClass(
            place,
            name,
            Decimal(cost),
            Decimal(value),
            Decimal(value - cost),
            Decimal(4_384_000) if name == "asset.stock" else Decimal(0),
            Decimal(value),
            Decimal(value) / whole * 100,
        )
        for place, (name, cost, value) in enumerate(_ASSETS, start=1)
    ]
    cost = Decimal(sum(cost for _, cost, _ in _ASSETS))
    total = AssetClass(
        20, "asset.sum", cost, whole, whole - cost, Decimal(4_384_000), whole, Decimal(100), True
    )
    return AccountDetails(
        received,
        margin=Decimal(3_767_250),
        receivable=Decimal(0),
        withdrawable=Decimal(38_114_900),
        realized=Decimal(-42_150),
        realized_rate=Decimal("-1.07"),
        deposits=Decimal(48_210_400),
        assets=(*rows, total),
    )


def comparison(received: float) -> Comparison:
    """Shares that none of our fills explains."""
    differs = Difference(DifferenceKind.POSITION, "000660", Decimal(20), Decimal(19))
    return Comparison(received, received, (differs,))


def days(start: date, end: date) -> ProfitReport:
    """Each trading day of the period, with the sums that belong to it."""
    rows = [_day(day) for day in _weekdays(start, end) if day.toordinal() % 3]
    return _report(start, end, rows)


def trades(start: date, end: date, *, long_names: bool = False) -> ProfitReport:
    """One instrument a day."""
    rows = [_trade(day, long_names=long_names) for day in _weekdays(start, end)]
    return _report(start, end, [row for row in rows if row.day.toordinal() % 3])


def index(start: date, end: date) -> tuple[IndexClose, ...]:
    """KOSPI, going up and down."""
    return tuple(
        IndexClose(day, Decimal(str(round(3_900 + 90 * math.sin(place / 7) + 2 * place, 2))))
        for place, day in enumerate(_weekdays(start, end))
    )


def orders(start: date, end: date) -> tuple[BrokerOrder, ...]:
    """A filled, a cancelled and a refused order on each day, newest first."""
    return tuple(
        _order(day, kind)
        for day in reversed(_weekdays(start, end))
        for kind in (_REJECTED, _CANCELLED, _FILLED)
    )


def journal(trade_date: date) -> tuple[JournalEntry, ...]:
    """An order from its intent to its fill."""
    at = datetime(trade_date.year, trade_date.month, trade_date.day, 1, 11, 58, tzinfo=UTC)
    told: tuple[tuple[JournalKind, dict[str, str | int | None]], ...] = (
        (
            JournalKind.INTENT,
            {"symbol": "005930", "side": "buy", "quantity": 120, "price": "98300", "venue": "KRX"},
        ),
        (JournalKind.SENDING, {}),
        (JournalKind.ACCEPTED, {"order_no": "0000117057", "branch": "91044"}),
        (JournalKind.NOTICE, {"order_no": "0000117057", "quantity": 40, "price": "98300"}),
    )
    return tuple(
        JournalEntry(kind, "local", at + timedelta(milliseconds=38 * place), trade_date, body)
        for place, (kind, body) in enumerate(told)
    )


def _on_loan(position: Position) -> Position:
    half = position.quantity // 2
    last, average = position.last or Decimal(0), position.average_price or Decimal(0)
    parts = []
    for dealing, quantity, loan in (
        ("현금", position.quantity - half, None),
        ("자기융자", half, Decimal(4_384_000)),
    ):
        cost, value = average * quantity, last * quantity
        parts.append(
            Lot(
                dealing,
                None if loan is None else _LOAN_DAY,
                None if loan is None else _DUE,
                quantity,
                quantity,
                average,
                cost,
                last,
                value,
                value - cost,
                (value - cost) * 100 / cost,
                loan,
            )
        )
    return msgspec.structs.replace(position, lots=tuple(parts), loan=Decimal(4_384_000))


def _with_day(position: Position) -> Position:
    change = (position.last or Decimal(0)) // 100
    return msgspec.structs.replace(
        position, base_change=change, bought_today=position.quantity // 4, sold_today=0
    )


def _day(day: date) -> ProfitRow:
    trade = _trade(day, long_names=False)
    return msgspec.structs.replace(trade, symbol="", name="", basis=None)


def _trade(day: date, *, long_names: bool) -> ProfitRow:
    number = day.toordinal()
    symbol, name, price = _SYMBOLS[number % len(_SYMBOLS)]
    shares = 5 + number % 20
    moved = Decimal(round(price * 0.03 * math.sin(number / 5) + price * 0.004))
    sold, basis = (price + moved) * shares, Decimal(price * shares)
    fee, tax = (sold * _FEE).to_integral_value(), (sold * _TAX).to_integral_value()
    return ProfitRow(
        day,
        symbol,
        f"{name} 글로벌 메가테크 초장기 국고채 액티브" if long_names else name,
        Decimal(0),
        sold,
        sold - basis - fee - tax,
        fee,
        tax,
        Decimal(0),
        (sold - basis - fee - tax) / basis * 100,
        basis,
        0,
        shares,
        Decimal(price),
        price + moved,
        "현금",
    )


def _report(start: date, end: date, rows: list[ProfitRow]) -> ProfitReport:
    sums = summed(rows)
    told = ProfitTotals(sums.bought, sums.sold, sums.realized, sums.fee, sums.tax, sums.interest)
    return ProfitReport(start, end, tuple(rows), told)


def _order(day: date, kind: int) -> BrokerOrder:
    symbol, name, price = _SYMBOLS[(day.toordinal() + kind) % len(_SYMBOLS)]
    side = Side.BUY if kind != _CANCELLED else Side.SELL
    return BrokerOrder(
        order_no=f"{117_000 + day.day * 10 + kind:010d}",
        original_no="",
        branch="91044",
        symbol=symbol,
        name=name,
        side=side,
        order_type=OrderType.LIMIT,
        quantity=30,
        price=Decimal(price),
        filled=30 if kind == _FILLED else 0,
        average_price=Decimal(price) if kind == _FILLED else None,
        remaining=0,
        cancelled=30 if kind == _CANCELLED else 0,
        rejected=30 if kind == _REJECTED else 0,
        request=Request.NEW,
        order_time=f"1{kind}1512",
        trade_date=day,
        venue=Venue.KRX,
    )


def _weekdays(start: date, end: date) -> list[date]:
    span = (end - start).days + 1
    found = (start + timedelta(days=place) for place in range(span))
    return [day for day in found if day.weekday() < 5]  # noqa: PLR2004 - Saturday
