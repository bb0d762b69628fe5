"""종합 시황/공시(제목), 국내주식-141: headlines about the simulated market, newest first.

Without a day the newest ones; the next page is asked for with the day, the time and the number of
the last one (FID_INPUT_SRNO), which then is left out.
"""

from collections.abc import Iterator
from datetime import datetime, time
from itertools import islice

from kis_desktop.simulator import noise
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.facts.news import Headline
from kis_desktop.simulator.server.call import Call, CallRefused, asked_listing
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import parse_day

ROWS = 40
_LAYOUT = layout("domestic_stock/news_title")
_PROVIDERS = {"KOSPI": ("F", "한국거래소"), "KOSDAQ": ("G", "한국거래소")}
_MARKET_NEWS = ("6", "시황")
"""codes and sources; which houses KIS has behind other codes is not said here"""
_DISCLOSURE, _NEWS = "A", "B"


def _answer(call: Call) -> Reply:
    found = islice(_asked(call), ROWS)
    return _LAYOUT.done({"output": [_row(one) for one in found]})


def _asked(call: Call) -> Iterator[Headline]:
    symbol, words = call.text("FID_INPUT_ISCD").strip(), call.text("FID_TITL_CNTT").strip()
    listing = asked_listing(call, "FID_INPUT_ISCD") if symbol else None
    provider, last = call.text("FID_NEWS_OFER_ENTP_CODE"), call.text("FID_INPUT_SRNO").strip()
    passed = not last
    for one in call.market.others.news.until(_until(call), listing.symbol if listing else symbol):
        if not passed:
            passed = last in {_number(one), "0", "1"} or one.at < _time_of(last, one.at)
            if last == _number(one):
                continue
        if passed and words in one.title and provider in {"", _provider(one)[0]}:
            yield one


def _until(call: Call) -> datetime:
    """The moment asked for; a day and a time may have noughts in front. Raises CallRefused."""
    day, at = call.text("FID_INPUT_DATE_1").strip(), call.text("FID_INPUT_HOUR_1").strip()
    if not day:
        return call.now
    try:
        when = time.fromisoformat(at[-6:]) if at else time.max
        return datetime.combine(parse_day(day[-8:]), when, KST)
    except ValueError as error:
        raise CallRefused(invalid_input("FID_INPUT_DATE_1")) from error


def _time_of(number: str, unknown: datetime) -> datetime:
    """When the headline of a number came out; `unknown` for what is no such number."""
    try:
        return datetime.strptime(number[:14], "%Y%m%d%H%M%S").replace(tzinfo=KST)
    except ValueError:
        return unknown


def _number(one: Headline) -> str:
    return f"{one.at:%Y%m%d%H%M%S}{noise.key(0, one.title) % 100_000:05d}"


def _provider(one: Headline) -> tuple[str, str]:
    if one.disclosed and one.listing is not None:
        return _PROVIDERS[one.listing.market]
    return _MARKET_NEWS


def _row(one: Headline) -> dict[str, Value]:
    code, source = _provider(one)
    return {
        "cntt_usiq_srno": _number(one),
        "news_ofer_entp_code": code,
        "data_dt": one.at.date(),
        "data_tm": one.at,
        "hts_pbnt_titl_cntt": one.title,
        "news_lrdv_code": _DISCLOSURE if one.disclosed else _NEWS,
        "dorg": source,
        "iscd1": one.listing.symbol if one.listing else "",
    }


ENDPOINT = served("domestic_stock/news_title", _answer, of_whole_market=True, example={})
