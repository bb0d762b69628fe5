"""What the accounts hold when the market begins, and what they did before."""

from datetime import date

from kis_desktop.simulator.charges import EVENT, ONLINE, FeePlan
from kis_desktop.simulator.credit import LoanKind
from kis_desktop.simulator.ledger import Ledger, Quotes
from kis_desktop.simulator.past import Borrowed, Kept, Plan
from kis_desktop.simulator.past_writer import past_of
from kis_desktop.simulator.universe import Universe

HTS_ID = "simuser"
STOCK_ACCOUNT = "12345678-01"
PENSION_ACCOUNT = "12345678-22"
"""연금저축: a second account of the same customer that trades shares"""
FUTURES_ACCOUNT = "12345678-03"
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
        Kept("005930", 35, 97_320),
        Kept("229200", 300, 101_250, bought_last=40),
    ),
    traded=("069500", "105560", "055550"),
)
_NO_PLAN = Plan()


def seeded_ledgers(seed: int, universe: Universe, quotes: Quotes, day: date) -> tuple[Ledger, ...]:
    """A stock account with loans, futures accounts with cash alone, a pension account."""
    return tuple(
        _ledger(seed, universe, quotes, day, number, plan, fees, deposit)
        for number, plan, fees, deposit in (
            (STOCK_ACCOUNT, _STOCK_PLAN, ONLINE, 48_210_400),
            (FUTURES_ACCOUNT, _NO_PLAN, ONLINE, 30_000_000),
            (OVERSEAS_FUTURES_ACCOUNT, _NO_PLAN, ONLINE, 30_000_000),
            (PENSION_ACCOUNT, _PENSION_PLAN, EVENT, 7_318_900),
        )
    )


def _ledger(
    seed: int,
    universe: Universe,
    quotes: Quotes,
    day: date,
    number: str,
    plan: Plan,
    fees: FeePlan,
    deposit: int,
) -> Ledger:
    listings = tuple(filter(None, (universe.find(symbol) for symbol in plan.symbols)))
    past = past_of(seed, number, plan, fees, listings, day)
    return Ledger(number, HTS_ID, quotes, day, deposit=deposit, fees=fees, past=past)
