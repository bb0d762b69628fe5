"""What the accounts hold when the market begins, and what they did before."""

from dataclasses import dataclass, replace
from datetime import date

from kis_desktop.catalogue.calendar import is_trading_day, next_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.charges import EVENT, ONLINE, FeePlan
from kis_desktop.simulator.credit import TERM, LoanKind
from kis_desktop.simulator.hours import trading_days
from kis_desktop.simulator.ledger import Ledger, Quotes
from kis_desktop.simulator.older_past import OlderYears
from kis_desktop.simulator.past import Borrowed, Kept, Plan, Repaid
from kis_desktop.simulator.past_writer import SPAN, past_of
from kis_desktop.simulator.universe import Listing, Universe
from kis_desktop.simulator.views import Side

HTS_ID = "simuser"
STOCK_ACCOUNT = "12345678-01"
PENSION_ACCOUNT = "12345678-22"
"""연금저축: a second account of the same customer that trades shares"""
FUTURES_ACCOUNT = "12345678-03"
RETIREMENT_ACCOUNT = "12345678-29"
"""퇴직연금: funds alone"""
OVERSEAS_FUTURES_ACCOUNT = "12345678-08"
_STOCK_PLAN = Plan(
    kept=(
        Kept("005930", 180, 99_743),
        Kept("000660", 12, 94_900),
        Kept("069500", 110, 96_200, bought_last=50),
        Kept("035720", 60, 103_400),
        Kept("012450", 3, 91_750),
    ),
    borrowed=(
        Borrowed("005380", 12, LoanKind.MARKET_LOAN, days_ago=47),
        Borrowed("035720", 40, LoanKind.OWN_LOAN, days_ago=31),
        Borrowed("035720", 25, LoanKind.OWN_LOAN, days_ago=9),
    ),
    traded=("005380", "035420", "068270", "105560", "196170", "247540", "042700", "229200"),
)
_PENSION_PLAN = Plan(
    kept=(
        Kept("069500", 240, 88_100),
        Kept("005930", 35, 97_320, sold_last=4),
        Kept("229200", 300, 101_250, bought_last=40),
    ),
    traded=("069500", "105560", "055550"),
)
_RETIREMENT_PLAN = Plan(
    kept=(
        Kept("069500", 160, 91_300),
        Kept("360750", 220, 93_800, bought_last=20),
        Kept("273130", 45, 98_700, sold_last=5),
    ),
    traded=("133690", "102110"),
)
_OLDER = Plan(
    traded=("000660", "005380", "035420", "068270", "105560", "042700", "229200"),
    repaid=(
        Repaid("000270", 14, LoanKind.OWN_LOAN, 0.12, 0.31),
        Repaid("068270", 9, LoanKind.MARKET_LOAN, 0.55, 0.78),
    ),
    steady="005930",
)
_OLDER_OF_PENSION = Plan(traded=("000660", "105560", "055550", "229200"), steady="005930")
_OLDER_OF_FUNDS = Plan(traded=("102110", "133690", "229200"), steady="069500")
"""what is traded in the years before the past, and sold again"""
_NO_PLAN = Plan()


@dataclass(frozen=True, slots=True)
class Standing:
    """An order that an account has given before anybody asks."""

    account: str
    symbol: str
    side: Side
    quantity: int
    distance: float | None
    """of its price from the last one, percent; None: at the market"""
    condition: float | None = None
    """of the price that a stop order waits for, likewise; None: no stop order"""
    borrows: bool = False
    """the shares are borrowed to be sold (대주)"""


