"""KRX over REST: rows of answers as quotes, books, trades and bars. None for what a row lacks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.instrument import Mark
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.order_book import Auction, Level, OrderBook
from kis_desktop.domain.quote import Aggressor, Quote, Source, Trade
from kis_desktop.kis.markets.krx.wire import find_sign, signed
from kis_desktop.kis.protocol.numbers import (
    find_date,
    find_decimal,
    find_int,
    find_price,
    find_text,
    find_time,
)
from kis_desktop.kis.protocol.reply import Row

KST = timezone(timedelta(hours=9))  # also in the summers of 1987 and 1988

_LEVELS = 10
_FLAGS = {"Y": True, "N": False}


def read_quote(symbol: str, row: Row, received: float) -> Quote:
    """The output of `inquire_price`."""
    sign = find_sign(row.get("prdy_vrss_sign"))
    change = signed(sign, row.get("prdy_vrss"))
    last = find_price(row.get("stck_prpr"))
    return Quote(
        symbol=symbol,
        last=last,
        sign=sign,
        change=change,
        change_rate=signed(sign, row.get("prdy_ctrt")),
        open=find_price(row.get("stck_oprc")),
        high=find_price(row.get("stck_hgpr")),
        low=find_price(row.get("stck_lwpr")),
        volume=find_int(row.get("acml_vol")),
        turnover=find_decimal(row.get("acml_tr_pbmn")),
        previous_close=_previous_close(last, change),
        limit_up=find_price(row.get("stck_mxpr")),
        limit_down=find_price(row.get("stck_llam")),
        tick=find_price(row.get("aspr_unit")),
        source=Source.REST,
        received=received,
    )


def read_short_quote(row: Row, received: float) -> Quote | None:
    """A row of `intstock_multprice`; None without a symbol."""
    symbol = find_text(row.get("inter_shrn_iscd"))
    if symbol is None:
        return None
    sign = find_sign(row.get("prdy_vrss_sign"))
    return Quote(
        symbol=symbol,
        last=find_price(row.get("inter2_prpr")),
        sign=sign,
        change=signed(sign, row.get("inter2_prdy_vrss")),
        change_rate=signed(sign, row.get("prdy_ctrt")),
        open=find_price(row.get("inter2_oprc")),
        high=find_price(row.get("inter2_hgpr")),
        low=find_price(row.get("inter2_lwpr")),
        volume=find_int(row.get("acml_vol")),
        turnover=find_decimal(row.get("acml_tr_pbmn")),
        ask=find_price(row.get("inter2_askp")),
        bid=find_price(row.get("inter2_bidp")),
        previous_close=find_price(row.get("inter2_prdy_clpr")),
        limit_up=find_price(row.get("inter2_mxpr")),
        limit_down=find_price(row.get("inter2_llam")),
        source=Source.REST,
        received=received,
    )


def read_order_book(symbol: str, levels: Row, indicative: Row | None, received: float) -> OrderBook:
    """Both outputs of `inquire_asking_price_exp_ccn`."""
    auction = _is_auction(find_text(levels.get("new_mkop_cls_code")))
    expected: Row = indicative if auction and indicative is not None else {}
    kind = _auction_kind(levels, indicative or {}) if auction else None
    return OrderBook(
        symbol=symbol,
        asks=_side(levels, "askp"),
        bids=_side(levels, "bidp"),
        total_ask=find_int(levels.get("total_askp_rsqn")),
        total_bid=find_int(levels.get("total_bidp_rsqn")),
        indicative_price=find_price(expected.get("antc_cnpr")),
        indicative_size=find_int(expected.get("antc_vol")),
        indicative_change=signed(
            find_sign(expected.get("antc_cntg_vrss_sign")), expected.get("antc_cntg_vrss")
        ),
        auction=auction,
        time=find_time(levels.get("aspr_acpt_hour")),
        source=Source.REST,
        received=received,
        auction_kind=kind,
        overtime_ask=find_int(levels.get("ovtm_total_askp_rsqn")),
        overtime_bid=find_int(levels.get("ovtm_total_bidp_rsqn")),
    )


def read_recent_trades(symbol: str, rows: Iterable[Row], received: float) -> tuple[Trade, ...]:
    """The rows of `inquire_ccnl`, oldest first; nobody says who crossed the spread."""
    read = [_recent_trade(symbol, row, received) for row in rows]
    return tuple(trade for trade in reversed(read) if trade is not None)


def read_timed_trades(symbol: str, rows: Iterable[Row], received: float) -> tuple[Trade, ...]:
    """The rows of `inquire_time_itemconclusion`, oldest first, with the day's volume."""
    return read_recent_trades(
        symbol, [{**row, "cntg_vol": row.get("cnqn")} for row in rows], received
    )


