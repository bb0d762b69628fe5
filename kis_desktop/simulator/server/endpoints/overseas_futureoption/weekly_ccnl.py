"""해외선물 체결추이(주간): weeks of a contract, oldest first."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_futures_charts import charted
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/weekly_ccnl")


def _answer(call: Call) -> Reply:
    return charted(call, _LAYOUT, "W", head="output1", rows="output2")


ENDPOINT = served(
    "overseas_futureoption/weekly_ccnl",
    _answer,
    example={"SRS_CD": "ESZ26", "EXCH_CD": "CME", "QRY_TP": "Q", "QRY_CNT": "30", "QRY_GAP": ""},
    required=("SRS_CD",),
    other={"SRS_CD": "CLG27", "QRY_CNT": "12"},
)