STANDING = (
    Standing(STOCK_ACCOUNT, "005930", Side.BUY, 7, None),
    Standing(STOCK_ACCOUNT, "035720", Side.SELL, 5, None),
    Standing(STOCK_ACCOUNT, "005930", Side.SELL, 3, None),
    Standing(STOCK_ACCOUNT, "000270", Side.SELL, 4, None, borrows=True),
    Standing(STOCK_ACCOUNT, "000660", Side.SELL, 2, -6.0, condition=-5.5),
    Standing(STOCK_ACCOUNT, "005930", Side.BUY, 15, -4.0),
    Standing(STOCK_ACCOUNT, "035720", Side.SELL, 20, 5.0),
    Standing(STOCK_ACCOUNT, "069500", Side.BUY, 30, -2.5),
    Standing(PENSION_ACCOUNT, "069500", Side.BUY, 4, None),
    Standing(PENSION_ACCOUNT, "229200", Side.SELL, 9, None),
    Standing(PENSION_ACCOUNT, "005930", Side.SELL, 10, 4.5),
    Standing(PENSION_ACCOUNT, "069500", Side.SELL, 20, -4.0, condition=-3.5),
    Standing(RETIREMENT_ACCOUNT, "069500", Side.BUY, 6, None),
    Standing(RETIREMENT_ACCOUNT, "360750", Side.SELL, 8, None),
    Standing(RETIREMENT_ACCOUNT, "069500", Side.SELL, 12, 2.5),
)
"""under `--clock open` alone: at any other time an account begins with a clean book"""
_SOLD_LAST = 2
"""shares of the second holding that the stock account has sold yesterday when the clock is open"""


_DIFFERENCE, _DIFFERENCES = 12_300, 400
"""by which the deposits of two seeds differ, won"""


def seeded_ledgers(
    seed: int, universe: Universe, quotes: Quotes, day: date, *, open_house: bool
) -> tuple[Ledger, ...]:
    """A stock account with loans, futures accounts with cash alone, two pension accounts.

    In an `open_house` deposits differ from seed to seed, yesterday had sales and loans run out; at
    any other time the accounts are those that the stories of the demo know.
    """
    stock = _in_the_open(_STOCK_PLAN, seed, day) if open_house else _STOCK_PLAN
    return tuple(
        _ledger(
            seed,
            universe,
            quotes,
            day,
            number,
            plan,
            older,
            fees,
            deposit + _difference(seed, number) * open_house,
        )
        for number, plan, older, fees, deposit in (
            (STOCK_ACCOUNT, stock, _OLDER, ONLINE, 48_210_400),
            (FUTURES_ACCOUNT, _NO_PLAN, _NO_PLAN, ONLINE, 30_000_000),
            (OVERSEAS_FUTURES_ACCOUNT, _NO_PLAN, _NO_PLAN, ONLINE, 30_000_000),
            (PENSION_ACCOUNT, _PENSION_PLAN, _OLDER_OF_PENSION, EVENT, 7_318_900),
            (RETIREMENT_ACCOUNT, _RETIREMENT_PLAN, _OLDER_OF_FUNDS, EVENT, 5_204_300),
        )
    )


def _ledger(
    seed: int,
    universe: Universe,
    quotes: Quotes,
    day: date,
    number: str,
    plan: Plan,
    older: Plan,
    fees: FeePlan,
    deposit: int,
) -> Ledger:
    past = past_of(seed, number, plan, fees, _listings(universe, plan), day)
    earlier = OlderYears(seed, number, older, fees, _listings(universe, older), day - SPAN)
    past = replace(past, earlier=earlier)
    return Ledger(number, HTS_ID, quotes, day, deposit=deposit, fees=fees, past=past)


def _listings(universe: Universe, plan: Plan) -> tuple[Listing, ...]:
    return tuple(filter(None, (universe.find(symbol) for symbol in plan.symbols)))


def _in_the_open(plan: Plan, seed: int, day: date) -> Plan:
    """With a sale of yesterday, and loans that run out on the next two trading days."""
    first, second, *others = plan.kept
    kept = first, replace(second, sold_last=_SOLD_LAST), *others
    tomorrow = next_trading_day(day)
    ends = [one - TERM for one in (tomorrow, next_trading_day(tomorrow))]
    borrowed = [
        Borrowed(symbol, 4 + seed % 5, LoanKind.OWN_LOAN, len(trading_days(begun, day)) - 1)
        for symbol, begun in zip(("000270", "105560"), ends, strict=True)
        if is_trading_day(begun)
    ]
    return replace(plan, kept=kept, borrowed=(*plan.borrowed, *borrowed))


def _difference(seed: int, number: str) -> int:
    """What a seed has in its deposit beside what all have, won."""
    return _DIFFERENCE * (noise.key(seed, number, "deposit") % _DIFFERENCES)
