"""퇴직연금 예수금조회, v1_국내주식-035: money, and what settles on the next two days."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/pension_inquire_deposit")


def _answer(call: Call) -> Reply:
    cash = call.account.cash()
    return _LAYOUT.answered(
        {
            "output": {
                "dnca_tota": cash.deposit,
                "nxdy_excc_amt": cash.next_day,
                "nxdy_sttl_amt": cash.next_day - cash.deposit,
                "nx2_day_sttl_amt": cash.day_after - cash.next_day,
            }
        }
    )


ENDPOINT = served("domestic_stock/pension_inquire_deposit", _answer, example={"ACCA_DVSN_CD": "00"})
