"""What an account could pledge, its foreign money, and what it was worth a day ago; won."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.simulator.facts.savings import Savings, savings_of
from kis_desktop.simulator.markets.overseas_stock.account import holdings
from kis_desktop.simulator.markets.overseas_stock.cash import CurrencyCash, cash_of
from kis_desktop.simulator.profit import Pocket, pocket_of
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.share_facts import pledge_price
from kis_desktop.simulator.server.wire_text import won
from kis_desktop.simulator.views import Loan, Side


@dataclass(frozen=True, slots=True)
class ForeignWorth:
    """Foreign shares and money of an account."""

    cost: int
    """of the shares"""
    shares: int
    """at their last prices"""
    money: int
    free: int
    """of the money, what can be ordered with"""
    unsettled: int
    """proceeds of today's sales"""


_NOTHING_ABROAD = ForeignWorth(0, 0, 0, 0, 0)


def substitute_price(call: Call, symbol: str) -> int:
    """대용가격: what a share counts for as a pledge, won in tens."""
    return pledge_price(call.market.listing(symbol), call.market.base_price(symbol))


def substitute_worth(call: Call) -> int:
    """What the holdings that are free count for as pledges."""
    return sum(
        one.sellable * substitute_price(call, one.symbol) for one in call.account.positions()
    )


def savings(call: Call) -> Savings:
    """What the account has at the broker beside shares and deposit."""
    return savings_of(call.market.others.around, call.account_number, call.market.trade_date)


def other_means(call: Call) -> dict[str, str]:
    """What may be ordered with beside cash; foreign money where it is asked for (OVRS_ICLD_YN)."""
    other = savings(call)
    foreign = foreign_worth(call) if call.text("OVRS_ICLD_YN") == "Y" else _NOTHING_ABROAD
    return {
        "ord_psbl_sbst": won(substitute_worth(call)),
        "ruse_psbl_amt": won(call.account.cash().reusable),
        "fund_rpch_chgs": won(other.redeemed),
        "cma_evlu_amt": won(other.cma),
        "ovrs_re_use_amt_wcrc": won(foreign.unsettled),
        "ord_psbl_frcr_amt_wcrc": won(foreign.free),
    }


def worth_yesterday(call: Call, loans: Iterable[Loan]) -> int:
    """Holdings of this morning at yesterday's closes, and the money without today's trades.

    `loans` are those that the world shows.
    """
    today = call.market.trade_date
    fills = call.account.fill_history(today, today)
    held: dict[Pocket, int] = {
        (one.symbol, None, None): one.quantity for one in call.account.positions()
    }
    held |= {(one.symbol, one.kind, one.loan_date): one.quantity for one in loans}
    for fill in fills:
        if call.paper and fill.credit is not None:
            continue
        pocket = pocket_of(fill)
        short = fill.credit is not None and fill.credit.kind.short
        added = fill.quantity if (fill.side is Side.BUY) is not short else -fill.quantity
        held[pocket] = held.get(pocket, 0) - added
    shares = sum(
        quantity * call.market.base_price(symbol)
        for (symbol, _, _), quantity in held.items()
        if quantity
    )
    return shares + call.account.cash().day_after - sum(fill.cash for fill in fills)


def foreign_cash(call: Call) -> tuple[CurrencyCash, ...]:
    """The account's money of each country."""
    stocks = call.market.others.overseas_stock
    return tuple(cash_of(stocks, call.account_number, call.now))


def foreign_worth(call: Call) -> ForeignWorth:
    """All countries together."""
    cash = foreign_cash(call)
    shares = holdings(call.market.others.overseas_stock, call.account_number, call.now)
    return ForeignWorth(
        cost=_won((one.cost, one.won) for one in shares),
        shares=_won((one.value, one.won) for one in shares),
        money=_won((one.deposit, one.won) for one in cash),
        free=_won((one.free, one.won) for one in cash),
        unsettled=_won((one.sold, one.won) for one in cash),
    )


def _won(amounts: Iterable[tuple[Decimal, Decimal]]) -> int:
    return int(sum((amount * rate for amount, rate in amounts), Decimal(0)))
