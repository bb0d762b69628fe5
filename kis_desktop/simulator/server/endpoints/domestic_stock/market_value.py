"""시장가치 순위, v1_국내주식-096: the last price against the statement of a period.

EVA and EBITDA are in 100 million won.
"""

from kis_desktop.simulator.facts.statements import Statement
from kis_desktop.simulator.server.rankings import STATES
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.statement_ranks import (
    Judged,
    Measure,
    amount,
    ranked_by_statements,
    ratio,
)

_COST_OF_CAPITAL = 0.08
_TAX = 0.22
_MILLION = 1_000_000


def _per_share(line: float, one: Judged) -> float:
    return line * _MILLION / one.statement.shares


def _eva(one: Judged) -> float:
    of = one.statement
    cost = (of.equity + of.borrowings) * _COST_OF_CAPITAL
    return (of.operating * (1 - _TAX) - cost) / 100


def _value_to_ebitda(one: Judged) -> float:
    of = one.statement
    worth = one.price * of.shares / _MILLION + of.borrowings
    return ratio(worth, of.ebitda)


def _cash_flow(of: Statement) -> int:
    return of.net + of.depreciation


_MEASURES: dict[str, tuple[str, Measure]] = {
    "23": ("per", lambda one: ratio(one.price, round(one.statement.eps))),
    "24": ("pbr", lambda one: ratio(one.price, one.statement.bps)),
    "25": ("pcr", lambda one: ratio(one.price, _per_share(_cash_flow(one.statement), one))),
    "26": ("psr", lambda one: ratio(one.price, one.statement.sps)),
    "27": ("eps", lambda one: round(one.statement.eps)),
    "28": ("eva", _eva),
    "29": ("ebitda", amount(lambda of: of.ebitda)),
    "30": ("pv_div_ebitda", _value_to_ebitda),
    "31": (
        "ebitda_div_fnnc_expn",
        lambda one: ratio(one.statement.ebitda, one.statement.other_expense),
    ),
}

ENDPOINT = served(
    "domestic_stock/market_value",
    ranked_by_statements("domestic_stock/market_value", _MEASURES, STATES),
    of_whole_market=True,
    example={
        "FID_TRGT_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20179",
        "FID_INPUT_ISCD": "0000",
        "FID_DIV_CLS_CODE": "0",
        "FID_VOL_CNT": "100000",
        "FID_INPUT_OPTION_1": "2024",
        "FID_INPUT_OPTION_2": "3",
        "FID_RANK_SORT_CLS_CODE": "23",
        "FID_BLNG_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_OPTION_1", "FID_RANK_SORT_CLS_CODE"),
)
