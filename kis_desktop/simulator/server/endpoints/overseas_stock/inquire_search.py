"""해외주식조건검색, v1_해외주식-015: shares of an exchange within ranges, the largest first.

Market value, shares and turnover are asked for, and the amounts given, in thousands.
"""

from collections.abc import Callable

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_ranks import ORDERABLE, list_head
from kis_desktop.simulator.server.foreign_rows import Asked, Row, key_page, of_exchange
from kis_desktop.simulator.server.foreign_worth import market_value, per
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/inquire_search")
_ROWS = 100
_THOUSAND = 1000
_FIGURES: dict[str, Callable[[Asked], float]] = {
    "PRICECUR": lambda asked: float(asked.price(asked.quote.last)),
    "RATE": lambda asked: asked.quote.change_rate,
    "VALX": lambda asked: market_value(asked) / _THOUSAND,
    "SHAR": lambda asked: asked.share.shares / _THOUSAND,
    "VOLUME": lambda asked: asked.quote.volume,
    "AMT": lambda asked: asked.turnover(asked.quote.turnover) / _THOUSAND,
    "EPS": lambda asked: float(asked.share.eps),
    "PER": per,
}


def _answer(call: Call) -> Reply:
    ranges = {
        name: (_bound(call, f"CO_ST_{name}"), _bound(call, f"CO_EN_{name}"))
        for name in _FIGURES
        if call.text(f"CO_YN_{name}") == "1"
    }
    found = [
        asked
        for asked in of_exchange(call)
        if all(_within(_FIGURES[name](asked), *bounds) for name, bounds in ranges.items())
    ]
    found.sort(key=market_value, reverse=True)
    page = key_page(call, found, _ROWS)
    rows = [_row(asked, page.start + place) for place, asked in enumerate(page.rows, 1)]
    return page.paged(_LAYOUT, {"output1": list_head(call, len(found), rows), "output2": rows})


def _bound(call: Call, name: str) -> float | None:
    return float(call.decimal(name)) if call.text(name) else None


def _within(figure: float, low: float | None, high: float | None) -> bool:
    return (low is None or low <= figure) and (high is None or figure <= high)


def _row(asked: Asked, place: int) -> Row:
    share, quote = asked.share, asked.quote
    row: Row = {
        "rsym": asked.key,
        "excd": asked.code,
        "name": share.name,
        "symb": share.symbol,
        "last": asked.price(quote.last),
        "shar": share.shares,
        "valx": market_value(asked) // _THOUSAND,
        "plow": asked.price(quote.low),
        "phigh": asked.price(quote.high),
        "popen": asked.price(quote.open),
        "tvol": quote.volume,
        "avol": asked.turnover(quote.turnover) // _THOUSAND,
        "eps": f"{share.eps:.2f}",
        "per": per(asked),
        "rank": place,
        "ename": share.listing.english,
        "e_ordyn": ORDERABLE,
    }
    return row | asked.change()


ENDPOINT = served(
    "overseas_stock/inquire_search",
    _answer,
    example={
        "EXCD": "NAS", "CO_YN_PRICECUR": "1", "CO_ST_PRICECUR": "100", "CO_EN_PRICECUR": "300",
    },
)  # fmt: skip
