"""ELW 변동성추이(분별), 국내주식-179: implied and historical volatility by minute."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_rows import asked
from kis_desktop.simulator.server.elw_trends import minutes, swing
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/volatility_trend_minute"
_LAYOUT = layout(_ID)


def _answer(call: Call) -> Reply:
    one = asked(call)
    rows = [
        chosen(
            _ID,
            "output",
            moment.values
            | {
                "stck_bsop_date": bar.time.date(),
                "stck_cntg_hour": bar.time,
                "elw_oprc": bar.open,
                "elw_hgpr": bar.high,
                "elw_lwpr": bar.low,
                "hist_vltl": swing(one, bar.time.date()),
            },
        )
        for bar, moment in minutes(call)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_INPUT_ISCD": "58D001",
        "FID_HOUR_CLS_CODE": "60",
        "FID_PW_DATA_INCU_YN": "N",
    },
    other={"FID_INPUT_ISCD": "57C005"},
)
