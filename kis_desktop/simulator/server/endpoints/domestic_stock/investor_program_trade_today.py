"""프로그램매매 투자자매매동향(당일), 국내주식-116: program trading of a market by investor.

Codes of the investors are the exchange's; the last row is the sum of all.
"""

from kis_desktop.simulator.facts.flow_days import Sides, sides_of, total
from kis_desktop.simulator.facts.investors import Investor
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.figures import BOARDS
from kis_desktop.simulator.server.flow_rows import MILLION, THOUSAND, Fields, flows, in_units
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/investor_program_trade_today")
_MARKETS = {"1": "0001", "4": "1001"}
_ROWS = (
    ("1000", "금융투자", Investor.SECURITIES),
    ("2000", "보험", Investor.INSURANCE),
    ("3000", "투신", Investor.TRUST),
    ("3100", "사모", Investor.PRIVATE_FUND),
    ("4000", "은행", Investor.BANK),
    ("5000", "기타금융", Investor.MERCHANT_BANK),
    ("6000", "연기금", Investor.PENSION),
    ("7000", "기타단체", Investor.OTHER_BODY),
    ("7100", "기타법인", Investor.OTHER_COMPANY),
    ("8000", "개인", Investor.INDIVIDUAL),
    ("9000", "외국인", Investor.FOREIGN),
    ("9001", "기타외국인", Investor.FOREIGN_OTHER),
)


def _answer(call: Call) -> Reply:
    group = _MARKETS.get(call.text("MRKT_DIV_CLS_CODE"))
    board = BOARDS.get(call.text("EXCH_DIV_CLS_CODE") or "J")
    if group is None or board is None:
        raise CallRefused(invalid_input("MRKT_DIV_CLS_CODE"))
    sent = flows(call).markets.today(group, board).programs
    arbitrage = [in_units(one, THOUSAND, MILLION) for one in sides_of(sent.arbitrage)]
    other = [in_units(one, THOUSAND, MILLION) for one in sides_of(sent.other)]
    rows = [_row(code, name, arbitrage[one], other[one]) for code, name, one in _ROWS]
    rows.append(_row("9999", "합계", total(arbitrage), total(other)))
    return _LAYOUT.done({"output1": rows})


def _row(code: str, name: str, arbitrage: Sides, other: Sides) -> Fields:
    return {
        "invr_cls_code": code,
        "invr_cls_name": name,
        **_fields("all", arbitrage + other),
        **_fields("arbt", arbitrage),
        **_fields("nabt", other),
    }


def _fields(kind: str, one: Sides) -> Fields:
    return {
        f"{kind}_seln_qty": one.sold,
        f"{kind}_seln_amt": one.received,
        f"{kind}_shnu_qty": one.bought,
        f"{kind}_shnu_amt": one.paid,
        f"{kind}_ntby_qty": one.net,
        f"{kind}_ntby_amt": one.net_amount,
    }


ENDPOINT = served(_LAYOUT.id, _answer, example={"MRKT_DIV_CLS_CODE": "1", "EXCH_DIV_CLS_CODE": "J"})
