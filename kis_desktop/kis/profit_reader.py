"""Realised profit at KIS, read for a period, and the index that it is held against."""

from __future__ import annotations

from datetime import date, timedelta

from kis_desktop.domain.errors import ServerRefused
from kis_desktop.domain.message import message
from kis_desktop.domain.profit import IndexClose, ProfitReport
from kis_desktop.kis.markets.krx import profit as krx
from kis_desktop.kis.rest import Rest

_DAYS = "domestic_stock/inquire_period_profit"
_TRADES = "domestic_stock/inquire_period_trade_profit"
_INDEX = "domestic_stock/inquire_daily_indexchartprice"
_KOSPI = "0001"
_MOST_INDEX_CALLS = 40  # of at least 50 trading days


class KrxProfitReader:
    """Realised profit on the Korean stock market. All methods raise `RequestFailed`,
    `AuthenticationFailed`, and `InvalidInput` in paper, which doesn't tell.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def days(self, start: date, end: date) -> ProfitReport:
        """What each day has realised, both ends included, every page."""
        answer = await self._rest.call(_DAYS, _between(start, end))
        return krx.read_days(answer.rows("output1"), answer.row("output2"), start, end)

    async def trades(self, start: date, end: date) -> ProfitReport:
        """What each instrument has realised on each day, every page."""
        answer = await self._rest.call(_TRADES, _between(start, end))
        return krx.read_trades(answer.rows("output1"), answer.row("output2"), start, end)

    async def index(self, start: date, end: date) -> tuple[IndexClose, ...]:
        """KOSPI at the close of each trading day, oldest first.

        An answer holds the newest days alone, so earlier ones are asked for until the start.
        """
        found: dict[date, IndexClose] = {}
        until = end
        for _ in range(_MOST_INDEX_CALLS):
            answer = await self._rest.call(
                _INDEX,
                {
                    "FID_INPUT_ISCD": _KOSPI,
                    "FID_INPUT_DATE_1": start.strftime("%Y%m%d"),
                    "FID_INPUT_DATE_2": until.strftime("%Y%m%d"),
                },
            )
            page = [
                each
                for each in krx.read_index(answer.rows("output2"))
                if start <= each.day <= until
            ]
            found |= {each.day: each for each in page}
            if not page or page[0].day <= start:
                return tuple(found[day] for day in sorted(found))
            until = page[0].day - timedelta(days=1)
        raise ServerRefused(message("kis.too_many_pages"))


def _between(start: date, end: date) -> dict[str, str]:
    return {"INQR_STRT_DT": start.strftime("%Y%m%d"), "INQR_END_DT": end.strftime("%Y%m%d")}
