"""예탁원정보(주주총회일정), 국내주식-154: regular and extraordinary meetings, by their day."""

from collections.abc import Iterator
from datetime import date

from kis_desktop.simulator.facts.corporate_actions import MEETING_KINDS, Action, ActionKind
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.ksdinfo_rows import (
    Row,
    actions_of,
    named,
    schedule_answer,
    slashed,
)
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.universe import Listing

_AGENDA = {
    ActionKind.MERGER: "합병계약 승인의 건",
    ActionKind.SPLIT: "분할계획서 승인의 건",
    ActionKind.REDUCTION: "자본감소의 건",
    ActionKind.FACE: "정관 변경의 건(액면변경)",
}
_REGULAR = "재무제표 승인의 건, 이사 선임의 건, 이사 보수한도 승인의 건"


def _rows(call: Call, start: date, end: date, symbol: str | None) -> Iterator[Row]:
    """All of them oldest first."""
    companies = call.market.others.companies
    found = [
        _row(listing, meeting.record, meeting.day, "정기", _REGULAR)
        | {
            "vote_tot_qty": round(
                companies.shares_on(listing.symbol, meeting.record) * meeting.voting
            )
        }
        for listing, meeting in companies.meetings(start, end, symbol)
    ]
    for listing, one in actions_of(call, MEETING_KINDS, _meeting_of, start, end, symbol):
        votes = companies.shares_on(listing.symbol, one.record)
        found.append(
            _row(listing, one.record, one.meeting, "임시", _AGENDA[one.kind])
            | {"vote_tot_qty": votes}
        )
    yield from sorted(found, key=lambda row: (str(row["gen_meet_dt"]), str(row["sht_cd"])))


def _meeting_of(one: Action) -> date:
    return one.meeting


def _row(listing: Listing, record: date, day: date, type_: str, agenda: str) -> dict[str, Value]:
    return {
        **named(listing),
        "record_date": record,
        "gen_meet_dt": slashed(day),
        "gen_meet_type": type_,
        "agenda": agenda,
    }


ENDPOINT = served(
    "domestic_stock/ksdinfo_sharehld_meet",
    schedule_answer("domestic_stock/ksdinfo_sharehld_meet", _rows),
    example={"F_DT": "20230101", "T_DT": "20231231"},
)
