"""KRX account over REST: what the rows of cash, holdings and loans say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kis_desktop.domain.account import (
    AccountSnapshot,
    AssetClass,
    BuyingPower,
    DayTrade,
    Lot,
    Position,
)
from kis_desktop.domain.known_sum import known_sum
from kis_desktop.domain.order import OrderType
from kis_desktop.kis.protocol.numbers import (
    find_date,
    find_decimal,
    find_int,
    find_price,
    find_text,
)
from kis_desktop.kis.protocol.once import once
from kis_desktop.kis.protocol.reply import Row

_SAME_LOT = ("pdno", "loan_dt", "trad_dvsn_name", "hldg_qty", "pchs_amt")
_HUNDRED = Decimal(100)
_SHORT = "대주"  # 자기대주, 유통대주: shares that are owed

# What the unnamed rows of `inquire_account_balance` are, by their number (v1_국내주식-048).
_OF_20 = (
    *("stock", "fund", "ima", "bond", "els", "wrap", "trust", "rp", "overseas_stock"),
    *("overseas_bond", "gold", "cd", "short_bond", "other", "foreign_short_bond", "foreign_els"),
    *("foreign_cash", "cash", "subscription", "sum"),
)
_OF_19 = tuple(name for name in _OF_20 if name != "ima")
_OF_17 = (
    *("fund", "ima", "bond", "els", "wrap", "trust", "rp", "foreign_rp", "overseas_bond", "cd"),
    *("short_bond", "foreign_short_bond", "foreign_els", "foreign_cash", "cash"),
    *("subscription", "sum"),
)
_OF_16 = tuple(name for name in _OF_17 if name != "ima")
_ASSETS = {len(names): names for names in (_OF_20, _OF_19, _OF_17, _OF_16)}


def is_uncounted(row: Row) -> bool:
    """Whether a row of `inquire_balance` names an instrument and no readable quantity."""
    return find_text(row.get("pdno")) is not None and find_int(row.get("hldg_qty")) is None


def read_account(
    rows: Iterable[Row], totals: Row | None, power: Row | None, received: float
) -> AccountSnapshot:
    """Both outputs of `inquire_balance`, and that of `inquire_psbl_order`; the lots of one
    instrument are one position.
    """
    sums, can = totals or {}, power or {}
    lots: dict[str, list[Row]] = {}
    for row in once(rows, _SAME_LOT):
        symbol = find_text(row.get("pdno"))
        if symbol is not None:
            lots.setdefault(symbol, []).append(row)
    held = (_position(symbol, of_it) for symbol, of_it in lots.items())
    return AccountSnapshot(
        cash=find_decimal(sums.get("dnca_tot_amt")),
        cash_d1=find_decimal(sums.get("nxdy_excc_amt")),
        cash_d2=find_decimal(sums.get("prvs_rcdl_excc_amt")),
        buying_power=find_decimal(can.get("nrcvb_buy_amt")),
        cost=find_decimal(sums.get("pchs_amt_smtl_amt")),
        value=find_decimal(sums.get("evlu_amt_smtl_amt")),
        unrealized_pnl=find_decimal(sums.get("evlu_pfls_smtl_amt")),
        total=find_decimal(sums.get("tot_evlu_amt")),
        fees_today=find_decimal(sums.get("thdt_tlex_amt")),
        positions=tuple(position for position in held if position is not None),
        received=received,
        largest_order=find_decimal(can.get("max_buy_amt")),
        loans=find_decimal(sums.get("tot_loan_amt")),
        net_assets=find_decimal(sums.get("nass_amt")),
        total_before=find_decimal(sums.get("bfdy_tot_asst_evlu_amt")),
        bought_today=find_decimal(sums.get("thdt_buy_amt")),
        sold_today=find_decimal(sums.get("thdt_sll_amt")),
        dealt=tuple(_dealt(symbol, of_it) for symbol, of_it in lots.items()),
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


def read_assets(rows: Sequence[Row]) -> tuple[AssetClass, ...]:
    """The first output of `inquire_account_balance`: its rows have no names, their place does."""
    names = _ASSETS.get(len(rows), ("",) * len(rows))
    return tuple(
        AssetClass(
            place=place,
            name=f"asset.{name}" if name else "",
            cost=find_decimal(row.get("pchs_amt")),
            value=find_decimal(row.get("evlu_amt")),
            unrealized_pnl=find_decimal(row.get("evlu_pfls_amt")),
            loan=find_decimal(row.get("crdt_lnd_amt")),
            net=find_decimal(row.get("real_nass_amt")),
            weight=find_decimal(row.get("whol_weit_rt")),
            is_sum=name == "sum",
        )
        for place, (name, row) in enumerate(zip(names, rows, strict=True), start=1)
    )


def _position(symbol: str, rows: Sequence[Row]) -> Position | None:
    """The lots of an instrument as one; None where nothing is held any more."""
    lots = tuple(lot for lot in map(_lot, rows) if lot is not None)
    if not lots:
        return None
    first = rows[0]
    name = find_text(first.get("prdt_name")) or ""
    change = find_decimal(first.get("bfdy_cprs_icdc"))
    is_plain = len(lots) == 1 and lots[0].loan_date is None and not lots[0].is_short
    apart = () if is_plain else lots
    whole = lots[0] if len(lots) == 1 else _joined(lots)
    return Position(
        symbol=symbol,
        name=name,
        quantity=whole.quantity,
        sellable=_sellable(lots),
        average_price=whole.average_price,
        cost=whole.cost,
        last=whole.last,
        value=whole.value,
        unrealized_pnl=whole.unrealized_pnl,
        unrealized_rate=whole.unrealized_rate,
        loan=whole.loan,
        base_change=change if whole.last is not None else None,
        bought_today=_counted(rows, "thdt_buyqty"),
        sold_today=_counted(rows, "thdt_sll_qty"),
        lots=apart,
    )


def _lot(row: Row) -> Lot | None:
    quantity = find_int(row.get("hldg_qty"))
    if not quantity:
        return None
    last = find_price(row.get("prpr"))
    priced = last is not None
    return Lot(
        dealing=find_text(row.get("trad_dvsn_name")) or "",
        loan_date=find_date(row.get("loan_dt")),
        expires=find_date(row.get("expd_dt")),
        quantity=quantity,
        sellable=find_int(row.get("ord_psbl_qty")),
        average_price=find_price(row.get("pchs_avg_pric")),
        cost=find_decimal(row.get("pchs_amt")),
        last=last,
        value=find_decimal(row.get("evlu_amt")) if priced else None,
        unrealized_pnl=find_decimal(row.get("evlu_pfls_amt")) if priced else None,
        unrealized_rate=find_decimal(row.get("evlu_pfls_rt")) if priced else None,
        loan=find_decimal(row.get("loan_amt")),
        is_short=_SHORT in (find_text(row.get("trad_dvsn_name")) or ""),
    )


def _joined(lots: Sequence[Lot]) -> Lot:
    """Lots of one instrument (cash, loans) as one; the average follows from the cost."""
    quantity = sum(lot.quantity for lot in lots)
    cost = known_sum(lot.cost for lot in lots)
    pnl = known_sum(lot.unrealized_pnl for lot in lots)
    is_mixed = len({lot.is_short for lot in lots}) > 1
    return Lot(
        dealing="",
        loan_date=None,
        expires=None,
        quantity=quantity,
        sellable=_sellable(lots),
        average_price=None if cost is None or is_mixed else cost / quantity,
        cost=cost,
        last=next((lot.last for lot in lots if lot.last is not None), None),
        value=known_sum(lot.value for lot in lots),
        unrealized_pnl=pnl,
        unrealized_rate=pnl / cost * _HUNDRED if pnl is not None and cost else None,
        loan=known_sum(lot.loan for lot in lots),
    )


def _sellable(lots: Iterable[Lot]) -> int | None:
    """What is one's own can be sold; borrowed shares were."""
    total = known_sum(lot.sellable for lot in lots if not lot.is_short)
    return None if total is None else int(total)


def _dealt(symbol: str, rows: Sequence[Row]) -> DayTrade:
    """What was dealt in today; a row that doesn't say counts as nothing dealt."""
    bought, sold = _counted(rows, "thdt_buyqty"), _counted(rows, "thdt_sll_qty")
    return DayTrade(symbol, bought or 0, sold or 0)


def _counted(rows: Iterable[Row], field: str) -> int | None:
    """The shares of all rows; None where one doesn't say."""
    total = known_sum(find_int(row.get(field)) for row in rows)
    return None if total is None else int(total)
