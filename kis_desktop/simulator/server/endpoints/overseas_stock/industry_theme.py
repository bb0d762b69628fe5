"""해외주식 업종별시세, 해외주식-048: the shares of a sector, the largest first."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_ranks import best_quotes, rank_row, ranked, taking_part
from kis_desktop.simulator.server.foreign_rows import Asked, Row
from kis_desktop.simulator.server.foreign_worth import market_value
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/industry_theme")


def _answer(call: Call) -> Reply:
    sector = call.text("ICOD").zfill(3)
    found = [asked for asked in taking_part(call) if asked.share.sector == sector]
    return ranked(call, _LAYOUT, sorted(found, key=market_value, reverse=True), _row)


def _row(asked: Asked, place: int) -> Row:
    book = asked.course.book(asked.now, levels=1)
    row = rank_row(asked) | best_quotes(asked)
    del row["tamt"]
    return row | {
        "vask": book.asks[0].size,
        "vbid": book.bids[0].size if book.bids else 0,
        "seqn": place,
        "ename": asked.share.listing.english,
    }


ENDPOINT = served(
    "overseas_stock/industry_theme",
    _answer,
    example={"EXCD": "NAS", "ICOD": "045", "VOL_RANG": "5"},
    other={"EXCD": "HKS", "ICOD": "040", "VOL_RANG": "0"},
)
