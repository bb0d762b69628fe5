"""KRX orders over REST: what the receipt and the ledger's rows say."""

from __future__ import annotations

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.order import OrderType, Request, Venue
from kis_desktop.domain.order_report import BrokerOrder, OrderReceipt
from kis_desktop.kis.markets.krx.wire import SIDES, VENUES, order_number
from kis_desktop.kis.protocol.numbers import find_date, find_int, find_price, find_text
from kis_desktop.kis.protocol.reply import Row

_VENUE_LENGTH = 3  # KRX, NXT, SOR


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
        venue=_venue(find_text(row.get("excg_id_dvsn_cd")) or ""),
        condition_price=find_price(row.get("stpm_cndt_pric")),
    )


def _venue(text: str) -> Venue:
    """Where the order was sent to; a routed one may stand there with the venue that it went to."""
    return VENUES.get(text[:_VENUE_LENGTH].upper(), Venue.KRX)


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
