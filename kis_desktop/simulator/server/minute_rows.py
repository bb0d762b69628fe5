"""Minute bars as the two minute charts give them: newest first, filled up from earlier days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from kis_desktop.catalogue.calendar import is_trading_day, previous_trading_day
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.server.as_traded import past_prices
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.figures import change_fields, quoted_board, traded_fields
from kis_desktop.simulator.server.replies import invalid_input
from kis_desktop.simulator.server.wire_text import clock, day, won
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import MinuteBar

HEAD = FieldBlock("""
    prdy_vrss=0 prdy_vrss_sign prdy_ctrt=0.00 stck_prdy_clpr=0 acml_vol=0 acml_tr_pbmn=0
    hts_kor_isnm stck_prpr=0
""")
ROW = FieldBlock("""
    stck_bsop_date stck_cntg_hour stck_prpr=0 stck_oprc=0 stck_hgpr=0 stck_lwpr=0 cntg_vol=0
    acml_tr_pbmn=0
""")


def chart_head(call: Call, listing: Listing) -> dict[str, str]:
    """output1 of both charts."""
    snapshot = call.market.snapshot(listing.symbol, quoted_board(call))
    values = {"stck_prdy_clpr": won(snapshot.base), "hts_kor_isnm": listing.name}
    return HEAD.filled(values | change_fields(snapshot) | traded_fields(snapshot))


def chart_row(bar: MinuteBar) -> dict[str, str]:
    """One bar; its turnover is cumulative over the day."""
    return ROW.filled(
        {
            "stck_bsop_date": day(bar.time.date()),
            "stck_cntg_hour": clock(bar.time),
            "stck_prpr": won(bar.close),
            "stck_oprc": won(bar.open),
            "stck_hgpr": won(bar.high),
            "stck_lwpr": won(bar.low),
            "cntg_vol": won(bar.volume),
            "acml_tr_pbmn": won(bar.cumulative_turnover),
        }
    )


def asked_time(call: Call) -> time:
    """FID_INPUT_HOUR_1 as a time; an empty one, midnight or one past it is the end of the day."""
    text = call.text("FID_INPUT_HOUR_1")
    if not text.strip("0"):
        return time.max
    if len(text) != len("HHMMSS") or not text.isdecimal():
        raise CallRefused(invalid_input("FID_INPUT_HOUR_1"))
    hour, minute, second = int(text[:2]), int(text[2:4]), int(text[4:])
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 — a clock
        return time.max
    return time(hour, minute, second)


def backwards(call: Call, listing: Listing, until: datetime, oldest: date) -> Iterator[MinuteBar]:
    """Bars that begin at `until` or before, newest first, over trading days down to `oldest`, at
    the prices of then.
    """
    past = past_prices(call, listing)
    today = until.date()
    current = today if is_trading_day(today) else previous_trading_day(today)
    while current >= oldest:
        bars = call.market.minute_bars(listing.symbol, current, board=quoted_board(call))
        yield from past.minutes(bar for bar in reversed(bars) if bar.time <= until)
        current = previous_trading_day(current)


def at_time(on: date, at: time) -> datetime:
    """A KST instant."""
    return datetime.combine(on, at, tzinfo=KST)


def days_before(on: date, count: int) -> date:
    """A calendar day some days earlier."""
    return on - timedelta(days=count)
