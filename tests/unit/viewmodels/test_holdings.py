"""Holdings at the newest price: worked out by hand, unknown where a part is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain.account import Lot
from kis_desktop.viewmodels.holdings import disagreement, holding, lots, summed
from tests.unit.screen_desk import account, position, quote

READ_AT = 100.0


def test_a_newer_price_decides_value_and_profit() -> None:
    held = holding(position(), quote(last=98_400, received=101.0), READ_AT)
    assert (held.value, held.pnl) == (Decimal(7_872_000), Decimal(124_000))


def test_an_older_price_leaves_the_account_s_own_figures() -> None:
    held = holding(position(), quote(last=90_000, received=99.0), READ_AT)
    assert (held.last, held.value, held.pnl) == (
        Decimal(98_000),
        Decimal(7_840_000),
        Decimal(92_000),
    )


def test_without_a_cost_the_average_price_tells_it() -> None:
    held = holding(position(cost=None), quote(last=98_400, received=101.0), READ_AT)
    assert held.cost == Decimal(7_748_000)


def test_without_cost_and_average_the_profit_is_unknown() -> None:
    bare = position(cost=None, average_price=None)
    held = holding(bare, quote(last=98_400, received=101.0), READ_AT)
    assert (held.value, held.pnl, held.rate) == (Decimal(7_872_000), None, None)


def test_a_sum_leaves_out_what_is_not_known_and_counts_it() -> None:
    known = holding(position(), None, READ_AT)
    bare = holding(position(last=None, value=None, unrealized_pnl=None), None, READ_AT)
    assert summed([known]).value == Decimal(7_840_000)
    total = summed([known, bare])
    assert (total.value, total.cost, total.left_out) == (Decimal(7_840_000), Decimal(7_748_000), 1)
    nothing = summed([bare])
    assert (nothing.value, nothing.pnl, nothing.left_out) == (None, None, 1)


def test_today_s_profit_is_that_of_the_shares_held_since_yesterday() -> None:
    told = position(base_change=Decimal(900), bought_today=30, sold_today=10)
    assert holding(told, None, READ_AT).day_pnl == Decimal(60 * 900)
    sold_off = position(base_change=Decimal(900), bought_today=200, sold_today=0)
    assert holding(sold_off, None, READ_AT).day_pnl == 0
    assert holding(position(), None, READ_AT).day_pnl is None
    untold = position(base_change=Decimal(900), bought_today=30)
    assert holding(untold, None, READ_AT).day_pnl is None


def test_what_is_newer_than_the_reading_is_provisional() -> None:
    newer = holding(position(), quote(last=98_400, received=READ_AT + 1), READ_AT)
    assert (newer.is_provisional, newer.priced_at) == (True, READ_AT + 1)
    assert not holding(position(), None, READ_AT).is_provisional


def lot(quantity: int, cost: int, loan_date: date | None = None, **changes: object) -> Lot:
    told: dict[str, object] = {
        "dealing": "현금" if loan_date is None else "자기융자",
        "loan_date": loan_date,
        "expires": None,
        "quantity": quantity,
        "sellable": quantity,
        "average_price": Decimal(cost) / quantity,
        "cost": Decimal(cost),
        "last": Decimal(98_000),
        "value": Decimal(98_000 * quantity),
        "unrealized_pnl": Decimal(98_000 * quantity - cost),
        "unrealized_rate": None,
        "loan": None,
    }
    return Lot(**(told | changes))  # type: ignore[arg-type]


def test_lots_add_up_to_their_position_at_any_price() -> None:
    parts = (lot(50, 4_842_500), lot(30, 2_905_500, date(2026, 11, 5)))
    for known in (None, quote(last=98_400, received=READ_AT + 1)):
        whole = holding(position(lots=parts), known, READ_AT)
        apart = lots(whole)
        assert [each.quantity for each in apart] == [50, 30]
        assert sum(each.value or 0 for each in apart) == whole.value
        assert sum(each.pnl or 0 for each in apart) == whole.pnl
    bare = holding(
        position(last=None, value=None, lots=(lot(1, 5, last=None, value=None),)), None, READ_AT
    )
    assert [each.value for each in lots(bare)] == [None]


def test_a_position_without_lots_stands_as_it_is() -> None:
    whole = holding(position(), None, READ_AT)
    assert lots(whole) == (whole,)


def test_rows_that_do_not_add_up_to_the_api_s_sum_are_told() -> None:
    assert disagreement(account(position(), value=Decimal(7_840_000))) is None
    both = disagreement(account(position(), value=Decimal(7_840_001)))
    assert both == (Decimal(7_840_000), Decimal(7_840_001))
    assert disagreement(account(position(value=None), value=Decimal(1))) is None


def borrowed(quantity: int = 30, cost: int = 2_970_000) -> Lot:
    told = lot(quantity, cost, date(2026, 11, 5), dealing="자기대주", is_short=True)
    return msgspec.structs.replace(told, unrealized_pnl=Decimal(30_000))


def test_shares_that_are_owed_earn_what_they_fall() -> None:
    short = position(
        quantity=30,
        cost=Decimal(2_970_000),
        value=Decimal(2_940_000),
        unrealized_pnl=Decimal(30_000),
        base_change=Decimal(900),
        bought_today=0,
        sold_today=0,
        lots=(borrowed(),),
    )
    dearer = holding(short, quote(last=100_000, received=READ_AT + 1), READ_AT)
    assert (dearer.value, dearer.pnl) == (Decimal(3_000_000), Decimal(-30_000))
    assert dearer.day_pnl is None  # which of them were sold today isn't told
    assert [each.pnl for each in lots(dearer)] == [Decimal(-30_000)]
    assert (dearer.owed, lots(dearer)[0].owed) == (30, 30)
    both = msgspec.structs.replace(
        short, quantity=80, cost=Decimal(7_812_500), lots=(lot(50, 4_842_500), borrowed())
    )
    dearer = holding(both, quote(last=100_000, received=READ_AT + 1), READ_AT)
    assert dearer.pnl == Decimal(157_500 - 30_000)
    assert [each.owed for each in lots(dearer)] == [0, 30]
    unpaid = msgspec.structs.replace(borrowed(), cost=None)
    unknown = msgspec.structs.replace(short, lots=(unpaid,))
    newer = holding(unknown, quote(last=100_000, received=READ_AT + 1), READ_AT)
    assert newer.pnl is None
