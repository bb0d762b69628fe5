"""국내주식 재무비율, v1_국내주식-080: reckoned from the statements."""

from kis_desktop.simulator.facts.statements import Statement
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.finance_rows import (
    Row,
    growth,
    statement_answer,
    symbol_of,
)
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share


def _row(call: Call, one: Statement) -> Row:
    capital = call.market.others.companies.capital_on(symbol_of(call), one.period.end)
    return {
        "grs": growth(call, one, lambda of: of.sales),
        "bsop_prfi_inrt": growth(call, one, lambda of: of.operating),
        "ntin_inrt": growth(call, one, lambda of: of.net),
        "roe_val": share(one.net, one.equity),
        "eps": round(one.eps),
        "sps": round(one.sps),
        "bps": round(one.bps),
        "rsrv_rate": share(one.equity - capital, capital),
        "lblt_rate": share(one.liabilities, one.equity),
    }


ENDPOINT = served(
    "domestic_stock/finance_financial_ratio",
    statement_answer("domestic_stock/finance_financial_ratio", _row),
    example={
        "FID_DIV_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
    },
)
