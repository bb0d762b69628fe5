"""해외주식 매수체결강도상위, 해외주식-040: who is bought the most.

The strength beside today's is that of a past day's end, or of now when today is asked for.
"""

from datetime import timedelta

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_ranks import (
    asked_days,
    best_quotes,
    rank_row,
    ranked,
    taking_part,
)
from kis_desktop.simulator.server.foreign_rows import Asked, Row, strength
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.trading_hours import current_session

_LAYOUT = layout("overseas_stock/volume_power")


def _answer(call: Call) -> Reply:
    days = asked_days(call)

    def today(asked: Asked) -> float:
        return strength(asked.quote)

    def row(asked: Asked, _: int) -> Row:
        return (
            rank_row(asked)
            | best_quotes(asked)
            | {
                "knam": asked.share.name,
                "enam": asked.share.listing.english,
                "tpow": today(asked),
                "strn": today(asked),
                "powx": _strength_then(asked, days) if days else today(asked),
                "bivl": asked.quote.sold,
                "asvl": asked.quote.bought,
            }
        )

    return ranked(call, _LAYOUT, sorted(taking_part(call), key=today, reverse=True), row)


def _strength_then(asked: Asked, days: int) -> float:
    """At the end of the day that lies so many trading days back."""
    sessions = asked.course.terms.sessions
    session = asked.session
    for _ in range(days):
        session = current_session(sessions, session.start - timedelta(seconds=1))
    return strength(asked.course.quote(session.end))


ENDPOINT = served(
    "overseas_stock/volume_power",
    _answer,
    example={"EXCD": "NAS", "NDAY": "0", "VOL_RANG": "5"},
    other={"EXCD": "HKS", "VOL_RANG": "3"},
)
