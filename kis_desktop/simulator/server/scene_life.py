"""What the customer of a scene does before the endpoints are asked."""

import contextlib
from collections.abc import Iterator
from decimal import Decimal

from kis_desktop.simulator.credit import Credit
from kis_desktop.simulator.dealer import Dealer
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.reservations import Wish
from kis_desktop.simulator.views import Refused, Side

CUSTOMER = "12345678"
_SHARES, _CONTRACTS, _ABROAD = f"{CUSTOMER}-01", f"{CUSTOMER}-03", f"{CUSTOMER}-08"
_BOND, _OTHER_BOND = "KR6000004A02", "KR103501GA03"
_THOUSANDS = 300
"""of won of a bond that are sold"""
_MUCH = 400_000
"""thousands of won, more of a bond than is offered at one moment"""
_LOST = Decimal(300_000_000)
_LOST_ABROAD = {
    "USD": Decimal(150_000), "EUR": Decimal(40_000), "JPY": Decimal(2_000_000),
    "HKD": Decimal(90_000), "CNY": Decimal(30_000),
}  # fmt: skip


def trade_shares(market: Market, seed: int, symbol: str) -> None:
    """Orders of a session on the KRX: some are filled, one waits, a part of a loan is paid back."""
    account = market.accounts[0]
    held = [one.symbol for one in account.positions() if one.sellable > seed]
    market.place(account.number, symbol, Side.BUY, "01", 2 + seed, 0)
    market.place(account.number, held[seed], Side.SELL, "01", seed, 0)
    low = market.snapshot(symbol).limit_down
    market.place(account.number, symbol, Side.BUY, "00", 5 * seed, low)
    loan = account.loans()[0]
    credit = Credit(loan.kind, loan.loan_date, repays=True)
    market.place(account.number, loan.symbol, Side.SELL, "01", 1, 0, credit=credit)
    if seed > 1:
        _buy_on_margin(market, symbol)


def trade_elsewhere(market: Market, seed: int) -> None:
    """Orders in all other markets, some of which fill in part; one is moved."""
    _close_contracts(market, seed)
    _move_an_order(market)
    _trade_bonds(market, seed)
    _trade_abroad(market, seed)


def lose(market: Market) -> None:
    """More money than there was is gone: margins are missing, and money is owed."""
    derivatives = market.others.derivatives.dealer.book(_CONTRACTS)
    derivatives.cash["KRW"] -= _LOST
    for dealer, number in (
        (market.others.overseas_derivatives.dealer, _ABROAD),
        (market.others.overseas_stock.dealer, _SHARES),
    ):
        cash = dealer.book(number).cash
        for currency, lost in _LOST_ABROAD.items():
            if currency in cash:
                cash[currency] -= lost


def reserve(market: Market) -> None:
    """Reservations stand in the list, in the evening when they are taken."""
    symbol = "005930"
    price = market.snapshot(symbol).limit_down
    wishes = [Wish(symbol, Side.BUY, "00", 1, price)]
    for loan in market.accounts[0].loans()[:2]:
        credit = Credit(loan.kind, loan.loan_date, repays=True)
        most = market.snapshot(loan.symbol).limit_up
        wishes.append(Wish(loan.symbol, Side.SELL, "00", 1, most, credit))
    with contextlib.suppress(Refused):
        for wish in wishes:
            market.reservations.reserve(_SHARES, wish, market.clock.now())


def _buy_on_margin(market: Market, symbol: str) -> None:
    """For more than there is in the account (미수)."""
    account = market.accounts[0]
    last = market.snapshot(symbol).last
    power = account.buying_power(symbol, last, "00")
    with contextlib.suppress(Refused):
        market.place(account.number, symbol, Side.BUY, "01", power.cash_quantity * 3 // 2, 0)


def _close_contracts(market: Market, seed: int) -> None:
    """A part of every position in Korean futures and options."""
    dealer, now = market.others.derivatives.dealer, market.clock.now()
    for one in dealer.book(_CONTRACTS).positions(now):
        side = Side.SELL if one.quantity > 0 else Side.BUY
        with contextlib.suppress(Refused):
            dealer.place(_CONTRACTS, one.exchange, one.code, side, seed, 0, now, order_type="02")


def _move_an_order(market: Market) -> None:
    """An order for a foreign future that waits goes to another price."""
    dealer, now = market.others.overseas_derivatives.dealer, market.clock.now()
    for one in dealer.open_orders(_ABROAD)[:1]:
        with contextlib.suppress(Refused):
            dealer.amend(_ABROAD, one.number, now, price=one.price)


def _trade_bonds(market: Market, seed: int) -> None:
    """Some are sold, and an order is filled in part."""
    dealer, now = market.others.bonds.dealer, market.clock.now()
    with contextlib.suppress(Refused):
        dealer.place(_SHARES, "KRX", _OTHER_BOND, Side.SELL, _THOUSANDS * seed, 0, now)
    for quantity in (_MUCH, _MUCH // 10):
        dealt = dealer.find_dealt("KRX", _BOND)
        if dealt is None:
            continue
        asks = dealt.course.book(now).asks
        with contextlib.suppress(Refused):
            dealer.place(_SHARES, "KRX", _BOND, Side.BUY, quantity, asks[0].price, now)
            return


def _trade_abroad(market: Market, seed: int) -> None:
    """In Tokyo and Shanghai some of what is held is sold, and an order waits."""
    dealer, now = market.others.overseas_stock.dealer, market.clock.now()
    for one in tuple(_held_in(dealer, market, ("TKSE", "SHAA"))):
        dealt = dealer.find_dealt(*one)
        if dealt is None:
            continue
        quote = dealt.course.quote(now)
        tick = dealt.course.terms.tick(quote.low)
        low = (quote.low - 9 * tick) // tick * tick
        with contextlib.suppress(Refused):
            dealer.place(_SHARES, *one, Side.SELL, dealt.lot * seed, 0, now)
        with contextlib.suppress(Refused):
            dealer.place(_SHARES, *one, Side.BUY, dealt.lot * seed, low, now)


def _held_in(
    dealer: Dealer, market: Market, exchanges: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for one in dealer.book(_SHARES).positions(market.clock.now()):
        if one.exchange in exchanges:
            yield one.exchange, one.code
