"""선물옵션 일중예상체결추이, 국내선물-018: what the day's auctions would have ended in."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_rows import (
    asked_instrument,
    expected_fields,
    points,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/exp_price_trend")
_EVERY = 10
"""seconds"""


def _answer(call: Call) -> Reply:
    instrument = asked_instrument(call)
    known = instrument.expectations(call.now, _EVERY)
    running = instrument.expectation(call.now)
    last = running or (known[0] if known else None)
    output1 = {"hts_kor_isnm": instrument.contract.name, **expected_fields(last)}
    if last is not None:
        output1["futs_sdpr"] = points(last.base)
    rows = [{"stck_cntg_hour": one.time.time(), **expected_fields(one)} for one in known]
    return _LAYOUT.done({"output1": output1, "output2": rows})


ENDPOINT = served(
    "domestic_futureoption/exp_price_trend",
    _answer,
    example={"FID_INPUT_ISCD": "A01612", "FID_COND_MRKT_DIV_CODE": "F"},
    other={"FID_INPUT_ISCD": "B01612555", "FID_COND_MRKT_DIV_CODE": "O"},
    required=("FID_INPUT_ISCD",),
)
