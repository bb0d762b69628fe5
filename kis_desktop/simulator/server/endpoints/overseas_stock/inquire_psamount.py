"""해외주식 매수가능금액조회, v1_해외주식-014: what a currency's cash buys at a price.

The last of the amounts adds the won of the account at today's rate (통합증거금), less five percent
for what the rate may move.
"""

from decimal import Decimal

from kis_desktop.simulator.markets.overseas_stock.account import fills_today
from kis_desktop.simulator.markets.overseas_stock.dealing import fee_rate
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_rows import (
    fixed,
    refusal_abroad,
    stocks,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refusal, Refused, Side

_LAYOUT = layout("overseas_stock/inquire_psamount")
_OF_WON = Decimal("0.95")


def _answer(call: Call) -> Reply:
    market, exchange = stocks(call), call.text("OVRS_EXCG_CD")
    dealt = market.dealer.find_dealt(exchange, call.text("ITEM_CD"))
    if dealt is None:
        return refusal_abroad(Refused(Refusal.UNKNOWN_SYMBOL), call.world)
    asked = call.decimal("OVRS_ORD_UNPR")
    price = max(int(asked.scaleb(dealt.decimals)), 0) or dealt.course.quote(call.now).last
    book = market.dealer.book(call.account_number)
    free = max(book.free(dealt.currency, call.now), Decimal(0))
    most = market.dealer.affordable(call.account_number, dealt, Side.BUY, price, call.now)
    sold = sum(
        (
            dealt.money(fill.value) - fill.fee - fill.tax
            for fill in fills_today(market, call.account_number, call.now)
            if fill.side is Side.SELL
            and (other := market.dealer.find_dealt(fill.exchange, fill.code)) is not None
            and other.currency == dealt.currency
        ),
        Decimal(0),
    )
    one_won = market.currencies.won(dealt.currency, call.now)
    won = Decimal(call.account.cash().orderable) / one_won * _OF_WON
    part = 1 + fee_rate(dealt.currency)
    both = (free + won) / part
    output: Values = {
        "tr_crcy_cd": dealt.currency,
        "ord_psbl_frcr_amt": fixed(free, 2),
        "sll_ruse_psbl_amt": fixed(sold, 2),
        "ovrs_ord_psbl_amt": fixed(free / part, 2),
        "max_ord_psbl_qty": most,
        "echm_af_ord_psbl_amt": "0.00",
        "echm_af_ord_psbl_qty": "0",
        "ord_psbl_qty": most,
        "exrt": fixed(market.currencies.quoted(dealt.currency, call.now), 10),
        "frcr_ord_psbl_amt1": fixed(both, 6),
        "ovrs_max_ord_psbl_qty": int(both / dealt.money(price)),
    }
    return _LAYOUT.done({"output": output}, code="KIOK0510", message="조회가 완료되었습니다")


ENDPOINT = served(
    "overseas_stock/inquire_psamount",
    _answer,
    required=("OVRS_EXCG_CD", "ITEM_CD"),
    example={"OVRS_EXCG_CD": "NASD", "OVRS_ORD_UNPR": "180.25", "ITEM_CD": "AAPL"},
)
