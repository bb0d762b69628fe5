"""How orders, their types and their refusals are written.

Codes and wordings: the observed lists of the protocol description. Codes without a source are
our own choice and marked so; clients may rely on `rt_cd` alone.
"""

from kis_desktop.simulator.credit import Credit, LoanKind
from kis_desktop.simulator.orders import ALL_OR_NOTHING, IOC_TYPES
from kis_desktop.simulator.server.replies import Reply, gateway_error, invalid_input, refused
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.views import OrderKind, OrderRecord, Refusal, Refused, Side

SIDE_CODES = {Side.SELL: "01", Side.BUY: "02"}
SIDE_NAMES = {Side.SELL: "매도", Side.BUY: "매수"}
HOLDER = "홍길동"
"""계좌명, as Korean forms call whoever fills them in"""
KIND_NAMES = {OrderKind.NEW: "", OrderKind.AMEND: "정정*", OrderKind.CANCEL: "취소*"}

TYPE_NAMES = {
    "00": "지정가",
    "01": "시장가",
    "02": "조건부지정가",
    "03": "최유리지정가",
    "04": "최우선지정가",
    "05": "장전 시간외",
    "06": "장후 시간외",
    "11": "IOC지정가",
    "12": "FOK지정가",
    "13": "IOC시장가",
    "14": "FOK시장가",
    "15": "IOC최유리",
    "16": "FOK최유리",
    "21": "중간가",
    "22": "스톱지정가",
    "23": "IOC중간가",
    "24": "FOK중간가",
    "27": "프리마켓 GTP(27)",
    "28": "프리마켓 GTP(28)",
    "29": "프리마켓 GTP(29)",
    "41": "애프터 지정가",
    "42": "애프터 IOC지정가",
    "43": "애프터 FOK지정가",
    "44": "애프터 최유리",
    "45": "애프터 IOC최유리",
    "46": "애프터 FOK최유리",
    "47": "애프터 최우선",
}

CREDIT_CODES = {
    "21": (LoanKind.OWN_LOAN, False),
    "22": (LoanKind.MARKET_SHORT, False),
    "23": (LoanKind.MARKET_LOAN, False),
    "24": (LoanKind.OWN_SHORT, False),
    "25": (LoanKind.OWN_LOAN, True),
    "26": (LoanKind.MARKET_SHORT, True),
    "27": (LoanKind.MARKET_LOAN, True),
    "28": (LoanKind.OWN_SHORT, True),
}
"""CRDT_TYPE: whose money or shares, and whether they are paid back"""
CASH_CODE = "10"

_FUTURES_PRODUCTS = frozenset({"03", "08"})
"""ACNT_PRDT_CD of accounts that hold no shares"""
BRANCH = "06010"
"""주문채번지점번호"""
FORWARDING = {World.REAL: "91252", World.PAPER: "00950"}
"""KRX_FWDG_ORD_ORGNO"""

ACCEPTED = ("APBK0013", "주문 전송 완료 되었습니다.")
PAPER_ACCEPTED = {
    (OrderKind.NEW, Side.BUY): ("40600000", "모의투자 매수주문이 완료 되었습니다."),
    (OrderKind.NEW, Side.SELL): ("40610000", "모의투자 매도주문이 완료 되었습니다."),
    (OrderKind.AMEND, Side.BUY): ("40620000", "모의투자 정정주문이 완료 되었습니다."),
    (OrderKind.AMEND, Side.SELL): ("40620000", "모의투자 정정주문이 완료 되었습니다."),
    (OrderKind.CANCEL, Side.BUY): ("40630000", "모의투자 취소주문이 완료 되었습니다."),
    (OrderKind.CANCEL, Side.SELL): ("40630000", "모의투자 취소주문이 완료 되었습니다."),
}
"""40600000 was seen on the wire, the others are our own choice"""

