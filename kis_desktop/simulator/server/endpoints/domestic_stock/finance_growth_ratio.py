"""국내주식 성장성비율, v1_국내주식-085: against the same period of the year before."""

from kis_desktop.simulator.facts.statements import Statement
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.finance_rows import Row, growth, statement_answer
from kis_desktop.simulator.server.served import served


def _row(call: Call, one: Statement) -> Row:
    return {
        "grs": growth(call, one, lambda of: of.sales),
        "bsop_prfi_inrt": growth(call, one, lambda of: of.operating),
        "equt_inrt": growth(call, one, lambda of: of.equity),
        "totl_aset_inrt": growth(call, one, lambda of: of.assets),
    }


ENDPOINT = served(
    "domestic_stock/finance_growth_ratio",
    statement_answer("domestic_stock/finance_growth_ratio", _row),
    example={
        "FID_DIV_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
    },
)
