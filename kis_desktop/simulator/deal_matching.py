"""What an order of the other markets meets: checks, prices that it takes, prints that reach it."""

from datetime import datetime, timedelta

from kis_desktop.simulator.course import CoursePrint
from kis_desktop.simulator.deal_book import OpenOrder
from kis_desktop.simulator.deal_terms import DealRules, Dealt, Life
from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.views import OrderKind, OrderState, Refusal, Refused, Side

BOOK_LEVELS = 10
_MOMENT = timedelta(microseconds=1)
_FINE = timedelta(minutes=3)
"""longer spans are looked through by minutes first"""


def check_request(rules: DealRules, dealt: Dealt, quantity: int, price: int, now: datetime) -> None:
    """Whether an order may be placed now at this price, 0 for none. Raises `Refused`."""
    if quantity <= 0:
        raise Refused(Refusal.QUANTITY_NOT_POSITIVE, str(quantity))
    session = dealt.course.session(now)
    if not session.start <= now < session.end:
        raise Refused(Refusal.MARKET_CLOSED, dealt.code)
    if price < 0:
        raise Refused(Refusal.PRICE_NOT_ALLOWED, str(price))
    if not price:
        return
    if price % dealt.course.terms.tick(price):
        raise Refused(Refusal.OFF_TICK, str(price))
    low, high = rules.price_limits(dealt, now) or (0, price)
    if price > high:
        raise Refused(Refusal.ABOVE_LIMIT, f"{price} > {high}")
    if price < low:
        raise Refused(Refusal.BELOW_LIMIT, f"{price} < {low}")


def prints_at(one: OpenOrder, until: datetime, price: int) -> list[CoursePrint]:
    """The prints since it was looked at that an order at this price can trade with."""
    found, wanted = [], one.order.remaining
    for start, end in _spans(one, until, price, below=one.buying):
        for made in one.dealt.course.prints_between(start, end, one.order.trade_date):
            if made.price <= price if one.buying else made.price >= price:
                found.append(made)
                wanted -= made.size
        if wanted <= 0:
            break
    return found


def released_by(one: OpenOrder, until: datetime) -> CoursePrint | None:
    """The first print since it was looked at that reaches a stop order's price."""
    for start, end in _spans(one, until, one.stop, below=not one.buying):
        for made in one.dealt.course.prints_between(start, end, one.order.trade_date):
            if one.is_due(made.price):
                return made
    return None


def carry_over(one: OpenOrder, dealt: Dealt) -> None:
    """An order goes on in the next session of its day."""
    session = dealt.course.terms.sessions(one.order.trade_date)
    one.dealt = dealt
    one.since = one.until - _MOMENT
    one.until = one.until if session is None else session.end


def worst_price(dealt: Dealt, side: Side, now: datetime) -> int:
    """What a market order may cost at most, as far as the book shows."""
    shown = dealt.course.book(now, BOOK_LEVELS)
    levels = shown.asks if side is Side.BUY else shown.bids
    return levels[-1].price if levels else dealt.course.quote(now).last


def new_order(
    account: str,
    dealt: Dealt,
    side: Side,
    quantity: int,
    price: int,
    now: datetime,
    order_type: str,
    life: Life,
) -> OpenOrder:
    """An order without a number as it comes in."""
    session = dealt.course.session(now)
    order = DealOrder(
        account=account,
        number="",
        original_number=None,
        kind=OrderKind.NEW,
        exchange=dealt.exchange,
        code=dealt.code,
        side=side,
        order_type=order_type,
        quantity=quantity,
        price=price,
        state=OrderState.WORKING,
        trade_date=session.trade_date,
        time=now,
        remaining=quantity,
    )
    limit = price or worst_price(dealt, side, now)
    return OpenOrder(order, dealt, limit, life, now, session.end)


def _spans(
    one: OpenOrder, until: datetime, price: int, *, below: bool
) -> list[tuple[datetime, datetime]]:
    """The parts of (since, until] in which the price may have been reached."""
    course, since = one.dealt.course, one.since
    if until - since <= _FINE:
        return [(since, until)]
    bars = course.minutes(one.order.trade_date, until)
    ends = (*(bar.time - _MOMENT for bar in bars[1:]), until)
    return [
        (max(bar.time - _MOMENT, since), end)
        for bar, end in zip(bars, ends, strict=False)
        if end > since and (bar.low <= price if below else bar.high >= price)
    ]
