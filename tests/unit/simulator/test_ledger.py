from datetime import date

import pytest

from kis_desktop.simulator.charges import EVENT, ONLINE, interest_of, tax_of
from kis_desktop.simulator.universe import load_universe
from tests.unit.simulator.trading_floor import HYNIX, KODEX, SAMSUNG, Floor, kst


@pytest.mark.parametrize(
    ("symbol", "amount", "fee", "tax"),
    [
        (SAMSUNG, 11_796_000, 1_657, 23_592),
        ("196170", 1_000_000, 140, 2_000),
        (KODEX, 1_000_000, 146, 0),
        (SAMSUNG, 7_000, 0, 14),
    ],
)
def test_fees_and_taxes_are_truncated_to_won(symbol: str, amount: int, fee: int, tax: int) -> None:
    listing = load_universe().find(symbol)
    assert listing is not None
    day = date(2026, 11, 20)
    assert (ONLINE.fee(listing, amount), tax_of(listing, amount, day)) == (fee, tax)


@pytest.mark.parametrize(
    ("day", "tax"),
    [(date(2024, 7, 1), 1_800), (date(2025, 12, 30), 1_500), (date(2026, 1, 2), 2_000)],
)
def test_the_sale_tax_is_that_of_the_year(day: date, tax: int) -> None:
    listing = load_universe().find(SAMSUNG)
    assert listing is not None
    assert tax_of(listing, 1_000_000, day) == tax


def test_an_account_may_pay_less_and_a_loan_bears_interest_by_the_day() -> None:
    listing = load_universe().find(SAMSUNG)
    assert listing is not None
    assert EVENT.fee(listing, 11_796_000) == 429
    assert interest_of(1_466_400, date(2026, 10, 8), date(2026, 11, 20)) == 14_684


def test_the_stock_account_begins_with_cash_on_its_way_and_five_holdings() -> None:
    account = Floor().account
    cash = account.cash()
    assert (cash.deposit, cash.next_day, cash.day_after) == (48_210_400, 45_420_492, 45_420_492)
    first = account.positions()[0]
    assert (first.symbol, first.quantity, first.average_price) == (SAMSUNG, 180, 96_850.0)
    assert len(account.positions()) == 5


def test_a_buy_moves_the_cash_of_the_day_after_tomorrow() -> None:
    floor = Floor()
    order = floor.buy(10, 0, "01")
    cash = floor.account.cash()
    fee = order.filled_amount * 140_527 // 1_000_000_000
    assert cash.deposit == 48_210_400
    assert cash.next_day == 45_420_492
    assert cash.day_after == 45_420_492 - order.filled_amount - fee
    assert (cash.today_buys, cash.today_fees) == (order.filled_amount, fee)


def test_a_sale_realizes_profit_against_the_average_price() -> None:
    floor = Floor()
    order = floor.sell(10, 0, "01")
    fill = floor.account.fills()[0]
    position = floor.account.positions()[0]
    assert fill.realized == order.filled_amount - 968_500 - fill.fee - fill.tax
    assert floor.account.cash().today_realized == fill.realized
    assert (position.quantity, position.cost, position.sold_today) == (170, 170 * 96_850, 10)
    assert floor.account.cash().withdrawable <= 45_420_492


def test_open_buys_bind_their_margin_and_market_orders_the_upper_limit() -> None:
    floor = Floor("08:45")
    limit = floor.market.snapshot(SAMSUNG).limit_up
    floor.buy(10, 0, "01")
    amount = 10 * limit
    bound = amount * 20 // 100 + amount * 140_527 // 1_000_000_000
    assert floor.account.cash().reserved == bound
    assert floor.account.cash().orderable == 45_420_492 - bound


def test_buying_power_reckons_with_the_limit_price_or_the_upper_limit() -> None:
    account = Floor().account
    limit = account.buying_power(SAMSUNG, 97_000, "00")
    market = account.buying_power(SAMSUNG, None, "01")
    assert (limit.price, market.price, limit.margin_rate) == (97_000, 126_200, 20)
    assert limit.cash_quantity == 468
    assert limit.max_quantity > 4 * limit.cash_quantity
    assert market.cash_quantity < limit.cash_quantity


def test_the_greatest_quantity_is_accepted_and_one_more_is_not() -> None:
    floor = Floor()
    price = floor.bid(level=9)
    most = floor.account.buying_power(SAMSUNG, price, "00").max_quantity
    order = floor.buy(most, price)
    assert order.remaining == most
    assert floor.account.buying_power(SAMSUNG, price, "00").max_quantity == 0


def test_trades_settle_on_the_second_trading_day() -> None:
    floor = Floor("15:29")
    before = floor.account.cash().day_after
    order = floor.sell(2, floor.market.snapshot(HYNIX).limit_down, symbol=HYNIX)
    floor.go_to("15:31")
    fill = floor.account.fills()[0]
    income = fill.price * 2 - fill.fee - fill.tax
    assert floor.order(order.number).filled_quantity == 2
    floor.go_to("2026-11-23 08:00")
    monday = floor.account.cash()
    assert (monday.deposit, monday.next_day) == (before, before + income)
    assert (monday.today_sells, monday.previous_sells) == (0, fill.price * 2)
    floor.clock.set(kst("2026-11-24 08:00"))
    floor.market.advance()
    assert floor.account.cash().deposit == before + income
    assert floor.account.find_order(order.number) is None
    assert len(floor.account.orders()) == 1


def test_a_holding_sold_out_stays_in_sight_until_the_day_ends() -> None:
    floor = Floor("15:28")
    floor.sell(12, floor.market.snapshot(HYNIX).limit_down, symbol=HYNIX)
    floor.go_to("15:31")
    sold = next(one for one in floor.account.positions() if one.symbol == HYNIX)
    assert (sold.quantity, sold.previous_quantity, sold.sold_today) == (0, 12, 12)
    floor.go_to("2026-11-23 08:00")
    assert HYNIX not in {one.symbol for one in floor.account.positions()}
