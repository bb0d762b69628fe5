"""The gateway in front of /uapi: counts, limits, headers, tokens, worlds, faults. No I/O.

The order of checks: path, keys, limit a second, injected errors, token, TR id, content, fields,
account. Sources: the portal's error list and observed answers; what is told by the code alone
has HTTP 500, business refusals 200.
"""

import hashlib
import json
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Call, CallRefused, Endpoint
from kis_desktop.simulator.server.faults import Fault, FaultBox
from kis_desktop.simulator.server.identity import Identity
from kis_desktop.simulator.server.limiter import SlidingWindow
from kis_desktop.simulator.server.oddities import Oddities
from kis_desktop.simulator.server.old_ids import todays
from kis_desktop.simulator.server.replies import (
    Reply,
    gateway_error,
    invalid_input,
    refused,
)
from kis_desktop.simulator.server.settings import Settings
from kis_desktop.simulator.server.tokens import TokenDesk, Verdict

_LOGGED = 10_000
TIMEOUT_MESSAGES = {
    "EGW00301": "연결시간이 초과되었습니다. 직전 거래를 반드시 확인하세요.",
    "EGW00302": "거래시간이 초과되었습니다. 직전 거래를 반드시 확인하세요.",
}


class Ending(StrEnum):
    """What happens to the connection."""

    ANSWER = "answer"
    DROP = "drop"
    """closed without an answer"""


@dataclass(frozen=True, slots=True)
class RestRequest:
    """What came in, header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Trickle:
    """An answer that comes in so many bytes at a time, milliseconds apart."""

    size: int
    ms: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What goes out, when and how."""

    reply: Reply
    tr_id: str = ""
    delay_ms: int = 0
    trickle: Trickle | None = None
    ending: Ending = Ending.ANSWER
    notices_first: bool = False


