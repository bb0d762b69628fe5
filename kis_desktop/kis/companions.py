"""What KIS tells of a share's days beside its bars: investors, and both sides of the tape."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Lane
from kis_desktop.domain.companion import InvestorDay, SidesDay
from kis_desktop.domain.index_key import index_code
from kis_desktop.kis.markets.krx.venues import check_served, market_fields
from kis_desktop.kis.protocol.numbers import find_date, find_int
from kis_desktop.kis.protocol.reply import Row
from kis_desktop.kis.rest import Rest

_INVESTORS = "domestic_stock/investor_trade_by_stock_daily"
_LAST_INVESTORS = "domestic_stock/inquire_investor"
_SIDES = "domestic_stock/inquire_daily_trade_volume"


class KrxCompanions:
    """Days of one share, a page at a time, oldest first; a symbol is a feed key. Indices have none.

    All methods raise `RequestFailed`, `AuthenticationFailed` and `InvalidInput` for a market whose
    prices this world doesn't have; `background` waits behind all that is on the screen.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def investors_page(
        self, symbol: str, until: date, *, background: bool = False
    ) -> tuple[InvestorDay, ...]:
        """Thirty trading days up to one; in paper the last thirty are all there are."""
        if not self._has_prices(symbol):
            return ()
        lane = Lane.BACKGROUND if background else Lane.VISIBLE
        if self._serves(_INVESTORS, symbol):
            fields = market_fields(symbol) | {"FID_INPUT_DATE_1": f"{until:%Y%m%d}"}
            rows = (await self._rest.call(_INVESTORS, fields, lane=lane)).rows("output2")
        elif self._serves(_LAST_INVESTORS, symbol):
            answer = await self._rest.call(_LAST_INVESTORS, market_fields(symbol), lane=lane)
            rows = answer.rows("output")
        else:
            return ()
        return read_investors(rows, until)

    async def sides_page(
        self, symbol: str, start: date, end: date, *, background: bool = False
    ) -> tuple[SidesDay, ...]:
        """The days between two dates, the newest hundred at most; none where this world or this
        market doesn't tell.
        """
        if not self._has_prices(symbol) or not self._serves(_SIDES, symbol):
            return ()
        fields = market_fields(symbol) | {
            "FID_PERIOD_DIV_CODE": "D",
            "FID_INPUT_DATE_1": f"{start:%Y%m%d}",
            "FID_INPUT_DATE_2": f"{end:%Y%m%d}",
        }
        lane = Lane.BACKGROUND if background else Lane.VISIBLE
        return read_sides((await self._rest.call(_SIDES, fields, lane=lane)).rows("output2"))

    def _has_prices(self, symbol: str) -> bool:
        """Whether it is a share. Raises `InvalidInput` where this world doesn't have its market."""
        if index_code(symbol) is not None:
            return False
        check_served(self._rest.environment, (symbol,))
        return True

    def _serves(self, endpoint_id: str, symbol: str) -> bool:
        """Whether this world has the service, and the service this market."""
        endpoint = loader.endpoint(endpoint_id)
        market = market_fields(symbol)["FID_COND_MRKT_DIV_CODE"]
        known = next(one for one in endpoint.params if one.name == "FID_COND_MRKT_DIV_CODE")
        return self._rest.environment.serves(endpoint) and market in known.values


def read_investors(rows: Iterable[Row], until: date) -> tuple[InvestorDay, ...]:
    """Days up to one, oldest first; those of whom nobody is told are left out."""
    found = {}
    for row in rows:
        day = find_date(row.get("stck_bsop_date"))
        told = [find_int(row.get(f"{who}_ntby_qty")) for who in ("prsn", "frgn", "orgn")]
        if day is not None and day <= until and any(one is not None for one in told):
            found[day] = InvestorDay(day, *told)
    return tuple(found[day] for day in sorted(found))


def read_sides(rows: Iterable[Row]) -> tuple[SidesDay, ...]:
    """Days, oldest first."""
    found = {}
    for row in rows:
        day = find_date(row.get("stck_bsop_date"))
        if day is not None:
            bought, sold = (find_int(row.get(f"total_{side}_qty")) for side in ("shnu", "seln"))
            found[day] = SidesDay(day, bought, sold)
    return tuple(found[day] for day in sorted(found))
