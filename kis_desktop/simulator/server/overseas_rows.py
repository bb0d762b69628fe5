"""What the requests about foreign shares and their orders share: words, filters, answers."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kis_desktop.catalogue import loader
from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.markets.overseas_stock.exchanges import EXCHANGES, Exchange, exchanges_of
from kis_desktop.simulator.markets.overseas_stock.market import OverseasStocks
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import (
    ACCEPTED,
    FORWARDING,
    PAPER_ACCEPTED,
    SIDE_CODES,
    refusal,
)
from kis_desktop.simulator.server.replies import Reply, refused
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.views import OrderKind, OrderState, Refusal, Refused, Side

WIDTH = 200
"""ctx_area_fk200, ctx_area_nk200"""
ALGORITHMS = {"35": "TWAP", "36": "VWAP"}
AT_MARKET = frozenset({"31", "33"})
"""MOO, MOC: sales alone"""
TYPES = {
    Side.BUY: frozenset({"00", "32", "34", "35", "36"}),
    Side.SELL: frozenset({"00", "31", "32", "33", "34", "35", "36"}),
}
"""of the United States; everywhere else 00 alone, in Hong Kong 50 (odd lots) as well"""
KIND_CODES = {OrderKind.NEW: "00", OrderKind.AMEND: "01", OrderKind.CANCEL: "02"}
KIND_NAMES = {OrderKind.NEW: "", OrderKind.AMEND: "정정", OrderKind.CANCEL: "취소"}
_STATES = {OrderState.WORKING: "전송", OrderState.REJECTED: "거부"}
_REAL = {
    Refusal.MARKET_CLOSED: ("APBK1664", "1", "해외주식 주문가능 시간이 아닙니다."),
    Refusal.PRICE_MISSING: ("APBK1507", "1", "$0.01 미만의 주문은 온라인에서 할 수 없습니다."),
    Refusal.ORDER_TYPE_NOT_ALLOWED: ("APBK1943", "1", "주문구분 입력오류입니다."),
    Refusal.NO_SUCH_RESERVATION: ("APBK1663", "1", "원주문번호가 존재하지 않습니다."),
    Refusal.RESERVATIONS_CLOSED: ("KIER3672", "1", "예약주문 접수시간이 아닙니다."),
    Refusal.NOT_ENOUGH_SHARES: ("APBK1234", "1", "보유수량이 부족합니다."),
}
LOT = ("APBK0513", "1", "매매단위 오류입니다.")
"""our own choice of a code"""


def stocks(call: Call) -> OverseasStocks:
    """The market of foreign shares."""
    return call.market.others.overseas_stock


def fixed(value: Decimal | float, decimals: int) -> str:
    """With so many decimals, never a negative zero."""
    text = f"{Decimal(value):.{decimals}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def whole(value: Decimal | float) -> str:
    """A sum of won, to the nearest."""
    return fixed(value, 0)


def refusal_abroad(refused_by: Refused, world: World) -> Reply:
    """The answer to a request for foreign shares that was not taken on."""
    if world is World.REAL and refused_by.reason in _REAL:
        code, rt_cd, message = _REAL[refused_by.reason]
        return refused(code, message, rt_cd=rt_cd)
    if refused_by.reason is Refusal.PRICE_MISSING:
        return refused("40030000", "모의투자 주문처리가 안되었습니다(주문단가 오류)")
    if refused_by.reason is Refusal.RESERVATIONS_CLOSED:
        return refused("40580000", "모의투자 예약주문 접수시간이 아닙니다.")
    if refused_by.reason is Refusal.NO_SUCH_RESERVATION:
        return refused("40330000", "모의투자 원주문번호가 존재하지 않습니다.")
    return refusal(refused_by, world)


def accepted_abroad(id_: str, order: DealOrder, call: Call) -> Reply:
    """Accepted by the broker."""
    code, message = ACCEPTED
    if call.paper:
        code, message = PAPER_ACCEPTED[order.kind, order.side]
    values: Values = {
        "KRX_FWDG_ORD_ORGNO": FORWARDING[call.world],
        "ODNO": order.number,
        "ORD_TMD": order.time,
    }
    return layout(id_).done({"output": values}, accepted=True, code=code, message=message)


def selling_tr_ids(id_: str, *more: str) -> frozenset[str]:
    """The TR ids of an order request that sell."""
    entry = loader.endpoint(id_)
    both = (*entry.tr_real.items(), *entry.tr_paper.items())
    return frozenset(tr_id for choice, tr_id in both if "sell" in choice.lower()) | set(more)


def check_type(order_type: str, side: Side, share: ForeignShare, *, paper: bool) -> None:
    """Whether an exchange takes an order type. Raises `Refused`."""
    place = share.exchange
    if place.country.code == "US":
        allowed = TYPES[side]
    else:
        allowed = frozenset({"00", "50"}) if place.country.code == "HK" else frozenset({"00"})
    if order_type not in (frozenset({"00"}) if paper else allowed):
        raise Refused(Refusal.ORDER_TYPE_NOT_ALLOWED, order_type)


def check_limit(order_type: str) -> None:
    """Whether it is a limit order. Raises `Refused`."""
    if order_type != "00":
        raise Refused(Refusal.ORDER_TYPE_NOT_ALLOWED, order_type)


def units(share: ForeignShare, price: Decimal) -> int:
    """A price as the market reckons it. Raises `Refused` for none and for one between its steps."""
    if price <= 0:
        raise Refused(Refusal.PRICE_MISSING, share.symbol)
    exact = price.scaleb(share.decimals)
    if exact != exact.to_integral_value():
        raise Refused(Refusal.OFF_TICK, str(price))
    return int(exact)


def places(call: Call, name: str = "OVRS_EXCG_CD") -> tuple[Exchange, ...]:
    """The exchanges that are asked for: NASD means all three American ones in the real world,
    a blank every one.
    """
    code = call.text(name)
    if not code:
        return EXCHANGES
    found = exchanges_of(code)
    if code == "NASD" and call.paper:
        return tuple(one for one in found if one.order_code == "NASD")
    return found


def of_places(orders: Iterable[DealOrder], asked: Sequence[Exchange]) -> list[DealOrder]:
    """The orders of these exchanges; all of them when none is named."""
    codes = {one.order_code for one in asked}
    return [one for one in orders if not codes or one.exchange in codes]


def named(call: Call, order: DealOrder) -> ForeignShare:
    """The share of an order. Raises LookupError."""
    share = stocks(call).find(order.exchange, order.code)
    if share is None:
        raise LookupError(order.code)
    return share


def side_matches(text: str, side: Side) -> bool:
    """Whether a filter of sides lets one through; blank and 00 let both."""
    return text in {"", "00", "%", "%%", SIDE_CODES[side]}


def state_name(order: DealOrder) -> str:
    """처리상태명."""
    return _STATES.get(order.state, "완료")