def read_minute_bars(rows: Iterable[Row], day: date) -> tuple[Bar, ...]:
    """The rows of the minute charts that belong to a day, oldest first; rows are told by start."""
    bars = {
        bar.time: bar
        for row in rows
        if find_date(row.get("stck_bsop_date")) == day
        and (bar := _minute_bar(row, day)) is not None
    }
    return tuple(bars[at] for at in sorted(bars))


def read_daily_bars(rows: Iterable[Row]) -> tuple[Bar, ...]:
    """The rows of `inquire_daily_itemchartprice`, oldest first; days without a trade are left out.

    A bar starts at midnight of its date, exchange time.
    """
    bars = {bar.time: bar for row in rows if (bar := _daily_bar(row)) is not None}
    return tuple(bars[at] for at in sorted(bars))


def read_index_bars(rows: Iterable[Row]) -> tuple[Bar, ...]:
    """The rows of `inquire_daily_indexchartprice`, oldest first; points instead of KRW."""
    names = {"stck_oprc": "oprc", "stck_hgpr": "hgpr", "stck_lwpr": "lwpr", "stck_clpr": "prpr"}
    return read_daily_bars(
        {**row, **{name: row.get(f"bstp_nmix_{part}") for name, part in names.items()}}
        for row in rows
    )


def _side(row: Row, name: str) -> tuple[Level, ...]:
    found = (_level(row, name, number) for number in range(1, _LEVELS + 1))
    return tuple(level for level in found if level is not None)


def _level(row: Row, name: str, number: int) -> Level | None:
    price = find_price(row.get(f"{name}{number}"))
    size = find_int(row.get(f"{name}_rsqn{number}"))
    if price is None or size is None:
        return None
    return Level(price, size, find_int(row.get(f"{name}_rsqn_icdc{number}")))


def _is_auction(code: str | None) -> bool:
    """Whether a session code (장운영 구분) is one of a call auction: 1x before, x1 at the close."""
    return code is not None and (code.startswith("1") or code in ("00", "21", "31", "49"))


def _auction_kind(levels: Row, indicative: Row) -> Auction:
    code = find_text(levels.get("new_mkop_cls_code")) or ""
    if find_text(indicative.get("vi_cls_code")) == "Y":
        return Auction.INTERRUPTION
    if code.startswith("1"):
        return Auction.OPENING
    return Auction.CLOSING if code in ("21", "31") else Auction.OTHER


def _recent_trade(symbol: str, row: Row, received: float) -> Trade | None:
    at = find_time(row.get("stck_cntg_hour"))
    price = find_price(row.get("stck_prpr"))
    size = find_int(row.get("cntg_vol"))
    if at is None or price is None or size is None:
        return None
    sign = find_sign(row.get("prdy_vrss_sign"))
    return Trade(
        symbol=symbol,
        time=at,
        price=price,
        size=size,
        aggressor=Aggressor.UNKNOWN,
        sign=sign,
        change=signed(sign, row.get("prdy_vrss")),
        change_rate=signed(sign, row.get("prdy_ctrt")),
        open=None,
        high=None,
        low=None,
        volume=find_int(row.get("acml_vol")),
        turnover=None,
        strength=find_decimal(row.get("tday_rltv")),
        ask=find_price(row.get("askp")),
        bid=find_price(row.get("bidp")),
        trade_date=None,
        received=received,
    )


def _minute_bar(row: Row, day: date) -> Bar | None:
    at = find_time(row.get("stck_cntg_hour"))
    if at is None:
        return None
    start = datetime.combine(day, at.replace(second=0), KST)
    return _bar(start, row, "stck_prpr", "cntg_vol")


def _daily_bar(row: Row) -> Bar | None:
    day = find_date(row.get("stck_bsop_date"))
    if day is None:
        return None
    start = datetime(day.year, day.month, day.day, tzinfo=KST)
    return _bar(start, row, "stck_clpr", "acml_vol")


def _bar(start: datetime, row: Row, close_field: str, volume_field: str) -> Bar | None:
    open_ = find_price(row.get("stck_oprc"))
    high = find_price(row.get("stck_hgpr"))
    low = find_price(row.get("stck_lwpr"))
    close = find_price(row.get(close_field))
    volume = find_int(row.get(volume_field))
    if open_ is None or high is None or low is None or close is None or volume is None:
        return None
    return Bar(int(start.timestamp()), open_, high, low, close, volume)


def _previous_close(last: Decimal | None, change: Decimal | None) -> Decimal | None:
    return None if last is None or change is None else last - change


def read_listing(symbol: str, row: Row) -> ListingDetails:
    """The output of `search_stock_info`."""
    stopped, watched = row.get("tr_stop_yn") == "Y", row.get("admn_item_yn") == "Y"
    marks = ((Mark.ADMINISTRATIVE, watched), (Mark.HALTED, stopped))
    return ListingDetails(
        symbol,
        on_nxt=_FLAGS.get(find_text(row.get("cptt_trad_tr_psbl_yn")) or ""),
        nxt_halted=row.get("nxt_tr_stop_yn") == "Y",
        marks=tuple(mark for mark, holds in marks if holds),
    )
