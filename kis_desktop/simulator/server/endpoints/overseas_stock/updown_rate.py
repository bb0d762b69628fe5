"""해외주식 상승률/하락률, 해외주식-041: against the close before, or that of some days ago."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_ranks import (
    asked_days,
    best_quotes,
    past_of,
    rank_row,
    ranked,
    taking_part,
)
from kis_desktop.simulator.server.foreign_rows import Asked, Row, signed_rate
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("overseas_stock/updown_rate")


def _answer(call: Call) -> Reply:
    rising = call.choice("GUBN", "0", "1") == "1"
    days = asked_days(call)

    def base(asked: Asked) -> int:
        return past_of(asked, days).close if days else asked.quote.base

    def moved(asked: Asked) -> float:
        return share(asked.quote.last - base(asked), base(asked))

    def row(asked: Asked, place: int) -> Row:
        return (
            rank_row(asked)
            | best_quotes(asked)
            | {
                "n_base": asked.price(base(asked)),
                "n_diff": asked.price(asked.quote.last - base(asked)),
                "n_rate": signed_rate(moved(asked)),
                "rank": place,
                "ename": asked.share.listing.english,
            }
        )

    return ranked(call, _LAYOUT, sorted(taking_part(call), key=moved, reverse=rising), row)


ENDPOINT = served(
    "overseas_stock/updown_rate",
    _answer,
    example={"EXCD": "NAS", "NDAY": "0", "GUBN": "1", "VOL_RANG": "5"},
    other={"EXCD": "HKS", "VOL_RANG": "3"},
)
