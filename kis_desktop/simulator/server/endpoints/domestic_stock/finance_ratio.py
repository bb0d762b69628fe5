"""재무비율 순위, v1_국내주식-092: by profitability, stability, growth or activity.

Receivables are taken as a fixed part of the quick assets: the statements tell no more.
"""

from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.statement_ranks import (
    Judged,
    Measure,
    growing,
    percent,
    ranked_by_statements,
    ratio,
)
from kis_desktop.simulator.server.wire_text import share

_RECEIVABLES = 0.55


def _reserves(one: Judged) -> float:
    """유보비율: what the equity is above the capital, in percent of it."""
    return share(one.statement.equity - one.capital, one.capital)


def _asset_turnover(one: Judged) -> float:
    return ratio(one.statement.sales, one.statement.assets)


def _receivables_turnover(one: Judged) -> float:
    return ratio(one.statement.sales, one.statement.quick_assets * _RECEIVABLES)


_MEASURES: dict[str, tuple[str, Measure]] = {
    "7": ("cptl_op_prfi", percent(lambda of: of.ordinary, lambda of: of.assets)),
    "8": ("cptl_ntin_rate", percent(lambda of: of.net, lambda of: of.assets)),
    "9": ("sale_totl_rate", percent(lambda of: of.gross, lambda of: of.sales)),
    "10": ("sale_ntin_rate", percent(lambda of: of.net, lambda of: of.sales)),
    "11": ("bis", percent(lambda of: of.equity, lambda of: of.assets)),
    "12": ("lblt_rate", percent(lambda of: of.liabilities, lambda of: of.equity)),
    "13": ("bram_depn", percent(lambda of: of.borrowings, lambda of: of.assets)),
    "14": ("rsrv_rate", _reserves),
    "15": ("grs", growing(lambda of: of.sales)),
    "16": ("op_prfi_inrt", growing(lambda of: of.ordinary)),
    "17": ("bsop_prfi_inrt", growing(lambda of: of.operating)),
    "18": ("ntin_inrt", growing(lambda of: of.net)),
    "19": ("equt_inrt", growing(lambda of: of.equity)),
    "20": ("cptl_tnrt", _asset_turnover),
    "21": ("sale_bond_tnrt", _receivables_turnover),
    "22": ("totl_aset_inrt", growing(lambda of: of.assets)),
}
"""KIS names 7, 11, 15 and 20, the first of each group; the others are counted on from them"""

ENDPOINT = served(
    "domestic_stock/finance_ratio",
    ranked_by_statements("domestic_stock/finance_ratio", _MEASURES),
    of_whole_market=True,
    example={
        "FID_TRGT_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20175",
        "FID_INPUT_ISCD": "0000",
        "FID_DIV_CLS_CODE": "0",
        "FID_VOL_CNT": "100000",
        "FID_INPUT_OPTION_1": "2024",
        "FID_INPUT_OPTION_2": "3",
        "FID_RANK_SORT_CLS_CODE": "7",
        "FID_BLNG_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_OPTION_1", "FID_RANK_SORT_CLS_CODE"),
)
