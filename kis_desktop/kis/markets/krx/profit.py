"""KRX realised profit over REST: what the rows of days, trades and the index say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kis_desktop.domain.profit import IndexClose, ProfitReport, ProfitRow, ProfitTotals
from kis_desktop.kis.protocol.numbers import (
    find_date,
    find_decimal,
    find_int,
    find_price,
    find_text,
)
from kis_desktop.kis.protocol.once import once
from kis_desktop.kis.protocol.reply import Row

_SAME_DAY = ("trad_dt",)
_NOTHING_DEALT = ProfitTotals(*(Decimal(0),) * 6)


def read_days(rows: Iterable[Row], totals: Row | None, start: date, end: date) -> ProfitReport:
    """Both outputs of `inquire_period_profit` (v1_국내주식-052)."""
    read = (_day(row) for row in once(rows, _SAME_DAY))
    return _report(read, totals, start, end)


def read_trades(rows: Iterable[Row], totals: Row | None, start: date, end: date) -> ProfitReport:
    """Both outputs of `inquire_period_trade_profit` (v1_국내주식-060)."""
    return _report((_trade(row) for row in rows), totals, start, end)


def read_index(rows: Iterable[Row]) -> tuple[IndexClose, ...]:
    """The second output of `inquire_daily_indexchartprice`, oldest first."""
    found: dict[date, IndexClose] = {}
    for row in rows:
        day, close = find_date(row.get("stck_bsop_date")), find_price(row.get("bstp_nmix_prpr"))
        if day is not None and close is not None:
            found[day] = IndexClose(day, close)
    return tuple(found[day] for day in sorted(found))


def _report(
    rows: Iterable[ProfitRow | None], totals: Row | None, start: date, end: date
) -> ProfitReport:
    read = tuple(row for row in rows if row is not None)
    if totals is None:
        return ProfitReport(start, end, read, _unknown() if read else _NOTHING_DEALT)
    return ProfitReport(start, end, read, _totals(totals))


def _unknown() -> ProfitTotals:
    return ProfitTotals(None, None, None, None, None, None)


def _totals(row: Row) -> ProfitTotals:
    return ProfitTotals(
        bought=find_decimal(row.get("buy_tr_amt_smtl")),
        sold=find_decimal(row.get("sll_tr_amt_smtl")),
        realized=find_decimal(row.get("tot_rlzt_pfls")),
        fee=find_decimal(row.get("tot_fee")),
        tax=find_decimal(row.get("tot_tltx")),
        interest=find_decimal(row.get("loan_int")),
        rate=find_decimal(row.get("tot_pftrt")),
    )


def _day(row: Row) -> ProfitRow | None:
    day = find_date(row.get("trad_dt"))
    if day is None:
        return None
    return ProfitRow(
        day=day,
        symbol="",
        name="",
        bought=find_decimal(row.get("buy_amt")),
        sold=find_decimal(row.get("sll_amt")),
        realized=find_decimal(row.get("rlzt_pfls")),
        fee=find_decimal(row.get("fee")),
        tax=find_decimal(row.get("tl_tax")),
        interest=find_decimal(row.get("loan_int")),
        rate=find_decimal(row.get("pfls_rt")),
        bought_shares=find_int(row.get("buy_qty1")),
        sold_shares=find_int(row.get("sll_qty1")),
    )


def _trade(row: Row) -> ProfitRow | None:
    day, symbol = find_date(row.get("trad_dt")), find_text(row.get("pdno"))
    if day is None or symbol is None:
        return None
    price, shares = find_price(row.get("pchs_unpr")), find_int(row.get("sll_qty"))
    return ProfitRow(
        day=day,
        symbol=symbol,
        name=find_text(row.get("prdt_name")) or "",
        bought=find_decimal(row.get("buy_amt")),
        sold=find_decimal(row.get("sll_amt")),
        realized=find_decimal(row.get("rlzt_pfls")),
        fee=find_decimal(row.get("fee")),
        tax=find_decimal(row.get("tl_tax")),
        interest=find_decimal(row.get("loan_int")),
        rate=find_decimal(row.get("pfls_rt")),
        basis=_basis(price, shares),
        bought_shares=find_int(row.get("buy_qty")),
        sold_shares=shares,
        buy_price=price,
        sell_price=find_price(row.get("sll_pric")),
        dealing=find_text(row.get("trad_dvsn_name")) or "",
        loan_date=find_date(row.get("loan_dt")),
    )


def _basis(price: Decimal | None, shares: int | None) -> Decimal | None:
    """What the sold shares had cost: nothing sold cost nothing, whatever the price says."""
    if shares == 0:
        return Decimal(0)
    return None if price is None or shares is None else price * shares
