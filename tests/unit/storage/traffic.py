"""Rows of traffic that tests record: made up, of the shape that the wire has."""

from __future__ import annotations

import json

from kis_desktop.domain.recording import RecordingHeader
from kis_desktop.domain.traffic import LineTraffic, RestTraffic

ACCOUNT, PRODUCT, USER, NAME = "90817263", "01", "canaryhts05", "카나리아"
ORDERS = "domestic_stock/inquire_daily_ccld"
BALANCE = "domestic_stock/inquire_balance"
PRICE = "domestic_stock/inquire_price"
HEADER = RecordingHeader(
    format=1,
    program="0",
    world="simulated",
    dialect="real",
    date="2026-11-20",
    started="2026-11-20T10:12:00+09:00",
    rules={"krx": "2026"},
    account="00000001",
    product="01",
    user="P0000000001",
    series="00",
)


def request(
    endpoint_id: str = PRICE,
    body: object = None,
    fields: dict[str, str] | None = None,
    at: float = 1.0,
    **others: object,
) -> RestTraffic:
    """A request and its answer."""
    told: dict[str, object] = {
        "seconds": 0.05,
        "method": "GET",
        "path": f"/uapi/{endpoint_id}",
        "tr_id": "TTTC0081R",
        "tr_cont": "",
        "status": 200,
        "headers": {"Content-Type": "application/json", "gt_uid": "CANARYuid"},
        "content": json.dumps(body or {"rt_cd": "0"}, ensure_ascii=False).encode(),
    }
    values = told | others
    return RestTraffic(at=at, endpoint_id=endpoint_id, fields=fields or {}, **values)  # type: ignore[arg-type]


def heard(text: str, at: float = 1.0, session: int = 1) -> LineTraffic:
    """A text of the server."""
    return LineTraffic(at, session, False, text)


def said(text: str, at: float = 1.0, session: int = 1) -> LineTraffic:
    """A text of ours."""
    return LineTraffic(at, session, True, text)


def notice(width: int = 26, account: str = ACCOUNT + PRODUCT) -> str:
    """An order notice with somebody's name in it."""
    fields = ["0"] * width
    fields[0], fields[1], fields[2], fields[8], fields[17] = (
        USER,
        account,
        "0000004711",
        "005930",
        NAME,
    )
    fields[9], fields[10] = "0000000003", "0000071000"
    return "0|H0STCNI0|001|" + "^".join(fields)


def trade(symbol: str, time: str, price: int, volume: int) -> str:
    """A print of a stock with forty-six fields."""
    fields = ["0"] * 46
    fields[0], fields[1], fields[2], fields[12] = symbol, time, str(price), str(volume)
    return "0|H0STCNT0|001|" + "^".join(fields)
