"""Holdings at the newest price: worked out by hand, unknown where a part is."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.viewmodels.holdings import holding, summed
from tests.unit.screen_desk import position, quote

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


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    known = holding(position(), None, READ_AT)
    bare = holding(position(last=None, value=None, unrealized_pnl=None), None, READ_AT)
    assert summed([known]).value == Decimal(7_840_000)
    assert summed([known, bare]).value is None
