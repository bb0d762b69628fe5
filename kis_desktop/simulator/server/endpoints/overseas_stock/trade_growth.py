"""해외주식 거래증가율순위, 해외주식-045: today's volume against that of days before."""

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

_LAYOUT = layout("overseas_stock/trade_growth")


def _answer(call: Call) -> Reply:
    days = asked_days(call)

    def growth(asked: Asked) -> int:
        return asked.quote.volume - past_of(asked, days).volume

    def growth_rate(asked: Asked) -> float:
        return share(growth(asked), past_of(asked, days).volume)

    def row(asked: Asked, place: int) -> Row:
        return (
            rank_row(asked)
            | best_quotes(asked)
            | {
                "n_tvol": past_of(asked, days).volume,
                "n_diff": growth(asked),
                "n_rate": growth_rate(asked),
                "rank": place,
                "ename": asked.share.listing.english,
            }
        )

    return ranked(call, _LAYOUT, sorted(taking_part(call), key=growth_rate, reverse=True), row)


ENDPOINT = served(
    "overseas_stock/trade_growth",
    _answer,
    example={"EXCD": "NAS", "NDAY": "0", "VOL_RANG": "5"},
    other={"EXCD": "HKS", "VOL_RANG": "3"},
)
