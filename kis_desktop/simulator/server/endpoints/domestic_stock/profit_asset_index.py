"""수익자산지표 순위, v1_국내주식-090: by lines of the statements, in 100 million won."""

from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.statement_ranks import Measure, amount, ranked_by_statements

_MEASURES: dict[str, tuple[str, Measure]] = {
    "0": ("sale_totl_prfi", amount(lambda of: of.gross)),
    "1": ("bsop_prti", amount(lambda of: of.operating)),
    "2": ("op_prfi", amount(lambda of: of.ordinary)),
    "3": ("thtr_ntin", amount(lambda of: of.net)),
    "4": ("total_aset", amount(lambda of: of.assets)),
    "5": ("total_lblt", amount(lambda of: of.liabilities)),
    "6": ("total_cptl", amount(lambda of: of.equity)),
}

ENDPOINT = served(
    "domestic_stock/profit_asset_index",
    ranked_by_statements("domestic_stock/profit_asset_index", _MEASURES),
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_TRGT_CLS_CODE": "0",
        "FID_COND_SCR_DIV_CODE": "20173",
        "FID_INPUT_ISCD": "0000",
        "FID_DIV_CLS_CODE": "0",
        "FID_VOL_CNT": "100000",
        "FID_INPUT_OPTION_1": "2024",
        "FID_INPUT_OPTION_2": "3",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_BLNG_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_OPTION_1", "FID_RANK_SORT_CLS_CODE"),
)
