"""A simulator on loopback with hand-moved clocks, and a customer who talks to it by hand.

Nothing of the project's own client is used: the wire is spelled out here.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from math import inf

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from websockets.asyncio.client import ClientConnection, connect

from kis_desktop.simulator.clock import MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.server import SimulatorServer, serving
from kis_desktop.simulator.server.settings import Settings
from tests.loopback import NO_AUTHORITIES
from tests.patience import PATIENCE_S
from tests.unit.simulator.trading_floor import SAMSUNG, Hand, kst

QUOTES = "/uapi/domestic-stock/v1/quotations"
TRADING = "/uapi/domestic-stock/v1/trading"
ACCOUNT = {"CANO": "12345678", "ACNT_PRDT_CD": "01"}
SAMSUNG_QUOTE = {"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": SAMSUNG}
HISTORY_TODAY = {
    "INQR_STRT_DT": "20261120",
    "INQR_END_DT": "20261120",
    "SLL_BUY_DVSN_CD": "00",
    "CCLD_DVSN": "00",
    "INQR_DVSN": "01",
}
BALANCE = {"INQR_DVSN": "02", "UNPR_DVSN": "01", "PRCS_DVSN": "00"}


@dataclass
class House:
    """The running simulator with its two clocks: the market's and the gateway's."""

    server: SimulatorServer
    market_hand: Hand
    gate_hand: Hand
    customers: list[Customer] = field(default_factory=list)

    def go(self, seconds: float) -> None:
        """Market time passes; what happened goes out."""
        self.market_hand.seconds += seconds
        self.server.feed.step()


@contextlib.asynccontextmanager
async def open_house(
    settings: Settings, start: str = "10:12", instruments: int | None = 60
) -> AsyncIterator[House]:
    """A simulator whose market time stands still until it is told to go. While it goes nobody can
    answer a heartbeat, so silent sessions are let live where a test asks for nothing else.
    """
    if settings.heartbeat_patience == Settings().heartbeat_patience:
        settings = replace(settings, heartbeat_patience=inf)
    market_hand, gate_hand = Hand(), Hand()
    clock = MarketClock(monotonic=market_hand, start=kst(start))
    market = Market(seed=7, clock=clock, instruments=instruments)
    async with serving(market, settings, monotonic=gate_hand) as server:
        yield House(server, market_hand, gate_hand)


class Customer:
    """Calls REST with the right headers; a token is fetched when first needed."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.ready = house.server.ready_line()
        self.http = httpx.AsyncClient(
            base_url=str(self.ready["rest"]), timeout=PATIENCE_S, verify=NO_AUTHORITIES
        )
        self.token = ""

    @property
    def keys(self) -> dict[str, str]:
        return {"appkey": str(self.ready["appkey"]), "appsecret": str(self.ready["appsecret"])}

    async def login(self) -> httpx.Response:
        reply = await self.http.post(
            "/oauth2/tokenP", json={"grant_type": "client_credentials", **self.keys}
        )
        self.token = reply.json().get("access_token", "")
        return reply

    async def approval_key(self) -> str:
        reply = await self.http.post(
            "/oauth2/Approval",
            json={
                "grant_type": "client_credentials",
                "appkey": self.keys["appkey"],
                "secretkey": self.keys["appsecret"],
            },
        )
        return str(reply.json()["approval_key"])

    async def headers(self, tr_id: str, **more: str) -> dict[str, str]:
        if not self.token:
            await self.login()
        return {
            "authorization": f"Bearer {self.token}",
            "custtype": "P",
            "tr_id": tr_id,
            **self.keys,
            **more,
        }

    async def get(
        self, path: str, tr_id: str, query: dict[str, str], **headers: str
    ) -> httpx.Response:
        return await self.http.get(path, params=query, headers=await self.headers(tr_id, **headers))

    async def post(
        self, path: str, tr_id: str, body: dict[str, str], **headers: str
    ) -> httpx.Response:
        return await self.http.post(path, json=body, headers=await self.headers(tr_id, **headers))

    async def order(
        self,
        tr_id: str = "TTTC0012U",
        *,
        price: str,
        quantity: str = "10",
        order_type: str = "00",
        symbol: str = SAMSUNG,
    ) -> httpx.Response:
        body = {
            **ACCOUNT,
            "PDNO": symbol,
            "ORD_DVSN": order_type,
            "ORD_QTY": quantity,
            "ORD_UNPR": price,
            "EXCG_ID_DVSN_CD": "KRX",
        }
        return await self.post(f"{TRADING}/order-cash", tr_id, body)

    async def change(
        self,
        number: str,
        *,
        cancel: bool,
        price: str = "0",
        quantity: str = "0",
        everything: str = "Y",
        tr_id: str = "TTTC0013U",
    ) -> httpx.Response:
        body = {
            **ACCOUNT,
            "KRX_FWDG_ORD_ORGNO": "91252",
            "ORGN_ODNO": number,
            "ORD_DVSN": "00",
            "RVSE_CNCL_DVSN_CD": "02" if cancel else "01",
            "ORD_QTY": quantity,
            "ORD_UNPR": price,
            "QTY_ALL_ORD_YN": everything,
            "EXCG_ID_DVSN_CD": "KRX",
        }
        return await self.post(f"{TRADING}/order-rvsecncl", tr_id, body)

    async def book(self) -> dict[str, str]:
        reply = await self.get(
            f"{QUOTES}/inquire-asking-price-exp-ccn", "FHKST01010200", SAMSUNG_QUOTE
        )
        book: dict[str, str] = reply.json()["output1"]
        return book

    async def fault(self, *faults: dict[str, object]) -> httpx.Response:
        return await self.http.post("/_sim/faults", json=list(faults))

    async def state(self) -> dict[str, object]:
        state: dict[str, object] = (await self.http.get("/_sim/state")).json()
        return state

    @contextlib.asynccontextmanager
    async def line(self, path: str = "/tryitout") -> AsyncIterator[Line]:
        """A websocket with an approval key of its own."""
        key = await self.approval_key()
        address = f"{self.ready['ws']}{path}"
        async with connect(address, ping_interval=None, close_timeout=1) as socket:
            yield Line(socket, key)