class Gate:
    """One per server; called on its loop."""

    def __init__(
        self,
        *,
        market: Market,
        settings: Settings,
        customer: Identity,
        tokens: TokenDesk,
        faults: FaultBox,
        find_endpoint: Callable[[str, str, str], Endpoint | None],
        monotonic: Callable[[], float],
    ) -> None:
        self._market = market
        self._world = settings.world
        self.customer = customer
        self._tokens = tokens
        self._faults = faults
        self.oddities = Oddities()
        self._find_endpoint = find_endpoint
        self._monotonic = monotonic
        self._window = SlidingWindow(settings.requests_per_second)
        self.limited = settings.limits
        self.requests: Counter[str] = Counter()
        """by TR id"""
        self.orders_by_path: Counter[str] = Counter()
        self.orders_by_tr: Counter[str] = Counter()
        self.limited_requests = 0
        self.order_log: deque[dict[str, object]] = deque(maxlen=_LOGGED)
        """every order request that came in, oldest first, whatever became of it"""

    def forget(self) -> None:
        """Counts from nought, answers as documented."""
        self.oddities = Oddities()
        self.requests.clear()
        self.orders_by_path.clear()
        self.orders_by_tr.clear()
        self.order_log.clear()
        self.limited_requests = 0

    def is_of_whole_market(self, request: RestRequest) -> bool:
        """Whether the answer will look at every Korean instrument."""
        tr_id = todays(request.headers.get("tr_id", ""))
        endpoint = self._find_endpoint(request.method, request.path, tr_id)
        return endpoint is not None and endpoint.of_whole_market

    def pass_through(self, request: RestRequest) -> Outcome:
        """The outcome of one request."""
        tr_id = todays(request.headers.get("tr_id", ""))
        endpoint = self._find_endpoint(request.method, request.path, tr_id)
        self._count(endpoint, tr_id, request)
        delay = self._faults.take("delay", request.path, tr_id)
        delay_ms = 0 if delay is None else delay.number("ms")
        if self._faults.take("drop_before", request.path, tr_id) is not None:
            return Outcome(_nothing(), tr_id, delay_ms, ending=Ending.DROP)
        silence = self._faults.take("silence_before", request.path, tr_id)
        if silence is not None:
            ms = delay_ms + silence.number("ms")
            return Outcome(_nothing(), tr_id, ms, ending=Ending.DROP)
        slow = self._faults.take("slow_bytes", request.path, tr_id)
        outcome = self._answered(endpoint, request, tr_id, delay_ms)
        if slow is None:
            return outcome
        return replace(outcome, trickle=Trickle(slow.number("bytes"), slow.number("ms")))

    def _answered(
        self, endpoint: Endpoint | None, request: RestRequest, tr_id: str, delay_ms: int
    ) -> Outcome:
        timeout = self._faults.take("timeout_before_acceptance", request.path, tr_id)
        if timeout is not None:
            code = timeout.text("code")
            lost = gateway_error(code, TIMEOUT_MESSAGES[code])
            return Outcome(lost, tr_id, delay_ms + timeout.number("ms"))
        try:
            reply = self._answer(endpoint, request, tr_id)
        except CallRefused as refusal:
            reply = refusal.reply
        if not reply.accepted:
            return Outcome(reply, tr_id, delay_ms)
        return self._after_acceptance(reply, request.path, tr_id, delay_ms)

    def _count(self, endpoint: Endpoint | None, tr_id: str, request: RestRequest) -> None:
        self.requests[tr_id] += 1
        if endpoint is not None and endpoint.places_orders:
            self.orders_by_path[request.path] += 1
            self.orders_by_tr[tr_id] += 1
            told = request.body.decode(errors="replace")
            self.order_log.append({"path": request.path, "tr_id": tr_id, "body": told})

    def _answer(self, endpoint: Endpoint | None, request: RestRequest, tr_id: str) -> Reply:
        if endpoint is None:
            return _no_such_path()
        self._check_keys(request.headers)
        self._check_limits(endpoint, request.path, tr_id)
        error = self._faults.take("http_error", request.path, tr_id)
        if error is not None:
            return _injected(error, error.number("status"))
        self._check_token(request.headers)
        self._check_tr(endpoint, tr_id)
        call = self._call(endpoint, request, tr_id)
        if endpoint.places_orders:
            refusal = self._faults.take("refuse_order", request.path, tr_id)
            if refusal is not None:
                return _injected(refusal, HTTPStatus.OK)
        self._market.advance()
        if endpoint.places_orders:
            return endpoint.answer(call)
        with self._market.standing():
            reply = endpoint.answer(call)
        return self.oddities.applied(reply) if endpoint.of_account else reply

    def _after_acceptance(self, reply: Reply, path: str, tr_id: str, delay_ms: int) -> Outcome:
        timeout = self._faults.take("timeout_after_acceptance", path, tr_id)
        if timeout is not None:
            code = timeout.text("code")
            lost = gateway_error(code, TIMEOUT_MESSAGES[code])
            return Outcome(lost, tr_id, delay_ms + timeout.number("ms"))
        if self._faults.take("drop_after_acceptance", path, tr_id) is not None:
            return Outcome(reply, tr_id, delay_ms, ending=Ending.DROP)
        silence = self._faults.take("silence_after_acceptance", path, tr_id)
        if silence is not None:
            ms = delay_ms + silence.number("ms")
            return Outcome(reply, tr_id, ms, ending=Ending.DROP)
        early = self._faults.take("notice_first", path, tr_id)
        if early is not None:
            return Outcome(reply, tr_id, delay_ms + early.number("ms"), notices_first=True)
        return Outcome(reply, tr_id, delay_ms)

    def _check_keys(self, headers: Mapping[str, str]) -> None:
        appkey, secret = headers.get("appkey", ""), headers.get("appsecret", "")
        for holds, code, message in (
            (bool(appkey), "EGW00102", "AppKey는 필수입니다."),
            (appkey == self.customer.appkey, "EGW00103", "유효하지 않은 AppKey입니다."),
            (bool(secret), "EGW00104", "AppSecret은 필수입니다."),
            (
                secret == self.customer.appsecret,
                "EGW00304",
                "고객식별키(AppKey) 또는 AppSecret이 유효하지 않습니다.",
            ),
        ):
            if not holds:
                raise CallRefused(gateway_error(code, message))

    def _check_limits(self, endpoint: Endpoint, path: str, tr_id: str) -> None:
        if self.limited and not self._window.admits(self._monotonic()):
            self.limited_requests += 1
            raise CallRefused(gateway_error("EGW00201", "초당 거래건수를 초과하였습니다."))
        if endpoint.of_account and self._faults.take("ledger_limit", path, tr_id) is not None:
            message = "원장에서 허용 가능한 초당 거래건수를 초과하였습니다."
            raise CallRefused(gateway_error("EGW00215", message))

    def _check_token(self, headers: Mapping[str, str]) -> None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme != "Bearer":
            message = "credentials_type이 유효하지 않습니다.(Bearer)"
            raise CallRefused(gateway_error("EGW00205", message))
        verdict = self._tokens.judge(token.strip(), self._monotonic())
        if verdict is Verdict.UNKNOWN:
            raise CallRefused(gateway_error("EGW00121", "유효하지 않은 token 입니다."))
        if verdict is Verdict.EXPIRED:
            raise CallRefused(gateway_error("EGW00123", "기간이 만료된 token 입니다."))
        if headers.get("custtype", "P") not in {"P", "B"}:
            raise CallRefused(gateway_error("EGW00208", "고객유형(custtype)이 유효하지 않습니다."))

    def _check_tr(self, endpoint: Endpoint, tr_id: str) -> None:
        if not tr_id:
            raise CallRefused(gateway_error("EGW00310", "TR ID가 유효하지 않습니다."))
        if tr_id in endpoint.tr_ids(self._world):
            return
        if tr_id in endpoint.real:
            raise CallRefused(gateway_error("EGW02006", "모의투자 TR 이 아닙니다."))
        if tr_id in endpoint.paper:
            message = "실전투자 TR 이 아닙니다."
            raise CallRefused(gateway_error("EGW00356", message))
        raise CallRefused(refused("OPSQ0002", "없는 서비스 코드 입니다."))

    def _call(self, endpoint: Endpoint, request: RestRequest, tr_id: str) -> Call:
        raw = _posted(request) if endpoint.method == "POST" else _queried(request)
        fields = {key: value.strip() for key, value in raw.items()}
        number = ""
        if endpoint.of_account:
            number = self._account_number(fields)
        for name in endpoint.required:
            if not fields.get(name):
                raise CallRefused(invalid_input(name))
        continued = request.headers.get("tr_cont", "").strip() == "N"
        changed = continued and self._paging_broken(request.path, tr_id)
        return Call(self._market, self._world, tr_id, fields, continued, changed, number)

    def _paging_broken(self, path: str, tr_id: str) -> bool:
        return self._faults.take("changed_while_paging", path, tr_id) is not None

    def _account_number(self, fields: Mapping[str, str]) -> str:
        customer, product = fields.get("CANO", ""), fields.get("ACNT_PRDT_CD", "")
        if not (len(customer) == 8 and customer.isdecimal() and product.isdecimal()):  # noqa: PLR2004
            message = "ERROR : INPUT INVALID_CHECK_ACNO"
            raise CallRefused(refused("OPSQ2000", message, rt_cd="2"))
        number = f"{customer}-{product}"
        if self._market.account(number) is None:
            message = "appkey 계좌번호와 요청 계좌번호가 일치하지 않습니다."
            raise CallRefused(gateway_error("IGW00002", message))
        return number


