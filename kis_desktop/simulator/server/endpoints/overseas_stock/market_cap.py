"""해외주식 시가총액순위, 해외주식-047: the largest of an exchange, and their part of all."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_ranks import (
    rank_row,
    ranked,
    taking_part,
)
from kis_desktop.simulator.server.foreign_rows import Asked, Row
from kis_desktop.simulator.server.foreign_worth import market_value
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("overseas_stock/market_cap")


def _answer(call: Call) -> Reply:
    listed = taking_part(call)
    ordered = sorted(listed, key=market_value, reverse=True)
    whole = sum(market_value(asked) for asked in ordered)

    def row(asked: Asked, place: int) -> Row:
        value = market_value(asked)
        return rank_row(asked) | {
            "shar": asked.share.shares,
            "tomv": value,
            "mcap": value,
            "grav": share(value, whole),
            "rank": place,
            "ename": asked.share.listing.english,
        }

    return ranked(call, _LAYOUT, ordered, row)


ENDPOINT = served(
    "overseas_stock/market_cap",
    _answer,
    example={"EXCD": "NAS", "VOL_RANG": "5"},
    other={"EXCD": "HKS", "VOL_RANG": "3"},
)
