"""Ex-dates from the schedules of the securities depository (예탁원정보)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.catalogue.entry import Lane
from kis_desktop.domain.ex_date import ExDate, ExKind
from kis_desktop.kis.protocol.numbers import find_date, find_decimal, find_text
from kis_desktop.kis.protocol.reply import Row
from kis_desktop.kis.rest import Rest

_PERCENT = 100
_DIVIDED = "분할"

Reader = Callable[[Row], Iterator[ExDate]]


class KrxExDates:
    """The schedules of one share. Raises `RequestFailed` and `AuthenticationFailed`."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def ex_dates(self, symbol: str, start: date, end: date) -> tuple[ExDate, ...]:
        """All that fall in a period by their record date, oldest first; none where this world has
        no schedules.
        """
        found: set[ExDate] = set()
        for schedule in _SCHEDULES:
            found.update(await self._read(schedule, symbol, start, end))
        return tuple(sorted(found, key=lambda one: (one.date, one.kind)))

    async def _read(self, schedule: _Schedule, symbol: str, start: date, end: date) -> list[ExDate]:
        if not self._rest.environment.serves(loader.endpoint(schedule.endpoint)):
            return []
        period = {"F_DT": f"{start:%Y%m%d}", "T_DT": f"{end:%Y%m%d}"}
        fields = {"SHT_CD": symbol, **period, **schedule.fields}
        answer = await self._rest.call(schedule.endpoint, fields, lane=Lane.BACKGROUND)
        own = [row for row in answer.rows("output1") if _is_of(row, symbol)]
        return [one for row in own for one in schedule.read(row)]


class _Schedule(NamedTuple):
    endpoint: str
    fields: Mapping[str, str]
    read: Reader


def _dividend(row: Row) -> Iterator[ExDate]:
    record = find_date(row.get("record_date"))
    if record is None:
        return
    day = _before_record(record)
    paid, shares = find_decimal(row.get("per_sto_divi_amt")), find_decimal(row.get("stk_divi_rate"))
    if paid:
        yield ExDate(day, ExKind.DIVIDEND, amount=paid)
    if shares:
        yield ExDate(day, ExKind.STOCK_DIVIDEND, shares / _PERCENT)


def _rights(row: Row) -> Iterator[ExDate]:
    day = find_date(row.get("right_dt"))
    if day is not None:
        price = find_decimal(row.get("fix_price")) or None
        yield ExDate(day, ExKind.RIGHTS, _added(row), price)


def _bonus(row: Row) -> Iterator[ExDate]:
    day = find_date(row.get("right_dt"))
    if day is not None:
        yield ExDate(day, ExKind.BONUS, _added(row))


def _face(row: Row) -> Iterator[ExDate]:
    day = _listed(row)
    before, after = (find_decimal(row.get(f"inter_{at}_face_amt")) for at in ("bf", "af"))
    if day is not None and before and after:
        kind = ExKind.SPLIT if after < before else ExKind.CONSOLIDATION
        yield ExDate(day, kind, before / after)


def _reduction(row: Row) -> Iterator[ExDate]:
    """The rate's base isn't documented, so none is told."""
    day = _listed(row)
    if day is not None:
        yield ExDate(day, ExKind.REDUCTION)


def _merger(row: Row) -> Iterator[ExDate]:
    day = _listed(row)
    if day is not None:
        divided = _DIVIDED in (find_text(row.get("merge_type")) or "")
        yield ExDate(day, ExKind.DIVISION if divided else ExKind.MERGER)


_SCHEDULES = (
    _Schedule("domestic_stock/ksdinfo_dividend", {"GB1": "0"}, _dividend),
    _Schedule("domestic_stock/ksdinfo_paidin_capin", {"GB1": "2"}, _rights),
    _Schedule("domestic_stock/ksdinfo_bonus_issue", {}, _bonus),
    _Schedule("domestic_stock/ksdinfo_rev_split", {"MARKET_GB": "0"}, _face),
    _Schedule("domestic_stock/ksdinfo_cap_dcrs", {}, _reduction),
    _Schedule("domestic_stock/ksdinfo_merger_split", {}, _merger),
)


def _before_record(record: date) -> date:
    """The first day whose buyers are settled too late (T+2) to be on record."""
    last = previous_trading_day(record + timedelta(days=1))
    return previous_trading_day(last)


def _added(row: Row) -> Decimal | None:
    """New shares for each one of before; the rate's own unit is not documented."""
    before = find_decimal(row.get("tot_issue_stk_qty"))
    new = find_decimal(row.get("issue_stk_qty"))
    return new / before if before and new else None


def _listed(row: Row) -> date | None:
    """상장일, which some rows write with strokes."""
    text = find_text(row.get("list_dt")) or ""
    return find_date("".join(sign for sign in text if sign.isdecimal()))


def _is_of(row: Row, symbol: str) -> bool:
    return (find_text(row.get("sht_cd")) or "").endswith(symbol)