def hashkey(body: object) -> str:
    """64 hexadecimal digits over a JSON value, however it was spaced."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _posted(request: RestRequest) -> dict[str, str]:
    """Keys must come in upper case: others count as missing."""
    if "json" not in request.headers.get("content-type", "application/json"):
        raise CallRefused(gateway_error("EGW00132", "Content-Type 이 유효하지 않습니다."))
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise CallRefused(refused("OPSQ9997", "JSON PARSING ERROR : invalid json")) from error
    if not isinstance(body, dict):
        raise CallRefused(refused("OPSQ9995", "JSON PARSING ERROR : body not found"))
    signature = request.headers.get("hashkey", "")
    if signature and signature != hashkey(body):
        raise CallRefused(gateway_error("EGW00131", "유효하지 않은 hashkey 입니다."))
    return {key: str(value) for key, value in body.items() if key == key.upper()}


def _queried(request: RestRequest) -> dict[str, str]:
    return {key.upper(): value for key, value in request.query}


def _injected(fault: Fault, status: int) -> Reply:
    body: dict[str, object] = {
        "rt_cd": fault.text("rt_cd"),
        "msg_cd": fault.text("code"),
        "msg1": fault.text("message"),
    }
    return Reply(body, status)


def _no_such_path() -> Reply:
    body: dict[str, object] = {
        "rt_cd": "1",
        "msg_cd": "EGW00203",
        "msg1": "OPS 라우팅 중 오류가 발생했습니다.",
    }
    return Reply(body, HTTPStatus.NOT_FOUND)


def _nothing() -> Reply:
    return Reply({})
