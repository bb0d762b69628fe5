"""What an order would cost or bring: expected figures are worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.order import CreditKind, Side
from kis_desktop.viewmodels.ticket_estimate import OnCredit, Terms, breakeven, estimate
from tests.unit.screen_desk import DAY, SAMSUNG, account, position
from tests.unit.viewmodels.test_holdings import lot

RULES = load_market_rules("krx")
STOCK = Terms(RULES.fees(), "KOSPI", "stock", DAY, RULES.tick_table("stock", DAY))


def test_a_purchase_costs_its_amount_and_the_fee() -> None:
    told = estimate(Side.BUY, Decimal(98_300), 120, STOCK, account(position()), SAMSUNG)
    assert told.gross == Decimal(11_796_000)
    assert told.fee == Decimal(1_657)  # 0.0140527 % is 1,657.65
    assert told.tax == Decimal(0)
    assert told.net == Decimal(11_797_657)
    assert told.cash_after == Decimal(26_317_243)
    assert told.shares_after == 200


def test_a_sale_brings_its_amount_less_fee_and_tax() -> None:
    told = estimate(Side.SELL, Decimal(98_400), 80, STOCK, account(position()), SAMSUNG)
    assert told.gross == Decimal(7_872_000)
    assert told.fee == Decimal(1_106)  # 1,106.22
    assert told.tax == Decimal(15_744)  # 0.20 % since 2026
    assert told.net == Decimal(7_855_150)
    assert told.cash_after == Decimal(49_737_300)
    assert told.profit == Decimal(107_150)
    assert told.shares_after == 0


def test_the_breakeven_is_the_next_quotable_price_above_the_costs() -> None:
    price = breakeven(Decimal(11_797_657), 120, STOCK)
    assert price == Decimal(98_600)  # exactly 98,524.9 a share, on a tick of 100


def test_an_unknown_account_leaves_its_figures_unknown() -> None:
    told = estimate(Side.BUY, Decimal(98_300), 1, STOCK, None, SAMSUNG)
    assert (told.cash_after, told.shares_after) == (None, None)


def test_an_unknown_instrument_has_no_made_up_fee() -> None:
    told = estimate(Side.BUY, Decimal(98_300), 2, None, account(), SAMSUNG)
    assert told.gross == Decimal(196_600)
    assert (told.fee, told.tax, told.net, told.breakeven) == (None, None, None, None)


def test_a_repayment_is_held_against_the_shares_of_its_own_loan() -> None:
    credit = OnCredit(CreditKind.SELF_LOAN_REPAY, lot(30, 2_700_000, date(2026, 10, 2)))
    told = estimate(
        Side.SELL, Decimal(98_400), 10, STOCK, account(position()), SAMSUNG, credit
    )  # 984,000 less 138 and 1,968
    assert (told.net, told.profit) == (Decimal(981_894), Decimal(81_894))
    assert told.shares_after == 70
    assert told.cash_after is None  # the loan and its interest are taken off it


def test_what_a_loan_leaves_of_the_cash_is_not_known() -> None:
    credit = OnCredit(CreditKind.SELF_LOAN)
    told = estimate(Side.BUY, Decimal(98_300), 1_000, STOCK, account(position()), SAMSUNG, credit)
    assert (told.net, told.shares_after) == (Decimal(98_313_813), 1_080)
    assert told.cash_after is None
    assert told.breakeven == Decimal(98_600)


def test_shares_that_are_lent_change_no_holding_and_have_no_cost() -> None:
    credit = OnCredit(CreditKind.SELF_SHORT)
    told = estimate(Side.SELL, Decimal(98_400), 10, STOCK, account(position()), SAMSUNG, credit)
    assert told.net == Decimal(981_894)
    assert (told.shares_after, told.profit, told.breakeven) == (None, None, None)
    repaid = OnCredit(CreditKind.SELF_SHORT_REPAY)
    bought = estimate(Side.BUY, Decimal(98_400), 10, STOCK, account(position()), SAMSUNG, repaid)
    assert (bought.tax, bought.shares_after, bought.breakeven) == (Decimal(0), None, None)


def test_a_sale_with_cash_is_held_against_what_was_bought_with_cash() -> None:
    parts = (lot(50, 4_500_000), lot(30, 3_248_000, date(2026, 10, 2)))
    told = estimate(Side.SELL, Decimal(98_400), 10, STOCK, account(position(lots=parts)), SAMSUNG)
    assert told.profit == Decimal(81_894)  # of 90,000 a share, not of 96,850
    lent = account(position(lots=parts[1:]))
    told = estimate(Side.SELL, Decimal(98_400), 10, STOCK, lent, SAMSUNG)
    assert (told.profit, told.breakeven) == (None, None)
