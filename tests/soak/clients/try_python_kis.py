"""python-kis, by the domains of its modules."""

import importlib
import os
import sys
from datetime import date
from decimal import Decimal
from typing import Any

from steps import expect, ready, step, until  # type: ignore[import-not-found]


def main() -> None:
    """A morning with it."""
    line = ready()
    pykis = importlib.import_module("pykis")
    rest: Any = importlib.import_module("pykis.kis")
    rest.REAL_DOMAIN = rest.VIRTUAL_DOMAIN = line["rest"]
    socket: Any = importlib.import_module("pykis.client.websocket")
    socket.WEBSOCKET_REAL_DOMAIN = socket.WEBSOCKET_VIRTUAL_DOMAIN = line["ws"]
    kis = step(
        "token",
        lambda: pykis.PyKis(
            id=line["hts_id"],
            account=line["accounts"]["stock"],
            appkey=line["appkey"],
            secretkey=line["appsecret"],
            keep_token=False,
        ),
    )
    if kis is None:
        return
    share = step("stock", lambda: kis.stock("005930"))
    account = step("account", kis.account)
    quote = step("quote", share.quote)
    step("book", share.orderbook)
    step("day chart", lambda: expect(len(share.chart("30d").bars) > 15, "bars"))
    step("week chart", lambda: expect(len(share.chart("1y", period="week").bars) > 40, "bars"))
    step("minutes", lambda: expect(len(share.day_chart().bars) > 5, "bars"))
    step("trading hours", lambda: kis.trading_hours("US"))
    step("balance", account.balance)
    step("domestic balance", lambda: account.balance(country="KR"))
    step("what can be bought", lambda: share.orderable_amount(price=60000))
    step(
        "daily orders",
        lambda: account.daily_orders(start=date(2026, 11, 1), end=date(2026, 11, 20)),
    )
    step("profits", lambda: account.profits(start=date(2026, 10, 1), end=date(2026, 11, 20)))
    low = Decimal(quote.low_limit)
    order = step("order", lambda: share.buy(price=low, qty=3))
    step("pending", lambda: expect(order.pending, order))
    amended = step("amend", lambda: order.modify(price=low + quote.tick))
    step("pending orders", lambda: expect(len(account.pending_orders().orders) > 0, "orders"))
    step("cancel", (amended or order).cancel)
    heard: list[str] = []
    tickets = [
        step("listen to fills", lambda: account.on("execution", lambda *_: heard.append("fill"))),
        step("listen to prices", lambda: share.on("price", lambda *_: heard.append("price"))),
        step("listen to book", lambda: share.on("orderbook", lambda *_: heard.append("book"))),
    ]
    step("prices arrive", lambda: until(lambda: "price" in heard))
    step("books arrive", lambda: until(lambda: "book" in heard))
    step("market order", lambda: share.buy(qty=2))
    step("fills arrive", lambda: until(lambda: "fill" in heard))
    abroad = step("abroad", lambda: kis.stock("AAPL"))
    priced = step("abroad quote", abroad.quote)
    step("abroad book", abroad.orderbook)
    step("abroad chart", lambda: expect(len(abroad.chart("30d").bars) > 15, "bars"))
    step("abroad minutes", lambda: expect(len(abroad.day_chart().bars) > 5, "bars"))
    bought = step(
        "abroad order", lambda: abroad.buy(price=round(priced.price * Decimal("0.9"), 2), qty=1)
    )
    step("abroad cancel", bought.cancel)
    tickets.append(
        step("listen abroad", lambda: abroad.on("price", lambda *_: heard.append("abroad")))
    )
    step("abroad prices arrive", lambda: until(lambda: "abroad" in heard))
    for ticket in filter(None, tickets):
        ticket.unsubscribe()


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
