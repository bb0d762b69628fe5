"""신용잔고 상위, 국내주식-109: shares bought on loans (융자) or borrowed and sold (대주).

Balances stand at the end of the last finished day, amounts in 10,000 won as in the daily course.
The growth is since FID_OPTION finished days before.
"""

from collections.abc import Callable

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.rankings import Ranked, candidates, quote_fields, top
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate, share

_LAYOUT = layout("domestic_stock/credit_balance")
_MOST_DAYS = 999
_KINDS = 5
"""of sorting, first for loans, then for borrowed shares"""
_GROUPS = {"0000": "전체", "0001": "코스피", "1001": "코스닥", "2001": "코스피200"}
_UNIT = 10_000


def _answer(call: Call) -> Reply:
    sort = int(call.choice("FID_RANK_SORT_CLS_CODE", *map(str, range(2 * _KINDS))))
    back = min(max(call.number("FID_OPTION"), 1), _MOST_DAYS)
    ranks = call.market.others.flow_ranks
    shorts, by = sort >= _KINDS, sort % _KINDS
    standing = ranks.standing(back, shorts=shorts)

    def quantity(one: Ranked) -> int:
        return standing[one.listing.symbol][0]

    def growth(one: Ranked) -> float:
        now, before = standing[one.listing.symbol]
        return share(now - before, before)

    keys: tuple[Callable[[Ranked], float], ...] = (
        lambda one: share(quantity(one), one.listing.listed_shares),
        quantity,
        lambda one: quantity(one) * one.snapshot.base,
        growth,
        lambda one: -growth(one),
    )
    found = [one for one in candidates(call) if quantity(one) > 0]
    rows = [_row(call, one, back) for _, one in top(call, found, keys[by])]
    days = ranks.finished_days(back + 1)
    group = call.text("FID_INPUT_ISCD") or "0000"
    head: dict[str, Value] = {
        "bstp_cls_code": group,
        "hts_kor_isnm": _GROUPS.get(group, ""),
        "stnd_date1": days[-1],
        "stnd_date2": days[0],
    }
    return _LAYOUT.done({"output1": [head], "output2": rows})


def _row(call: Call, one: Ranked, back: int) -> dict[str, Value]:
    days = call.market.others.flow_ranks.finished_days(back + 1)
    credit = call.market.others.flows.credit_days(one.listing.symbol, days[0], days[-1])
    first, last = credit[0], credit[-1]
    return {
        **quote_fields(one.snapshot),
        "mksc_shrn_iscd": one.listing.symbol,
        "hts_kor_isnm": one.listing.name,
        "whol_loan_rmnd_stcn": last.loan_standing,
        "whol_loan_rmnd_amt": last.loan_amount // _UNIT,
        "whol_loan_rmnd_rate": last.loan_rate,
        "whol_stln_rmnd_stcn": last.short_standing,
        "whol_stln_rmnd_amt": last.short_amount // _UNIT,
        "whol_stln_rmnd_rate": rate(last.short_rate, 4),
        "nday_vrss_loan_rmnd_inrt": share(
            last.loan_standing - first.loan_standing, first.loan_standing
        ),
        "nday_vrss_stln_rmnd_inrt": share(
            last.short_standing - first.short_standing, first.short_standing
        ),
    }


ENDPOINT = served(
    "domestic_stock/credit_balance",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_SCR_DIV_CODE": "11701",
        "FID_INPUT_ISCD": "0000",
        "FID_OPTION": "2",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_RANK_SORT_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_RANK_SORT_CLS_CODE"),
)
