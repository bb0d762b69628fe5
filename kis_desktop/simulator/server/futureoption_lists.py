"""Orders and fills of Korean futures and options as lists show them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kis_desktop.simulator.dealing import DealFill, DealOrder
from kis_desktop.simulator.markets.domestic_futureoption.dealt import DAY, NIGHT
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_holding import (
    PRODUCT_TYPE,
    account_number,
    is_option_code,
    long_price,
)
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.server.order_texts import BRANCH, HOLDER, SIDE_CODES, SIDE_NAMES
from kis_desktop.simulator.views import OrderKind

_KINDS = {OrderKind.NEW: "", OrderKind.AMEND: " 정정", OrderKind.CANCEL: " 취소"}
_TYPES = {
    "01": "지정가", "02": "시장가", "03": "조건부지정가", "04": "최유리지정가",
    "10": "지정가(IOC)", "11": "지정가(FOK)", "12": "시장가(IOC)", "13": "시장가(FOK)",
    "14": "최유리(IOC)", "15": "최유리(FOK)",
}  # fmt: skip
_PRICED = {"10": "01", "11": "01", "12": "02", "13": "02", "14": "04", "15": "04"}


def order_row(call: Call, order: DealOrder) -> Values:
    """What the lists of orders by day and by night say alike; numbers are padded with blanks."""
    instrument = call.market.others.derivatives.find(order.code)
    name = "" if instrument is None else instrument.contract.name
    return {
        "ord_gno_brno": BRANCH,
        "cano": call.text("CANO"),
        "csac_name": HOLDER,
        "acnt_prdt_cd": call.text("ACNT_PRDT_CD"),
        "ord_dt": order.trade_date,
        "odno": f"{int(order.number):>10}",
        "orgn_odno": f"{int(order.original_number or 0):>10}" if order.original_number else "",
        "sll_buy_dvsn_cd": SIDE_CODES[order.side],
        "trad_dvsn_name": SIDE_NAMES[order.side] + _KINDS[order.kind],
        "nmpr_type_name": _TYPES.get(order.order_type, ""),
        "pdno": order.code,
        "prdt_name": name,
        "prdt_type_cd": PRODUCT_TYPE,
        "ord_qty": order.quantity,
        "qty": order.remaining,
        "ord_tmd": order.time.time(),
        "avg_idx": long_price(order.average_price),
        "rjct_qty": 0,
        "ingr_trad_rjct_rson_cd": "",
        "ingr_trad_rjct_rson_name": "",
        "ord_stfno": "",
        "sprd_item_yn": False,
        "ord_ip_addr": "",
    }


def type_code(order: DealOrder) -> str:
    """호가유형코드."""
    return _PRICED.get(order.order_type, order.order_type)


def filled_value(call: Call, order: DealOrder) -> int:
    """총체결금액."""
    instrument = call.market.others.derivatives.find(order.code)
    multiplier = 1 if instrument is None else instrument.contract.product.multiplier
    return order.filled_value * multiplier // 100


def asked_orders(call: Call, *, night: bool) -> list[DealOrder]:
    """The orders of a period that a list asks for; by number, the oldest first for DS."""
    start, end = call.day("STRT_ORD_DT"), call.day("END_ORD_DT")
    dealer = call.market.others.derivatives.dealer
    side, state = call.text("SLL_BUY_DVSN_CD"), call.text("CCLD_NCCS_DVSN")
    kind = call.text("FUOP_DVSN_CD")
    code = _asked_code(call)
    exchange = NIGHT if night else DAY
    first = call.text("STRT_ODNO")
    found = [
        one
        for one in dealer.orders(account_number(call), start, end)
        if one.exchange == exchange
        and side in {"", "00", SIDE_CODES[one.side]}
        and (state != "01" or one.filled_quantity)
        and (state != "02" or one.remaining)
        and (not code or one.code == code)
        and (kind not in {"01", "02"} or (kind == "02") == is_option_code(one.code))
        and (not first.isdecimal() or int(one.number) >= int(first))
    ]
    return found if call.text("SORT_SQN") != "AS" else found[::-1]


def fee_of(fills: Iterable[DealFill]) -> int:
    """수수료 of fills."""
    return int(sum((one.fee for one in fills), Decimal(0)))


def fills_between(call: Call, start: date, end: date) -> tuple[DealFill, ...]:
    """The account's fills by trade date, of day and night."""
    return call.market.others.derivatives.dealer.fills(account_number(call), start, end)


def is_future_of_goods(code: str) -> bool:
    """Whether a future is on a commodity (상품선물)."""
    return code[1:3] in {"65", "66", "67", "75", "76", "77", "78", "86", "88"}


def _asked_code(call: Call) -> str:
    asked = call.text("PDNO")
    if not asked:
        return ""
    found = call.market.others.derivatives.find(asked)
    return asked if found is None else found.contract.code
