"""해외주식 복수종목 시세조회: up to ten shares, a row for each that is known."""

from datetime import date

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import Asked, Row, asked_share, status, strength
from kis_desktop.simulator.server.foreign_worth import extremes, market_value, won_price
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/multprice")
_MOST = 10


def _answer(call: Call) -> Reply:
    count = min(call.number("NREC") or 1, _MOST)
    pairs = ((f"EXCD_{number:02d}", f"SYMB_{number:02d}") for number in range(1, count + 1))
    found = [asked for pair in pairs if (asked := asked_share(call, *pair)) is not None]
    return _LAYOUT.done(
        {"output": {"nrec": len(found)}, "output2": [_row(asked) for asked in found]}
    )


def _row(asked: Asked) -> Row:
    share, quote, exchange = asked.share, asked.quote, asked.share.exchange
    before = asked.bars(14)[-2]
    book = asked.course.book(asked.now)
    made = asked.course.prints(asked.now, 1)
    state = status(asked)
    this_year = [bar for bar in asked.year if bar.day >= date(quote.trade_date.year, 1, 1)]
    rate = asked.market.currencies.quoted(share.currency, asked.now)
    row: Row = {
        "rsym": asked.key,
        "excd": asked.code,
        "symb": share.symbol,
        "knam": share.name,
        "exnm": exchange.name,
        "nnam": exchange.country.name,
        "stat1": "휴" if not quote.is_open else "지" if exchange.delay else "실",
        "stat2": f"지연{exchange.delay}분" if quote.is_open and exchange.delay else state,
        "zdiv": share.decimals,
        "last": asked.price(quote.last),
        "open": asked.price(quote.open),
        "high": asked.price(quote.high),
        "low": asked.price(quote.low),
        "pbid": asked.price(quote.bid),
        "pask": asked.price(quote.ask),
        "vbid": book.bids[0].size if book.bids else 0,
        "vask": book.asks[0].size,
        "bvol": book.total_bid,
        "avol": book.total_ask,
        "evol": made[0].size if made else 0,
        "tvol": quote.volume,
        "tamt": asked.turnover(quote.turnover),
        "powx": strength(quote),
        "xhms": asked.local(quote.time),
        "khms": quote.time,
        "curr": share.currency,
        "base": asked.price(quote.base),
        "pvol": quote.previous_volume,
        "pamt": asked.turnover(before.turnover),
        "popen": asked.price(before.open),
        "phigh": asked.price(before.high),
        "plow": asked.price(before.low),
        "shar": share.shares,
        "mcap": round(share.par * share.shares),
        "tomv": market_value(asked),
        "bnit": share.lot,
        "t_xprc": f"{won_price(asked, quote.last, rate):.0f}",
    }
    row |= asked.change() | extremes(asked.year, asked, "h52p", "h52d", "l52p", "l52d")
    return row | extremes(this_year, asked, "hanp", "hand", "lanp", "land")


ENDPOINT = served(
    "overseas_stock/multprice",
    _answer,
    example={
        "NREC": "2",
        "EXCD_01": "NAS",
        "SYMB_01": "AAPL",
        "EXCD_02": "HKS",
        "SYMB_02": "00003",
    },
)
