"""해외옵션 분봉조회: minutes of an option, oldest first."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_futures_charts import charted
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/inquire_time_optchartprice")


def _answer(call: Call) -> Reply:
    return charted(call, _LAYOUT, "minute", head="output1", rows="output2")


ENDPOINT = served(
    "overseas_futureoption/inquire_time_optchartprice",
    _answer,
    example={
        "SRS_CD": "OESZ26 C5900",
        "EXCH_CD": "CME",
        "QRY_TP": "Q",
        "QRY_CNT": "30",
        "QRY_GAP": "5",
    },
    required=("SRS_CD",),
    other={"SRS_CD": "OGCG27 C3300", "QRY_CNT": "12"},
)
