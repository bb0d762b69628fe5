"""해외옵션 호가: five levels of an option's book."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_futures import (
    Row,
    asked_contract,
    book_rows,
    no_contract,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/opt_asking_price")


def _answer(call: Call) -> Reply:
    asked = asked_contract(call)
    if asked is None:
        return no_contract(_LAYOUT)
    quote = asked.quote
    head: Row = {
        "open_price": asked.price(quote.open),
        "high_price": asked.price(quote.high),
        "lowp_rice": asked.price(quote.low),
        "last_price": asked.price(quote.last),
        "sttl_price": asked.price(quote.base),
        "vol": quote.volume,
        "prev_diff_price": asked.price(quote.change),
        "prev_diff_rate": quote.change_rate,
        "quot_date": asked.book.time.date(),
        "quot_time": asked.book.time.time(),
    }
    return _LAYOUT.done({"output1": head, "output2": book_rows(asked)})


ENDPOINT = served(
    "overseas_futureoption/opt_asking_price", _answer, example={"SRS_CD": "OESZ26 C5900"}
)
