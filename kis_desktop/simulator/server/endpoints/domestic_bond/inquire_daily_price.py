"""장내채권현재가(일별), 국내주식-202: the last thirty days, newest first."""

from kis_desktop.simulator.server.bond_rows import asked, change_values, last_days, won
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_bond/inquire_daily_price")
_DAYS = 30


def _answer(call: Call) -> Reply:
    return _LAYOUT.done(
        {
            "output": [
                change_values(bar.close, bar.base)
                | {
                    "stck_bsop_date": bar.day,
                    "acml_vol": bar.volume,
                    "bond_oprc": won(bar.open),
                    "bond_hgpr": won(bar.high),
                    "bond_lwpr": won(bar.low),
                }
                for bar in last_days(asked(call), call.now, _DAYS)
            ]
        }
    )


ENDPOINT = served(
    "domestic_bond/inquire_daily_price",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "B", "FID_INPUT_ISCD": "KR103501GA03"},
)
