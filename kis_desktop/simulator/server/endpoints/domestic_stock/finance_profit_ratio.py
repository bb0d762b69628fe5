"""국내주식 수익성비율, v1_국내주식-081: reckoned from the statements."""

from kis_desktop.simulator.facts.statements import Statement
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.finance_rows import Row, statement_answer
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share


def _row(_call: Call, one: Statement) -> Row:
    return {
        "cptl_ntin_rate": share(one.net, one.assets),
        "self_cptl_ntin_inrt": share(one.net, one.equity),
        "sale_ntin_rate": share(one.net, one.sales),
        "sale_totl_rate": share(one.gross, one.sales),
    }


ENDPOINT = served(
    "domestic_stock/finance_profit_ratio",
    statement_answer("domestic_stock/finance_profit_ratio", _row),
    example={
        "FID_DIV_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
    },
)
