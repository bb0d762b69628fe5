"""ELW 기초자산별 종목시세, 국내주식-186: the warrants on one underlying as they stand.

The published default, 00001, is no underlying of ours: it stands for all.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_choice import between, of_ranking
from kis_desktop.simulator.server.elw_rows import view_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/udrl_asset_price"
_LAYOUT = layout(_ID)
_STATES = {"1": "ATM", "2": "ITM", "3": "OTM"}


def _answer(call: Call) -> Reply:
    views = between(
        call,
        of_ranking(call, right="FID_MRKT_CLS_CODE"),
        "FID_INPUT_RMNN_DYNU_1",
        "FID_INPUT_RMNN_DYNU_2",
        lambda one: one.days_left,
    )
    views = between(call, views, "FID_VOL_CNT", "", lambda one: one.quote.previous_volume)
    wanted = _STATES.get(call.text("FID_OPTION"))
    rows = [
        chosen(_ID, "output", view_values(one))
        for one in views
        if wanted in {None, one.traded.pricing.moneyness(one.standing.price)}
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_COND_SCR_DIV_CODE": "11541",
        "FID_MRKT_CLS_CODE": "A",
        "FID_INPUT_ISCD": "00000",
        "FID_UNAS_INPUT_ISCD": "005930",
        "FID_TRGT_EXLS_CLS_CODE": "0",
        "FID_OPTION": "0",
    },
)
