"""Bars over REST, a page at a time: the history source of the services."""

from __future__ import annotations

from datetime import date

from kis_desktop.catalogue import loader
from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.domain.errors import ServerRefused
from kis_desktop.domain.message import message
from kis_desktop.kis.markets.krx import prices as krx
from kis_desktop.kis.rest import Rest

_TODAY = "domestic_stock/inquire_time_itemchartprice"
_PAST = "domestic_stock/inquire_time_dailychartprice"
_DAILY = "domestic_stock/inquire_daily_itemchartprice"
_PERIODS = {Interval.DAY: "D", Interval.WEEK: "W", Interval.MONTH: "M"}


class KrxHistory:
    """Bars of KRX. All methods raise `RequestFailed` and `AuthenticationFailed`."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def minute_page(self, symbol: str, day: date, until: str) -> tuple[Bar, ...]:
        """One-minute bars of a day up to the exchange time HHMMSS, oldest first.

        Today thirty at most, of a past day 120; past days are not to be had in paper.
        """
        fields = {"FID_INPUT_ISCD": symbol, "FID_INPUT_HOUR_1": until}
        today = self._rest.market_date()
        has_past = self._rest.environment.serves(loader.endpoint(_PAST))
        if day == today or (today is None and not has_past):
            answer = await self._rest.call(_TODAY, fields)
        elif not has_past:
            raise ServerRefused(message("kis.not_in_paper"))
        else:
            past = {"FID_INPUT_DATE_1": day.strftime("%Y%m%d")}
            answer = await self._rest.call(_PAST, fields | past)
        return krx.read_minute_bars(answer.rows("output2"), day)

    async def daily_page(
        self, symbol: str, start: date, end: date, interval: Interval
    ) -> tuple[Bar, ...]:
        """Adjusted bars of a day and more between two dates, oldest first (at most 100).

        Raises `ValueError` for an interval of minutes.
        """
        if interval not in _PERIODS:
            raise ValueError(f"{interval} is no interval of days")
        answer = await self._rest.call(
            _DAILY,
            {
                "FID_INPUT_ISCD": symbol,
                "FID_INPUT_DATE_1": start.strftime("%Y%m%d"),
                "FID_INPUT_DATE_2": end.strftime("%Y%m%d"),
                "FID_PERIOD_DIV_CODE": _PERIODS[interval],
            },
        )
        return krx.read_daily_bars(answer.rows("output2"))