INPUT_FIELDS = {
    Refusal.QUANTITY_NOT_POSITIVE: "ORD_QTY",
    Refusal.PRICE_MISSING: "ORD_UNPR",
    Refusal.PRICE_NOT_ALLOWED: "ORD_UNPR",
    Refusal.EXCHANGE_NOT_OFFERED: "EXCG_ID_DVSN_CD",
    Refusal.RESERVATION_END_WRONG: "RSVN_ORD_END_DT",
}
"""refusals of a field: OPSQ2001"""

REAL_REFUSALS = {
    Refusal.UNKNOWN_SYMBOL: ("APBK0656", "7", "해당종목정보가 없습니다."),
    Refusal.HALTED: ("APBK0066", "7", "거래정지 종목입니다."),
    Refusal.NOT_A_TRADING_DAY: ("APBK0919", "7", "장운영일자가 주문일과 상이합니다"),
    Refusal.MARKET_NOT_YET_OPEN: ("APBK0918", "1", "장운영시간이 아닙니다.(주문불가)"),
    Refusal.MARKET_CLOSED: ("APBK0918", "1", "장운영시간이 아닙니다.(주문불가)"),
    Refusal.ORDER_TYPE_NOT_ALLOWED: ("APBK1943", "1", "해당 시간에 사용할 수 없는 호가유형입니다."),
    Refusal.MARKET_ORDER_NOT_ALLOWED: ("APBK1943", "1", "시장가 호가를 사용할 수 없습니다."),
    Refusal.AFTER_MARKET_TYPE: (
        "APBK3013",
        "1",
        "[애프터마켓] 지정가, 최유리, 최우선 호가로만 주문할 수 있습니다.",
    ),
    Refusal.NOT_AFTER_HOURS: ("APBK0918", "1", "애프터마켓에서 거래할 수 없는 종목입니다."),
    Refusal.NOT_ON_NXT: ("APBK0918", "1", "NXT에서 거래할 수 없는 종목입니다."),
    Refusal.OFF_TICK: ("APBK0506", "1", "호가단위 오류입니다."),
    Refusal.ABOVE_LIMIT: ("APBK0507", "1", "주문단가가 상한가를 초과했습니다."),
    Refusal.BELOW_LIMIT: ("APBK0508", "1", "주문단가가 하한가 미만입니다."),
    Refusal.NOT_ENOUGH_CASH: ("APBK0952", "7", "주문가능금액을 초과 했습니다"),
    Refusal.NOT_ENOUGH_SHARES: ("APBK0400", "1", "주문 가능한 수량을 초과했습니다."),
    Refusal.NO_SUCH_ORDER: ("APBK1663", "1", "원주문번호가 존재하지 않습니다."),
    Refusal.NOTHING_TO_AMEND: ("APBK0400", "1", "정정/취소 가능한 수량이 없습니다."),
    Refusal.QUANTITY_EXCEEDED: ("APBK0400", "1", "주문 가능한 수량을 초과했습니다."),
    Refusal.NOT_ON_CREDIT: ("APBK0510", "1", "신용거래를 할 수 없는 종목입니다."),
    Refusal.NO_SUCH_LOAN: ("APBK0511", "1", "해당 대출일자의 신용잔고가 없습니다."),
    Refusal.RESERVATIONS_CLOSED: (
        "KIER3672",
        "1",
        "예약주문 접수시간이 아닙니다. (16:40 ~ 다음 영업일 08:30)",
    ),
    Refusal.NO_SUCH_RESERVATION: ("APBK0512", "1", "정정/취소할 예약주문이 없습니다."),
}
"""code, rt_cd, message; APBK0506 to APBK0512 are our own choice"""

