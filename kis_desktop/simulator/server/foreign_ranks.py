"""What the rankings of foreign shares have in common: who takes part, rows, periods, pages."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from kis_desktop.catalogue import loader
from kis_desktop.simulator.markets.overseas_stock.past import Past
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import Asked, Row, key_page, of_exchange, status
from kis_desktop.simulator.server.layout import Layout
from kis_desktop.simulator.server.replies import Reply

ORDERABLE = "○"
_ROWS = 100
_AT_LEAST = {"1": 100, "2": 1_000, "3": 10_000, "4": 100_000, "5": 1_000_000, "6": 10_000_000}
_DAYS = {"0": 0, "1": 2, "2": 3, "3": 5, "4": 10, "5": 20, "6": 30, "7": 60, "8": 120, "9": 250}
"""NDAY: trading days; nought for today"""
_MINUTES = {"0": 1, "1": 2, "2": 3, "3": 5, "4": 10, "5": 15, "6": 20, "7": 30, "8": 60, "9": 120}
"""MINX"""


def taking_part(call: Call) -> list[Asked]:
    """The shares of the exchange that have traded as much as VOL_RANG asks."""
    least = _AT_LEAST.get(call.text("VOL_RANG"), 0)
    return [asked for asked in of_exchange(call) if asked.quote.volume >= least]


def asked_days(call: Call) -> int:
    """How many trading days NDAY means; nought for today. Raises CallRefused."""
    return _DAYS[call.choice("NDAY", *_DAYS)]


def asked_minutes(call: Call) -> timedelta:
    """How long ago MINX means. Raises CallRefused."""
    return timedelta(minutes=_MINUTES[call.choice("MINX", *_MINUTES)])


def before_minutes(asked: Asked, ago: timedelta) -> Asked:
    """The share as it stood so long ago, at the earliest when the session began."""
    latest = min(asked.now, asked.session.end)
    return Asked(asked.market, asked.share, asked.code, max(latest - ago, asked.session.start))


def past_of(asked: Asked, days: int) -> Past:
    """The trading days before the running one, at least one; days that are over don't change."""
    return asked.market.past(asked.share, asked.quote.trade_date, max(days, 1))


def priced_between(call: Call, listed: Iterable[Asked]) -> list[Asked]:
    """Those whose price lies in PRC1 to PRC2; what is blank or nought doesn't bind."""
    low, high = (_number(call.text(name)) for name in ("PRC1", "PRC2"))
    return [
        asked
        for asked in listed
        if low <= (price := float(asked.price(asked.quote.last))) and (not high or price <= high)
    ]


def list_head(call: Call, total: int, rows: Sequence[Row]) -> Row:
    """The block before the rows."""
    listed = of_exchange(call)
    return {
        "zdiv": listed[0].share.decimals,
        "stat": status(listed[0]),
        "crec": len(rows),
        "trec": total,
        "nrec": len(rows),
    }


def ranked(
    call: Call, shape: Layout, ordered: Sequence[Asked], row: Callable[[Asked, int], Row]
) -> Reply:
    """A page of a ranking that is in order already."""
    page = key_page(call, ordered, _ROWS)
    rows = [row(asked, page.start + place) for place, asked in enumerate(page.rows, 1)]
    head = list_head(call, len(ordered), rows)
    known = {field.name for field in loader.endpoint(shape.id).outputs["output1"].fields}
    return page.paged(
        shape,
        {"output1": {name: head[name] for name in head if name in known}, "output2": rows},
    )


def rank_row(asked: Asked) -> Row:
    """What every ranking says of a share, but for its names."""
    quote = asked.quote
    row: Row = {
        "rsym": asked.key,
        "excd": asked.code,
        "symb": asked.share.symbol,
        "name": asked.share.name,
        "last": asked.price(quote.last),
        "tvol": quote.volume,
        "tamt": asked.turnover(quote.turnover),
        "e_ordyn": ORDERABLE,
    }
    return row | asked.change()


def best_quotes(asked: Asked) -> Row:
    """The fields pask and pbid."""
    return {"pask": asked.price(asked.quote.ask), "pbid": asked.price(asked.quote.bid)}


def _number(text: str) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
