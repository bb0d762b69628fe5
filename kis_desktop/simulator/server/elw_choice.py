"""Which warrants a ranking or a search is about: the conditions of its request, all tolerant.

A blank, zeros or an unknown word chooses everything, so that no request comes back empty for what
it left out.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from kis_desktop.simulator.markets.elw.market import WarrantView
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.elw_rows import market_of
from kis_desktop.simulator.server.wire_text import parse_day
from kis_desktop.simulator.views import DayBar

_DAY = timedelta(days=1)
_MONTH = 30
"""days"""
_SPANS = {
    "1": (0, 1), "2": (1, 2), "3": (2, 3), "4": (3, 6), "5": (6, 9), "6": (9, 12), "7": (12, 99),
}  # fmt: skip
"""months left, as the rankings number them"""
_FURTHEST = 2_000
"""trading days back"""
_NOBODY = "00001"
"""an underlying by the published default of one request"""
_CALLS, _PUTS = frozenset({"C", "CO"}), frozenset({"P", "PO"})


def listed_views(call: Call) -> list[WarrantView]:
    """All that are traded now."""
    return market_of(call).views(call.now)


def of_ranking(call: Call, right: str = "FID_DIV_CLS_CODE") -> list[WarrantView]:
    """What underlying, issuer, right, price, volume, days left and settlement leave over."""
    chosen = of_terms(listed_views(call), call, issuer="FID_INPUT_ISCD")
    chosen = of_right(chosen, {"1": "C", "2": "P"}.get(call.text(right), call.text(right)))
    chosen = between(call, chosen, "FID_INPUT_PRICE_1", "FID_INPUT_PRICE_2", _price)
    chosen = between(call, chosen, "FID_INPUT_VOL_1", "FID_INPUT_VOL_2", _volume)
    return list(chosen)


def of_terms(views: Iterable[WarrantView], call: Call, issuer: str) -> list[WarrantView]:
    """By underlying, issuer and whether they end early (FID_BLNG_CLS_CODE 1 no, 2 yes)."""
    under, house = call.text("FID_UNAS_INPUT_ISCD"), call.text(issuer)
    under = "" if under == _NOBODY else under
    ends_early = {"1": False, "2": True}.get(call.text("FID_BLNG_CLS_CODE"))
    return [
        one
        for one in views
        if (not under.strip("0") or one.warrant.underlying == under)
        and (not house.strip("0") or one.warrant.issuer.member == house)
        and (ends_early is None or ends_early is bool(one.warrant.barrier))
    ]


def of_right(views: Iterable[WarrantView], letter: str) -> list[WarrantView]:
    """C or CO calls, P or PO puts, anything else both."""
    if letter in _CALLS | _PUTS:
        return [one for one in views if one.warrant.is_call is (letter in _CALLS)]
    return list(views)


def of_months_left(views: Iterable[WarrantView], code: str) -> list[WarrantView]:
    """1 up to a month, 2 up to two, 3 three, 4 six, 5 nine, 6 twelve, 7 more; else all."""
    span = _SPANS.get(code)
    if span is None:
        return list(views)
    return [one for one in views if span[0] * _MONTH <= one.days_left <= span[1] * _MONTH]


def between(
    call: Call,
    views: Iterable[WarrantView],
    lowest: str,
    highest: str,
    figure: Callable[[WarrantView], float],
) -> list[WarrantView]:
    """Those whose figure lies in what two fields say; what is no number bounds nothing."""
    low, high = _number(call.text(lowest)), _number(call.text(highest))
    return [
        one
        for one in views
        if (low is None or figure(one) >= low) and (high is None or figure(one) <= high)
    ]


def day_of(text: str) -> date | None:
    """A day as YYYYMMDD, or None."""
    try:
        return parse_day(text)
    except ValueError:
        return None


def reference_bar(view: WarrantView, text: str) -> DayBar | None:
    """The last bar up to a day (YYYYMMDD), or of so many trading days back; blank is one back.

    None before it was listed.
    """
    today = view.quote.trade_date
    day = day_of(text)
    back = int(text) if text.isdecimal() and day is None else 1
    if back > _FURTHEST:
        return None
    if day is not None:
        bars = view.traded.days.bars(day - timedelta(days=14), min(day, today - _DAY))
        return bars[-1] if bars else None
    bars = view.traded.days.bars(today - timedelta(days=2 * back + 14), today - _DAY)
    return bars[-max(back, 1)] if len(bars) >= max(back, 1) else None


def _number(text: str) -> float | None:
    """Nought counts as unsaid."""
    try:
        return float(text) or None
    except ValueError:
        return None


def _price(view: WarrantView) -> float:
    return view.quote.last


def _volume(view: WarrantView) -> float:
    return view.quote.volume
