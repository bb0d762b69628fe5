"""해외주식 현재체결가, v1_해외주식-009: last price and volume of one share."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import Row, asked_key, asked_share, unknown
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/price")


def _answer(call: Call) -> Reply:
    asked = asked_share(call)
    if asked is None:
        return unknown(_LAYOUT, "output", rsym=asked_key(call))
    quote = asked.quote
    row: Row = {
        "rsym": asked.key,
        "zdiv": asked.share.decimals,
        "base": asked.price(quote.base),
        "pvol": quote.previous_volume,
        "last": asked.price(quote.last),
        "tvol": quote.volume,
        "tamt": asked.turnover(quote.turnover),
        "ordy": "매매불가" if asked.share.is_index else "매수가능",
    }
    return _LAYOUT.done({"output": row | asked.change()})


ENDPOINT = served(
    "overseas_stock/price",
    _answer,
    example={"EXCD": "NAS", "SYMB": "AAPL"},
    other={"EXCD": "HKS", "SYMB": "00005"},
)
