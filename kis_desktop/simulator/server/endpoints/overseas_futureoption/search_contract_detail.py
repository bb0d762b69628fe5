"""해외선물 상품기본정보: what up to 32 futures are."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_futures import (
    AskedContract,
    Row,
    aligned,
    asked_contract,
    detail_row,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/search_contract_detail")
_MOST = 32


def _answer(call: Call) -> Reply:
    count = min(call.number("QRY_CNT") or 1, _MOST)
    names = (f"SRS_CD_{number:02d}" for number in range(1, count + 1))
    found = (asked_contract(call, name) for name in names)
    return _LAYOUT.done({"output2": [_row(asked) for asked in found if asked is not None]})


def _row(asked: AskedContract) -> Row:
    return aligned(
        _LAYOUT, "output2", detail_row(asked) | {"sub_exch_nm": asked.contract.product.floor}
    )


ENDPOINT = served(
    "overseas_futureoption/search_contract_detail",
    _answer,
    example={"QRY_CNT": "1", "SRS_CD_01": "ESZ26"},
    other={"SRS_CD_01": "CLG27"},
)
