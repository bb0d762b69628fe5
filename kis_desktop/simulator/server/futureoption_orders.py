"""Orders for Korean futures and options: what a request asks for, and how it is answered.

ORD_DVSN_CD: 01 지정가, 02 시장가, 03 조건부, 04 최유리; 10 to 15 the first, second and fourth of
these as IOC and FOK. When it is blank, NMPR_TYPE_CD and KRX_NMPR_CNDT_CD say the same.
"""

from dataclasses import dataclass

from kis_desktop.simulator.deal_terms import Dealt, Life
from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.markets.domestic_futureoption.dealt import DAY, NIGHT
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.futureoption_holding import account_number, known_instrument
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.order_texts import BRANCH, HOLDER, SIDE_NAMES, refusal
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.views import OrderKind, Refusal, Refused, Side

ACCEPTED = ("APBK0029", "주문전송이 정상적으로 처리되었습니다.")
_NIGHT_IDS = ("STTN", "JTCE", "TTTN")
_SIDES = {"01": Side.SELL, "02": Side.BUY}
_LIVES = {"10": Life.IOC, "12": Life.IOC, "14": Life.IOC,
          "11": Life.FOK, "13": Life.FOK, "15": Life.FOK}  # fmt: skip
_AT_MARKET, _AT_BEST = frozenset({"02", "12", "13"}), frozenset({"04", "14", "15"})
_TYPES = frozenset({"01", "02", "03", "04", *_LIVES})
_OF_BOTH = {
    ("01", "3"): "10", ("01", "4"): "11", ("02", "3"): "12", ("02", "4"): "13",
    ("04", "3"): "14", ("04", "4"): "15",
}  # fmt: skip
_KINDS = {OrderKind.NEW: "", OrderKind.AMEND: "정정", OrderKind.CANCEL: "취소"}


@dataclass(frozen=True, slots=True)
class Ability:
    """How much an order may have; the price it is reckoned with in hundredths."""

    opening: int
    closing: int
    price: float


def is_night(call: Call) -> bool:
    """Whether the TR id sends an order to the night session."""
    return call.tr_id.startswith(_NIGHT_IDS)


def dealt_in(call: Call, name: str, *, night: bool) -> Dealt:
    """The terms of a code, an expired one's of what trades under it now. Raises CallRefused."""
    instrument = known_instrument(call, call.text(name))
    derivatives = call.market.others.derivatives
    today = instrument.contract.on(derivatives.today)
    found = derivatives.find_dealt(NIGHT if night else DAY, today.code)
    assert found is not None
    return found


def order_type(call: Call) -> str:
    """ORD_DVSN_CD, or what the two older fields say. Raises CallRefused."""
    asked = call.text("ORD_DVSN_CD")
    if not asked:
        older = call.text("NMPR_TYPE_CD") or "01"
        asked = _OF_BOTH.get((older, call.text("KRX_NMPR_CNDT_CD")), older)
    if asked not in _TYPES:
        raise CallRefused(invalid_input("ORD_DVSN_CD"))
    return asked


def side_of(call: Call) -> Side:
    """SLL_BUY_DVSN_CD. Raises CallRefused."""
    return _SIDES[call.choice("SLL_BUY_DVSN_CD", *_SIDES)]


def life_of(type_: str) -> Life:
    """How long an order of a type may wait."""
    return _LIVES.get(type_, Life.DAY)


def price_of(call: Call, dealt: Dealt, side: Side, type_: str) -> int:
    """The price in hundredths: 0 at the market, of 최유리 the other side's best.

    Raises CallRefused, and Refused for a limit order without a price.
    """
    if type_ in _AT_MARKET:
        return 0
    if type_ in _AT_BEST:
        quote = dealt.course.quote(call.now)
        return quote.ask if side is Side.BUY else quote.bid
    price = written_price(call)
    if not price:
        raise CallRefused(invalid_input("UNIT_PRICE"))
    return price


def written_price(call: Call) -> int:
    """UNIT_PRICE in hundredths, 0 for a blank one. Raises CallRefused."""
    price = call.decimal("UNIT_PRICE") * 100
    if price < 0 or price != price.to_integral_value():
        raise CallRefused(invalid_input("UNIT_PRICE"))
    return int(price)


def ability(call: Call, *, night: bool) -> Ability:
    """What an order may open and close at its price, a market order at the last one."""
    dealt, side = dealt_in(call, "PDNO", night=night), side_of(call)
    price = written_price(call) or dealt.course.quote(call.now).last
    dealer = call.market.others.derivatives.dealer
    account = account_number(call)
    closing = dealer.book(account).closable(dealt, side)
    whole = dealer.affordable(account, dealt, side, price, call.now)
    return Ability(max(whole - closing, 0), closing, float(price))


def order_fields(call: Call, order: DealOrder) -> dict[str, Value]:
    """What an accepted request is answered with."""
    return {
        "ACNT_NAME": HOLDER,
        "TRAD_DVSN_NAME": SIDE_NAMES[order.side] + _KINDS[order.kind],
        "ITEM_NAME": item_name(call, order.code),
        "ORD_TMD": order.time.time(),
        "ORD_GNO_BRNO": BRANCH,
        "ODNO": order.number,
    }


def item_name(call: Call, code: str) -> str:
    """종목명, with the name of the index before that of its contract."""
    contract = known_instrument(call, code).contract
    return contract.name if contract.product.name else f"코스피200 {contract.name}"


def refused_order(refused: Refused, world: World) -> Reply:
    """The answer to a request that the market did not take on."""
    if refused.reason in {Refusal.PRICE_MISSING, Refusal.PRICE_NOT_ALLOWED}:
        return invalid_input("UNIT_PRICE")
    return refusal(refused, world)
