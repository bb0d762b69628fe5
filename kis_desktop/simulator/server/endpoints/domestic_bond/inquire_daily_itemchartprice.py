"""장내채권 기간별시세(일), 국내주식-159: the last hundred days, newest first."""

from kis_desktop.simulator.server.bond_rows import asked, last_days, won
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_bond/inquire_daily_itemchartprice")
_DAYS = 100


def _answer(call: Call) -> Reply:
    return _LAYOUT.done(
        {
            "output": [
                {
                    "stck_bsop_date": bar.day,
                    "bond_oprc": won(bar.open),
                    "bond_hgpr": won(bar.high),
                    "bond_lwpr": won(bar.low),
                    "bond_prpr": won(bar.close),
                    "acml_vol": bar.volume,
                }
                for bar in last_days(asked(call), call.now, _DAYS)
            ]
        }
    )


ENDPOINT = served(
    "domestic_bond/inquire_daily_itemchartprice",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "B", "FID_INPUT_ISCD": "KR103501GA03"},
)
