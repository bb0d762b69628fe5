"""예탁원정보(합병/분할일정), 국내주식-147: with companies that are not listed, by record date."""

from collections.abc import Iterator
from datetime import date

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator.facts.corporate_actions import OBJECTED_KINDS, ActionKind
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.ksdinfo_rows import (
    Row,
    actions_of,
    record_of,
    schedule_answer,
    shares_around,
    span,
)
from kis_desktop.simulator.server.served import served


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    found = actions_of(call, OBJECTED_KINDS, record_of, start, end, symbol)
    for number, (listing, one) in enumerate(found, start=1):
        before, new = shares_around(call, one)
        merges = one.kind is ActionKind.MERGER
        yield {
            "record_date": one.record,
            "sht_cd": listing.symbol,
            "opp_cust_nm": one.partner if merges else listing.name,
            "cust_nm": listing.name if merges else one.partner,
            "cust_cd": listing.symbol if merges else "",
            "opp_cust_cd": "" if merges else listing.symbol,
            "merge_type": "흡수합병" if merges else "물적분할",
            "merge_rate": one.exchange_ratio,
            "td_stop_dt": span(one.halt),
            "list_dt": one.listed,
            "odd_amt_pay_dt": next_trading_day(one.listed),
            "tot_issue_stk_qty": before,
            "issue_stk_qty": new if merges else round(before * one.exchange_ratio),
            "seq": str(number),
        }


ENDPOINT = served(
    "domestic_stock/ksdinfo_merger_split",
    schedule_answer("domestic_stock/ksdinfo_merger_split", _rows),
    example={"F_DT": "20230101", "T_DT": "20231231"},
)
