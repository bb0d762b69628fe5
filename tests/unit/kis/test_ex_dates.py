"""Ex-dates as the depository's schedules tell them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from kis_desktop.domain.ex_date import ExDate, ExKind
from kis_desktop.kis.client import KisClient
from tests.unit.kis.peer import Answer, MemoryStore, Peer, Request, aged_token, ok

START, END = date(2024, 1, 1), date(2026, 12, 31)
Row = dict[str, str]


def of_share(**fields: str) -> Row:
    return {"sht_cd": "005930", "isin_name": "한빛전자"} | fields


DIVIDEND = of_share(record_date="20251231", per_sto_divi_amt="361", stk_divi_rate="0.00")
IN_SHARES = of_share(record_date="20260630", per_sto_divi_amt="0", stk_divi_rate="3.00")
RIGHTS = of_share(
    right_dt="20250310", tot_issue_stk_qty="1000000", issue_stk_qty="250000", fix_price="9100"
)
BONUS = of_share(right_dt="20250512", tot_issue_stk_qty="1000000", issue_stk_qty="1000000")
SPLIT = of_share(inter_bf_face_amt="5000", inter_af_face_amt="100", list_dt="2025/08/04")
TOGETHER = of_share(inter_bf_face_amt="100", inter_af_face_amt="500", list_dt="20240902")
REDUCTION = of_share(reduce_cap_rate="80", list_dt="2024/10/07")
MERGER = of_share(merge_type="흡수합병", list_dt="20241104")
DIVISION = of_share(merge_type="인적분할", list_dt="20241202")

TOLD = [
    ("dividend", DIVIDEND, ExDate(date(2025, 12, 29), ExKind.DIVIDEND, amount=Decimal(361))),
    ("dividend", IN_SHARES, ExDate(date(2026, 6, 29), ExKind.STOCK_DIVIDEND, Decimal("0.03"))),
    ("paidin-capin", RIGHTS,
     ExDate(date(2025, 3, 10), ExKind.RIGHTS, Decimal("0.25"), Decimal(9_100))),
    ("bonus-issue", BONUS, ExDate(date(2025, 5, 12), ExKind.BONUS, Decimal(1))),
    ("rev-split", SPLIT, ExDate(date(2025, 8, 4), ExKind.SPLIT, Decimal(50))),
    ("rev-split", TOGETHER, ExDate(date(2024, 9, 2), ExKind.CONSOLIDATION, Decimal("0.2"))),
    ("cap-dcrs", REDUCTION, ExDate(date(2024, 10, 7), ExKind.REDUCTION)),
    ("merger-split", MERGER, ExDate(date(2024, 11, 4), ExKind.MERGER)),
    ("merger-split", DIVISION, ExDate(date(2024, 12, 2), ExKind.DIVISION)),
]  # fmt: skip
SCHEDULES = sorted({path for path, _, _ in TOLD})


def _always(answer: Answer) -> Callable[[Request], Answer]:
    return lambda _: answer


def tell(peer: Peer, **rows: list[Row]) -> None:
    for path in SCHEDULES:
        answer = ok(output1=rows.get(path.replace("-", "_"), []))
        peer.handlers[path] = _always(answer)


@pytest.mark.parametrize(("path", "row", "expected"), TOLD)
async def test_each_schedule_tells_its_days(
    client: KisClient, peer: Peer, path: str, row: Row, expected: ExDate
) -> None:
    tell(peer, **{path.replace("-", "_"): [row]})
    assert await client.history.ex_dates("005930", START, END) == (expected,)
    (sent,) = peer.seen(path)
    period = (sent.fields["F_DT"], sent.fields["T_DT"], sent.fields["SHT_CD"])
    assert period == ("20240101", "20261231", "005930")


async def test_days_of_all_schedules_are_in_order_and_told_once(
    client: KisClient, peer: Peer
) -> None:
    tell(peer, rev_split=[SPLIT, TOGETHER, SPLIT], cap_dcrs=[REDUCTION])
    days = [one.date for one in await client.history.ex_dates("005930", START, END)]
    assert days == [date(2024, 9, 2), date(2024, 10, 7), date(2025, 8, 4)]


@pytest.mark.parametrize(
    "fields",
    [{"sht_cd": "000660"}, {"list_dt": ""}, {"inter_af_face_amt": "0"}, {"inter_bf_face_amt": ""}],
)
async def test_rows_of_others_and_without_a_day_tell_nothing(
    client: KisClient, peer: Peer, fields: Row
) -> None:
    undated = {**RIGHTS, "right_dt": "00000000"}
    tell(peer, rev_split=[SPLIT | fields], paidin_capin=[undated], bonus_issue=[undated],
         dividend=[{**DIVIDEND, "record_date": ""}], cap_dcrs=[{**REDUCTION, "list_dt": ""}],
         merger_split=[{**MERGER, "list_dt": ""}])  # fmt: skip
    assert await client.history.ex_dates("005930", START, END) == ()


async def test_paper_has_no_schedules(
    connect: Callable[..., KisClient], peer: Peer, store: MemoryStore
) -> None:
    store.token = aged_token("kept")
    tell(peer, rev_split=[SPLIT])
    assert await connect("paper").history.ex_dates("005930", START, END) == ()
    assert not peer.seen("rev-split")
