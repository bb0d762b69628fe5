"""해외옵션종목상세: what an option is."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_futures import (
    aligned,
    asked_contract,
    detail_row,
    no_contract,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/opt_detail")


def _answer(call: Call) -> Reply:
    asked = asked_contract(call)
    if asked is None:
        return no_contract(_LAYOUT)
    row = detail_row(asked)
    return _LAYOUT.done({"output1": aligned(_LAYOUT, "output1", row)})


ENDPOINT = served(
    "overseas_futureoption/opt_detail",
    _answer,
    example={"SRS_CD": "OESZ26 C5900"},
    other={"SRS_CD": "OGCG27 C3300"},
)
