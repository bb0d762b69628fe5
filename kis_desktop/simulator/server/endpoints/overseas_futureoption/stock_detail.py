"""해외선물종목상세, v1_해외선물-008: what a future is. Spreads aren't listed here."""

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

_LAYOUT = layout("overseas_futureoption/stock_detail")


def _answer(call: Call) -> Reply:
    asked = asked_contract(call)
    if asked is None:
        return no_contract(_LAYOUT)
    row = detail_row(asked) | {"prev_price": asked.price(asked.quote.base)}
    return _LAYOUT.done({"output1": aligned(_LAYOUT, "output1", row)})


ENDPOINT = served(
    "overseas_futureoption/stock_detail",
    _answer,
    example={"SRS_CD": "ESZ26"},
    other={"SRS_CD": "CLG27"},
)
