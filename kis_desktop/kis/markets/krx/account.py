"""KRX account over REST: what the rows of cash and holdings say."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kis_desktop.domain.account import AccountSnapshot, BuyingPower, Position
from kis_desktop.domain.order import OrderType
from kis_desktop.kis.protocol.numbers import find_decimal, find_int, find_price, find_text
from kis_desktop.kis.protocol.reply import Row


def is_uncounted(row: Row) -> bool:
    """Whether a row of `inquire_balance` names an instrument and no readable quantity."""
    return find_text(row.get("pdno")) is not None and find_int(row.get("hldg_qty")) is None


def read_account(
    rows: Iterable[Row], totals: Row | None, buying_power: Decimal | None, received: float
) -> AccountSnapshot:
    """Both outputs of `inquire_balance`; lots of one instrument are one position."""
    sums: Row = totals or {}
    positions: dict[str, Position] = {}
    for position in map(_position, rows):
        if position is not None:
            known = positions.get(position.symbol)
            positions[position.symbol] = position if known is None else _joined(known, position)
    return AccountSnapshot(
        cash=find_decimal(sums.get("dnca_tot_amt")),
        cash_d1=find_decimal(sums.get("nxdy_excc_amt")),
        cash_d2=find_decimal(sums.get("prvs_rcdl_excc_amt")),
        buying_power=buying_power,
        cost=find_decimal(sums.get("pchs_amt_smtl_amt")),
        value=find_decimal(sums.get("evlu_amt_smtl_amt")),
        unrealized_pnl=find_decimal(sums.get("evlu_pfls_smtl_amt")),
        total=find_decimal(sums.get("tot_evlu_amt")),
        fees_today=find_decimal(sums.get("thdt_tlex_amt")),
        positions=tuple(positions.values()),
        received=received,
    )


def read_buying_power(
    row: Row, symbol: str, order_type: OrderType, price: Decimal | None
) -> BuyingPower | None:
    """The output of `inquire_psbl_order`; None where the sums don't read."""
    cash, amount = find_decimal(row.get("ord_psbl_cash")), find_decimal(row.get("nrcvb_buy_amt"))
    quantity = find_int(row.get("nrcvb_buy_qty"))
    if cash is None or amount is None or quantity is None:
        return None
    unit = find_price(row.get("psbl_qty_calc_unpr"))
    return BuyingPower(
        symbol,
        order_type,
        price,
        cash,
        amount,
        quantity,
        unit,
        margin_amount=find_decimal(row.get("max_buy_amt")),
        margin_quantity=find_int(row.get("max_buy_qty")),
    )


def _position(row: Row) -> Position | None:
    symbol, quantity = find_text(row.get("pdno")), find_int(row.get("hldg_qty"))
    if symbol is None or quantity is None or quantity == 0:
        return None
    last = find_price(row.get("prpr"))
    priced = last is not None
    return Position(
        symbol=symbol,
        name=find_text(row.get("prdt_name")) or "",
        quantity=quantity,
        sellable=find_int(row.get("ord_psbl_qty")),
        average_price=find_price(row.get("pchs_avg_pric")),
        cost=find_decimal(row.get("pchs_amt")),
        last=last,
        value=find_decimal(row.get("evlu_amt")) if priced else None,
        unrealized_pnl=find_decimal(row.get("evlu_pfls_amt")) if priced else None,
        unrealized_rate=find_decimal(row.get("evlu_pfls_rt")) if priced else None,
    )


def _joined(first: Position, second: Position) -> Position:
    """Two lots of an instrument (cash, margin) as one; the average follows from the cost."""
    quantity = first.quantity + second.quantity
    cost = _sum(first.cost, second.cost)
    pnl = _sum(first.unrealized_pnl, second.unrealized_pnl)
    return Position(
        symbol=first.symbol,
        name=first.name,
        quantity=quantity,
        sellable=None
        if None in (first.sellable, second.sellable)
        else (first.sellable or 0) + (second.sellable or 0),
        average_price=None if cost is None else cost / quantity,
        cost=cost,
        last=first.last if first.last is not None else second.last,
        value=_sum(first.value, second.value),
        unrealized_pnl=pnl,
        unrealized_rate=pnl / cost * 100 if pnl is not None and cost else None,
    )


def _sum(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else first + second
