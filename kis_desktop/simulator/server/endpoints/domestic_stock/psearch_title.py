"""종목조건검색 목록조회, 국내주식-038: the conditions that the trader has saved."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.conditions import CONDITIONS
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/psearch_title")


def _answer(call: Call) -> Reply:
    rows = [
        {
            "user_id": call.text("USER_ID"),
            "seq": one.number,
            "grp_nm": one.group,
            "condition_nm": one.name,
        }
        for one in CONDITIONS
    ]
    return _LAYOUT.done({"output2": rows})


ENDPOINT = served("domestic_stock/psearch_title", _answer, example={"USER_ID": "simulator"})
