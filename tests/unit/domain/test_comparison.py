"""Our fills against the account: each difference with both figures."""

from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain.account import AccountSnapshot, DayTrade, Lot, Position
from kis_desktop.domain.comparison import (
    Baseline,
    Difference,
    DifferenceKind,
    dealt_differences,
    differences_since,
    fill_key,
)
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Side

DAY = date(2026, 11, 20)
NOTHING = (None,) * 6


def fill(side: Side, quantity: int, sequence: int = 1, symbol: str = "005930") -> Fill:
    return Fill(
        "0000000007",
        symbol,
        side,
        quantity,
        Decimal(10_000),
        "101500",
        DAY,
        sequence,
        fee=Decimal(1),
        tax=Decimal(2 if side is Side.SELL else 0),
    )


def held(quantity: int, symbol: str = "005930") -> Position:
    return Position(symbol, symbol, quantity, None, *NOTHING)


def account(
    cash: int | None, *positions: Position, dealt: tuple[DayTrade, ...] = ()
) -> AccountSnapshot:
    blank = AccountSnapshot(*(None,) * 9, positions, 1.0, dealt=dealt)
    return msgspec.structs.replace(blank, cash_d2=None if cash is None else Decimal(cash))


def test_shares_of_today_are_counted_on_both_sides() -> None:
    fills = [fill(Side.BUY, 30), fill(Side.BUY, 12, 2), fill(Side.SELL, 5, 3)]
    told = account(0, dealt=(DayTrade("005930", 40, 5), DayTrade("000660", 0, 7)))
    assert dealt_differences(told, fills, DAY) == (
        Difference(DifferenceKind.BOUGHT, "005930", Decimal(42), Decimal(40)),
        Difference(DifferenceKind.SOLD, "000660", Decimal(0), Decimal(7)),
    )


def test_fills_of_another_day_are_not_today_s() -> None:
    yesterday = msgspec.structs.replace(fill(Side.BUY, 30), trade_date=date(2026, 11, 19))
    assert dealt_differences(account(0), [yesterday], DAY) == ()


def test_fills_explain_positions_and_cash() -> None:
    known = fill(Side.BUY, 30)
    baseline = Baseline(account(1_000_000, held(30)), DAY, frozenset({fill_key(known)}))
    fresh = [fill(Side.BUY, 10, 2), fill(Side.SELL, 20, 3)]
    after = account(1_000_000 - 100_001 + 200_000 - 3, held(20))
    assert differences_since(baseline, after, [known, *fresh]) == ()


def test_shares_that_no_fill_explains_are_told() -> None:
    baseline = Baseline(account(0, held(30), held(2, "000660")), DAY, frozenset())
    after = account(0, held(31), held(5, "035720"))
    assert differences_since(baseline, after, []) == (
        Difference(DifferenceKind.POSITION, "000660", Decimal(2), Decimal(0)),
        Difference(DifferenceKind.POSITION, "005930", Decimal(30), Decimal(31)),
        Difference(DifferenceKind.POSITION, "035720", Decimal(0), Decimal(5)),
    )


def test_a_position_that_was_sold_off_is_no_difference() -> None:
    baseline = Baseline(account(None, held(5)), DAY, frozenset())
    assert differences_since(baseline, account(None), [fill(Side.SELL, 5)]) == ()


def test_cash_may_be_off_by_the_truncation_of_costs_alone() -> None:
    baseline = Baseline(account(1_000_000), DAY, frozenset())
    bought = fill(Side.BUY, 10)
    exact = 1_000_000 - 100_001
    assert differences_since(baseline, account(exact + 2, held(10)), [bought]) == ()
    (difference,) = differences_since(baseline, account(exact - 3, held(10)), [bought])
    assert difference == Difference(DifferenceKind.CASH, "", Decimal(exact), Decimal(exact - 3))


def test_where_a_loan_has_moved_nothing_is_said_of_cash() -> None:
    baseline = Baseline(account(1_000_000), DAY, frozenset())
    lent = msgspec.structs.replace(account(999_000, held(10)), loans=Decimal(60_000))
    assert differences_since(baseline, lent, [fill(Side.BUY, 10)]) == ()


def test_without_costs_or_cash_nothing_is_said_of_cash() -> None:
    baseline = Baseline(account(1_000_000), DAY, frozenset())
    uncosted = msgspec.structs.replace(fill(Side.BUY, 10), fee=None)
    assert differences_since(baseline, account(5, held(10)), [uncosted]) == ()
    assert differences_since(baseline, account(None), []) == ()


def test_borrowed_shares_are_owed_and_what_they_bring_is_kept_back() -> None:
    lot = Lot("자기대주", DAY, None, 30, 30, *NOTHING, None, is_short=True)
    short = msgspec.structs.replace(held(80), lots=(lot,))
    assert (short.owed, short.owned, short.exposed) == (30, 50, 20)
    baseline = Baseline(account(1_000_000, held(50)), DAY, frozenset())
    assert differences_since(baseline, account(1_000_000, short), [fill(Side.SELL, 30)]) == ()
