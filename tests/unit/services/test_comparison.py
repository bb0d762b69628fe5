"""The comparison after each reading: a difference that lasts is told, and nothing is corrected."""

from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain.account import AccountSnapshot, DayTrade, Position
from kis_desktop.domain.comparison import Comparison, DifferenceKind
from kis_desktop.domain.event import FillReceived, FillWithdrawn, Logged
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Side
from kis_desktop.services.comparison import AccountComparison, Overheard
from kis_desktop.services.topics import Topic
from tests.unit.services.order_desk import Screen

DAY = date(2026, 11, 20)


def fill(quantity: int = 10, sequence: int = 1) -> Fill:
    return Fill(
        "0000000007",
        "005930",
        Side.BUY,
        quantity,
        Decimal(10_000),
        "101500",
        DAY,
        sequence,
        fee=Decimal(1),
        tax=Decimal(0),
    )


def account(
    held: int, bought: int, cash: int = 1_000_000, received: float = 1.0
) -> AccountSnapshot:
    position = Position("005930", "삼성전자", held, None, None, None, None, None, None, None)
    blank = AccountSnapshot(
        *(None,) * 9, (position,), received, dealt=(DayTrade("005930", bought, 0),)
    )
    return msgspec.structs.replace(blank, cash_d2=Decimal(cash))


class Desk:
    """A comparison behind the publisher of the orders."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.day = DAY
        self.comparison = AccountComparison(self.screen, lambda: self.day, lambda _: "삼성전자")
        self.orders = Overheard(self.screen, self.comparison)

    def list_read(self) -> None:
        self.orders.latest(Topic.ORDERS, "", 0.0)

    def told(self) -> Comparison:
        value = self.screen.values[Topic.COMPARISON, ""]
        assert isinstance(value, Comparison)
        return value

    def logged(self) -> list[str]:
        return [each.message.id for each in self.screen.events if isinstance(each, Logged)]


def test_before_the_day_s_list_nothing_is_compared() -> None:
    desk = Desk()
    desk.comparison.on_account(account(10, 10))
    assert (Topic.COMPARISON, "") not in desk.screen.values


def test_fills_that_explain_the_account_are_no_difference() -> None:
    desk = Desk()
    desk.list_read()
    desk.comparison.on_account(account(0, 0))
    desk.orders.event(FillReceived(fill()))
    for received in (2.0, 3.0):
        desk.comparison.on_account(account(10, 10, 1_000_000 - 100_001, received))
    assert desk.told() == Comparison(3.0, 1.0, ())
    assert desk.logged() == []


def test_a_fill_that_reaches_the_account_first_is_no_difference() -> None:
    desk = Desk()
    desk.list_read()
    desk.comparison.on_account(account(0, 0))
    desk.comparison.on_account(account(10, 10, 1_000_000 - 100_001))
    assert desk.told().differences == ()
    desk.orders.event(FillReceived(fill()))
    desk.comparison.on_account(account(10, 10, 1_000_000 - 100_001))
    assert (desk.told().differences, desk.logged()) == ((), [])


def test_a_difference_that_lasts_is_told_once_with_both_figures() -> None:
    desk = Desk()
    desk.list_read()
    for _ in range(4):
        desk.comparison.on_account(account(10, 10))
    (difference,) = desk.told().differences
    assert difference.kind is DifferenceKind.BOUGHT
    assert (difference.ours, difference.theirs) == (Decimal(0), Decimal(10))
    assert desk.logged() == ["compare.logged_bought"]
    assert desk.told().since is None
    (line,) = [each for each in desk.screen.events if isinstance(each, Logged)]
    assert line.message.arguments == {"name": "삼성전자", "ours": "0", "theirs": "10"}


def test_shares_and_cash_that_no_fill_explains_are_told() -> None:
    desk = Desk()
    desk.list_read()
    desk.comparison.on_account(account(0, 0))
    for _ in range(2):
        desk.comparison.on_account(account(3, 0, 900_000))
    assert desk.logged() == ["compare.logged_position", "compare.logged_cash"]


async def test_the_trader_s_word_takes_the_account_as_it_is() -> None:
    desk = Desk()
    desk.list_read()
    for cash in (1_000_000, 900_000, 900_000):
        desk.comparison.on_account(account(0, 0, cash))
    assert [each.kind for each in desk.told().differences] == [DifferenceKind.CASH]
    await desk.comparison.accept()
    for _ in range(2):
        desk.comparison.on_account(account(0, 0, 900_000))
    assert desk.told().differences == ()


def test_a_withdrawn_fill_counts_no_more() -> None:
    desk = Desk()
    desk.list_read()
    desk.orders.event(FillReceived(fill()))
    desk.orders.event(FillWithdrawn(fill()))
    for _ in range(2):
        desk.comparison.on_account(account(10, 0))
    assert desk.told().differences == ()


def test_a_new_day_is_reckoned_from_its_own_first_reading() -> None:
    desk = Desk()
    desk.list_read()
    desk.orders.event(FillReceived(fill()))
    desk.comparison.on_account(account(10, 10))
    desk.day = date(2026, 11, 23)
    for received in (8.0, 9.0):
        desk.comparison.on_account(account(10, 0, 5, received))
    assert desk.told() == Comparison(9.0, 8.0, ())


def test_all_that_orders_tell_is_passed_on() -> None:
    desk = Desk()
    desk.orders.event(FillReceived(fill()))
    desk.orders.prints("005930", [])
    desk.list_read()
    assert desk.screen.events == [FillReceived(fill())]
    assert desk.screen.values == {(Topic.ORDERS, ""): 0.0}
    assert desk.screen.tape == {"005930": []}
