"""국내주식 종목투자의견, 국내주식-188: what the houses think of a share, newest first.

괴리도 is the price less the target: of the day before the report (N일), and now.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.finance_rows import symbol_of
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.opinion_rows import asked_reports, report_row
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/invest_opinion")


def _answer(call: Call) -> Reply:
    rows = [report_row(call, one) for one in asked_reports(call, symbol_of(call))]
    return _LAYOUT.done({"output": [row | _then(row) for row in rows]})


def _then(row: dict[str, Value]) -> dict[str, Value]:
    close, target = int(str(row["stck_prdy_clpr"])), int(str(row["hts_goal_prc"]))
    return {"stck_nday_esdg": close - target, "nday_dprt": (close - target) * 100 / target}


ENDPOINT = served(
    "domestic_stock/invest_opinion",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "16633",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_DATE_1": "20260501",
        "FID_INPUT_DATE_2": "20261120",
    },
)
