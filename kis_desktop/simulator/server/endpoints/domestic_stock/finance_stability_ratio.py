"""국내주식 안정성비율, v1_국내주식-083: reckoned from the statements."""

from kis_desktop.simulator.facts.statements import Statement
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.finance_rows import Row, statement_answer
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share


def _row(_call: Call, one: Statement) -> Row:
    return {
        "lblt_rate": share(one.liabilities, one.equity),
        "bram_depn": share(one.borrowings, one.assets),
        "crnt_rate": share(one.current_assets, one.current_liabilities),
        "quck_rate": share(one.quick_assets, one.current_liabilities),
    }


ENDPOINT = served(
    "domestic_stock/finance_stability_ratio",
    statement_answer("domestic_stock/finance_stability_ratio", _row),
    example={
        "FID_DIV_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
    },
)
