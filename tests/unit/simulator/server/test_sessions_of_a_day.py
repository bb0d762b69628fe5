"""A day from 07:50 to 20:10 over a real server: what each session takes, refuses and tells.

The table is written from the exchanges' hours and order types, not from the simulator.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from kis_desktop.simulator.server.settings import Settings
from tests.unit.simulator.server.customer import (
    ACCOUNT,
    QUOTES,
    TRADING,
    Customer,
    House,
    Line,
    open_house,
)
from tests.unit.simulator.trading_floor import kst

HMM = "011200"
"""on both exchanges, and quiet enough to live through a day"""
CLOSED, WRONG_TYPE, EVENING = "APBK0918", "APBK1943", "APBK3013"
ALL = (
    *("00", "01", "02", "03", "04", "05", "06", "07", "11", "12", "13", "14", "15", "16"),
    *("21", "22", "23", "24", "27", "28", "29", "41", "42", "43", "44", "45", "46", "47"),
)
FEW = ("00", "01", "05", "06", "27", "41")
PRICED = {"00", "02", "11", "12", "22", "27", "28", "29", "41", "42", "43"}

IMMEDIATE = {"11", "12", "13", "14", "15", "16"}
MAIN_KRX = {"00", "01", "02", "03", "04", "21", "22", "23", "24"} | IMMEDIATE
MAIN_NXT = {"00", "03", "04", "21", "22", "23", "24"} | IMMEDIATE
MAIN_SOR = {"00", "01", "03", "04"} | IMMEDIATE
MORNING = {"00", "03", "04", "11", "12", "15", "16", "27", "28", "29"}
NIGHT_KRX = {"41", "42", "43", "44", "45", "46", "47"}
NIGHT_NXT = {"00", "03", "04", "11", "12", "15", "16"}
GATHERED = {"00", "01", "02"}
NONE: set[str] = set()


@dataclass(frozen=True)
class Taken:
    """What an exchange takes, and the code that all other types are refused with."""

    types: set[str]
    code: str

    def code_of(self, kind: str, exchange: str) -> str:
        if kind in self.types:
            return "APBK0013"
        if kind == "01" and exchange == "NXT" and self.code == EVENING:
            return WRONG_TYPE
        return self.code


SHUT = Taken(NONE, CLOSED)


@dataclass(frozen=True)
class Edge:
    """A session edge of an ordinary day, and how things stand from it on."""

    time: str
    krx: Taken
    nxt: Taken
    sor: Taken
    status: dict[str, tuple[str, str]]
    """by channel: MKOP_CLS_CODE and ANTC_MKOP_CLS_CODE where they change here"""
    quoted: tuple[str, str]
    """NEW_MKOP_CLS_CODE of the KRX's and the NXT's book"""


KRX_STATUS, NXT_STATUS = "H0STMKO0", "H0NXMKO0"
DAY = (
    Edge(
        "08:00:00",
        SHUT,
        Taken(MORNING, WRONG_TYPE),
        SHUT,
        {NXT_STATUS: ("112", "")},
        ("10", "10"),
    ),
    Edge(
        "08:30:00",
        Taken(GATHERED | {"05"}, WRONG_TYPE),
        Taken(MORNING, WRONG_TYPE),
        SHUT,
        {KRX_STATUS: ("110", "311")},
        ("00", "10"),
    ),
    Edge(
        "08:40:00",
        Taken(GATHERED, WRONG_TYPE),
        Taken(MORNING, WRONG_TYPE),
        Taken({"00", "01"}, WRONG_TYPE),
        {},
        ("00", "10"),
    ),
    Edge(
        "08:50:00",
        Taken(GATHERED, WRONG_TYPE),
        SHUT,
        Taken({"00", "01"}, WRONG_TYPE),
        {NXT_STATUS: ("129", "")},
        ("00", "30"),
    ),
    Edge(
        "09:00:00",
        Taken(MAIN_KRX, WRONG_TYPE),
        SHUT,
        Taken(MAIN_SOR, WRONG_TYPE),
        {KRX_STATUS: ("112", "112")},
        ("20", "30"),
    ),
    Edge(
        "09:00:30",
        Taken(MAIN_KRX, WRONG_TYPE),
        Taken(MAIN_NXT, WRONG_TYPE),
        Taken(MAIN_SOR, WRONG_TYPE),
        {NXT_STATUS: ("112", "")},
        ("20", "20"),
    ),
    Edge(
        "15:20:00",
        Taken({"00", "01"}, WRONG_TYPE),
        SHUT,
        Taken({"00", "01"}, WRONG_TYPE),
        {KRX_STATUS: ("121", "121"), NXT_STATUS: ("129", "")},
        ("00", "30"),
    ),
    Edge(
        "15:30:00",
        Taken({"06"}, CLOSED),
        Taken({"00"}, EVENING),
        SHUT,
        {KRX_STATUS: ("129", "129"), NXT_STATUS: ("110", "")},
        ("30", "00"),
    ),
    Edge(
        "15:40:00",
        Taken({"06"}, CLOSED),
        Taken(NIGHT_NXT, EVENING),
        SHUT,
        {NXT_STATUS: ("112", "")},
        ("30", "30"),
    ),
    Edge(
        "16:00:00",
        Taken(NIGHT_KRX, EVENING),
        Taken(NIGHT_NXT, EVENING),
        SHUT,
        {},
        ("30", "30"),
    ),
    Edge(
        "18:00:00",
        Taken(NIGHT_KRX, EVENING),
        Taken(NIGHT_NXT, EVENING),
        SHUT,
        {},
        ("30", "30"),
    ),
    Edge("20:00:00", SHUT, SHUT, SHUT, {NXT_STATUS: ("129", "")}, ("30", "30")),
)
PRINTS = {
    ("H0STCNT0", "08:30:00"): {("10", "1")},
    ("H0STCNT0", "08:50:00"): {("20", "2")},
    ("H0STCNT0", "09:00:00"): {("20", "2")},
    ("H0STCNT0", "09:00:30"): {("20", "2")},
    ("H0STCNT0", "15:20:00"): {("20", "2")},
    ("H0STCNT0", "15:40:00"): {("31", "5")},
    ("H0STCNT0", "16:00:00"): {("30", "3")},
    ("H0STCNT0", "18:00:00"): {("30", "3")},
    ("H0NXCNT0", "08:00:00"): {("10", "1")},
    ("H0NXCNT0", "08:30:00"): {("10", "1")},
    ("H0NXCNT0", "08:40:00"): {("10", "1")},
    ("H0NXCNT0", "09:00:30"): {("20", "2")},
    ("H0NXCNT0", "15:30:00"): {("30", "3")},
    ("H0NXCNT0", "15:40:00"): {("30", "3")},
    ("H0NXCNT0", "16:00:00"): {("30", "3")},
    ("H0NXCNT0", "18:00:00"): {("30", "3")},
}
"""NEW_MKOP_CLS_CODE and MARKET_CLS_CODE of what is printed from an edge up to the next, which a
call auction ends; no other span has prints"""
AN_HOUR = timedelta(hours=1)


class Walk:
    """One customer through one day; `moved` says how much later an edge comes than usual."""

    def __init__(self, house: House, line: Line, day: str, late: str) -> None:
        self.house, self.line, self.customer = house, line, Customer(house)
        self._day, self._late_until = day, late
        self.status: list[tuple[str, list[str]]] = []
        self.prints: list[tuple[str, list[str]]] = []

    def moment(self, time: str) -> datetime:
        """When an edge of an ordinary day comes on this one."""
        usual = kst(f"{self._day} {time}")
        return usual + AN_HOUR if time <= self._late_until else usual

    async def go_to(self, moment: datetime) -> None:
        """Lives until a moment and takes what was told on the way."""
        left = moment - self.house.server.market.clock.now()
        self.house.go(left.total_seconds())
        self.status, self.prints = [], []
        await self.line.socket.send(self.line.message("H0STCNT0", HMM))
        await self.line.next(self._hear)

    def _hear(self, frame: str) -> bool:
        if frame.startswith("{"):
            return "PINGPONG" not in frame
        _, tr_id, count, payload = frame.split("|")
        fields = payload.split("^")
        if tr_id in {KRX_STATUS, NXT_STATUS}:
            self.status.append((tr_id, fields))
        else:
            width = len(fields) // int(count)
            records = [fields[at : at + width] for at in range(0, len(fields), width)]
            self.prints += [(tr_id, record) for record in records]
        return False

    async def check_orders(self, edge: Edge, kinds: tuple[str, ...]) -> None:
        """Sends one order of each type to each exchange, of a few types to one that is shut."""
        asked = [
            (exchange, kind, taken.code_of(kind, exchange))
            for exchange, taken in (("KRX", edge.krx), ("NXT", edge.nxt), ("SOR", edge.sor))
            for kind in (FEW if taken is SHUT else kinds)
        ]
        codes = await asyncio.gather(*(self._order(exchange, kind) for exchange, kind, _ in asked))
        found = [(*one[:2], code) for one, code in zip(asked, codes, strict=True)]
        assert found == asked, edge.time

    async def _order(self, exchange: str, kind: str) -> str:
        grid = self.house.server.market.history(HMM).grid(self.house.server.market.trade_date)
        body = {
            **ACCOUNT,
            "PDNO": HMM,
            "ORD_DVSN": kind,
            "ORD_QTY": "1",
            "ORD_UNPR": str(grid.limit_down) if kind in PRICED else "0",
            "CNDT_PRIC": str(grid.limit_up) if kind == "22" else "",
            "EXCG_ID_DVSN_CD": exchange,
        }
        reply = await self.customer.post(f"{TRADING}/order-cash", "TTTC0012U", body)
        code = str(reply.json()["msg_cd"])
        assert (reply.json()["rt_cd"] == "0") == (code == "APBK0013")
        return code

    async def check_quotes(self, edge: Edge) -> None:
        """The books carry the code of the session."""
        codes = []
        for division in ("J", "NX"):
            query = {"FID_COND_MRKT_DIV_CODE": division, "FID_INPUT_ISCD": HMM}
            path = f"{QUOTES}/inquire-asking-price-exp-ccn"
            reply = (await self.customer.get(path, "FHKST01010200", query)).json()
            codes.append(reply["output1"]["new_mkop_cls_code"])
        assert tuple(codes) == edge.quoted, edge.time


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("day", "late", "kinds"),
    [
        ("2026-11-20", "", ALL),
        ("2026-11-19", "20:00:00", FEW),
        ("2027-01-04", "09:00:30", FEW),
    ],
    ids=["ordinary", "exam", "first of the year"],
)
async def test_a_day_passes_through_every_session(
    day: str, late: str, kinds: tuple[str, ...]
) -> None:
    async with open_house(Settings(limits=False, flush_every=60.0), f"{day} 07:50") as house:
        customer = Customer(house)
        async with customer.line() as line:
            for tr_id in (KRX_STATUS, NXT_STATUS, "H0STCNT0", "H0NXCNT0"):
                assert await line.code(tr_id, HMM) == "OPSP0000"
            walk = Walk(house, line, day, late)
            before = Edge("07:50:00", SHUT, SHUT, SHUT, {}, ("10", "10"))
            await walk.check_orders(before, kinds)
            for edge in DAY:
                at = walk.moment(edge.time)
                await walk.go_to(at - timedelta(seconds=1))
                printed, early = walk.prints, walk.status
                await walk.go_to(at)
                told = {tr_id: (one[3], one[4]) for tr_id, one in walk.status}
                assert (early, told, len(walk.status)) == ([], edge.status, len(edge.status))
                codes = {
                    channel: {
                        (one[34], one[46])
                        for tr_id, one in printed + walk.prints
                        if tr_id == channel
                    }
                    for channel in ("H0STCNT0", "H0NXCNT0")
                }
                for channel, found in codes.items():
                    assert found == PRINTS.get((channel, before.time), set()), (channel, edge.time)
                await walk.check_quotes(edge)
                await walk.check_orders(edge, kinds)
                before = edge
            await walk.go_to(walk.moment("20:00:00") + timedelta(minutes=10))
            assert (walk.status, walk.prints) == ([], [])
            await walk.check_orders(before, kinds)
            await walk.customer.http.aclose()
        await customer.http.aclose()
        account = house.server.market.account("12345678-01")
        assert account is not None
        assert account.open_orders() == ()
