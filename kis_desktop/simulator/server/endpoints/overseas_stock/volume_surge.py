"""해외주식 거래량급증, 해외주식-039: how much volume has come within some minutes."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_ranks import (
    asked_minutes,
    before_minutes,
    best_quotes,
    rank_row,
    ranked,
    taking_part,
)
from kis_desktop.simulator.server.foreign_rows import Asked, Row
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("overseas_stock/volume_surge")


def _answer(call: Call) -> Reply:
    ago = asked_minutes(call)
    listed = taking_part(call)
    bases = {asked.share.symbol: before_minutes(asked, ago).quote.volume for asked in listed}

    def grown(asked: Asked) -> float:
        base = bases[asked.share.symbol]
        return share(asked.quote.volume - base, base)

    def row(asked: Asked, _: int) -> Row:
        base = bases[asked.share.symbol]
        return (
            rank_row(asked)
            | best_quotes(asked)
            | {
                "knam": asked.share.name,
                "enam": asked.share.listing.english,
                "n_tvol": base,
                "n_diff": asked.quote.volume - base,
                "n_rate": grown(asked),
                "trat": share(asked.quote.volume, asked.quote.previous_volume),
            }
        )

    return ranked(call, _LAYOUT, sorted(listed, key=grown, reverse=True), row)


ENDPOINT = served(
    "overseas_stock/volume_surge",
    _answer,
    example={"EXCD": "NAS", "MINX": "4", "VOL_RANG": "5"},
    other={"EXCD": "HKS", "VOL_RANG": "3"},
)
