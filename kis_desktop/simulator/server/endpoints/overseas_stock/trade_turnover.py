"""해외주식 거래회전율순위, 해외주식-046: volume in percent of the shares listed."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_ranks import (
    asked_days,
    best_quotes,
    past_of,
    rank_row,
    ranked,
    taking_part,
)
from kis_desktop.simulator.server.foreign_rows import Asked, Row
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("overseas_stock/trade_turnover")


def _answer(call: Call) -> Reply:
    days = asked_days(call)

    def average(asked: Asked) -> int:
        return past_of(asked, days).volume if days else asked.quote.volume

    def rate(asked: Asked) -> float:
        return share(average(asked), asked.share.shares)

    def row(asked: Asked, place: int) -> Row:
        return (
            rank_row(asked)
            | best_quotes(asked)
            | {
                "n_tvol": average(asked),
                "shar": asked.share.shares,
                "tover": rate(asked),
                "trat": rate(asked),
                "rank": place,
                "ename": asked.share.listing.english,
            }
        )

    return ranked(call, _LAYOUT, sorted(taking_part(call), key=rate, reverse=True), row)


ENDPOINT = served(
    "overseas_stock/trade_turnover",
    _answer,
    example={"EXCD": "NAS", "NDAY": "0", "VOL_RANG": "5"},
    other={"EXCD": "HKS", "VOL_RANG": "3"},
)
