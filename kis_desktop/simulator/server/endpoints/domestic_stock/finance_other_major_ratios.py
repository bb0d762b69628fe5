"""국내주식 기타주요비율, v1_국내주식-082: payout, EVA, EBITDA (억원), EV/EBITDA."""

from kis_desktop.simulator.facts.statements import Statement
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.finance_rows import (
    Row,
    hundred_millions,
    statement_answer,
    symbol_of,
)
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_COST_OF_CAPITAL = 0.08
_TAX = 0.22
_MILLION = 1_000_000


def _row(call: Call, one: Statement) -> Row:
    price = call.market.others.companies.price_on(symbol_of(call), one.period.end)
    worth = price * one.shares / _MILLION + one.borrowings
    earned = one.operating * (1 - _TAX) - (one.equity + one.borrowings) * _COST_OF_CAPITAL
    return {
        "payout_rate": share(one.dividends, one.net) if one.net > 0 else 0.0,
        "eva": hundred_millions(earned),
        "ebitda": hundred_millions(one.ebitda),
        "ev_ebitda": worth / one.ebitda if one.ebitda > 0 else 0.0,
    }


ENDPOINT = served(
    "domestic_stock/finance_other_major_ratios",
    statement_answer("domestic_stock/finance_other_major_ratios", _row),
    example={
        "FID_DIV_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
    },
)
