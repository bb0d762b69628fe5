"""국내주식 대차대조표, v1_국내주식-078: assets are liabilities and equity; 억원."""

from kis_desktop.simulator.facts.statements import Statement
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.finance_rows import (
    Row,
    hundred_millions,
    statement_answer,
    symbol_of,
)
from kis_desktop.simulator.server.served import served


def _row(call: Call, one: Statement) -> Row:
    capital = call.market.others.companies.capital_on(symbol_of(call), one.period.end)
    surplus = max(one.paid_in - capital, 0)
    lines = {
        "cras": one.current_assets,
        "fxas": one.fixed_assets,
        "total_aset": one.assets,
        "flow_lblt": one.current_liabilities,
        "fix_lblt": one.fixed_liabilities,
        "total_lblt": one.liabilities,
        "cpfn": capital,
        "cfp_surp": surplus,
        "prfi_surp": one.equity - capital - surplus,
        "total_cptl": one.equity,
    }
    return {name: hundred_millions(amount) for name, amount in lines.items()}


ENDPOINT = served(
    "domestic_stock/finance_balance_sheet",
    statement_answer("domestic_stock/finance_balance_sheet", _row),
    example={
        "FID_DIV_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
    },
)
