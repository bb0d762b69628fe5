"""해외주식 현재가상세, v1_해외주식-029: price, valuation, 52 weeks and the worth in won."""

from datetime import timedelta
from decimal import Decimal

from kis_desktop.simulator.markets.overseas_stock.limits import limits_of
from kis_desktop.simulator.markets.overseas_stock.sectors import SECTORS
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import (
    TRADABLE,
    UNTRADABLE,
    Asked,
    Row,
    asked_key,
    asked_share,
    signed_rate,
    unknown,
)
from kis_desktop.simulator.server.foreign_worth import extremes, valuation, won_price
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import sign

_LAYOUT = layout("overseas_stock/price_detail")
_FORTNIGHT = 14


def _answer(call: Call) -> Reply:
    asked = asked_share(call)
    if asked is None:
        return unknown(_LAYOUT, "output", rsym=asked_key(call))
    share, quote = asked.share, asked.quote
    limits = limits_of(share, quote.base) or (0, 0)
    before = asked.bars(_FORTNIGHT)[-2]
    row: Row = {
        "rsym": asked.key,
        "pvol": quote.previous_volume,
        "open": asked.price(quote.open),
        "high": asked.price(quote.high),
        "low": asked.price(quote.low),
        "last": asked.price(quote.last),
        "base": asked.price(quote.base),
        "pamt": asked.turnover(before.turnover),
        "uplp": asked.price(limits[0]),
        "dnlp": asked.price(limits[1]),
        "shar": share.shares,
        "mcap": round(share.par * share.shares),
        "curr": share.currency,
        "zdiv": share.decimals,
        "vnit": share.lot,
        "e_ordyn": UNTRADABLE if share.is_index else TRADABLE,
        "e_hogau": asked.price(asked.course.terms.tick(quote.last)),
        "e_icod": SECTORS.get(share.sector, ""),
        "e_parp": f"{share.par:.4f}",
        "tvol": quote.volume,
        "tamt": asked.turnover(quote.turnover),
        "etyp_nm": "ETF" if share.is_fund else "",
    }
    row |= valuation(asked) | extremes(asked.year, asked, "h52p", "h52d", "l52p", "l52d")
    return _LAYOUT.done({"output": row | _in_won(asked, before.base)})


def _in_won(asked: Asked, day_before: int) -> Row:
    """What it is worth in won now, at the last close, and how far that has moved."""
    currencies = asked.market.currencies
    currency = asked.share.currency
    rate, rate_before = (
        currencies.quoted(currency, asked.now),
        currencies.quoted_before(currency, asked.now),
    )
    two_days = asked.quote.trade_date - timedelta(days=2)
    earlier = currencies.quoted_on(currency, two_days, asked.now)
    today = won_price(asked, asked.quote.last, rate)
    yesterday = won_price(asked, asked.quote.base, rate_before)
    eve = won_price(asked, day_before, earlier)
    return {
        "t_rate": f"{rate:.2f}",
        "p_rate": f"{rate_before:.2f}",
        **_moved("t", "t_xsgn", today, yesterday),
        **_moved("p", "p_xsng", yesterday, eve),
    }


def _moved(head: str, sign_name: str, last: Decimal, base: Decimal) -> Row:
    percent = float((last - base) * 100 / base) if base else 0.0
    return {
        f"{head}_xprc": _won(last),
        f"{head}_xdif": _won(abs(last - base)),
        f"{head}_xrat": signed_rate(percent),
        sign_name: sign(int(last > base) - int(last < base)),
    }


def _won(worth: Decimal) -> str:
    return f"{worth:.0f}"


ENDPOINT = served(
    "overseas_stock/price_detail",
    _answer,
    example={"EXCD": "NAS", "SYMB": "TQQQ"},
    other={"EXCD": "HKS", "SYMB": "00005"},
)
