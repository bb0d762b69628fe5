"""The account's figures over a real wire equal the simulator's own ledger, to the won."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kis_desktop.domain.profit import by_month, by_symbol, summed
from kis_desktop.viewmodels.holdings import disagreement, lots, revalued
from kis_desktop.viewmodels.holdings import summed as all_held
from tests.contract.test_client_meets_simulator import (  # noqa: F401 - a fixture is used by name
    Simulators,
    connected,
    simulators,
)

YEAR = timedelta(days=364)
ROWS_OF_A_PAGE = 50

pytestmark = pytest.mark.slow


def held_by(rows: list[dict[str, Any]]) -> Counter[str]:
    """Shares by symbol."""
    held: Counter[str] = Counter()
    for row in rows:
        held[row["symbol"]] += row["quantity"]
    return held


@pytest.mark.parametrize("world", ["real", "paper"])
async def test_holdings_and_cash_equal_the_ledger(simulators: Simulators, world: str) -> None:  # noqa: F811
    async with connected(simulators(world)) as (client, admin):
        account = await client.accounts.account()
        ledger = (await admin.state())["accounts"]["12345678-01"]
    cash = ledger["cash"]
    told = [account.cash, account.cash_d1, account.cash_d2]
    assert told == [cash["deposit"], cash["next_day"], cash["day_after"]]
    lent = ledger["loans"] if world == "real" else []  # paper knows no loans
    held = {each.symbol: each.quantity for each in account.positions}
    assert held == held_by([*ledger["positions"], *lent])
    assert account.cost == sum(row["cost"] for row in (*ledger["positions"], *lent))
    assert disagreement(account) is None
    holdings = revalued(account, {})
    rows = all_held(holdings)
    assert (rows.cost, rows.value, rows.pnl) == (
        account.cost,
        account.value,
        account.unrealized_pnl,
    )
    apart = all_held([lot for each in holdings for lot in lots(each)])
    assert (apart.cost, apart.value, apart.pnl) == (rows.cost, rows.value, rows.pnl)


async def test_loans_stand_apart_and_add_up(simulators: Simulators) -> None:  # noqa: F811
    async with connected(simulators("real")) as (client, admin):
        account = await client.accounts.account()
        ledger = (await admin.state())["accounts"]["12345678-01"]
    lent = [lot for each in account.positions for lot in each.lots if lot.loan_date is not None]
    assert sorted((f"{lot.loan_date}", lot.quantity) for lot in lent) == sorted(
        (row["loan_date"], row["quantity"]) for row in ledger["loans"]
    )
    assert sum((lot.loan or Decimal(0) for lot in lent), Decimal(0)) == account.loans


async def test_a_year_of_profit_equals_the_api_s_own_sums(simulators: Simulators) -> None:  # noqa: F811
    async with connected(simulators("real")) as (client, _):
        await client.accounts.account()
        day = client.rest.market_date()
        assert day is not None
        days = await client.profit.days(day - YEAR, day)
        trades = await client.profit.trades(day - YEAR, day)
        orders = await client.accounts.orders_between(day - YEAR, day)
    assert len(trades.rows) > ROWS_OF_A_PAGE
    assert (days.disagreement, trades.disagreement) == (None, None)
    for report in (days, trades):
        sums = summed(report.rows)
        assert (sums.realized, sums.fee, sums.tax) == (
            report.totals.realized,
            report.totals.fee,
            report.totals.tax,
        )
        assert (sums.bought, sums.sold) == (report.totals.bought, report.totals.sold)
    assert days.totals.realized == trades.totals.realized
    months = sum((each.sums.realized or 0 for each in by_month(days.rows)), Decimal(0))
    symbols = sum((each.sums.realized or 0 for each in by_symbol(trades.rows)), Decimal(0))
    assert months == symbols == days.totals.realized
    numbers = [(order.trade_date, order.order_no) for order in orders]
    assert len(set(numbers)) == len(numbers) > ROWS_OF_A_PAGE
    days_told = [order.trade_date for order in orders]
    assert days_told == sorted(days_told, reverse=True)


async def test_the_index_of_a_year_is_read_in_pieces(simulators: Simulators) -> None:  # noqa: F811
    async with connected(simulators("real")) as (client, _):
        await client.accounts.account()
        day = client.rest.market_date()
        assert day is not None
        line = await client.profit.index(day - YEAR, day)
    assert len(line) > 200
    days = [each.day for each in line]
    assert days == sorted(set(days))
    assert days[-1] == day
    assert all(each.close > 100 for each in line)


async def test_the_kinds_of_assets_add_up_to_the_net_assets(simulators: Simulators) -> None:  # noqa: F811
    async with connected(simulators("real")) as (client, _):
        account = await client.accounts.account()
        details = await client.accounts.details()
    named = {each.name: each.net for each in details.assets if each.net}
    foreign = {"asset.overseas_stock", "asset.overseas_bond", "asset.foreign_cash"}
    assert set(named) == {"asset.stock", "asset.rp", "asset.cash", "asset.sum"} | foreign
    assert named["asset.cash"] == account.cash_d2
    parts = [each.net or Decimal(0) for each in details.assets if not each.is_sum]
    assert sum(parts, Decimal(0)) == named["asset.sum"]
