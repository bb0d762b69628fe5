"""선물옵션 시세호가, v1_국내선물-007: five levels of a contract's book."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_rows import (
    asked_by_night,
    asked_instrument,
    book_fields,
    change_fields,
    points,
    standing_of,
    total_fields,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/inquire_asking_price")
_LEVELS = 5


def _answer(call: Call) -> Reply:
    instrument, night = asked_instrument(call), asked_by_night(call)
    standing = standing_of(call, instrument, night=night)
    book = instrument.course(night=night).book(call.now, _LEVELS)
    return _LAYOUT.done(
        {
            "output1": {
                "hts_kor_isnm": instrument.contract.name,
                **change_fields(standing),
                "acml_vol": standing.quote.volume,
                "futs_prdy_clpr": points(standing.quote.base),
                "futs_shrn_iscd": call.text("FID_INPUT_ISCD"),
            },
            "output2": {
                **book_fields(book, "futs_", _LEVELS),
                **total_fields(book),
                "aspr_acpt_hour": book.time.time(),
            },
        }
    )


ENDPOINT = served(
    "domestic_futureoption/inquire_asking_price",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "F", "FID_INPUT_ISCD": "A01612"},
    other={"FID_COND_MRKT_DIV_CODE": "JF", "FID_INPUT_ISCD": "A11612"},
    required=("FID_INPUT_ISCD",),
)
