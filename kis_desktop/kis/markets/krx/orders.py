"""KRX orders over REST: what is sent, and what the ledger's rows say."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.domain.order import (
    AmendIntent,
    Order,
    OrderIntent,
    OrderType,
    Request,
    Side,
    Venue,
)
from kis_desktop.domain.order_report import BrokerOrder, OrderReceipt
from kis_desktop.kis.markets.krx.wire import SIDES, VENUES, order_number
from kis_desktop.kis.protocol.numbers import (
    find_date,
    find_int,
    find_price,
    find_text,
)
from kis_desktop.kis.protocol.reply import Row

NO_PRICE = "0"

_AMEND, _CANCEL = "01", "02"
_LIMIT_CODE = "00"


def order_choice(side: Side) -> str:
    """Which of the TR ids of `order_cash` it is."""
    return "buy" if side is Side.BUY else "sell"


def new_order_fields(intent: OrderIntent, rules: MarketRules) -> dict[str, str]:
    """The body of a new order, without the account. Raises `InvalidInput`."""
    fields = {
        "PDNO": intent.symbol,
        "ORD_DVSN": type_code(intent.order_type, rules),
        "ORD_QTY": _quantity(intent.quantity),
        "ORD_UNPR": _price(intent.order_type, intent.price, rules),
        "EXCG_ID_DVSN_CD": intent.venue.value,
    }
    return fields | {"SLL_TYPE": "01"} if intent.side is Side.SELL else fields


def amend_fields(order: Order, intent: AmendIntent, rules: MarketRules) -> dict[str, str]:
    """The body that gives the whole rest of an order a new price. Raises `InvalidInput`."""
    return _change_fields(order) | {
        "RVSE_CNCL_DVSN_CD": _AMEND,
        "ORD_DVSN": type_code(intent.order_type, rules),
        "ORD_UNPR": _price(intent.order_type, intent.price, rules),
    }


def cancel_fields(order: Order, rules: MarketRules) -> dict[str, str]:
    """The body that takes back the whole rest of an order. Raises `InvalidInput`."""
    return _change_fields(order) | {
        "RVSE_CNCL_DVSN_CD": _CANCEL,
        "ORD_DVSN": type_code(order.order_type, rules),
        "ORD_UNPR": NO_PRICE,
    }


def type_code(order_type: OrderType, rules: MarketRules) -> str:
    """The wire code of an order type."""
    return rules.order_type(order_type.value).code


def read_receipt(row: Row) -> OrderReceipt | None:
    """What came back for an accepted order; None without an order number."""
    number = order_number(row.get("odno"))
    if not number:
        return None
    branch = find_text(row.get("krx_fwdg_ord_orgno")) or ""
    return OrderReceipt(number, branch, find_text(row.get("ord_tmd")) or "")


def is_padding(row: Row) -> bool:
    """Whether a row of `inquire_daily_ccld` fills the page and stands for no order."""
    return not order_number(row.get("odno")) and not find_int(row.get("ord_qty"))


def read_broker_order(row: Row, rules: MarketRules) -> BrokerOrder | None:
    """A row of `inquire_daily_ccld`; None where number, side, date or quantities don't read."""
    number = order_number(row.get("odno"))
    side = SIDES.get(find_text(row.get("sll_buy_dvsn_cd")) or "")
    day = find_date(row.get("ord_dt"))
    quantity, filled = find_int(row.get("ord_qty")), find_int(row.get("tot_ccld_qty"))
    if not number or side is None or day is None or quantity is None or filled is None:
        return None
    cancelled = find_int(row.get("cnc_cfrm_qty") or row.get("cncl_cfrm_qty")) or 0
    rejected = find_int(row.get("rjct_qty")) or 0
    remaining = find_int(row.get("rmn_qty"))
    return BrokerOrder(
        order_no=number,
        original_no=order_number(row.get("orgn_odno")),
        branch=find_text(row.get("ord_gno_brno")) or "",
        symbol=find_text(row.get("pdno")) or "",
        name=find_text(row.get("prdt_name")) or "",
        side=side,
        order_type=_order_type(find_text(row.get("ord_dvsn_cd")), rules),
        quantity=quantity,
        price=find_price(row.get("ord_unpr")),
        filled=filled,
        average_price=find_price(row.get("avg_prvs")),
        remaining=(
            max(quantity - filled - cancelled - rejected, 0) if remaining is None else remaining
        ),
        cancelled=cancelled,
        rejected=rejected,
        request=_request(row),
        order_time=find_text(row.get("ord_tmd")) or "",
        trade_date=day,
        venue=VENUES.get(find_text(row.get("excg_id_dvsn_cd")) or "", Venue.KRX),
    )


def _change_fields(order: Order) -> dict[str, str]:
    """What names an order and all of its rest: with 잔량전부 the quantity says nothing."""
    if not order.order_no:
        raise InvalidInput(message("kis.order_number_missing"))
    return {
        "KRX_FWDG_ORD_ORGNO": order.branch,
        "ORGN_ODNO": order.order_no,
        "ORD_QTY": str(order.remaining),
        "QTY_ALL_ORD_YN": "Y",
        "EXCG_ID_DVSN_CD": order.venue.value,
    }


def _quantity(quantity: int) -> str:
    if quantity < 1:
        raise InvalidInput(message("kis.quantity_invalid", quantity=quantity))
    return str(quantity)


def _price(order_type: OrderType, price: Decimal | None, rules: MarketRules) -> str:
    """A price in whole won, without a point or an exponent; "0" for a type that carries none."""
    if not rules.order_type(order_type.value).priced:
        return NO_PRICE
    if price is None or not price.is_finite() or price <= 0 or price != price.to_integral_value():
        raise InvalidInput(message("kis.price_invalid", price="—" if price is None else price))
    return str(int(price))


def _order_type(code: str | None, rules: MarketRules) -> OrderType | None:
    for rule in rules.order_types:
        if rule.code == code:
            return OrderType(rule.id)
    return None


def _request(row: Row) -> Request:
    """Whether a row is an amendment or a cancellation: told by its words where it names another."""
    if not order_number(row.get("orgn_odno")):
        return Request.NEW
    words = f"{row.get('sll_buy_dvsn_cd_name')} {row.get('ord_dvsn_name')}".upper()
    if "정정" in words or "AMEND" in words:
        return Request.AMEND
    if "취소" in words or "CANCEL" in words or find_text(row.get("cncl_yn")) == "Y":
        return Request.CANCEL
    return Request.AMEND