PAPER_REFUSALS = {
    Refusal.UNKNOWN_SYMBOL: ("40070000", "모의투자 주문처리가 안되었습니다(매매불가 종목)"),
    Refusal.HALTED: ("40070000", "모의투자 주문처리가 안되었습니다(매매불가 종목)"),
    Refusal.NOT_A_TRADING_DAY: ("40100000", "모의투자 영업일이 아닙니다."),
    Refusal.MARKET_NOT_YET_OPEN: ("40570000", "모의투자 장시작전 입니다."),
    Refusal.MARKET_CLOSED: ("40580000", "모의투자 장종료 입니다."),
    Refusal.ORDER_TYPE_NOT_ALLOWED: ("40070000", "모의투자 주문처리가 안되었습니다(호가유형 오류)"),
    Refusal.MARKET_ORDER_NOT_ALLOWED: (
        "40070000",
        "모의투자 주문처리가 안되었습니다(호가유형 오류)",
    ),
    Refusal.AFTER_MARKET_TYPE: ("40580000", "모의투자 장종료 입니다."),
    Refusal.NOT_AFTER_HOURS: ("40580000", "모의투자 장종료 입니다."),
    Refusal.NOT_ON_NXT: ("40070000", "모의투자 주문처리가 안되었습니다(매매불가 종목)"),
    Refusal.OFF_TICK: ("40030000", "모의투자 주문처리가 안되었습니다(호가단위 오류)"),
    Refusal.ABOVE_LIMIT: ("40030000", "모의투자 주문처리가 안되었습니다(상/하한가 오류)"),
    Refusal.BELOW_LIMIT: ("40030000", "모의투자 주문처리가 안되었습니다(상/하한가 오류)"),
    Refusal.NOT_ENOUGH_CASH: ("40250000", "모의투자 주문가능금액이 부족합니다."),
    Refusal.NOT_ENOUGH_SHARES: ("40310000", "모의투자 주문가능수량이 부족합니다."),
    Refusal.NO_SUCH_ORDER: ("40330000", "모의투자 원주문번호가 존재하지 않습니다."),
    Refusal.NOTHING_TO_AMEND: ("40330000", "모의투자 정정/취소할 수량이 없습니다."),
    Refusal.QUANTITY_EXCEEDED: ("40330000", "모의투자 정정/취소할 수량이 없습니다."),
}
"""code, message; rt_cd is 1"""


def acceptance(record: OrderRecord, world: World) -> tuple[str, str]:
    """Code and message of an accepted request."""
    return ACCEPTED if world is World.REAL else PAPER_ACCEPTED[record.kind, record.side]


def refusal(refused_by: Refused, world: World) -> Reply:
    """The answer to a request that the market did not take on."""
    reason = refused_by.reason
    if reason is Refusal.ACCOUNT_UNKNOWN:
        message = "appkey 계좌번호와 요청 계좌번호가 일치하지 않습니다."
        return gateway_error("IGW00002", message)
    if reason in INPUT_FIELDS:
        return invalid_input(INPUT_FIELDS[reason])
    if world is World.PAPER:
        code, message = PAPER_REFUSALS[reason]
        return refused(code, message)
    code, rt_cd, message = REAL_REFUSALS[reason]
    return refused(code, message, rt_cd=rt_cd)


def account_refusal(account_number: str, world: World) -> Reply | None:
    """The answer to an order for shares by an account of futures; None for one that may deal."""
    if account_number.rpartition("-")[2] not in _FUTURES_PRODUCTS:
        return None
    if world is World.PAPER:
        return refused("40910000", "모의투자 주문이 불가한 계좌입니다.")
    return refused("APAC0489", "위탁계좌만 가능합니다.")


def credit_code(credit: Credit | None) -> str:
    """CRDT_TYPE of an order, 현금 without a loan."""
    if credit is None:
        return CASH_CODE
    wanted = (credit.kind, credit.repays)
    return next(code for code, meaning in CREDIT_CODES.items() if meaning == wanted)


def condition_name(order_type: str) -> str:
    """체결조건명."""
    if order_type in IOC_TYPES:
        return "IOC"
    return "FOK" if order_type in ALL_OR_NOTHING else "없음"
