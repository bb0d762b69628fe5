"""국내주식 손익계산서, v1_국내주식-079: the lines add up; 억원."""

from kis_desktop.simulator.facts.statements import Statement
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.finance_rows import Row, hundred_millions, statement_answer
from kis_desktop.simulator.server.served import served


def _row(_call: Call, one: Statement) -> Row:
    lines = {
        "sale_account": one.sales,
        "sale_cost": one.cost,
        "sale_totl_prfi": one.gross,
        "depr_cost": one.depreciation,
        "sell_mang": one.administration,
        "bsop_prti": one.operating,
        "bsop_non_ernn": one.other_income,
        "bsop_non_expn": one.other_expense,
        "op_prfi": one.ordinary,
        "spec_prfi": one.special_gain,
        "spec_loss": one.special_loss,
        "thtr_ntin": one.net,
    }
    return {name: hundred_millions(amount) for name, amount in lines.items()}


ENDPOINT = served(
    "domestic_stock/finance_income_statement",
    statement_answer("domestic_stock/finance_income_statement", _row),
    example={
        "FID_DIV_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
    },
)
