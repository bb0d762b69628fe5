"""주식현재가 회원사, v1_국내주식-013: the five houses that bought and that sold most today.

증감 is what has changed since the minute before. W is an ELW.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.flow_rows import WARRANTS
from kis_desktop.simulator.server.house_rows import (
    bought,
    foreign_fields,
    house_picture,
    side_fields,
    sold,
    warrant_picture,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/inquire_member")


def _answer(call: Call) -> Reply:
    if call.text("FID_COND_MRKT_DIV_CODE") == WARRANTS and not call.paper:
        picture = warrant_picture(call.market, call.text("FID_INPUT_ISCD"))
    else:
        symbol = quoted_listing(call).symbol
        picture = house_picture(call.market, symbol, quoted_board(call))
    fields = side_fields(picture, "seln") | side_fields(picture, "shnu") | foreign_fields(picture)
    for side, told in (("seln", sold), ("shnu", bought)):
        for place, (house, _, _) in enumerate(picture.top(told), start=1):
            fields[f"{side}_mbcr_name{place}"] = house.name
    return _LAYOUT.done({"output": fields})


ENDPOINT = served(
    _LAYOUT.id, _answer, example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"}
)
