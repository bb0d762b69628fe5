"""종목조건검색조회, 국내주식-039: up to 100 instruments that fit a saved condition now.

Numbers have four decimals and sixteen places, filled with blanks, prices of now with noughts. The
market value is in 100 million won, the turnover in million, which is our reading. Outside an
auction what is expected is what the last one matched.
"""

from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.conditions import CONDITIONS, found_by
from kis_desktop.simulator.server.figures import change_sign, price_sign
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.views import Snapshot, moment

_LAYOUT = layout("domestic_stock/psearch_result")
_MILLION, _HUNDRED_MILLION = 1_000_000, 100_000_000


def _answer(call: Call) -> Reply:
    condition = next((one for one in CONDITIONS if one.number == call.text("SEQ")), None)
    if condition is None:
        raise CallRefused(invalid_input("SEQ"))
    day = call.market.trade_date
    closing = call.now >= moment(day, hours(day).closing_auction)
    rows = [_row(call, one, closing=closing) for one in found_by(call.market, condition)]
    return _LAYOUT.done({"output2": rows})


def _row(call: Call, seen: Snapshot, *, closing: bool) -> dict[str, Value]:
    listing = call.market.listing(seen.symbol)
    expected = call.market.indicated(seen.symbol, closing=closing)
    price = expected.price if expected else 0
    return {
        "code": seen.symbol,
        "name": listing.name,
        "daebi": change_sign(seen),
        "price": _padded(seen.last),
        "chgrate": _spaced(seen.change_rate),
        "acml_vol": _spaced(seen.volume),
        "trade_amt": _spaced(seen.turnover / _MILLION),
        "change": _spaced(seen.change),
        "cttr": _spaced(seen.strength),
        "open": _spaced(seen.open or 0),
        "high": _spaced(seen.high or 0),
        "low": _spaced(seen.low or 0),
        "high52": _spaced(seen.high_52w),
        "low52": _spaced(seen.low_52w),
        "expprice": _padded(price),
        "expchange": _spaced(price - seen.base if price else 0),
        "expchggrate": _spaced(share(price - seen.base, seen.base)),
        "expcvol": _spaced(expected.size if expected else 0),
        "chgrate2": _spaced(seen.volume_rate),
        "expdaebi": price_sign(seen, price),
        "recprice": _spaced(seen.base),
        "uplmtprice": _spaced(seen.limit_up),
        "dnlmtprice": _spaced(seen.limit_down),
        "stotprice": _spaced(listing.listed_shares * seen.last / _HUNDRED_MILLION),
    }


def _spaced(number: float) -> str:
    return f"{number:16.4f}"


def _padded(number: float) -> str:
    return f"{number:016.4f}"


ENDPOINT = served(
    "domestic_stock/psearch_result",
    _answer,
    of_whole_market=True,
    example={"USER_ID": "simulator", "SEQ": "0"},
)
