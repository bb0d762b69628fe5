"""What the accounts hold when the market begins."""

from collections.abc import Callable
from datetime import date

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator.ledger import Ledger, Quotes
from kis_desktop.simulator.universe import Universe

HTS_ID = "simuser"
STOCK_ACCOUNT = "12345678-01"
FUTURES_ACCOUNT = "12345678-03"
OVERSEAS_FUTURES_ACCOUNT = "12345678-08"
_DEPOSIT = 48_210_400
_BOUGHT_YESTERDAY = 6_328_250
_OTHER_DEPOSIT = 30_000_000
_HOLDINGS = (
    ("005930", 180, 99_743),
    ("000660", 12, 94_900),
    ("069500", 110, 96_200),
    ("035720", 60, 103_400),
    ("012450", 3, 91_750),
)
"""symbol, shares, average price in hundred-thousandths of the base price"""


def seeded_ledgers(
    universe: Universe, quotes: Quotes, base_price: Callable[[str], int], day: date
) -> tuple[Ledger, ...]:
    """A stock account with cash and holdings, and two futures accounts with cash alone."""
    holdings = {
        symbol: (quantity, base_price(symbol) * share // 100_000 * quantity)
        for symbol, quantity, share in _HOLDINGS
        if universe.find(symbol)
    }
    return (
        Ledger(
            STOCK_ACCOUNT,
            HTS_ID,
            quotes,
            day,
            deposit=_DEPOSIT,
            pending={next_trading_day(day): -_BOUGHT_YESTERDAY},
            holdings=holdings,
        ),
        *(
            Ledger(number, HTS_ID, quotes, day, deposit=_OTHER_DEPOSIT, pending={}, holdings={})
            for number in (FUTURES_ACCOUNT, OVERSEAS_FUTURES_ACCOUNT)
        ),
    )
