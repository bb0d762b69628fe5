"""장내채권 발행정보, 국내주식-156: terms, days and ratings of an issue."""

from kis_desktop.simulator.server.bond_issue import issue_values
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "domestic_bond/issue_info"
_LAYOUT = layout(_ID)


def _answer(call: Call) -> Reply:
    return _LAYOUT.done({"output": chosen(_ID, "output", issue_values(call))})


ENDPOINT = served(
    _ID,
    _answer,
    example={"PDNO": "KR6000012A01", "PRDT_TYPE_CD": "302"},
    other=({"PDNO": "KR350601SA01"}, {"PDNO": "KR310101SA02"}, {"PDNO": "KR101501DA03"}),
)
