"""ELW LP매매추이, 국내주식-182: what the liquidity provider bought, sold and holds, day by day.

`unplaced` fields of the published program are not in the portal's reply and not here.
"""

from datetime import timedelta

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_rows import asked, asked_values, change_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate, share

_ID = "elw/lp_trade_trend"
_LAYOUT = layout(_ID)
_DAYS = 30
_CALENDAR_DAYS = timedelta(days=60)


def _answer(call: Call) -> Reply:
    one = asked(call)
    today = one.course.session(call.now).trade_date
    bars = one.course.bars(today - _CALENDAR_DAYS, today, call.now)[-_DAYS:]
    closes = one.underlying.days(bars[0].day, today) if bars else None
    spots = dict(zip(closes.days, closes.close, strict=True)) if closes else {}
    spots[today] = one.underlying.standing().price
    rows = []
    for bar in reversed(bars):
        provided = one.provider.day(bar)
        rows.append(
            change_values(bar.close, bar.base)
            | {
                "stck_bsop_date": bar.day,
                "lp_seln_qty": provided.sold,
                "lp_seln_avrg_unpr": provided.sold_at,
                "lp_shnu_qty": provided.bought,
                "lp_shnu_avrg_unpr": provided.bought_at,
                "lp_hvol": provided.holding,
                "lp_hldn_rate": rate(share(provided.holding, one.warrant.issued), 4),
                "prsn_deal_qty": provided.private,
                "apprch_rate": rate(one.pricing.approach(float(spots[bar.day]))),
            }
        )
    return _LAYOUT.done(
        {
            "output1": chosen(_ID, "output1", asked_values(call)),
            "output2": [chosen(_ID, "output2", row) for row in rows],
        }
    )


ENDPOINT = served(
    _ID,
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": "58D001"},
    other={"FID_INPUT_ISCD": "57C005"},
)
