"""해외주식 신고/신저가, 해외주식-042: who has broken the day's range within some minutes.

The base is the day's high (low) as it stood so long ago; what is kept is still beyond it.
"""

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

_LAYOUT = layout("overseas_stock/new_highlow")


def _answer(call: Call) -> Reply:
    high = call.choice("GUBN", "0", "1") == "1"
    kept = call.choice("GUBN2", "0", "1") == "1"
    ago = asked_minutes(call)
    listed = taking_part(call)
    bases: dict[str, int] = {}
    for asked in listed:
        then = before_minutes(asked, ago).quote
        bases[asked.share.symbol] = then.high if high else then.low

    def beyond(asked: Asked) -> int:
        base, quote = bases[asked.share.symbol], asked.quote
        reached = quote.last if kept else quote.high if high else quote.low
        return reached - base if high else base - reached

    def moved(asked: Asked) -> float:
        base = bases[asked.share.symbol]
        return share(asked.quote.last - base, base)

    def row(asked: Asked, place: int) -> Row:
        base = bases[asked.share.symbol]
        return (
            rank_row(asked)
            | best_quotes(asked)
            | {
                "n_base": asked.price(base),
                "n_diff": asked.price(asked.quote.last - base),
                "n_rate": signed_rate(moved(asked)),
                "nhgh": asked.price(asked.quote.high),
                "nlow": asked.price(asked.quote.low),
                "rank": place,
                "ename": asked.share.listing.english,
            }
        )

    broken = [asked for asked in listed if beyond(asked) > 0]
    return ranked(call, _LAYOUT, sorted(broken, key=moved, reverse=high), row)


ENDPOINT = served(
    "overseas_stock/new_highlow",
    _answer,
    example={"EXCD": "NAS", "MINX": "9", "VOL_RANG": "0", "GUBN": "1", "GUBN2": "1"},
)
