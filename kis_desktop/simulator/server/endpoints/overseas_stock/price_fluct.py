"""해외주식 가격급등락, 해외주식-038: how far prices have gone within some minutes."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_ranks import (
    asked_minutes,
    before_minutes,
    best_quotes,
    rank_row,
    ranked,
    taking_part,
)
from kis_desktop.simulator.server.foreign_rows import Asked, Row, signed_rate
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("overseas_stock/price_fluct")


def _answer(call: Call) -> Reply:
    rising = call.choice("GUBN", "0", "1") == "1"
    ago = asked_minutes(call)
    listed = taking_part(call)
    bases = {asked.share.symbol: before_minutes(asked, ago).quote.last for asked in listed}

    def moved(asked: Asked) -> float:
        base = bases[asked.share.symbol]
        return share(asked.quote.last - base, base)

    def row(asked: Asked, _: int) -> Row:
        base = bases[asked.share.symbol]
        return (
            rank_row(asked)
            | best_quotes(asked)
            | {
                "knam": asked.share.name,
                "enam": asked.share.listing.english,
                "n_base": asked.price(base),
                "n_last": asked.price(asked.quote.last),
                "n_diff": asked.price(asked.quote.last - base),
                "n_rate": signed_rate(moved(asked)),
            }
        )

    return ranked(call, _LAYOUT, sorted(listed, key=moved, reverse=rising), row)


ENDPOINT = served(
    "overseas_stock/price_fluct",
    _answer,
    example={"EXCD": "NAS", "GUBN": "1", "MINX": "4", "VOL_RANG": "5"},
    other={"EXCD": "HKS", "VOL_RANG": "3"},
)
