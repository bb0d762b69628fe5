"""해외주식 거래량순위, 해외주식-043: the most shares, today or on average over some days."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_ranks import (
    asked_days,
    best_quotes,
    past_of,
    priced_between,
    rank_row,
    ranked,
    taking_part,
)
from kis_desktop.simulator.server.foreign_rows import Asked, Row
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/trade_vol")


def _answer(call: Call) -> Reply:
    days = asked_days(call)

    def average(asked: Asked) -> int:
        return past_of(asked, days).volume if days else asked.quote.volume

    def row(asked: Asked, place: int) -> Row:
        return (
            rank_row(asked)
            | best_quotes(asked)
            | {
                "a_tvol": average(asked),
                "rank": place,
                "ename": asked.share.listing.english,
            }
        )

    listed = priced_between(call, taking_part(call))
    return ranked(call, _LAYOUT, sorted(listed, key=average, reverse=True), row)


ENDPOINT = served(
    "overseas_stock/trade_vol",
    _answer,
    example={"EXCD": "NAS", "NDAY": "0", "VOL_RANG": "5"},
    other={"EXCD": "HKS", "VOL_RANG": "3"},
)
