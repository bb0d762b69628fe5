"""해외증거금 통화별조회, 해외주식-035: cash, margins and what can be ordered, by currency.

What can be ordered over all currencies (통합) takes the other currencies and the won of the account
at today's rates.
"""

from decimal import Decimal

from kis_desktop.simulator.markets.overseas_stock.cash import cash_of
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.overseas_rows import fixed, stocks
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/foreign_margin")


def _answer(call: Call) -> Reply:
    cash = tuple(cash_of(stocks(call), call.account_number, call.now))
    won = Decimal(call.account.cash().orderable)
    everything = won + sum((one.free * one.won for one in cash), Decimal(0))
    rows = [
        {
            "natn_name": one.country.name,
            "crcy_cd": one.currency,
            "frcr_dncl_amt1": fixed(one.settled, 6),
            "ustl_buy_amt": fixed(one.bought, 6),
            "ustl_sll_amt": fixed(one.sold, 6),
            "frcr_rcvb_amt": fixed(max(-one.deposit, Decimal(0)), 6),
            "frcr_mgn_amt": fixed(one.bound, 6),
            "frcr_gnrl_ord_psbl_amt": fixed(one.free, 6),
            "frcr_ord_psbl_amt1": fixed(one.free, 6),
            "itgr_ord_psbl_amt": fixed(everything / one.won, 6),
            "bass_exrt": fixed(one.quoted, 8),
        }
        for one in cash
    ]
    return _LAYOUT.answered({"output": rows})


ENDPOINT = served("overseas_stock/foreign_margin", _answer, required=(), example={})