class Line:
    """A websocket session as a client sees it, one that answers no PINGPONG."""

    def __init__(self, socket: ClientConnection, approval_key: str) -> None:
        self.socket = socket
        self.approval_key = approval_key

    def message(self, tr_id: str, tr_key: str, tr_type: str = "1") -> str:
        return json.dumps(
            {
                "header": {
                    "approval_key": self.approval_key,
                    "custtype": "P",
                    "tr_type": tr_type,
                    "content-type": "utf-8",
                },
                "body": {"input": {"tr_id": tr_id, "tr_key": tr_key}},
            }
        )

    async def ask(
        self, tr_id: str, tr_key: str, tr_type: str = "1"
    ) -> dict[str, dict[str, object]]:
        """Sends a message and gives its answer; data frames in between are passed over."""
        await self.socket.send(self.message(tr_id, tr_key, tr_type))
        text = await self.next(lambda frame: frame.startswith("{") and "PINGPONG" not in frame)
        answer: dict[str, dict[str, object]] = json.loads(text)
        return answer

    async def code(self, tr_id: str, tr_key: str, tr_type: str = "1") -> str:
        """The msg_cd of the answer."""
        return str((await self.ask(tr_id, tr_key, tr_type))["body"]["msg_cd"])

    async def next(self, wanted: Callable[[str], bool]) -> str:
        """The next text that is wanted; raises when the line ends or nothing comes."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                frame = await self.socket.recv(decode=True)
                if wanted(frame):
                    return frame

    async def data(self, tr_id: str) -> str:
        """The next data frame of a TR."""
        return await self.next(lambda frame: f"|{tr_id}|" in frame)


def decrypted(frame: str, ack: dict[str, dict[str, object]]) -> list[list[str]]:
    """The records of an encrypted frame, by the key and iv of its ack."""
    flag, _, count, payload = frame.split("|")
    assert flag == "1"
    output = ack["body"]["output"]
    assert isinstance(output, dict)
    cipher = Cipher(algorithms.AES(output["key"].encode()), modes.CBC(output["iv"].encode()))
    decryptor = cipher.decryptor()
    padded = decryptor.update(base64.b64decode(payload)) + decryptor.finalize()
    fields = padded[: -padded[-1]].decode().split("^")
    width = len(fields) // int(count)
    return [fields[start : start + width] for start in range(0, len(fields), width)]
