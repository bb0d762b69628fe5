"""Bars and prints over REST, a page at a time: the history source of the services.

A feed key says the market. Minute charts give prices as they were traded; daily ones are adjusted
(수정주가) or not, as asked. Indices have days alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Lane
from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.domain.errors import InvalidInput, ServerRefused
from kis_desktop.domain.ex_date import ExDate
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.domain.index_key import index_code
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Trade
from kis_desktop.kis.ex_dates import KrxExDates
from kis_desktop.kis.markets.krx import prices as krx
from kis_desktop.kis.markets.krx.venues import check_served, market_fields, trade_of
from kis_desktop.kis.rest import Rest

_TODAY = "domestic_stock/inquire_time_itemchartprice"
_PAST = "domestic_stock/inquire_time_dailychartprice"
_DAILY = "domestic_stock/inquire_daily_itemchartprice"
_INDEX = "domestic_stock/inquire_daily_indexchartprice"
_PRINTS = "domestic_stock/inquire_time_itemconclusion"
_PERIODS = {Interval.DAY: "D", Interval.WEEK: "W", Interval.MONTH: "M", Interval.YEAR: "Y"}


class KrxHistory:
    """Bars of KRX, NXT and both as one. All methods raise `RequestFailed`, `AuthenticationFailed`
    and `InvalidInput` for what this world doesn't have; `background` waits behind all that is on
    the screen.
    """

    def __init__(self, rest: Rest, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._ex_dates = KrxExDates(rest)

    async def minute_page(
        self, symbol: str, day: date, until: str, *, background: bool = False
    ) -> tuple[Bar, ...]:
        """One-minute bars of a day up to the exchange time HHMMSS, oldest first.

        Today thirty at most, of a past day 120; past days are not to be had in paper.
        """
        fields = self._fields(symbol) | {"FID_INPUT_HOUR_1": until}
        lane = Lane.BACKGROUND if background else Lane.VISIBLE
        today = self._rest.market_date()
        has_past = self._rest.environment.serves(loader.endpoint(_PAST))
        if day == today or (today is None and not has_past):
            answer = await self._rest.call(_TODAY, fields, lane=lane)
        elif not has_past:
            raise ServerRefused(message("kis.not_in_paper"))
        else:
            past = {"FID_INPUT_DATE_1": day.strftime("%Y%m%d")}
            answer = await self._rest.call(_PAST, fields | past, lane=lane)
        return krx.read_minute_bars(answer.rows("output2"), day)

    async def daily_page(
        self,
        symbol: str,
        start: date,
        end: date,
        interval: Interval,
        *,
        adjusted: bool = True,
        background: bool = False,
    ) -> tuple[Bar, ...]:
        """Bars of a day and more between two dates, oldest first (at most 100).

        Raises `ValueError` for an interval that the server doesn't join.
        """
        if interval not in _PERIODS:
            raise ValueError(f"{interval} is no interval of days")
        fields = {
            "FID_INPUT_DATE_1": start.strftime("%Y%m%d"),
            "FID_INPUT_DATE_2": end.strftime("%Y%m%d"),
            "FID_PERIOD_DIV_CODE": _PERIODS[interval],
        }
        lane = Lane.BACKGROUND if background else Lane.VISIBLE
        code = index_code(symbol)
        if code is not None:
            fields |= {"FID_COND_MRKT_DIV_CODE": "U", "FID_INPUT_ISCD": code}
            answer = await self._rest.call(_INDEX, fields, lane=lane)
            return krx.read_index_bars(answer.rows("output2"))
        fields |= self._fields(symbol) | {"FID_ORG_ADJ_PRC": "0" if adjusted else "1"}
        answer = await self._rest.call(_DAILY, fields, lane=lane)
        return krx.read_daily_bars(answer.rows("output2"))

    async def prints_page(
        self, symbol: str, until: str, *, background: bool = False
    ) -> tuple[Trade, ...]:
        """Thirty prints of today up to the exchange time HHMMSS, oldest first, each with the day's
        volume behind it.
        """
        fields = self._fields(symbol) | {"FID_INPUT_HOUR_1": until}
        lane = Lane.BACKGROUND if background else Lane.VISIBLE
        answer = await self._rest.call(_PRINTS, fields, lane=lane)
        bare, view = split_feed_key(symbol)
        read = krx.read_timed_trades(bare, answer.rows("output2"), self._clock())
        return tuple(trade_of(view, trade) for trade in read)

    async def ex_dates(self, symbol: str, start: date, end: date) -> tuple[ExDate, ...]:
        """A share's ex-dates of a period, oldest first; none where this world has no schedules."""
        return await self._ex_dates.ex_dates(symbol, start, end)

    def _fields(self, key: str) -> dict[str, str]:
        """Market and symbol. Raises `InvalidInput` where this world doesn't have them."""
        if index_code(key) is not None:
            raise InvalidInput(message("history.index_by_days"))
        check_served(self._rest.environment, (key,))
        return market_fields(key)
