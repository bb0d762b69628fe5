"""해외선물 분봉조회: minutes of a future, oldest first."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_futures_charts import charted
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/inquire_time_futurechartprice")


def _answer(call: Call) -> Reply:
    return charted(call, _LAYOUT, "minute", head="output2", rows="output1")


ENDPOINT = served(
    "overseas_futureoption/inquire_time_futurechartprice",
    _answer,
    example={"SRS_CD": "ESZ26", "EXCH_CD": "CME", "QRY_TP": "Q", "QRY_CNT": "30", "QRY_GAP": "5"},
    required=("SRS_CD",),
    other={"SRS_CD": "CLG27", "QRY_CNT": "12"},
)
